"""Builds variants of a lesson: the learner's copy, a starter, a mutant.

A variant is a few changed files. Everything else is borrowed from the build folder that CMake configured (the
preset dev): compile_commands.json says how each file is compiled, ninja which headers each object has read
and how each program is linked. So a variant costs one object per changed file and one link per program.
Objects are kept under the hash of what went into them, and shared by all variants.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .borrowed import Borrowed, Unit
from .course import Lesson


# A third of the time of the system's own linker, which is half of what a mutant costs.
FAST_LINKER = ["-fuse-ld=lld"] if shutil.which("ld.lld") else []


class CompileError(Exception):
    """The compiler's words about a variant."""


class Variant:
    """Some changed files of a lesson, and the programs made with them."""

    def __init__(self, borrowed: Borrowed, lesson: Lesson, name: str, changed: dict[str, str],
                 strict: bool = False):
        """`changed`: path in the lesson -> text. strict: warnings are errors."""
        self.borrowed = borrowed
        self.lesson = lesson
        self.changed = changed
        self.strict = strict
        self.folder = lesson.scratch / name
        self.include = self.folder / "include"
        self._paths = {lesson.sources / file: file for file in changed}
        self._write_overlay()

    def _write_overlay(self) -> None:
        """The changed files alone: they are found first, and everything else in the course."""
        room = self.include / self.lesson.name
        wanted = {room / file: text for file, text in self.changed.items()}
        if room.is_dir():
            for file in room.rglob("*"):
                if file.is_file() and file not in wanted:
                    file.unlink()
        for file, text in wanted.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                file.write_text(text, encoding="utf-8")

    def program(self, target: str) -> Path:
        """The program of the variant: built now, or the course's own if nothing in it differs.
        @raises CompileError."""
        link = list(self.borrowed.link(target))
        out = link[link.index("-o") + 1]
        objects = self._affected_objects(link)
        extra = self._new_sources() if target == self.lesson.name or target.endswith("_test") else {}
        if not objects and not extra:
            return self.borrowed.folder / out
        made = self._compile({**objects, **extra})
        program = self.folder / Path(out).name
        self._link(link, {unit: made[unit] for unit in objects}, [made[u] for u in extra], program)
        return program

    def _affected_objects(self, link: list[str]) -> dict[str, Unit]:
        """The objects of this program that a changed file is part of."""
        found: dict[str, Unit] = {}
        for word in link:
            names = self.borrowed.members(word) if word.endswith(".a") else [word]
            for name in names:
                unit = self.borrowed.units.get(name)
                if unit and self._inputs(name, unit):
                    found[name] = unit
        return found

    def _inputs(self, name: str, unit: Unit) -> list[str]:
        """The changed files that an object reads."""
        read = self.borrowed.deps.get(name, set()) | {unit.source}
        return sorted(self._paths[path] for path in read & self._paths.keys())

    def _new_sources(self) -> dict[str, Unit]:
        """Files that the course does not have: the learner's own, compiled as their neighbours are."""
        known = {unit.source for unit in self.borrowed.units.values()}
        found = {}
        for path, file in self._paths.items():
            if path.suffix == ".cc" and path not in known and not re.search(r"_(win|posix)\.cc$", file):
                like = next(u for u in self.borrowed.units.values() if u.source.is_relative_to(self.lesson.sources))
                command = tuple(str(path) if word == str(like.source) else word for word in like.command)
                found[file] = Unit(path, command)
        return found

    def _compile(self, units: dict[str, Unit]) -> dict[str, Path]:
        with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
            results = list(pool.map(lambda item: self._object(*item), units.items()))
        errors = [text for _, text in results if text]
        if errors:
            raise CompileError("\n".join(errors))
        return {name: path for name, (path, _) in zip(units, results)}

    def _object(self, name: str, unit: Unit) -> tuple[Path, str]:
        """One object, and the compiler's words if it failed. Made only if it is not there yet."""
        words = self._command(unit)
        digest = hashlib.sha256("\0".join([*words, str(unit.source)]).encode())
        for path in sorted(self.borrowed.deps.get(name, set()) - self._paths.keys()):
            digest.update(self.borrowed.content_hash(path))
        inputs = self._inputs(name, unit)
        if unit.source in self._paths:  # it may include headers that it did not include before
            inputs = sorted({*inputs, *(f for f in self.changed if f.endswith(".h"))})
        for file in inputs:
            digest.update(f"\0{file}\0{self.changed[file]}".encode())
        folder = self.lesson.scratch / "objects"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (digest.hexdigest()[:24] + ".o")
        if path.exists():
            return path, ""
        source = self.include / self.lesson.name / self._paths[unit.source] if unit.source in self._paths else unit.source
        partial = path.with_suffix(f".{os.getpid()}.{hash(name) & 0xFFFF}.tmp")
        run = subprocess.run(
            [*words, f"-I{self.include}", *self._includes(unit), "-o", str(partial), "-c", str(source)],
            cwd=self.borrowed.folder, text=True, capture_output=True, check=False)
        if run.returncode != 0:
            return path, run.stderr or f"the compiler ended with {run.returncode}"
        partial.rename(path)
        return path, ""

    def _command(self, unit: Unit) -> list[str]:
        """The compiler and its options, without paths of this variant: two variants share an object."""
        words = []
        skip = False
        for word in unit.command:
            if skip or word == "-c" or word == str(unit.source):
                skip = False
            elif word == "-o":
                skip = True
            elif word.startswith("-I") or word == "-Werror":
                continue
            else:
                words.append(word)
        return words + (["-Werror"] if self.strict else [])

    def _includes(self, unit: Unit) -> list[str]:
        return [word for word in unit.command if word.startswith("-I")]

    def _link(self, link: list[str], objects: dict[str, Path], extra: list[Path], program: Path) -> None:
        words = []
        for word in link:
            if word in objects:
                words.append(str(objects[word]))
            elif word.endswith(".a") and (members := self.borrowed.members(word)) and objects.keys() & set(members):
                words.append(str(self._archive(word, members, objects)))
            else:
                words.append(word)
        words[words.index("-o") + 1] = str(program)
        parts = [words, self._times(link), sorted(map(str, objects.values())), [str(path) for path in extra]]
        key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        stamp = program.with_suffix(".stamp")
        if program.exists() and stamp.exists() and stamp.read_text() == key:
            return
        run = subprocess.run([*words, *FAST_LINKER, *map(str, extra)], cwd=self.borrowed.folder, text=True, capture_output=True, check=False)
        if run.returncode != 0:
            raise CompileError(run.stderr)
        stamp.write_text(key)

    def _times(self, link: list[str]) -> list[int]:
        """When the borrowed parts of a program were made: one that was made anew is linked anew."""
        parts = (self.borrowed.folder / word for word in link)
        return [part.stat().st_mtime_ns for part in parts if part.suffix in (".o", ".a") and part.exists()]

    def _archive(self, archive: str, members: list[str], objects: dict[str, Path]) -> Path:
        """A thin library: it names the objects, and copies none."""
        path = self.folder / Path(archive).name
        path.unlink(missing_ok=True)
        files = [str(objects.get(m, self.borrowed.folder / m)) for m in members]
        subprocess.run(["ar", "qcsT", str(path), *files], check=True, capture_output=True)
        return path
