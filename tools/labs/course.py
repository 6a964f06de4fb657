"""Where the parts of the course stand, and which lessons have exercises."""

from dataclasses import dataclass
from pathlib import Path

from doctools.problems import Stop


@dataclass(frozen=True)
class Course:
    """The course's folder, and the build that the labs borrow objects from."""

    root: Path
    build: Path

    def lesson(self, number: str) -> "Lesson":
        """The lesson called 3, 03 or 03_epoll."""
        for lesson in self.lessons():
            if number in (lesson.name, lesson.number, lesson.number.lstrip("0")):
                return lesson
        raise Stop(f"there is no lesson '{number}' with exercises")

    def lessons(self) -> list["Lesson"]:
        """The lessons that have a lab.toml, in their order."""
        files = sorted(self.root.glob("lessons/[0-9][0-9]_*/lab.toml"))
        return [Lesson(self, file.parent.name) for file in files]


@dataclass(frozen=True)
class Lesson:
    """One lesson: its sources, the learner's copy of them, and where the tools keep their own files."""

    course: Course
    name: str  # 03_epoll

    @property
    def number(self) -> str:
        return self.name[:2]

    @property
    def sources(self) -> Path:
        return self.course.root / "lessons" / self.name

    @property
    def work(self) -> Path:
        """The learner's copy."""
        return self.course.root / "work" / self.name

    @property
    def scratch(self) -> Path:
        """Objects, programs and traces of this lesson's labs."""
        return self.course.build.parent / "labs" / self.number

    def files(self) -> list[str]:
        """The files of the lesson that a learner gets: all but the page and the exercises themselves."""
        kept = (
            file.relative_to(self.sources).as_posix()
            for file in self.sources.rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        )
        return sorted(file for file in kept if file not in ("README.md", "lab.toml"))

    def read(self, file: str) -> str:
        """The course's own text of one file: the solution."""
        return (self.sources / file).read_text(encoding="utf-8")
