"""Reads the parts of a Markdown page that the pipeline cares about: headings, fenced blocks, marks.

Nothing inside a fenced block or a code span counts, so a page can show how a directive is written.
"""

import re
from dataclasses import dataclass

FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*$")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
WEAVE = re.compile(r"^(\s*)<!--\s*weave:\s*(.*?)\s*-->\s*$")
WEAVE_LIKE = re.compile(r"<!--\s*weave?\b|<!--\s*woven?\b", re.IGNORECASE)
CLAIM = re.compile(r"<!--\s*test:\s*(\S+)\s+(\S+)\s*-->")
CLAIM_LIKE = re.compile(r"<!--\s*(tests?|verified)\b", re.IGNORECASE)
CAPTION = re.compile(r"^\s*\*(From|Output of) .*\*\s*$")


@dataclass(frozen=True)
class Fence:
    """A fenced block. Line numbers count from 0; `close` is the closing fence's line."""

    open: int
    close: int
    indent: str
    language: str


@dataclass(frozen=True)
class Mark:
    """A `weave:` directive (alone on its line) or a `test:` mark (anywhere), `line` from 0."""

    line: int
    words: str  # what stands behind `weave:`, or the test's name
    label: str  # the lesson's label of a test; the indentation of a directive


class Page:
    """A page, split into lines and marked up."""

    def __init__(self, text: str):
        self.lines = text.split("\n")
        self.fences: list[Fence] = []
        self.headings: list[tuple[int, int, str]] = []  # line from 0, level, text
        self.directives: list[Mark] = []
        self.claims: list[Mark] = []
        self.errors: list[tuple[int, str]] = []  # line from 1, what is wrong
        self.in_fence = [False] * len(self.lines)  # the fences' own lines included
        self._find_fences()
        for number, line in enumerate(self.lines):
            if not self.in_fence[number]:
                self._read_line(number, line)

    def _find_fences(self) -> None:
        opened = None
        for number, line in enumerate(self.lines):
            match = FENCE.match(line)
            if opened is None:
                opened = (number, match) if match else None
            elif match and match[2].startswith(opened[1][2]) and not match[3]:
                self.fences.append(Fence(opened[0], number, opened[1][1], opened[1][3]))
                self.in_fence[opened[0] : number + 1] = [True] * (number + 1 - opened[0])
                opened = None
        if opened is not None:
            self.errors.append((opened[0] + 1, "this fenced block is never closed"))
            self.in_fence[opened[0] :] = [True] * (len(self.lines) - opened[0])

    def _read_line(self, number: int, line: str) -> None:
        heading = HEADING.match(line)
        if heading:
            self.headings.append((number, len(heading[1]), heading[2]))
        line = CODE_SPAN.sub("", line)
        weave = WEAVE.match(line)
        if weave:
            # Code spans were cut out of `line`: take the words from the page itself.
            weave = WEAVE.match(self.lines[number])
            self.directives.append(Mark(number, weave[2], weave[1]))
            return
        if WEAVE_LIKE.search(line):
            self.errors.append(
                (number + 1, "malformed directive: write <!-- weave: … --> alone on one line")
            )
        for claim in CLAIM.finditer(line):
            self.claims.append(Mark(number, claim[1], claim[2]))
        if CLAIM_LIKE.search(CLAIM.sub("", line)):
            self.errors.append(
                (number + 1, "malformed mark: write <!-- test: Suite.Name lessonNN -->")
            )

    def title(self) -> str:
        """The text of the page's first heading."""
        return self.headings[0][2] if self.headings else ""

    def block_below(self, line: int) -> tuple[int | None, Fence | None]:
        """The caption's line and the fenced block that belong to a directive, as far as they exist.

        The block follows its caption, or the directive itself; empty lines may stand between.
        """
        number = line + 1
        caption = None
        if number < len(self.lines) and CAPTION.match(self.lines[number]):
            caption = number
            number += 1
        while number < len(self.lines) and not self.lines[number].strip():
            number += 1
        return caption, self.fence_at(number)

    def fence_at(self, line: int) -> Fence | None:
        """The fenced block that opens on this line."""
        return next((fence for fence in self.fences if fence.open == line), None)

    def table_below(self, line: int) -> int:
        """The line behind the table that follows a directive at once; the next line if there is none."""
        number = line + 1
        while number < len(self.lines) and self.lines[number].startswith("|"):
            number += 1
        return number


def slug(text: str) -> str:
    """The fragment GitHub gives to a heading."""
    text = re.sub(r"<[^>]*>|[`*]", "", text).strip().lower()
    return re.sub(r"[^a-z0-9_ -]", "", text).replace(" ", "-") or "section"


def slugs(page: Page) -> list[str]:
    """The fragments of all headings; a repeated one gets -1, -2, …, as on GitHub."""
    seen: dict[str, int] = {}
    result = []
    for _, _, text in page.headings:
        base = slug(text)
        count = seen.get(base, 0)
        seen[base] = count + 1
        result.append(f"{base}-{count}" if count else base)
    return result
