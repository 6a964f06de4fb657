"""What the search looks through: the sections of the course's pages, and the names in the code.

The index is a script (search-index.js), which search.js loads when the reader opens the search:
a page read from file:// may load a script, but not data.
"""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement

from . import tree
from .tree import with_class

SYMBOLS = {"class", "struct", "function", "enumeration", "typedef", "variable", "enumvalue"}


@dataclass
class Entry:
    """One thing that can be found."""

    url: str
    title: str
    page: str  # the title of the page, or what kind of symbol it is
    text: str

    def row(self) -> list[str]:
        return [self.url, self.title, self.page, self.text]


def of_page(page: HtmlElement, name: str) -> list[Entry]:
    """The sections of one page."""
    title = tree.plain(page.find(".//h1"))
    is_list = name == "verified.html"  # its code would drown everything else
    entries = [Entry(name, title, "", "")]
    for block in with_class(page, "textblock"):
        for element in block:
            if element.tag in ("h2", "h3") and element.get("id"):
                url = f"{name}#{element.get('id')}"
                entries.append(Entry(url, tree.plain(element), title, ""))
            elif rows := element.xpath(".//tr[@id]"):
                # Words of the glossary are entries of their own.
                entries += [
                    Entry(f"{name}#{row.get('id')}", tree.plain(row[0]), title, _words(row[1]))
                    for row in rows
                ]
            elif isinstance(element.tag, str) and not _is_left_out(element, is_list):
                entries[-1].text = f"{entries[-1].text} {_words(element)}".strip()
    return [entry for entry in entries if entry.text or not entry.page]


def _is_left_out(element: HtmlElement, is_list: bool) -> bool:
    return element.get("class") == "timeline" or (is_list and element.tag == "figure")


def _words(element: HtmlElement) -> str:
    """A word joiner clings to the word in front of a tick: it is no part of the word."""
    return tree.plain(element).replace("\u2060", "").replace("\u2713", "")


def of_symbols(tagfile: Path, site: Path) -> list[Entry]:
    """The classes and functions that have a place in the reference."""
    entries = {}
    for compound in ElementTree.parse(tagfile).getroot().iter("compound"):
        kind, name = compound.get("kind", ""), compound.findtext("name", "")
        page = compound.findtext("filename", "")
        if kind in ("class", "struct") and (site / page).exists():
            entries[name] = Entry(page, name, kind, "")
        for member in compound.iter("member"):
            anchor, file = member.findtext("anchor", ""), member.findtext("anchorfile", "")
            if member.get("kind") in SYMBOLS and kind in ("class", "struct", "namespace"):
                full = f"{name}::{member.findtext('name', '')}"
                if (site / file).exists() and "~" not in full:
                    entries.setdefault(full, Entry(f"{file}#{anchor}", full, member.get("kind"), ""))
    return [entries[name] for name in sorted(entries)]


def script(entries: list[Entry]) -> str:
    rows = json.dumps([entry.row() for entry in entries], ensure_ascii=False, indent=0)
    return f"netladder.searchIndex({rows});\n"
