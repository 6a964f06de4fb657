"""Links the words of the glossary: where a page uses one first, it leads to its entry."""

import re
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement

from . import tree
from .markdown import slug
from .tree import make, with_class

FROM_LESSON = re.compile(r"<!-- from: lesson(\d\d) -->")
# Words inside these are names, titles or already links.
LEFT_ALONE = {"a", "code", "pre", "h1", "h2", "h3", "h4", "summary", "figcaption", "figure", "th",
              "svg", "script", "style", "nav", "header"}


@dataclass(frozen=True)
class Term:
    """One entry."""

    word: str
    meaning: str  # as plain words
    first_lesson: int  # in earlier lessons the word means something else

    @property
    def anchor(self) -> str:
        return f"glossary-term-{slug(self.word)}"


def read(file: Path) -> list[Term]:
    """The entries of docs/pages/glossary.md; longer words first, so that they win."""
    terms, lesson = [], 0
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        if line.startswith("## "):
            lesson = 0
        if mark := FROM_LESSON.search(line):
            lesson = int(mark[1])
        cells = re.fullmatch(r"\| ([^|]+) \| ([^|]+) \|", line)
        if cells and cells[1] not in ("word", "---"):
            own = re.search(r"\(lesson (\d)\)", cells[2])
            terms.append(Term(cells[1], _plain(cells[2]), int(own[1]) if own else lesson))
    return sorted(terms, key=lambda term: (-len(term.word), term.word))


def _plain(markdown: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown).replace("`", "").replace("*", "")


def anchor_entries(page: HtmlElement, terms: list[Term]) -> None:
    """On the glossary's own page: every entry can be linked to."""
    by_word = {term.word: term for term in terms}
    for row in page.xpath("//main//tr[td]"):
        term = by_word.get(tree.plain(row[0]))
        if term:
            row.set("id", term.anchor)


def link_words(page: HtmlElement, terms: list[Term], lesson: int) -> None:
    """The first use of each word in the text of a lesson."""
    blocks = [
        block
        for text in with_class(page, "textblock")
        for block in text.iter("p", "li", "td", "dd")
    ]
    for term in terms:
        if lesson < term.first_lesson:
            continue
        pattern = re.compile(rf"\b{re.escape(term.word)}(?:s|es)?\b", re.IGNORECASE)
        any(_link_in(block, pattern, term) for block in blocks)


def _link_in(block: HtmlElement, pattern: re.Pattern, term: Term) -> bool:
    """Links the first match in this block's own text."""
    for element in block.iter():
        if not isinstance(element.tag, str) or _is_left_alone(element):
            inside = False
        else:
            inside = _split(element, "text", pattern, term)
        if inside:
            return True
        if element is not block and not _is_left_alone(element.getparent()):
            if _split(element, "tail", pattern, term):
                return True
    return False


def _is_name(text: str, start: int) -> bool:
    """A capital in the middle of a sentence: "Next Generation" is no generation."""
    before = text[:start].rstrip()
    return text[start].isupper() and text[start + 1 : start + 2].islower() and bool(before) and before[-1].isalnum()


def _is_left_alone(element: HtmlElement) -> bool:
    chain = [element, *element.iterancestors()]
    return any(one.tag in LEFT_ALONE for one in chain)


def _split(element: HtmlElement, where: str, pattern: re.Pattern, term: Term) -> bool:
    text = getattr(element, where) or ""
    match = next((one for one in pattern.finditer(text) if not _is_name(text, one.start())), None)
    if not match or text[match.end() : match.end() + 1] == "-" or (
        match.start() and text[match.start() - 1] == "-"
    ):
        return False
    link = make("a", match[0], class_="term", href=f"glossary.html#{term.anchor}",
                title=term.meaning)
    link.tail = text[match.end() :]
    setattr(element, where, text[: match.start()])
    if where == "text":
        element.insert(0, link)
    else:
        parent = element.getparent()
        parent.insert(parent.index(element) + 1, link)
    return True
