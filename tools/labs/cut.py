"""Cutting regions out of source text and setting them in again.

A region lies between two marker lines `// [name]`, see doctools/regions.py. Here the lines must stay as they
are, indentation and all: what is cut is compiled.
"""

from doctools.problems import Stop
from doctools.regions import MARKERS


def spans(text: str) -> dict[str, tuple[int, int]]:
    """Of each region the number of its first line and of its closing marker, counted from 0."""
    found: dict[str, tuple[int, int]] = {}
    opened: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        match = MARKERS["//"].match(line)
        if not match:
            continue
        name = match[1].strip()
        if name in opened:
            found[name] = (opened.pop(name), number)
        else:
            opened[name] = number + 1
    return found


def body(text: str, region: str) -> str:
    """The lines between the markers, each with its line end."""
    first, behind = _span(text, region)
    return "".join(line + "\n" for line in text.split("\n")[first:behind])


def replace(text: str, region: str, new_body: str) -> str:
    """The text with other lines between the markers of `region`."""
    first, behind = _span(text, region)
    lines = text.split("\n")
    new_lines = new_body.split("\n")
    if new_lines and new_lines[-1] == "":
        new_lines.pop()
    return "\n".join(lines[:first] + new_lines + lines[behind:])


def fill_in(left: str, whole: str) -> str:
    """`left` with each line `@keep NAME` replaced by the function NAME as it stands in `whole`."""
    lines = []
    for line in left.split("\n"):
        lines += _function(line.removeprefix("@keep "), whole) if line.startswith("@keep ") else [line]
    return "\n".join(lines)


def _function(name: str, whole: str) -> list[str]:
    """A function that begins and ends at the left margin, with the comment above it."""
    lines = whole.split("\n")
    head = next((n for n, line in enumerate(lines) if f"{name}(" in line and line[:1].isalpha()), None)
    if head is None:
        raise Stop(f"there is no function {name} to keep")
    first = head
    while first > 0 and lines[first - 1].startswith("//"):
        first -= 1
    return lines[first : lines.index("}", head) + 1]


def indentation(text: str, region: str) -> str:
    """What stands left of the region's marker."""
    first, _ = _span(text, region)
    marker = text.split("\n")[first - 1]
    return marker[: len(marker) - len(marker.lstrip())]


def _span(text: str, region: str) -> tuple[int, int]:
    found = spans(text)
    if region not in found:
        raise Stop(f"the two marker lines `// [{region}]` are not there any more")
    return found[region]
