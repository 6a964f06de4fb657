"""lessons/NN_name/lab.toml: what the exercises of a lesson are.

    [[exercise]]
    id = "send-all"                     # the learner's progress is kept under this name
    title = "Send all of it"
    minutes = 15
    section = "sending-takes-several-calls"    # a heading of the lesson's page
    needs = ["receive"]                 # exercises whose code this one's tests cannot do without
    task = "…"                          # two sentences
    hints = ["…", "…", "…"]             # from gentle to nearly the answer
    why = "…"                           # shown once it is green
    reason = "…"                        # regular expression: what the tests say on the starter
    tests = ["SendAll.WaitsForRoom"]    # of the program NN_name_test
    contract = ["EchoContract.EchoesASmallMessage"]    # of contract_test, against `serve`
    serve = ["--mode", "poll"]          # the options of that server
    also = ["PollEchoServer.Sleeps"]    # tests as above, once those pass: what a program that works may still do wrong
    [[exercise.cut]]
    file = "sockets/socket.cc"
    region = "send-all"                 # none: the whole file is the learner's to write
    left = '''…'''                      # what stands there instead; a line `@keep Name` is the function Name
"""

import textwrap
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from doctools.problems import Stop

from . import cut
from .course import Lesson


@dataclass(frozen=True)
class Cut:
    """What is taken out of one file, and what is left in its place."""

    file: str
    region: str  # empty: the whole file
    left: str


@dataclass(frozen=True)
class Graded:
    """One test that grades an exercise."""

    name: str  # Suite.Test as gtest knows it
    reason: str  # regular expression that its message on the starter matches
    serve: tuple[str, ...] | None = None  # a contract test: the options of the server

    @property
    def key(self) -> str:
        """Tells tests apart: one contract test may grade several servers."""
        return self.name if self.serve is None else f"{self.name} {' '.join(self.serve)}"


@dataclass(frozen=True)
class Exercise:
    """One exercise of a lesson."""

    number: int
    id: str
    title: str
    minutes: int
    section: str
    task: str
    hints: tuple[str, ...]
    why: str
    needs: tuple[str, ...]
    cuts: tuple[Cut, ...]
    tests: tuple[Graded, ...]
    also: tuple[Graded, ...]  # run once `tests` pass; on the starter they may hang


@dataclass(frozen=True)
class Lab:
    """All exercises of a lesson."""

    lesson: Lesson
    exercises: tuple[Exercise, ...] = field(default=())

    def exercise(self, number: str) -> Exercise:
        """The exercise with this number or id."""
        for one in self.exercises:
            if number in (str(one.number), one.id):
                return one
        raise Stop(
            f"lesson {self.lesson.number} has no exercise '{number}' "
            f"(it has 1 to {len(self.exercises)})"
        )

    def with_needs(self, exercise: Exercise) -> list[Exercise]:
        """The exercise and those it needs, in their order."""
        wanted = {exercise.id}
        for one in reversed(self.exercises):
            if one.id in wanted:
                wanted.update(one.needs)
        return [one for one in self.exercises if one.id in wanted]

    def starter(self, file: str, solved: set[str] = frozenset()) -> str:
        """The text of a file with all exercises cut out, except those whose ids are in `solved`."""
        text = self.lesson.read(file)
        for exercise in self.exercises:
            for one in exercise.cuts:
                if one.file == file and exercise.id not in solved:
                    text = self.cut_out(text, exercise, one)
        return text

    def cut_out(self, text: str, exercise: Exercise, one: Cut) -> str:
        """The text with one region, or all of it, replaced by what is left of it."""
        note = f"// Exercise {exercise.number}: {exercise.title}. To do. Help: ./lab hint {self.lesson.number} {exercise.number}\n"
        if not one.region:  # the file is all that a learner has: it says what to do
            return note + _comment(exercise.task) + cut.fill_in(one.left, text)
        left = cut.fill_in(one.left, cut.body(text, one.region))
        return cut.replace(text, one.region, cut.indentation(text, one.region) + note + left)

    def cut_files(self) -> list[str]:
        """The files that some exercise changes."""
        return sorted({one.file for exercise in self.exercises for one in exercise.cuts})


def load(lesson: Lesson) -> Lab:
    """Reads lab.toml. @raises Stop that names the file and what is wrong in it."""
    file = lesson.sources / "lab.toml"
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))["exercise"]
        return Lab(lesson, tuple(_exercise(n, table) for n, table in enumerate(tables, 1)))
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise Stop(f"{_shown(file)}: {error!r}") from error


def _exercise(number: int, table: dict) -> Exercise:
    reason, serve = table["reason"], tuple(table.get("serve", ()))
    tests = [Graded(name, reason) for name in table.get("tests", ())]
    tests += [Graded(name, reason, serve) for name in table.get("contract", ())]
    return Exercise(
        number,
        table["id"],
        table["title"],
        table["minutes"],
        table["section"],
        " ".join(table["task"].split()),
        tuple(" ".join(hint.split()) for hint in table["hints"]),
        " ".join(table["why"].split()),
        tuple(table.get("needs", ())),
        tuple(Cut(one["file"], one.get("region", ""), one["left"]) for one in table["cut"]),
        tuple(tests),
        tuple(Graded(name, "", serve if "Contract." in name else None) for name in table.get("also", ())),
    )


def _comment(text: str) -> str:
    return "//\n" + "".join(f"// {line}\n" for line in textwrap.wrap(text, 97))


def _shown(file: Path) -> str:
    return "/".join(file.parts[-3:])
