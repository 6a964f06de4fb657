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
    rows = ["| | exercise | time | needs | where |", "|---|---|---|---|---|"]
    number_of = {one["id"]: str(number) for number, one in enumerate(exercises, 1)}
    for number, one in enumerate(exercises, 1):
        needs = ", ".join(number_of[need] for need in one.get("needs", []))
        files = ", ".join(f"[`{cut}`]({cut})" for cut in dict.fromkeys(cut["file"] for cut in one["cut"]))
        rows.append(f"| {number} | {one['title']} | {one['minutes']} min | {needs} | {files} |")
    return rows


def exercise_of(page: Path, source: Path, region: str) -> int:
    """The number of the exercise that asks a reader of this page to write this region; 0: none does."""
    file = page.parent / "lab.toml"
    if not file.is_file() or not source.is_relative_to(page.parent):
        return 0
    wanted = source.relative_to(page.parent).as_posix()
    for number, one in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["exercise"], 1):
        if any(cut["file"] == wanted and cut.get("region", region) == region for cut in one["cut"]):
            return number
    return 0
