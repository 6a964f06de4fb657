"""The statement that a `test:` mark belongs to: a whole sentence, wherever in it the mark stands."""

import re

from .markdown import CODE_SPAN

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TARGET = re.compile(r"(?<=\])\([^()\s]*\)")
ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.|>|\|)(?:\s|$)", re.MULTILINE)
BLANK = re.compile(r"^\s*\n", re.MULTILINE)
END = re.compile(r"[.!?][\"')\]*_]*(?=\s|$)|:(?=\s*$)")
# A sentence that begins like this says nothing without the one in front of it.
LEANS = re.compile(r"(?:Nothing|Then|So|But|And|Or|Both|Neither|Here|That|This|Otherwise)\b")


def statement(prose: str, mark: int) -> str:
    """The sentence around offset `mark` of a run of prose, without the marks, as Markdown."""
    begin, end = _block(prose, mark)
    block = prose[begin:end]
    words = _shield(block)
    if not words.strip(" \n|-*+>"):
        # A mark alone, behind a block of code or a list: what stands above it is meant.
        above = prose[:begin].rstrip()
        return statement(prose, len(above)) if above else "(the statement has no words)"
    if block.lstrip().startswith("|"):
        cells = [" ".join(cell.split()) for cell in _without_marks(block).split("|")]
        return " \u2013 ".join(cell for cell in cells if cell)
    first, last = _sentence(words, mark - begin)
    text = " ".join(_without_marks(block[first:last]).split())
    return re.sub(r"^(?:[-*+>]|\d+\.)\s+(?:\[[ xX]\]\s+)?", "", text)


def _block(prose: str, mark: int) -> tuple[int, int]:
    """The paragraph, list item or table row around an offset."""
    cuts = {0, len(prose)}
    cuts.update(match.start() for match in ITEM.finditer(prose))
    cuts.update(match.end() for match in BLANK.finditer(prose))
    return max(cut for cut in cuts if cut <= mark), min(
        (cut for cut in cuts if cut > mark), default=len(prose)
    )


def _shield(block: str) -> str:
    """The block at the same length, with nothing in it that only looks like a sentence's end."""
    block = COMMENT.sub(lambda match: " " * len(match[0]), block)
    block = CODE_SPAN.sub(lambda match: "x" * len(match[0]), block)
    return TARGET.sub(lambda match: "x" * len(match[0]), block)


def _without_marks(text: str) -> str:
    return re.sub(r"\s*<!--.*?-->", "", text, flags=re.DOTALL)


def _sentence(words: str, mark: int) -> tuple[int, int]:
    """Where the sentence in front of the mark, or around it, begins and ends."""
    ends = [match.end() for match in END.finditer(words)]
    place = len(words[:mark].rstrip())
    last = min((end for end in ends if end >= place), default=len(words))
    begins = [0, *(end for end in ends if end < last)]
    number = len(begins) - 1
    while number > 0 and LEANS.match(words[begins[number] :].lstrip()):
        number -= 1
    return begins[number], last
