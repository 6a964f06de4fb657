"""What is known about the build folder that CMake configured: how each file is compiled, which headers each object
has read, and how each program is linked."""

import hashlib
import json
import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from doctools.problems import Stop


@dataclass(frozen=True)
class Unit:
    """One object of the borrowed build."""

    source: Path
    command: tuple[str, ...]


class Borrowed:
    """What is known about the configured build folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        try:
            entries = json.loads((folder / "compile_commands.json").read_text())
        except OSError as error:
            raise Stop(f"{folder} is not configured yet: cmake --preset dev") from error
        self.units: dict[str, Unit] = {}
        for entry in entries:
            words = tuple(shlex.split(entry["command"]))
            self.units[words[words.index("-o") + 1]] = Unit(Path(entry["file"]), words)
        self.deps = self._read_deps()
        self._links: dict[str, list[str]] = {}
        self._hashes: dict[Path, bytes] = {}

    def ninja(self, *words: str) -> str:
        """What ninja's tool prints."""
        return subprocess.run(
            ["ninja", "-C", str(self.folder), *words], check=True, text=True, capture_output=True
        ).stdout

    def _read_deps(self) -> dict[str, set[Path]]:
        """The files that each object has read, without the system's."""
        deps: dict[str, set[Path]] = {}
        current: set[Path] = set()
        for line in self.ninja("-t", "deps").splitlines():
            if line.startswith("    ") and not line.startswith("    /usr/"):
                current.add(Path(os.path.normpath(self.folder / line.strip())))
            elif line and not line.startswith(" "):
                current = deps.setdefault(line.split(":")[0], set())
        return deps

    def content_hash(self, path: Path) -> bytes:
        """The hash of a file of the course: an object is made anew when something below it changes."""
        if path not in self._hashes:
            text = path.read_bytes() if path.is_file() else b""
            self._hashes[path] = hashlib.sha256(text).digest()
        return self._hashes[path]

    def link(self, target: str) -> list[str]:
        """The words of the command that links a program."""
        if target not in self._links:
            lines = [line for line in self.ninja("-t", "commands", "-s", f"bin/{target}").splitlines()
                     if not line.startswith("ninja: ")]
            words = shlex.split(lines[-1])  # `: && c++ … && :`
            words = words[words.index("&&") + 1 :]
            self._links[target] = words[: words.index("&&")]
        return self._links[target]

    def members(self, archive: str) -> list[str]:
        """The objects of a library of the course: libX.a is made from CMakeFiles/X.dir."""
        folder, name = os.path.split(archive)
        prefix = f"{folder}/CMakeFiles/{name[3:-2]}.dir/"
        return [unit for unit in self.units if unit.startswith(prefix)]
