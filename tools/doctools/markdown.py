"""Reads the parts of a Markdown page that the pipeline cares about: headings, fenced blocks, marks.

The page is parsed by markdown-it, by the rules that GitHub follows. So nothing inside a fenced block or a code span
counts, and a page can show how a directive is written; and what GitHub would show as raw text is reported.
"""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .statements import of_cells, sentence

WEAVE = re.compile(r"^(\s*)<!--\s*weave:\s*(.*?)\s*-->\s*$")
WEAVE_LIKE = re.compile(r"<!--\s*weave?\b|<!--\s*woven?\b", re.IGNORECASE)
CLAIM = re.compile(r"<!--\s*test:\s*(\S+)\s+(\S+)\s*-->")
CLAIM_LIKE = re.compile(r"<!--\s*(tests?|verified)\b", re.IGNORECASE)
CAPTION = re.compile(r"^\s*\*(From|Output of) .*\*\s*$")
COMMENTS = re.compile(r"(?:\s*<!--.*?-->)*\s*", re.DOTALL)


def parser(**options) -> MarkdownIt:
    """What reads and renders every page: CommonMark and tables, as on GitHub."""
    return MarkdownIt("commonmark", {"xhtmlOut": False}, **options).enable("table")


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
    text: str = ""  # what a test proves, as Markdown


class Page:
    """A page, split into lines and marked up."""

    def __init__(self, text: str):
        self.lines = text.split("\n")
        self.tokens = parser().parse(text)
        self.fences: list[Fence] = []
        self.headings: list[tuple[int, int, str]] = []  # line from 0, level, text
        self.directives: list[Mark] = []
        self.claims: list[Mark] = []
        self.errors: list[tuple[int, str]] = []  # line from 1, what is wrong
        self._cells: list[str] | None = None  # the cells of the table's row that is read now
        self._above = ""  # the last text in front of the token that is read now
        for number, token in enumerate(self.tokens):
            read = getattr(self, f"_{token.type}", None)
            if read:
                read(number, token)

    def _fence(self, _: int, token: Token) -> None:
        first, behind = token.map
        line = self.lines[first]
        words = token.info.split()
        close = behind - 1
        if close == first or not re.fullmatch(rf"{re.escape(token.markup)}+", self.lines[close].strip("> ")):
            self.errors.append((first + 1, "this fenced block is never closed"))
        self.fences.append(Fence(first, close, line[: len(line) - len(line.lstrip())], words[0] if words else ""))

    def _heading_open(self, number: int, token: Token) -> None:
        self.headings.append((token.map[0], int(token.tag[1]), self.tokens[number + 1].content))

    def _tr_open(self, number: int, _: Token) -> None:
        close = next(n for n in range(number, len(self.tokens)) if self.tokens[n].type == "tr_close")
        self._cells = [token.content for token in self.tokens[number:close] if token.type == "inline"]

    def _tr_close(self, _: int, __: Token) -> None:
        self._cells = None

    def _inline(self, _: int, token: Token) -> None:
        """A paragraph's text, a heading's, or a cell's: marks stand in it as comments."""
        offset = 0
        for child in token.children:
            found = token.content.find(child.content, offset) if child.content else -1
            if found < 0 or child.type not in ("html_inline", "code_inline"):
                continue
            if child.type == "html_inline":
                line = token.map[0] + token.content.count("\n", 0, found)
                text = of_cells(self._cells) if self._cells is not None else sentence(token.content, found)
                self._comment(line, child.content, text)
            offset = found + len(child.content)
        if not COMMENTS.fullmatch(token.content):
            self._above = token.content

    def _html_block(self, number: int, token: Token) -> None:
        """HTML that stands alone: comments, <details>, <div>."""
        first, behind = token.map
        for line in range(first, behind):
            weave = WEAVE.match(self.lines[line])
            if weave:
                self.directives.append(Mark(line, weave[2], weave[1]))
                continue
            text = self.lines[line]
            if CLAIM.search(text):
                self._comment(line, text, sentence(self._above, len(self._above)))
                self._check_alone(number, line)
            else:
                self._comment(line, text, "")

    def _check_alone(self, number: int, line: int) -> None:
        """A comment that begins a line ends the paragraph on GitHub, and what follows it on the line is raw text."""
        before = self.tokens[number - 2 : number]
        touches = any(token.map and token.map[1] == line for token in before)
        if not COMMENTS.fullmatch(self.lines[line]) or touches:
            self.errors.append((line + 1, "a mark begins no line: GitHub would end the paragraph here"))

    def _comment(self, line: int, text: str, statement: str) -> None:
        if WEAVE_LIKE.search(text):
            self.errors.append((line + 1, "malformed directive: write <!-- weave: … --> alone on one line"))
        self.claims += [Mark(line, claim[1], claim[2], statement) for claim in CLAIM.finditer(text)]
        if CLAIM_LIKE.search(CLAIM.sub("", text)):
            self.errors.append((line + 1, "malformed mark: write <!-- test: Suite.Name lessonNN -->"))

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
