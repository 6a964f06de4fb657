"""How long a lesson takes, and whether its page says so.

A reader of a foreign language reads about 150 words a minute. Code and outputs are read, too, but not word by
word: a line of them counts as three words. The page says `Time: about N minutes to read`, in steps of five, `and
M hours for the runs and exercises`: what lab.toml says of the exercises, and half an hour for the runs.
"""

import re
import tomllib
from pathlib import Path

WORDS_PER_MINUTE = 150
WORDS_PER_CODE_LINE = 3
STEP = 5  # minutes
COMMENT = re.compile(r"<!--.*?-->", re.S)
FENCE = re.compile(r"^```.*?^```$", re.S | re.M)
RUNS = 30  # minutes: the demo, the programs by hand, the edits of "Break it"
STATED = re.compile(r"^Time: about (\d+) minutes to read(?:, and ([\d.]+) hours for the runs and exercises)?", re.M)


def minutes(text: str) -> int:
    """The reading time of a page, rounded to the next step."""
    text = COMMENT.sub("", text)
    code_lines = sum(fence.count("\n") - 1 for fence in FENCE.findall(text))
    words = len(FENCE.sub("", text).split()) + WORDS_PER_CODE_LINE * code_lines
    return max(STEP, STEP * round(words / WORDS_PER_MINUTE / STEP))


def hours(lab: Path) -> str:
    """The time for the runs and exercises of a lesson, in half hours."""
    exercises = tomllib.loads(lab.read_text(encoding="utf-8"))["exercise"]
    return f"{round((RUNS + sum(one['minutes'] for one in exercises)) / 30) / 2:g}"


def faults(page: Path) -> list[tuple[int, str]]:
    """(line, what is wrong) if a page states another time than it takes. Not every page states one."""
    text = page.read_text(encoding="utf-8")
    stated = STATED.search(text)
    if not stated:
        return []
    line = text.count("\n", 0, stated.start()) + 1
    wrong = []
    if int(stated[1]) != minutes(text):
        wrong.append((line, f"says {stated[1]} minutes to read, but takes {minutes(text)}"))
    lab = page.parent / "lab.toml"
    if lab.exists() and stated[2] != hours(lab):
        wrong.append((line, f"says {stated[2]} hours for the runs and exercises, but they take {hours(lab)}"))
    return wrong
