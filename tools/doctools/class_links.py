"""Links the names of classes: where a lesson's text uses one first, in code, it leads to the reference."""

from pathlib import Path

from lxml.html import HtmlElement

from . import search_index
from .tree import make, with_class

LEFT_ALONE = {"a", "pre", "h1", "h2", "h3", "h4", "summary", "figcaption"}


class ClassLinks:
    """The classes that have a page in the reference."""

    def __init__(self, tagfile: Path, site: Path):
        symbols = search_index.of_symbols(tagfile, site)
        self._pages = {entry.title: entry.url for entry in symbols if entry.page in ("class", "struct")}

    def link(self, page: HtmlElement, lesson: str) -> None:
        """`lesson`: its number. Its own classes are meant by their short names, too."""
        seen = set()
        for text in with_class(page, "textblock"):
            for code in text.iter("code"):
                name = code.text_content()
                target = self._pages.get(name) or self._pages.get(f"l{lesson}::{name}")
                if target and target not in seen and not len(code) and not _is_left_alone(code):
                    seen.add(target)
                    code.text = None
                    code.append(make("a", name, class_="el", href=target))


def _is_left_alone(code: HtmlElement) -> bool:
    return any(one.tag in LEFT_ALONE for one in code.iterancestors())
