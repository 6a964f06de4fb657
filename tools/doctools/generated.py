"""What a build leaves for a page: `<!-- generated: build/FILE else: TEXT -->`, alone on its line.

On the site the line is replaced by the file, or by the text while the file has not been made.
GitHub shows nothing. The file is Markdown that nobody commits, such as a table of test results.
"""

import re
from pathlib import Path

MARK = re.compile(r"^<!-- generated: (build/\S+) else: (.+) -->$", re.MULTILINE)


def fill(text: str, root: Path) -> str:
    """`text` with every mark replaced."""

    def content(match: re.Match) -> str:
        file = root / match[1]
        return file.read_text(encoding="utf-8") if file.is_file() else match[2]

    return MARK.sub(content, text)
