"""Turns Doxygen's HTML into the course's pages.

Each pass is a function from a page's HTML to its HTML. What comes later (a search index,
interactive timelines) is one more pass, or one more file beside the pages.
"""

import html
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from . import literal
from .course import Course, Tab
from .problems import Problem
from .staging import SOURCE_LINK

# Doxygen writes these for its own menus and scripts; the course's pages use none of them.
UNUSED = (
    "*.png",
    "*.js",
    "doxygen.css",
    "doxygen.svg",
    "tabs.css",
    "usergroup*.html",
    "pages.html",
)


class Finisher:
    """Finishes all pages of a site."""

    def __init__(self, course: Course, site: Path, tagfile: Path, images: dict[str, Path]):
        self.course = course
        self.site = site
        self.images = images
        self.problems: list[Problem] = []
        self.sources = source_pages(tagfile, course.root)
        # The lesson (its number) of each lesson's page, each file's page and each source page.
        self.lesson_of = {tab.href: tab.page[-2:] for tab in course.lessons}
        for path, page in self.sources.items():
            self.lesson_of[page] = self.lesson_of[page.replace("_source.html", ".html")] = (
                path.split("/")[1][:2]
            )

    def finish(self) -> None:
        """Runs all passes over all pages."""
        for pattern in UNUSED:
            for file in self.site.glob(pattern):
                file.unlink()
        for name, file in self.images.items():
            (self.site / "images").mkdir(exist_ok=True)
            shutil.copyfile(file, self.site / "images" / name)
        for file in sorted(self.site.glob("*.html")):
            document = file.read_text(encoding="utf-8")
            for step in (
                self._frame,
                self._title,
                self._headings,
                self._tidy,
                self._dead_links,
                self._source_links,
                self._navigation,
                self._contents,
                self._neighbours,
            ):
                document = step(document, file.name)
            file.write_text(literal.reveal(document), encoding="utf-8")

    def _frame(self, document: str, _: str) -> str:
        """Drops Doxygen's menu; the main part of the page begins behind its path of folders."""
        document = re.sub(
            r'<div id="navrow\d" class="tabs\d?">.*?</div>\n', "", document, flags=re.DOTALL
        )
        return document.replace(
            "</div><!-- top -->",
            '</div><!-- top -->\n<!-- contents list -->\n<main id="content">',
            1,
        )

    def _title(self, document: str, name: str) -> str:
        """The page's title is its h1. The start page is called like the course: once is enough."""
        document = re.sub(
            r'<div class="title">(.*?)</div>',
            lambda m: f"<h1>{m[1].strip()}</h1>",
            document,
            count=1,
            flags=re.DOTALL,
        )
        if name == "index.html":
            document = re.sub(
                r"<title>.*?</title>",
                "<title>netladder: event-driven network programming, rung by rung</title>",
                document,
                count=1,
            )
        return document

    def _headings(self, document: str, _: str) -> str:
        """A page's sections begin with h2, and the anchor moves into the heading."""
        body = re.search(r'<div class="contents">.*', document, re.DOTALL)
        if not body:
            return document
        text = re.sub(
            r'<h(\d)([^>]*)><a class="anchor" id="([^"]*)"></a>\s*(.*?)</h\1>',
            _anchored,
            body[0],
            flags=re.DOTALL,
        )
        levels = [int(level) for level in re.findall(r"<h(\d)[ >]", text)]
        shift = 2 - min(levels, default=2)
        if shift:
            text = re.sub(r"(</?h)(\d)", lambda m: m[1] + str(int(m[2]) + shift), text)
        return document[: body.start()] + text

    def _tidy(self, document: str, _: str) -> str:
        """What Doxygen writes for its scripts, and what a reader without a mouse needs."""
        document = re.sub(r'<div class="levels">.*?</div>', "", document, flags=re.DOTALL)
        document = re.sub(r'<span id="arr_[^"]*"[^>]*>.*?</span>', "", document)
        document = re.sub(r'<img src="closed\.png"[^>]*>(?:&#160;)?', "", document)
        document = re.sub(
            r' onclick="[^"]*"| target="_self"| style="(?:pointer-events: none|display:none);"',
            "",
            document,
        )
        document = document.replace('<p ><a class="anchor" id="mainpage"></a>', "<p>").replace(
            "&zwj;", ""
        )
        document = re.sub(r"<p >", "<p>", document)
        # Wide code and tables scroll inside their boxes, which must be reachable by keyboard.
        document = re.sub(
            r'<div class="(fragment|memproto)">', r'<div class="\1" tabindex="0">', document
        )
        return re.sub(
            r'<table class="(?:markdownTable|doxtable|fieldtable|directory)">.*?</table>',
            r'<div class="wide" tabindex="0">\g<0></div>',
            document,
            flags=re.DOTALL,
        )

    def _dead_links(self, document: str, name: str) -> str:
        """Doxygen links to what it does not show, such as private classes. Pages' links stay.

        And it takes every send() for lesson 02's, whose names are global as in winsock2.h: a name
        on a file's page is linked to within its own lesson only.
        """

        def alive(match: re.Match) -> str:
            file, _, fragment = match[1].partition("#")
            if (
                fragment
                and 'class="code' in match[0]
                and self.lesson_of.get(file, "") != self.lesson_of.get(name)
            ):
                return match[2] if file in self.lesson_of else match[0]
            here = not file and f'id="{fragment}"' in document
            return match[0] if here or (file and (self.site / file).exists()) else match[2]

        document = re.sub(
            r'<a class="(?:el|code[^"]*|line)" href="([^":]*)"[^>]*>(.*?)</a>', alive, document
        )
        return re.sub(
            r'<div class="summary">.*?</div>',
            lambda summary: re.sub(r'<a href="([^":]*)">(.*?)</a>', alive, summary[0]),
            document,
            count=1,
            flags=re.DOTALL,
        )

    def _source_links(self, document: str, name: str) -> str:
        def resolve(match: re.Match) -> str:
            path = match[1]
            if path not in self.sources:
                self.problems.append(
                    Problem(name, 0, f"links to {path}, but Doxygen has made no page of it")
                )
            return f'href="{self.sources.get(path, "")}"'

        return re.sub(rf'href="{SOURCE_LINK}([^"]*)"', resolve, document)

    def _navigation(self, document: str, name: str) -> str:
        """The bar at the top: the ladder, and what else there is."""
        parts = []
        for title, tabs in self.course.groups:
            # What Doxygen lists itself exists only if there is something to list.
            links = [
                _tab_link(tab, name) for tab in tabs if tab.page or (self.site / tab.href).exists()
            ]
            if not title or any(tab in self.course.lessons for tab in tabs):
                parts += links
            elif links:
                parts.append(
                    f'<details class="more"><summary>{html.escape(title)}</summary>'
                    f'<div>{"".join(links)}</div></details>'
                )
        return document.replace("<!-- navigation -->", "\n".join(parts), 1)

    def _contents(self, document: str, name: str) -> str:
        """The sections of a course's page, beside or above it."""
        sections = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', document, re.DOTALL)
        page = name.removesuffix(".html")
        if (page not in self.course.pages and name != "index.html") or len(sections) < 2:
            return document.replace("<!-- contents list -->\n", "", 1)
        items = "".join(
            f'<li><a href="#{anchor}">{_plain(text)}</a></li>' for anchor, text in sections
        )
        return document.replace(
            "<!-- contents list -->",
            f'<nav class="contents-list" aria-label="On this page"><ul>{items}</ul></nav>',
            1,
        )

    def _neighbours(self, document: str, name: str) -> str:
        """Previous and next, along the start page and the lessons."""
        chain = self.course.chain()
        place = next((n for n, tab in enumerate(chain) if tab.href == name), None)
        links = []
        if place is not None and place > 0:
            links.append(_neighbour(chain[place - 1], "prev", "Previous"))
        if place is not None and place < len(chain) - 1:
            links.append(_neighbour(chain[place + 1], "next", "Next"))
        nav = (
            f'<nav class="neighbours" aria-label="Lessons">{"".join(links)}</nav>' if links else ""
        )
        return document.replace("<!-- neighbours -->", nav, 1)


def source_pages(tagfile: Path, root: Path) -> dict[str, str]:
    """For every file Doxygen knows: path in the course -> the page that shows it."""
    pages = {}
    for compound in ElementTree.parse(tagfile).getroot().iter("compound"):
        if compound.get("kind") == "file":
            # Doxygen 1.9.4 writes absolute paths, 1.9.8 relative ones: joined, all are absolute.
            path = root / compound.findtext("path", "") / compound.findtext("name", "")
            if path.is_relative_to(root):
                page = compound.findtext("filename", "").removesuffix(".html")
                pages[path.relative_to(root).as_posix()] = f"{page}_source.html"
    return pages


def _anchored(match: re.Match) -> str:
    level, attributes, anchor, text = match.groups()
    return f'<h{level}{attributes} id="{anchor}">{text.strip()}</h{level}>'


def _tab_link(tab: Tab, current: str) -> str:
    here = ' aria-current="page"' if tab.href == current else ""
    number, _, rest = tab.title.partition(" ")
    if number.isdigit() and rest:
        return (
            f'<a class="rung" href="{tab.href}"{here}><span class="number">{number}</span> '
            f'<span class="name">{html.escape(rest)}</span></a>'
        )
    return f'<a href="{tab.href}"{here}>{html.escape(tab.title)}</a>'


def _neighbour(tab: Tab, relation: str, word: str) -> str:
    return f'<a rel="{relation}" href="{tab.href}"><span>{word}</span> {html.escape(tab.title)}</a>'


def _plain(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text).strip()
