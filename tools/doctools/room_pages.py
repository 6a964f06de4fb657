"""What a lesson's page shows of its rooms: the picture, and the table that names every file.

Both are made from add_room (rooms.py) and from the first sentence at the head of each file, so they
cannot fall behind. weave.py sets them in.
"""

import re
from pathlib import Path

from .problems import Stop, relative
from .rooms import DOORS, Lesson, Room

SENTENCE = re.compile(r"(.+?[.!?])(?:\s|$)")
# A head that only sends the reader on says nothing.
REFERENCE = re.compile(r"\b[Ss]ee \w+\.h\b|^What and contract")


def picture(lesson: Lesson) -> list[str]:
    """The rooms as a house, ground floor last: each room stands above those that it uses."""
    floors: list[list[Room]] = []
    floor_of: dict[str, int] = {}
    for room in lesson.rooms:
        floor = 1 + max((floor_of[used] for used in room.uses), default=-1)
        floor_of[room.name] = floor
        floors += [[] for _ in range(floor + 1 - len(floors))]
        floors[floor].append(room)
    roof = "main.cc (may use every room)"
    names = ["   ".join(room.name for room in floor) for floor in floors]
    width = max(map(len, [roof, *names]))
    lines = [_rule(width, "┌", "┐"), f"│ {roof:{width}} │"]
    for floor, shown in zip(reversed(floors), reversed(names)):
        arrows = [f"{room.name} → {', '.join(room.uses)}" for room in floor if room.uses]
        lines.append(_rule(width, "├", "┤"))
        lines.append(f"│ {shown:{width}} │  {arrows[0] if arrows else ''}".rstrip())
        lines += [f"│ {'':{width}} │  {arrow}" for arrow in arrows[1:]]
    return [*lines, _rule(width, "└", "┘")]


def _rule(width: int, left: str, right: str) -> str:
    return left + "─" * (width + 2) + right


def table(lesson: Lesson, root: Path) -> list[str]:
    """Every file of the lesson in reading order, with its first sentence."""
    lines = ["| room | file | what it is |", "|---|---|---|"]
    doors = {room: door for door, room in DOORS.items() if door in lesson.files}
    for room in lesson.rooms:
        shown = f"**{room.name}**"
        groups = _groups(lesson.reading_order(room))
        files = [[f"{room.name}/{file}" for file in group] for group in groups]
        if room.name in doors:
            files.insert(0, [doors[room.name]])
        for group in files:
            said = [sentence(lesson, file, root) for file in group]  # each must have one
            lines.append(f"| {shown} | {_links(group)} | {said[0]} |")
            shown = ""
    top = [file for file in lesson.files if "/" not in file and file not in doors.values()]
    for file in top:
        lines.append(f"| | {_links([file])} | {sentence(lesson, file, root)} |")
    for file in lesson.files:
        if not any(f"]({file})" in line for line in lines):
            raise Stop(f"{lesson.name}/{file} is in no table: list it in add_room")
    return lines


def _groups(files: list[str]) -> list[list[str]]:
    """x.h and x.cc share a row."""
    groups: dict[str, list[str]] = {}
    for file in files:
        groups.setdefault(file.rsplit(".", 1)[0], []).append(file)
    return list(groups.values())


def _links(group: list[str]) -> str:
    first, *rest = group
    name = first.rsplit("/", 1)[-1]
    return " ".join(
        [f"[`{name}`]({first})", *(f"[`.{file.rsplit('.', 1)[1]}`]({file})" for file in rest)]
    )


def sentence(lesson: Lesson, file: str, root: Path) -> str:
    """The first sentence at the head of a file, without the colon's list that may follow it."""
    path = lesson.folder / file
    head = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("//") or not line.strip("/ "):
            break
        head.append(line.removeprefix("//").strip())
    match = SENTENCE.match(" ".join(head))
    if not match or REFERENCE.search(match[1]):
        raise Stop(f"{relative(path, root)} does not say at its head, in a sentence, what it is")
    return match[1].replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")
