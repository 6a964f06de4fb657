"""Drawings of lines and words become SVG: sharp at every size, in both themes, and no text to read out.

A page keeps its drawing as text, which GitHub shows, and which the tools make from the code (rooms). Here
every box-drawing character becomes strokes between the middle and the edges of its cell, and every run of
other characters becomes words, as wide as the cells it fills.
"""

import re

from lxml.html import HtmlElement

from .tree import make

# Strokes of each character: up, right, down, left.
STROKES = {
    "─": "rl", "━": "rl", "│": "ud", "┃": "ud", "┌": "rd", "┐": "dl", "└": "ur", "┘": "ul",
    "├": "urd", "┤": "udl", "┬": "rdl", "┴": "url", "┼": "urdl", "╭": "rd", "╮": "dl",
    "╰": "ur", "╯": "ul", "═": "rl", "║": "ud", "╌": "rl", "╎": "ud", "╴": "l", "╵": "u",
    "╶": "r", "╷": "d", "┄": "rl", "┆": "ud",
}
CELL_WIDTH, CELL_HEIGHT = 8, 17
RUN = re.compile(r"[^\s" + "".join(STROKES) + r"]+(?: [^\s" + "".join(STROKES) + r"]+)*")


def is_drawing(text: str) -> bool:
    """A few lines in an output make no drawing: strokes must be in at least two of its lines."""
    return sum(any(c in STROKES for c in line) for line in text.split("\n")) > 1


def draw(text: str) -> HtmlElement:
    """The drawing as SVG. Its label has the words, in the order in which they stand."""
    lines = text.rstrip("\n").split("\n")
    width = CELL_WIDTH * (max(map(len, lines)) + 1)
    height = CELL_HEIGHT * len(lines)
    words = [run[0] for line in lines for run in RUN.finditer(line)]
    svg = make("svg", make("path", d=_strokes(lines)), viewBox=f"0 0 {width} {height}",
               width=str(width), height=str(height), role="img",
               aria_label="Drawing: " + "; ".join(words), style=f"--natural: {width}px")
    for row, line in enumerate(lines):
        for run in RUN.finditer(line):
            length = {"textLength": str(CELL_WIDTH * len(run[0])), "lengthAdjust": "spacingAndGlyphs"}
            svg.append(make("text", run[0], x=str(CELL_WIDTH * run.start()),
                            y=str(CELL_HEIGHT * row + 13), **length))
    return svg


def _strokes(lines: list[str]) -> str:
    """All strokes as one path; the way of a line through many cells is one stroke."""
    across, down = set(), set()
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            for side in STROKES.get(character, ""):
                if side in "rl":
                    across.add((row, 2 * column + (1 if side == "r" else 0)))
                else:
                    down.add((column, 2 * row + (1 if side == "d" else 0)))
    path = ""
    for row, begin, end in _joined(across):
        y = CELL_HEIGHT * row + CELL_HEIGHT / 2
        path += f"M{begin * CELL_WIDTH / 2:g} {y:g}H{end * CELL_WIDTH / 2:g}"
    for column, begin, end in _joined(down):
        x = CELL_WIDTH * column + CELL_WIDTH / 2
        path += f"M{x:g} {begin * CELL_HEIGHT / 2:g}V{end * CELL_HEIGHT / 2:g}"
    return path


def _joined(halves: set[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Half cells that touch become one: line, begin, end."""
    result: list[tuple[int, int, int]] = []
    for line, half in sorted(halves):
        if result and result[-1][0] == line and result[-1][2] == half:
            result[-1] = (line, result[-1][1], half + 1)
        else:
            result.append((line, half, half + 1))
    return result
