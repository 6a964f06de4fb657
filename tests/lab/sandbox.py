"""A throw-away copy of ./lab around a small stand-in project, for the tests of ./lab.

The script, cmake, ninja, the compiler and ctest are real. Only what would change this machine is
replaced, by stubs that come first on the PATH: apt-get, npm, sudo, id. The folder's name has spaces.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Sandbox:
    def __init__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="net ladder ")
        self.top = pathlib.Path(self._temporary.name).resolve()
        self.project = self.top / "the course"
        shutil.copytree(ROOT / "tests/lab/project", self.project)
        shutil.copytree(ROOT / "tools/lab", self.project / "tools/lab")
        shutil.copy2(ROOT / "lab", self.project / "lab")
        self.table = self.project / "tools/lab/dependencies.txt"
        self.calls_file = self.top / "calls"
        self.stubs = self.top / "stubs"
        self.stubs.mkdir()
        self.path = os.environ["PATH"]
        for name in ("apt-get", "npm", "sudo"):  # nothing real is ever installed from a test
            self.stub(name, "exit 99")

    def close(self):
        self._temporary.cleanup()

    def stub(self, name, script):
        """Puts a program first on the PATH: it writes its call to a record, then runs `script`."""
        file = self.stubs / name
        file.write_text(f'#!/bin/bash\necho "{name} $*" >>"$CALLS"\n{script}\n')
        file.chmod(0o755)

    def hide(self, *names):
        """Takes programs away: the PATH becomes a folder of links to all the others."""
        links = self.top / "links"
        if not links.exists():
            links.mkdir()
            for folder in reversed([pathlib.Path(entry) for entry in self.path.split(":")]):
                for program in folder.iterdir() if folder.is_dir() else ():
                    (links / program.name).unlink(missing_ok=True)
                    (links / program.name).symlink_to(program)
            self.path = str(links)
        for name in names:
            (links / name).unlink(missing_ok=True)
            (self.stubs / name).unlink(missing_ok=True)

    def keep_rows(self, *names):
        """Leaves only these tools in the table of dependencies."""
        lines = self.table.read_text().splitlines(keepends=True)
        self.table.write_text("".join(line for line in lines if line.split()[0] in names))

    def edit_table(self, old, new):
        text = self.table.read_text()
        assert old in text, f"{old} is not in the table of dependencies"
        self.table.write_text(text.replace(old, new))

    def calls(self):
        return self.calls_file.read_text().splitlines() if self.calls_file.exists() else []

    def lab(self, *arguments, cwd=None, **environment):
        """Runs ./lab and returns the finished process, with its output as text."""
        variables = dict(os.environ, CALLS=str(self.calls_file), **environment)
        variables["PATH"] = f"{self.stubs}:{self.path}"
        return subprocess.run(
            [self.project / "lab", *arguments], cwd=cwd or self.top, env=variables, text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
