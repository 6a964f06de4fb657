"""Runs Doxygen on the staged pages and the lessons' code, and reports what it warns about."""

import re
import subprocess
import sys
from pathlib import Path

from .problems import ROOT, Problem, Stop, relative

MISSING = (
    "doxygen is not installed: run `./lab doctor`, or on Debian and Ubuntu `sudo apt-get install"
    " doxygen`"
)
OLDEST = (1, 9, 4)


def version() -> tuple[int, ...]:
    """Doxygen's version. Raises Stop with one line that says how to mend it."""
    try:
        run = subprocess.run(
            ["doxygen", "--version"], capture_output=True, encoding="utf-8", timeout=60
        )
    except OSError:
        raise Stop(MISSING) from None
    match = re.match(r"(\d+)\.(\d+)\.(\d+)", run.stdout)
    if not match:
        raise Stop(f"doxygen --version prints {run.stdout.strip()!r}: {MISSING}")
    found = tuple(map(int, match.groups()))
    if found < OLDEST:
        raise Stop(
            f"doxygen {match[0]} is too old, 1.9.4 is needed: install Debian 12's or Ubuntu 24.04's"
        )
    return found


def fill(template: str, values: dict[str, str], running: tuple[int, ...]) -> str:
    """A Doxyfile from docs/Doxyfile.in.

    @NAME@ is a value; a line that begins with `@>=1.9.5@` is for such versions only.
    """
    lines = []
    for line in template.splitlines():
        condition = re.match(r"@(<|>=)(\d+)\.(\d+)\.(\d+)@\s*", line)
        if condition:
            bound = tuple(map(int, condition.groups()[1:]))
            if (running < bound) != (condition[1] == "<"):
                continue
            line = line[condition.end() :]
        if line.startswith("#"):
            continue
        lines.append(re.sub(r"@([A-Z_]+)@", lambda match: values[match[1]], line))
    return "\n".join(lines) + "\n"


def build(root: Path, out: Path, stage: Path, origin: dict[str, str]) -> list[Problem]:
    """Builds out/html from `stage` and root/lessons; the problems are Doxygen's warnings."""
    log = out / "doxygen-warnings.log"
    log.unlink(missing_ok=True)
    values = {
        "ROOT": str(root),
        "OUT": str(out),
        "STAGE": str(stage),
        "LOG": str(log),
        "FILTER": f"'{sys.executable}' '{ROOT / 'tools' / 'doctools' / 'cpp_filter.py'}'",
    }
    template = (root / "docs" / "Doxyfile.in").read_text(encoding="utf-8")
    doxyfile = out / "Doxyfile"
    doxyfile.write_text(fill(template, values, version()), encoding="utf-8")
    run = subprocess.run(
        ["doxygen", str(doxyfile)],
        cwd=root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    warnings = (
        log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    ) + run.stderr
    problems = [
        _problem(line, root, stage, origin)
        for line in warnings.splitlines()
        if line.strip() and not line.startswith(" ")
    ]
    if run.returncode and not problems:
        problems.append(
            Problem("docs/Doxyfile.in", 0, f"doxygen ended with exit status {run.returncode}")
        )
    return problems


def _problem(line: str, root: Path, stage: Path, origin: dict[str, str]) -> Problem:
    """`/path/file.md:3: warning: text` in the words of the course's own files."""
    match = re.match(r"(?P<path>/[^:]+):(?P<line>\d+): (?:warning|error): (?P<text>.*)", line)
    if not match:
        return Problem("doxygen", 0, re.sub(r"^(warning|error): ", "", line))
    path = Path(match["path"])
    shown = origin.get(path.name, path.name) if path.parent == stage else relative(path, root)
    return Problem(shown, int(match["line"]), f"doxygen: {match['text']}")
