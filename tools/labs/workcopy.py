"""The learner's copy of a lesson, work/NN_name/, and what is remembered about it.

Whatever the learner has edited is never overwritten. In .lab/base lies each file as it was written, so one
can tell an edited file from an old one, also after the course itself has changed.
"""

import json
import shutil
import time
from pathlib import Path

from doctools.problems import Stop

from . import cut, spec
from .course import Lesson


class WorkCopy:
    """work/NN_name/ of one lesson."""

    def __init__(self, lesson: Lesson):
        self.lesson = lesson
        self.lab = spec.load(lesson)
        self.folder = lesson.work
        self.base = self.folder / ".lab/base"
        self._state_file = self.folder / ".lab/state.json"
        self.state = self._read_state()

    def exists(self) -> bool:
        return self.base.is_dir()

    def must_exist(self) -> None:
        """@raises Stop that names the next command."""
        if not self.exists():
            raise Stop(f"you have not started this lesson yet: ./lab start {self.lesson.number}")

    # What is remembered, by exercise id: hints shown, and whether it was tried, done, or given away.

    def _read_state(self) -> dict:
        empty = {"hints": {}, "tried": {}, "done": {}, "solved": {}}
        try:
            return empty | json.loads(self._state_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return empty
        except ValueError as error:
            raise Stop(f"{self._state_file} is damaged ({error}): delete it, your code stays") from error

    def save(self) -> None:
        self._state_file.parent.mkdir(parents=True, exist_ok=True)
        partial = self._state_file.with_suffix(".tmp")
        partial.write_text(json.dumps(self.state, indent=1) + "\n", encoding="utf-8")
        partial.replace(self._state_file)

    def note(self, what: str, exercise: spec.Exercise, value: object = True) -> None:
        """Remembers something about an exercise."""
        self.state[what][exercise.id] = value
        self.save()

    # Files.

    def start(self) -> dict[str, list[str]]:
        """Writes what is missing, renews what was not edited. Returns what happened to which files."""
        happened: dict[str, list[str]] = {"written": [], "renewed": [], "kept": []}
        for file in self.lesson.files():
            starter = self.lab.starter(file)
            base = self._read(self.base / file)
            mine = self._read(self.folder / file)
            if mine is None:
                self._write(file, starter)
                happened["written"].append(file)
            elif mine == base and base != starter:
                self._write(file, starter)
                happened["renewed"].append(file)
            elif base is not None and base != starter and mine != starter:
                happened["kept"].append(file)
        self.save()
        return happened

    def _write(self, file: str, text: str) -> None:
        for path in (self.folder / file, self.base / file):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def read(self, file: str) -> str:
        """The learner's text of a file; empty if it was deleted."""
        return self._read(self.folder / file) or ""

    @staticmethod
    def _read(path: Path) -> str | None:
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise Stop(f"{path} is no UTF-8 text: {error.reason}") from error

    def outdated(self) -> list[str]:
        """Edited files below which the course has changed since they were written."""
        found = []
        for file in self.lesson.files():
            base = self._read(self.base / file)
            if base is not None and base != self.lab.starter(file) and self.read(file) not in (base, self.lesson.read(file)):
                found.append(file)
        return found

    def course_changes(self, file: str) -> tuple[str, str]:
        """A file as it was written, and as it would be written today."""
        return self._read(self.base / file) or "", self.lab.starter(file)

    def changed(self) -> dict[str, str]:
        """The learner's files that differ from the course's, also those that the course does not have."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            file = path.relative_to(self.folder).as_posix()
            if path.suffix not in (".cc", ".h") or file.startswith(".lab/"):
                continue
            text = self.read(file)
            original = self.lesson.sources / file
            if not original.exists() or original.read_text(encoding="utf-8") != text:
                found[file] = text
        return found

    def part(self, one: spec.Cut) -> str:
        """What the learner has where a region was cut out. @raises Stop if its markers are gone."""
        text = self.read(one.file)
        try:
            return cut.body(text, one.region) if one.region else text
        except Stop as error:
            raise Stop(f"{self.shown(one.file)}: {error} (they show ./lab where your part is)") from error

    def edited(self, exercise: spec.Exercise) -> bool:
        """True if the learner has touched a part of this exercise."""
        for one in exercise.cuts:
            starter = self.lab.starter(one.file)
            starter = cut.body(starter, one.region) if one.region else starter
            try:
                if self.part(one) != starter:
                    return True
            except Stop:
                return True
        return False

    def set_in(self, exercise: spec.Exercise, solution: bool) -> list[Path]:
        """Sets in the course's own code for an exercise, or its starter. Returns the backups."""
        backups = []
        for one in exercise.cuts:
            source = self.lesson.read(one.file) if solution else self.lab.starter(one.file)
            if one.region and (self.folder / one.file).exists():
                try:
                    text = cut.replace(self.read(one.file), one.region, cut.body(source, one.region))
                except Stop as error:
                    raise Stop(f"{self.shown(one.file)}: {error}; ./lab reset {self.lesson.number} begins anew") from error
            else:
                text = source
            backups.append(self.backup(one.file))
            (self.folder / one.file).write_text(text, encoding="utf-8")
        return [path for path in backups if path]

    def with_solution(self, one: spec.Cut) -> str:
        """The learner's file with the course's own code in the place of one cut."""
        source = self.lesson.read(one.file)
        if not one.region:
            return source
        try:
            return cut.replace(self.read(one.file), one.region, cut.body(source, one.region))
        except Stop:  # the markers are gone
            return source

    def backup(self, file: str) -> Path | None:
        """Copies one file to a place that nothing overwrites."""
        path = self.folder / file
        if not path.exists():
            return None
        copy = self._backup_folder() / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
        return copy

    def set_aside(self) -> Path:
        """Moves the whole copy away. Returns where it is now."""
        place = self._backup_folder()
        place.parent.mkdir(parents=True, exist_ok=True)
        self.folder.rename(place)
        self.state = self._read_state()
        return place

    def _backup_folder(self) -> Path:
        """A folder that does not exist yet."""
        name = f"{self.lesson.name}-{time.strftime('%Y%m%d-%H%M%S')}"
        place = self.folder.parent / "backup" / name
        count = 1
        while place.exists():
            count += 1
            place = place.with_name(f"{name}-{count}")
        return place

    def shown(self, file: str) -> str:
        """A file of the copy as messages call it."""
        return f"work/{self.lesson.name}/{file}"
