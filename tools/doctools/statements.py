"""The statement that a `test:` mark belongs to: a whole sentence, wherever in it the mark stands."""

import re

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
TARGET = re.compile(r"(?<=\])\([^()\s]*\)")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e)\.")
END = re.compile(r"[.!?][\"')\]*_]*(?=\s|$)|:(?=\s*$)")
# A sentence that begins like this says nothing without the one in front of it.
LEANS = re.compile(r"(?:Nothing|Then|So|But|And|Or|Both|Neither|Here|That|This|Otherwise)\b")


def sentence(block: str, mark: int) -> str:
    """The sentence of a paragraph (or list item) around the mark at offset `mark`, without the marks, as Markdown."""
    words = _shield(block)
    if not words.strip():
        return "(the statement has no words)"
    first, last = _bounds(words, mark)
    return " ".join(_without_marks(block[first:last]).split())


def of_cells(cells: list[str]) -> str:
    """A row of a table is one statement."""
    words = [" ".join(_without_marks(cell).split()) for cell in cells]
    return " \u2013 ".join(cell for cell in words if cell)


def _shield(block: str) -> str:
    """The block at the same length, with nothing in it that only looks like a sentence's end."""
    block = COMMENT.sub(lambda match: " " * len(match[0]), block)
    block = CODE_SPAN.sub(lambda match: "x" * len(match[0]), block)
    block = ABBREVIATION.sub(lambda match: "x" * len(match[0]), block)
    return TARGET.sub(lambda match: "x" * len(match[0]), block)


def _without_marks(text: str) -> str:
    return re.sub(r"\s*<!--.*?-->", "", text, flags=re.DOTALL)


def _bounds(words: str, mark: int) -> tuple[int, int]:
    """Where the sentence in front of the mark, or around it, begins and ends."""
    ends = [match.end() for match in END.finditer(words)]
    place = len(words[:mark].rstrip())
    last = min((end for end in ends if end >= place), default=len(words))
    begins = [0, *(end for end in ends if end < last)]
    number = len(begins) - 1
    while number > 0 and LEANS.match(words[begins[number] :].lstrip()):
        number -= 1
    return begins[number], last
