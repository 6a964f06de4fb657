"""A page of the site as a tree (lxml): how it is read, written and built."""

import lxml.html
from lxml.html import HtmlElement
from lxml.html.builder import E


def read(document: str) -> HtmlElement:
    """The html element of a page."""
    return lxml.html.document_fromstring(document)


def write(page: HtmlElement) -> str:
    """A page as text, with the characters themselves instead of entities."""
    text = lxml.html.tostring(page, doctype="<!DOCTYPE html>", encoding="unicode")
    return text + "\n"


def inner(element: HtmlElement) -> str:
    """What stands inside an element, as HTML."""
    parts = [lxml.html.tostring(child, encoding="unicode") for child in element]
    return (element.text or "") + "".join(parts)


def plain(element: HtmlElement) -> str:
    """The words of an element, without what only points to it."""
    words = "".join(element.xpath(".//text()[not(ancestor::*[contains(@class, 'permalink')])]"))
    return " ".join(words.split())


def make(tag: str, *content, **attributes: str) -> HtmlElement:
    """An element. `class_` and `aria_label` give class and aria-label."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return getattr(E, tag)(*content, names)


def with_class(page: HtmlElement, name: str, tag: str = "*") -> list[HtmlElement]:
    """All elements that have this class, in the page's order."""
    return page.xpath(
        f".//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    )


def text_before(element: HtmlElement) -> str:
    """The text that stands directly in front of an element."""
    previous = element.getprevious()
    parent = element.getparent()
    return (parent.text if previous is None else previous.tail) or ""


def set_text_before(element: HtmlElement, text: str) -> None:
    previous = element.getprevious()
    if previous is None:
        element.getparent().text = text
    else:
        previous.tail = text
