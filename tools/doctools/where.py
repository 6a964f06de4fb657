"""Holds the tables "Where is it in the code?" against the code.

A lesson's page lists behaviours, and for each the file and the functions that do it. Such a list is the
first thing that a rename makes false, so each name in the row must be found in the file that the row links.
"""

import re
from pathlib import Path

HEADING = "## Where is it in the code?"
LINK = re.compile(r"\]\(([^)#]+)\)")
NAME = re.compile(r"`([^`]+)`")


def faults(page: Path) -> list[tuple[int, str]]:
    """(line, what is wrong) for each row of the page's table that the code does not bear out."""
    lines = page.read_text(encoding="utf-8").split("\n")
    if HEADING not in lines:
        return []
    wrong, rows = [], 0
    for number in range(lines.index(HEADING) + 1, len(lines)):
        line = lines[number]
        if line.startswith("## "):
            break
        if line.startswith("| ") and not line.startswith("| what "):
            rows += 1
            wrong += [(number + 1, what) for what in _row_faults(line, page.parent)]
    if rows == 0:
        wrong.append((lines.index(HEADING) + 1, "there is no table below this heading"))
    return wrong


def _row_faults(row: str, folder: Path) -> list[str]:
    """A row is: what happens | file | functions."""
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    if len(cells) != 3 or not LINK.search(cells[1]) or not NAME.search(cells[2]):
        return ["a row is: what happens, a link to the file, and the functions in backticks"]
    file = folder / LINK.search(cells[1])[1]
    if not file.is_file():
        return []  # dead links are found elsewhere
    code = file.read_text(encoding="utf-8")
    return [
        f"{file.name} has no `{name}`"
        for name in NAME.findall(cells[2])
        if not re.search(rf"\b{re.escape(name)}\b", code)
    ]
