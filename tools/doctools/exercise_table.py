"""The table of a lesson's exercises in its page, from lab.toml."""

import tomllib
from pathlib import Path

from .problems import Stop


def table(page: Path) -> list[str]:
    """The rows for the lesson whose page this is. @raises Stop if it has no exercises."""
    file = page.parent / "lab.toml"
    if not file.is_file():
        raise Stop("`exercises` stands in the page of a lesson that has a lab.toml")
    exercises = tomllib.loads(file.read_text(encoding="utf-8"))["exercise"]
    rows = ["| | exercise | time | where |", "|---|---|---|---|"]
    for number, one in enumerate(exercises, 1):
        files = ", ".join(f"[`{cut}`]({cut})" for cut in dict.fromkeys(cut["file"] for cut in one["cut"]))
        rows.append(f"| {number} | {one['title']} | {one['minutes']} min | {files} |")
    return rows
