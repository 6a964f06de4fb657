"""What a build knows and no file says: `<!-- generated: NAME -->`, alone on its line.

On the site the line is replaced by Markdown that is made while the site is built, such as a table of
test results. GitHub shows nothing.
"""

import re
from pathlib import Path

from . import cost_pages, rules_table
from .problems import Stop

MARK = re.compile(r"^<!-- generated: (.+) -->$", re.MULTILINE)
MAKERS = {"rules and worlds": rules_table.made, **cost_pages.makers()}


def fill(text: str, root: Path, makers: dict = MAKERS) -> str:
    """`text` with every mark replaced. Raises Stop for a name that nothing makes."""

    def content(match: re.Match) -> str:
        if match[1] not in makers:
            raise Stop(f"nothing makes <!-- generated: {match[1]} -->: see doctools/generated.py")
        return makers[match[1]](root)

    return MARK.sub(content, text)
