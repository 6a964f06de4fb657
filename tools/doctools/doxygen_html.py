"""Undoes what Doxygen's HTML has for its own menus and scripts, and mends what is wrong in it.

The passes work on text: they run before a page is read as a tree (finishing.py), because what
Doxygen writes is not always one.
"""

import re
from pathlib import Path

from .links import SOURCE_LINK
from .problems import Problem

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


class DoxygenHtml:
    """Cleans the pages of one site."""

    def __init__(self, site: Path, sources: dict[str, str], lesson_of: dict[str, str]):
        self.site = site
        self.sources = sources  # path in the course -> the page that shows it
        self.lesson_of = lesson_of  # a lesson's page, a file's page or a source page -> its lesson
        self.problems: list[Problem] = []

    def clean(self, document: str, name: str) -> str:
        """All passes over one page."""
        for step in (
            self._frame,
            self._title,
            self._headings,
            self._tidy,
            self._nameless_links,
            self._dead_links,
            self._source_links,
        ):
            document = step(document, name)
        return document

    def remove_unused(self) -> None:
        """Files that only Doxygen's own pages would use."""
        for pattern in UNUSED:
            for file in self.site.glob(pattern):
                file.unlink()

    def _frame(self, document: str, _: str) -> str:
        """Drops Doxygen's menu; the main part of the page begins behind its path of folders."""
        document = re.sub(
            r'<div id="navrow\d" class="tabs\d?">.*?</div>\n', "", document, flags=re.DOTALL
        )
        return document.replace(
            "</div><!-- top -->",
            '</div><!-- top -->\n<nav class="contents-list"></nav>\n<main id="content">',
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
        """What Doxygen writes for its scripts."""
        document = re.sub(r'<div class="levels">.*?</div>', "", document, flags=re.DOTALL)
        document = re.sub(r'<span id="arr_[^"]*"[^>]*>.*?</span>', "", document)
        document = re.sub(r'<img src="closed\.png"[^>]*>(?:&#160;)?', "", document)
        document = re.sub(
            r' onclick="[^"]*"| target="_self"| style="(?:pointer-events: none|display:none);"',
            "",
            document,
        )
        document = re.sub(r'<p ?><a class="anchor" id="(?:mainpage|md_\w+)"></a>\s*</p>', "", document)
        document = document.replace("&zwj;", "")
        return re.sub(r"<p >", "<p>", document)

    def _nameless_links(self, document: str, _: str) -> str:
        """An icon without a name is no link for who cannot see it, and a tab stop for everybody.

        In the list of files the name behind the icon leads to the file's page; the icon's own link
        (to the source) is one click away there.
        """
        document = re.sub(r'<a href="[^"]*"><span class="icon[^"]*"></span></a>', "", document)
        return re.sub(
            r'<span class="permalink"><a href="(#[^"]*)">[^<]*</a></span>',
            r'<a class="permalink" href="\1" aria-label="Link to this member">#</a>',
            document,
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
            return f'href="{self.sources.get(path, "")}{match[2] or ""}"'

        return re.sub(rf'href="{SOURCE_LINK}([^"#]*)(#[^"]*)?"', resolve, document)


def _anchored(match: re.Match) -> str:
    level, attributes, anchor, text = match.groups()
    return f'<h{level}{attributes} id="{anchor}">{text.strip()}</h{level}>'
