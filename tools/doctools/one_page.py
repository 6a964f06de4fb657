"""lessonNN-whole.html: a lesson's text and all its code on one page, to print or to read through.

The code follows in the order of the page's table of files, which is the order to read it in.
"""

import copy

from lxml.html import HtmlElement

from . import tree
from .tree import make, with_class


def whole(page: HtmlElement, name: str, listing_of) -> HtmlElement:
    """The page `name` with its code behind it; `listing_of` gives a source page as a tree."""
    book = copy.deepcopy(page)
    book.find("body").set("class", "course whole")
    for unwanted in ("contents-list", "neighbours", "page-foot"):
        for element in with_class(book, unwanted):
            element.drop_tree()
    title = book.find(".//h1")
    title.addnext(make("p", "This page has everything: the lesson and all its code. ",
                       make("a", "Back to the lesson alone", href=name), class_="whole-note"))
    text = with_class(book, "textblock")[0]
    text.append(make("h2", "All the code", id="all-the-code"))
    for address, path in _files(page):
        listing = listing_of(address)
        if listing is not None:
            text.append(make("h3", make("a", path, href=address)))
            text.append(_without_lines(listing))
    for link in book.xpath(f"//main//a[starts-with(@href, '{name}#')]"):
        link.set("href", link.get("href")[len(name) :])
    return book


def _files(page: HtmlElement) -> list[tuple[str, str]]:
    """The source pages that the table of files links to, in its order."""
    found: dict[str, str] = {}
    for row in page.xpath("//main//table//tr"):
        links = row.xpath(".//a[contains(@href, '_source.html')]")
        first = ""
        for link in links:
            words = tree.plain(link)
            first = first or words
            # A row shows `name.h` and behind it only `.cc`.
            path = first.rsplit(".", 1)[0] + words if words.startswith(".") else words
            found.setdefault(link.get("href").partition("#")[0], path)
    return list(found.items())


def _without_lines(listing: HtmlElement) -> HtmlElement:
    """A listing without anchors and numbers: on this page they would occur twice."""
    listing = copy.deepcopy(listing)
    listing.tail = None
    for anchor in listing.xpath(".//a[@id]"):
        anchor.drop_tag()
    for number in with_class(listing, "lineno"):
        number.drop_tree()
    for element in listing.xpath(".//*[@id]"):
        del element.attrib["id"]
    return listing
