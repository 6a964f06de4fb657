"""docs/marks.tsv: what a reader of the tests has judged of each mark.

A mark `<!-- test: … -->` says that a test proves the statement in front of it. A tool can look up whether there is
such a test. Whether it proves what the statement says, somebody must judge who reads both. This list keeps the
judgement, one line per mark, with a digest of the statement: a statement that is changed must be judged again.

    page <tab> test <tab> digest <tab> word

    proves        the test proves its statement, and it did so when the statement was first judged
    reworded      the statement said more than the test proves, and was changed
    strengthened  the test proved less, and was changed, or another one was marked besides
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from .markdown import Page
from .problems import Problem, relative

WORDS = ("proves", "reworded", "strengthened")
LIST = "docs/marks.tsv"


class Judged(NamedTuple):
    """What a judgement is about. A statement may have several marks, and a test several statements."""

    page: str  # its file
    test: str
    digest: str


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:10]


def _marks(root: Path, pages: list[Path]) -> dict[Judged, int]:
    """All marks of these pages, each with its line (from 0)."""
    return {
        Judged(relative(file, root), mark.words, _digest(mark.text)): mark.line
        for file in pages
        for mark in Page(file.read_text(encoding="utf-8")).claims
    }


def _read(root: Path) -> dict[Judged, str]:
    lines = (root / LIST).read_text(encoding="utf-8").splitlines() if (root / LIST).is_file() else []
    return {Judged(page, test, digest): word for page, test, digest, word in (line.split("\t") for line in lines)}


def faults(root: Path, pages: list[Path]) -> list[Problem]:
    """One line per mark of these pages that nobody has judged, and per judgement of theirs without a mark."""
    marks, judged = _marks(root, pages), _read(root)
    shown = {relative(file, root) for file in pages}
    wrong = [
        Problem(mark.page, line + 1, f"new or changed: does {mark.test} prove its statement?")
        for mark, line in marks.items()
        if mark not in judged
    ]
    wrong += [
        Problem(LIST, number, f"no such mark any more: {mark.test} in {mark.page}")
        for number, mark in enumerate(judged, 1)
        if mark.page in shown and mark not in marks
    ]
    wrong += [
        Problem(LIST, number, f"{word!r} is none of {', '.join(WORDS)}")
        for number, word in enumerate(judged.values(), 1)
        if word not in WORDS
    ]
    return wrong


def accept(root: Path, pages: list[Path]) -> None:
    """Writes the list anew. What is known keeps its word; a known test with another statement was reworded."""
    judged = _read(root)
    known = {(mark.page, mark.test) for mark in judged}

    def word(mark: Judged) -> str:
        return judged.get(mark, "reworded" if (mark.page, mark.test) in known else "proves")

    lines = sorted("\t".join((*mark, word(mark))) for mark in _marks(root, pages))
    (root / LIST).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
