"""Named regions of source files: what a page shows, and what a lab cuts out.

A region lies between two comment lines that hold nothing but its name in brackets:

    // [echo loop]          in C++;  # [echo loop] in CMake, shell, Python and TOML
    ...
    // [echo loop]

A name is letters, digits, spaces, `-` and `_`, and begins with a letter. It is unique in its file,
and regions never overlap: a reader must see where a passage begins and ends.
"""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from .problems import Problem, relative

CPP_SUFFIXES = {".h", ".cc"}
NAME = re.compile(r"[A-Za-z][\w-]*(?: [\w-]+)*")
MARKERS = {
    "//": re.compile(r"^\s*//\s*\[([^\]]*)\]\s*$"),
    "#": re.compile(r"^\s*#\s*\[([^\]]*)\]\s*$"),
}


@dataclass(frozen=True)
class Region:
    """The lines between two markers."""

    name: str
    first_line: int  # number of the first line after the opening marker
    text: str  # dedented, without blank lines at its ends, without a final newline


def scan(path: Path, root: Path) -> tuple[dict[str, Region], list[Problem]]:
    """All regions of a file, by name, and what is wrong with its markers."""
    shown = relative(path, root)
    lines = path.read_text(encoding="utf-8").splitlines()
    marker = MARKERS["//" if path.suffix in CPP_SUFFIXES else "#"]
    found: dict[str, Region] = {}
    problems: list[Problem] = []
    open_name, open_line = None, 0
    for number, line in enumerate(lines, 1):
        match = marker.match(line)
        if not match:
            continue
        name = match[1].strip()
        if not NAME.fullmatch(name):
            problems.append(
                Problem(shown, number, f"[{name}] is not a region name: use words and digits")
            )
        elif name == open_name:
            region = Region(name, open_line + 1, _dedent(lines[open_line : number - 1]))
            if not region.text:
                problems.append(Problem(shown, open_line, f"region [{name}] is empty"))
            found[name] = region
            open_name = None
        elif open_name is not None:
            problems.append(
                Problem(
                    shown,
                    number,
                    (
                        f"marker [{name}] inside region [{open_name}] of line "
                        f"{open_line}: regions do not nest; close [{open_name}] first"
                    ),
                )
            )
        elif name in found:
            problems.append(
                Problem(shown, number, f"region [{name}] occurs twice: choose another name")
            )
        else:
            open_name, open_line = name, number
    if open_name is not None:
        problems.append(
            Problem(
                shown,
                open_line,
                f"region [{open_name}] is never closed: repeat the marker after its last line",
            )
        )
    return found, problems


def _dedent(lines: list[str]) -> str:
    text = textwrap.dedent("\n".join(line.rstrip() for line in lines))
    return text.strip("\n")
