"""A mutant: a header that says what the bug is, and a unified diff.

    Bug: EPOLLOUT stays armed
    Made by: https://github.com/owner/name/issues/1
    Test: LevelEchoServer.AsksForWritableOnlyWhileARestIsToBeSent
    Message: looks
    Question: All clients are idle, and the loop needs a whole processor. What is reported?
    Explanation: …
    --- a/lessons/03_epoll/servers/level_echo_server.cc
    +++ b/lessons/03_epoll/servers/level_echo_server.cc
    @@ …

`Serve: --trigger edge` makes Test one of the contract suite, against a server with these options. A block of the
diff is found by its lines, not by its line number: so the patch holds while the file around it changes.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from doctools.problems import Stop

from .course import Lesson
from .spec import Graded

FIELDS = ("Bug", "Made by", "Test", "Message", "Question", "Explanation")


@dataclass(frozen=True)
class Mutant:
    """One bug that somebody could make, and the test that must notice it."""

    name: str  # of the file, without .patch
    fields: dict[str, str]
    file: str  # in the lesson
    blocks: tuple[tuple[str, str], ...]  # old lines, new lines

    @property
    def test(self) -> Graded:
        serve = self.fields.get("Serve")
        return Graded(self.fields["Test"], self.fields["Message"], tuple(serve.split()) if serve else None)

    def apply(self, text: str) -> str:
        """The text with the bug. @raises Stop if a block is not there exactly once."""
        for old, new in self.blocks:
            if text.count(old) != 1:
                raise Stop(f"{self.name}.patch: its lines stand in {self.file} {text.count(old)} times")
            text = text.replace(old, new)
        return text

    def lines(self, text: str) -> range:
        """The numbers of the lines in the changed text that belong to the bug or touch it."""
        changed = self.apply(text).split("\n")
        original = text.split("\n")
        first = next(n for n, (a, b) in enumerate(zip(changed, original)) if a != b)
        behind = next(n for n, (a, b) in enumerate(zip(reversed(changed), reversed(original))) if a != b)
        return range(first, max(len(changed) - behind, first + 1) + 2)


def load(lesson: Lesson) -> list[Mutant]:
    """The mutants of a lesson, in the order of their names."""
    folder = lesson.course.root / "mutants" / lesson.name
    return [read(file, lesson) for file in sorted(folder.glob("*.patch"))]


def read(path: Path, lesson: Lesson) -> Mutant:
    """One patch. @raises Stop that says what is missing in it."""
    head, _, diff = path.read_text(encoding="utf-8").partition("\n--- a/")
    fields = dict(re.findall(r"^([A-Z][a-z ]+): (.+)$", head, re.M))
    missing = [field for field in FIELDS if field not in fields]
    if missing:
        raise Stop(f"{path.name}: its header has no {', '.join(missing)}")
    prefix = f"lessons/{lesson.name}/"
    target, _, body = diff.partition("\n")
    if not target.startswith(prefix):
        raise Stop(f"{path.name}: it changes {target}, which is no file of this lesson")
    blocks = [_block(block) for block in re.split(r"^@@.*@@.*\n", body, flags=re.M)[1:]]
    return Mutant(path.stem, fields, target.removeprefix(prefix), tuple(blocks))


def _block(text: str) -> tuple[str, str]:
    """The old and the new lines of one block of a diff."""
    lines = text.rstrip("\n").split("\n")
    old = "".join(line[1:] + "\n" for line in lines if line[:1] in (" ", "-", ""))
    new = "".join(line[1:] + "\n" for line in lines if line[:1] in (" ", "+", ""))
    return old, new
