"""The cards that a tick opens: the test's name, its last results, its code and its command.

Each page with ticks gets one script beside it, cards-NAME.js, which site.js loads when the first
tick is opened: a page read from file:// may load a script, but not data. Without JavaScript a tick
is a link to the same text on the page of verified claims.
"""

import copy
import json

from lxml.html import HtmlElement

from . import tree
from .results import Results
from .tree import make, with_class


class Cards:
    """All cards, made from the finished page of verified claims."""

    def __init__(self, verified: HtmlElement | None):
        self._by_anchor: dict[str, str] = {}
        for heading in verified.xpath("//main//h3[@id]") if verified is not None else []:
            self._by_anchor[heading.get("id")] = _card(heading)

    def script_for(self, page: HtmlElement) -> str | None:
        """The script with the cards that this page's ticks open."""
        anchors = sorted({tick.get("href").partition("#")[2] for tick in with_class(page, "tick")})
        cards = {anchor: self._by_anchor[anchor] for anchor in anchors if anchor in self._by_anchor}
        if not cards:
            return None
        text = json.dumps(cards, ensure_ascii=False, indent=0, sort_keys=True)
        return f"netladder.cards({text});\n"


def add_results(verified: HtmlElement, results: Results) -> None:
    """Puts a line with the last results below the heading of every test."""
    for heading in verified.xpath("//main//h3[@id]"):
        worlds = results.of(tree.plain(heading))
        line = make("p", class_="results")
        for world, result in sorted(worlds.items()):
            line.append(make("span", f"{world}: {result}", class_=f"result {result}"))
            line[-1].tail = " "
        if not worlds:
            line.append(make("span", "not run in this folder yet", class_="result"))
        heading.addnext(line)


def _card(heading: HtmlElement) -> str:
    """What stands below a test's heading, without the statements: the reader comes from one."""
    parts = [make("h2", tree.plain(heading))]
    for element in heading.itersiblings():
        if element.tag in ("h2", "h3") or element.tag == "nav":
            break
        if element.tag != "ul":
            element = copy.deepcopy(element)
            element.tail = None
            parts.append(element)
    return tree.inner(make("div", *parts))
