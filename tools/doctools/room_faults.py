"""Holds the files of the lessons against their lists of rooms (rooms.py): one problem per fault."""

from collections.abc import Iterable
from pathlib import Path

from .problems import Problem, relative
from .rooms import DOORS, LESSON, Lesson, Room, lessons

# What may stand at the top of a lesson besides its rooms.
TOP = {"README.md", "CMakeLists.txt", "main.cc", "lab.toml"}
# What a lesson's folder of tests may have besides rooms: shared parts of the tests, and the fuzzers.
TEST_FOLDERS = {"support", "fuzz"}


def check(root: Path) -> list[Problem]:
    """Everything that is wrong with the rooms of the course."""
    problems: list[Problem] = []
    for lesson in lessons(root):
        problems += _Checker(root, lesson).check()
    return sorted(problems)


class _Checker:
    def __init__(self, root: Path, lesson: Lesson):
        self.root = root
        self.lesson = lesson
        self.problems: list[Problem] = []
        self.used: set[tuple[str, str]] = set()  # arrows between rooms that an include needs

    def check(self) -> list[Problem]:
        self._check_top()
        for room in self.lesson.rooms:
            self._check_list(room)
        for file in self.lesson.files:
            self._check_includes(file)
        for room in self.lesson.rooms:
            self._check_uses(room)
        self._check_circles()
        self._check_tests()
        return self.problems

    def _wrong(self, path: Path | str, line: int, text: str) -> None:
        shown = relative(self.lesson.folder / path, self.root)
        self.problems.append(Problem(shown, line, text))

    def _check_top(self) -> None:
        for entry in sorted(self.lesson.folder.iterdir()):
            if entry.is_dir():
                if not self.lesson.room(entry.name):
                    self._wrong(entry, 0, "a folder that no add_room names")
            elif entry.name not in TOP | set(DOORS) and not entry.name.startswith("demo"):
                self._wrong(entry, 0, "stands at the lesson's top: move it into a room")

    def _check_list(self, room: Room) -> None:
        there = self.lesson.files_of(room.name)
        for file in room.listed:
            if file not in there:
                self._wrong("CMakeLists.txt", room.line, f"{room.name}/{file} does not exist")
        for file in sorted(set(there) - set(self.lesson.reading_order(room))):
            self._wrong(f"{room.name}/{file}", 0, "is in no list: add it to the room's SOURCES")
        for file in there:
            if file.startswith(f"{room.name}_"):
                self._wrong(f"{room.name}/{file}", 0, "repeats its room: drop the prefix")

    def _check_includes(self, file: str) -> None:
        room = self.lesson.room_of(file)
        for include in self.lesson.includes(file):
            lesson, _, rest = include.path.partition("/")
            if lesson == self.lesson.name:
                self._check_arrow(file, room, include.line, self.lesson.room_of(rest), rest)
            elif lesson != "support" and not (LESSON.fullmatch(lesson) and lesson < self.lesson.name):
                text = f"includes {include.path}: a lesson uses only those below it and support"
                self._wrong(file, include.line, text)

    def _check_arrow(self, file: str, room: str, line: int, target: str, included: str) -> None:
        known = self.lesson.room(room)
        if not known or target == room:
            return  # main.cc may use every room
        self.used.add((room, target))
        if target not in known.uses:
            text = f"room {room} may not use {target or 'the top'}: includes {included}"
            self._wrong(file, line, text)

    def _check_uses(self, room: Room) -> None:
        for target in room.uses:
            if not self.lesson.room(target):
                text = f"add_room({room.name} USES {target}): there is no room {target}"
                self._wrong("CMakeLists.txt", room.line, text)
            elif (room.name, target) not in self.used:
                text = f"add_room({room.name} USES {target}): no include needs that"
                self._wrong("CMakeLists.txt", room.line, text)

    def _check_circles(self) -> None:
        rooms = {room.name: set(room.uses) for room in self.lesson.rooms}
        for room, target in self.used:
            rooms.setdefault(room, set()).add(target)
        for circle in circles(rooms):
            self._wrong("CMakeLists.txt", 0, f"a circle of rooms: {' -> '.join(circle)}")
        for circle in circles(self._units()):
            self._wrong(".", 0, f"a circle of files: {' -> '.join(circle)}")

    def _units(self) -> dict[str, set[str]]:
        """Which unit (x.h with x.cc and its other parts) includes which."""
        units: dict[str, set[str]] = {}
        for file in self.lesson.files:
            mine = units.setdefault(self.lesson.unit_of(file), set())
            for include in self.lesson.includes(file):
                lesson, _, rest = include.path.partition("/")
                if lesson == self.lesson.name and rest in self.lesson.files:
                    mine.add(self.lesson.unit_of(rest))
        return {unit: targets - {unit} for unit, targets in units.items()}

    def _check_tests(self) -> None:
        folder = self.root / "tests" / self.lesson.name
        for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
            known = entry.name in TEST_FOLDERS or self.lesson.room(entry.name)
            if entry.is_dir() and not known and entry.name != "__pycache__":
                shown = relative(entry, self.root)
                self.problems.append(Problem(shown, 0, "tests stand in rooms of the lesson"))


def circles(arrows: dict[str, Iterable[str]]) -> list[list[str]]:
    """One way round for each set of nodes that can reach each other; the first node ends it, too."""
    found: list[list[str]] = []
    inside: set[str] = set()
    for start in sorted(arrows):
        way = None if start in inside else _way(arrows, start, start)
        if way:
            found.append(way)
            inside.update(way)
    return found


def _way(arrows: dict[str, Iterable[str]], start: str, goal: str) -> list[str] | None:
    """The shortest way from `start` along at least one arrow to `goal`."""
    ways, seen = [[start]], set()
    for way in ways:  # grows while it is read: breadth first
        for target in sorted(arrows.get(way[-1], ())):
            if target == goal:
                return [*way, target]
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return None
