"""What is wrong, and where: every tool of the pipeline reports one problem per line."""

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # the course's folder


class Stop(Exception):
    """Something cannot be done; the text is one line that says what is wrong and how to mend it."""


@dataclass(frozen=True, order=True)
class Problem:
    """One problem. `path` is relative to the course's folder; line 0 means the whole file."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"


def report(problems: list[Problem]) -> int:
    """Prints the problems on stderr in reading order; returns the exit status, 0 or 1."""
    for problem in sorted(set(problems)):
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def relative(path: Path, root: Path) -> str:
    """`path` as the reader of a message knows it: from the course's folder if it lies there."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return str(path)
