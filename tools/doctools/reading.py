"""What makes a page comfortable to read: permalinks, code in boxes with captions, small ticks."""

from lxml.html import HtmlElement

from . import drawings, tree
from .tree import make, with_class

NO_KEYWORDS = {"event", "id", "object", "byte", "string"}
FILES = ["room", "file", "what it is"]  # the head of a lesson's table of files
WORD_JOINER = "\u2060"  # forbids a line break where it stands


def improve(page: HtmlElement) -> None:
    """All passes over one page."""
    for path in page.xpath("//div[@id='nav-path']"):
        path.tag = "nav"
        path.set("aria-label", "Where this is")
    _of_html_4(page)
    _permalinks(page)
    _no_keywords(page)
    _code_boxes(page)
    _tables(page)
    _ticks(page)


def _of_html_4(page: HtmlElement) -> None:
    """Doxygen still writes attributes that HTML 5 has dropped. An id names an anchor, a style sheet aligns."""
    for anchor in page.xpath("//a[@name]"):
        anchor.set("id", anchor.get("id", anchor.get("name")))
        del anchor.attrib["name"]
    for element in page.xpath("//*[@align or @valign or @bgcolor]"):
        if element.get("align") == "right":
            element.set("class", f"{element.get('class', '')} right".strip())
        for name in ("align", "valign", "bgcolor"):
            element.attrib.pop(name, None)


def _permalinks(page: HtmlElement) -> None:
    """Every heading with an id can be linked to."""
    for heading in page.xpath("//main//*[self::h2 or self::h3 or self::h4][@id]"):
        label = f"Link to the section {tree.plain(heading)}"
        link = make("a", "#", class_="permalink", href=f"#{heading.get('id')}", aria_label=label)
        heading.append(link)


def _no_keywords(page: HtmlElement) -> None:
    """Doxygen's lexer knows several languages at once; in C++ these are names."""
    for word in page.xpath("//span[@class='keyword' or @class='keywordtype']"):
        if word.text_content().strip() in NO_KEYWORDS:
            word.drop_tag()


def _code_boxes(page: HtmlElement) -> None:
    """Each block of code becomes one figure with the caption that stands above it."""
    for block in with_class(page, "fragment"):
        _draw(block)
        figure = make("figure", class_="code")
        caption = block.getprevious()
        while caption is not None and caption.tag == "p" and not caption.text_content().strip():
            caption = caption.getprevious()
        block.addprevious(figure)
        if caption is not None and caption.get("class") == "caption":
            caption.tag = "figcaption"
            figure.append(caption)
            caption.tail = None
        tail, block.tail = block.tail, None
        figure.append(block)
        figure.tail = tail


def _draw(block: HtmlElement) -> None:
    """A drawing becomes a picture; an output with some lines in it stays text, but is not wrapped."""
    lines = [line.text_content().replace("\u00a0", " ").rstrip() for line in with_class(block, "line")]
    text = "\n".join(lines)
    if not drawings.is_drawing(text) or block.xpath(".//span | .//a"):
        return  # coloured or linked text is code, with a drawing in a comment at most
    if lines[0].startswith("$ "):
        block.set("class", "fragment drawing")
        block.set("style", f"--columns: {max(map(len, lines))}")
        return
    block.set("class", "fragment picture")
    block[:] = [drawings.draw(text)]


def _tables(page: HtmlElement) -> None:
    """A wide table scrolls inside its box; site.js makes those that do reachable by keyboard."""
    wide = ("markdownTable", "doxtable", "fieldtable", "directory")
    for table in (table for name in wide for table in with_class(page, name, "table")):
        if [tree.plain(cell) for cell in table.xpath("(.//tr)[1]/*")] == FILES:
            table.set("class", f"{table.get('class')} files")
        box = make("div", class_="wide")
        tail, table.tail = table.tail, None
        table.addprevious(box)
        box.append(table)
        box.tail = tail
        for cell in table.xpath(".//th[not(normalize-space())][not(*)]"):
            cell.tag = "td"  # a header without a word is none
        for header in table.xpath(".//th[not(@scope)]"):
            header.set("scope", "col")  # for those who hear a table: it heads what is below it


def _ticks(page: HtmlElement) -> None:
    """The mark of a tested statement: one small character that clings to the word in front of it."""
    for badge in with_class(page, "verified", "a"):
        test = badge.text_content().removeprefix("verified by ").strip()
        before = tree.text_before(badge).rstrip()
        tree.set_text_before(badge, before + WORD_JOINER if before or _follows(badge) else "")
        badge.set("class", "tick")
        badge.set("aria-label", f"Tested by {test}")
        badge[:] = []
        badge.text = "\u2713"


def _follows(badge: HtmlElement) -> bool:
    return badge.getprevious() is not None
