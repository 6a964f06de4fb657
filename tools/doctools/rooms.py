"""The rooms of a lesson: folders with one subject each, as the lesson's CMakeLists.txt lists them.

    add_room(servers USES epoll SOURCES acceptor.cc loop_counts.h POSIX … WINDOWS …)

is the one list. A .cc stands for its header of the same name too. This module only reads; what the
lists forbid is in room_faults.py, and the pages' pictures and tables are in room_pages.py.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .problems import Stop

CALL = re.compile(r"^add_room\(\s*([\w.]+)([^)]*)\)", re.MULTILINE)
COMMENT = re.compile(r"#.*")
KEYWORDS = ("USES", "SOURCES", "POSIX", "WINDOWS")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
LESSON = re.compile(r"\d\d_\w+")
DOORS = {"winsock.h": "winsock"}  # a file at the top of a lesson, and the room that it belongs to


@dataclass(frozen=True)
class Room:
    """One call of add_room."""

    name: str
    uses: tuple[str, ...]
    listed: tuple[str, ...]  # file names, in reading order
    line: int  # of the call in CMakeLists.txt, from 1


@dataclass(frozen=True)
class Include:
    """One include of a file of the course; `line` counts from 1."""

    line: int
    path: str  # relative to lessons/


class Lesson:
    """A folder of lessons/ that has rooms."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.name = folder.name
        text = (folder / "CMakeLists.txt").read_text(encoding="utf-8")
        self.rooms = _rooms_of(COMMENT.sub("", text))
        self._includes_of: dict[str, set[str]] = {}  # what _included_by has found

    def room(self, name: str) -> Room | None:
        return next((room for room in self.rooms if room.name == name), None)

    @cached_property
    def files(self) -> list[str]:
        """Every .h and .cc of the lesson, relative to its folder."""
        found = (file for file in self.folder.rglob("*") if file.suffix in (".h", ".cc"))
        return sorted(file.relative_to(self.folder).as_posix() for file in found)

    def room_of(self, file: str) -> str:
        """The room of a file of this lesson, or "" for one at the top."""
        return file.split("/")[0] if "/" in file else DOORS.get(file, "")

    def files_of(self, room: str) -> list[str]:
        """The files in a room's folder, by name."""
        return [file.split("/", 1)[1] for file in self.files if file.startswith(f"{room}/")]

    def reading_order(self, room: Room) -> list[str]:
        """The room's files as listed, each .cc behind its header."""
        there = self.files_of(room.name)
        named = (name for file in room.listed for name in (re.sub(r"\.cc$", ".h", file), file))
        return [name for name in dict.fromkeys(named) if name in there]

    def includes(self, file: str) -> list[Include]:
        """What a file of this lesson includes from the lessons."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        matches = ((number, INCLUDE.match(line)) for number, line in enumerate(lines, 1))
        return [Include(number, match[1]) for number, match in matches if match]

    def unit_of(self, file: str) -> str:
        """The header that a file belongs to, without its suffix: x.h, x.cc and the parts of x.

        A part of x includes x.h and is called x_y: a source file without a header of its own, or a
        header that only x and parts of x include.
        """
        folder, _, name = file.rpartition("/")
        stem = name.rsplit(".", 1)[0]
        own = f"{folder}/{stem}" if folder else stem
        words = stem.split("_")
        for count in range(1, len(words)):
            whole = f"{folder}/{'_'.join(words[:count])}" if folder else "_".join(words[:count])
            if whole in self._included_by(file) and self._is_part(own, whole):
                return whole
        return own

    def _is_part(self, own: str, whole: str) -> bool:
        users = [file for file in self.files if own in self._included_by(file)]
        return all(user.rsplit(".", 1)[0] == whole or user.startswith(f"{whole}_") for user in users)

    def _included_by(self, file: str) -> set[str]:
        """The headers of this lesson that a file includes, without their suffixes."""
        if file not in self._includes_of:
            mine = (include.path for include in self.includes(file))
            self._includes_of[file] = {
                path.split("/", 1)[1].removesuffix(".h")
                for path in mine
                if path.startswith(f"{self.name}/")
            }
        return self._includes_of[file]


def lessons(root: Path) -> list[Lesson]:
    """The lessons, lowest first. Raises Stop if a list cannot be read."""
    folders = sorted((root / "lessons").iterdir())
    return [
        Lesson(folder)
        for folder in folders
        if LESSON.fullmatch(folder.name) and (folder / "CMakeLists.txt").is_file()
    ]


def _rooms_of(text: str) -> list[Room]:
    rooms = []
    for call in CALL.finditer(text):
        values: dict[str, list[str]] = {keyword: [] for keyword in KEYWORDS}
        keyword = ""
        for word in call[2].split():
            if word in values:
                keyword = word
            elif not keyword:
                raise Stop(f"add_room({call[1]}): {word} stands behind no keyword")
            else:
                values[keyword].append(word)
        listed = values["SOURCES"] + values["POSIX"] + values["WINDOWS"]
        line = text.count("\n", 0, call.start()) + 1
        rooms.append(Room(call[1], tuple(values["USES"]), tuple(listed), line))
    return rooms
