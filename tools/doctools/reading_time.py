"""How long a page takes to read, and whether it says so.

A reader of a foreign language reads about 150 words a minute. Code and outputs are read, too, but not word by
word: a line of them counts as three words. The page says `Time: about N minutes to read`, in steps of five.
"""

import re
from pathlib import Path

WORDS_PER_MINUTE = 150
WORDS_PER_CODE_LINE = 3
STEP = 5  # minutes
COMMENT = re.compile(r"<!--.*?-->", re.S)
FENCE = re.compile(r"^```.*?^```$", re.S | re.M)
STATED = re.compile(r"^Time: about (\d+) minutes to read", re.M)


def minutes(text: str) -> int:
    """The reading time of a page, rounded to the next step."""
    text = COMMENT.sub("", text)
    code_lines = sum(fence.count("\n") - 1 for fence in FENCE.findall(text))
    words = len(FENCE.sub("", text).split()) + WORDS_PER_CODE_LINE * code_lines
    return max(STEP, STEP * round(words / WORDS_PER_MINUTE / STEP))


def faults(page: Path) -> list[tuple[int, str]]:
    """(line, what is wrong) if a page states another time than it takes. Not every page states one."""
    text = page.read_text(encoding="utf-8")
    stated = STATED.search(text)
    needed = minutes(text)
    if not stated or int(stated[1]) == needed:
        return []
    line = text.count("\n", 0, stated.start()) + 1
    return [(line, f"says {stated[1]} minutes to read, but takes {needed}")]
