"""Turns Doxygen's HTML into the course's pages, and makes what stands beside them.

A page is cleaned as text, then improved as a tree (lxml), in passes that know nothing of each
other; the pages that are made from other pages come last.
"""

import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from lxml.html import HtmlElement

from . import cards, glossary, interactive, literal, one_page, reading, search_index, sheet, tree, vendor
from .class_links import ClassLinks
from .course import Course
from .doxygen_html import DoxygenHtml
from .furniture import Furniture
from .problems import Problem
from .results import Results
from .timelines import Timelines


class Finisher:
    """Finishes all pages of a site."""

    def __init__(self, course: Course, site: Path, tagfile: Path, images: dict[str, Path],
                 prose: dict[str, str], bin_folder: Path | None = None):
        """prose: what the placeholders of the staged pages stand for, see sheet.py."""
        self.course = course
        self.site = site
        self.tagfile = tagfile
        self.images = images
        self.prose = prose
        sources = source_pages(tagfile, course.root)
        # The lesson (its number) of each lesson's page, each file's page and each source page.
        lesson_of = {tab.href: tab.page[-2:] for tab in course.lessons}
        for path, page in sources.items():
            lesson_of[page] = lesson_of[page.replace("_source.html", ".html")] = path.split("/")[1][
                :2
            ]
        self.cleaner = DoxygenHtml(site, sources, lesson_of)
        self.furniture = Furniture(course, site)
        self.timelines = Timelines(course, bin_folder, sources)
        self.terms = glossary.read(course.root / "docs" / "pages" / "glossary.md")

    @property
    def problems(self) -> list[Problem]:
        return self.cleaner.problems

    def finish(self) -> None:
        """Runs all passes over all pages."""
        self.cleaner.remove_unused()
        vendor.copy(self.course.root / "docs" / "theme", self.site)
        for name, file in self.images.items():
            (self.site / "images").mkdir(exist_ok=True)
            shutil.copyfile(file, self.site / "images" / name)
        course_pages = {}
        for file in sorted(self.site.glob("*.html")):
            page = self._finish_page(file)
            if page.find("body").get("class") == "course":
                course_pages[file.name] = page
            else:
                self._save(file.name, page)
        if self.problems:
            return  # a page made from others would only repeat them
        self._finish_course(course_pages)

    def _finish_page(self, file: Path) -> HtmlElement:
        document = sheet.fill_in(file.read_text(encoding="utf-8"), self.prose)
        document = self.cleaner.clean(document, file.name)
        page = tree.read(literal.reveal(document))
        self.furniture.arrange(page, file.name)
        reading.improve(page)
        return page

    def _finish_course(self, pages: dict[str, HtmlElement]) -> None:
        """What needs several pages at once: words, tests, the search, whole lessons."""
        if "glossary.html" in pages:
            glossary.anchor_entries(pages["glossary.html"], self.terms)
            for tab in self.course.lessons:
                glossary.link_words(pages[tab.href], self.terms, int(tab.page[-2:]))
        class_links = ClassLinks(self.tagfile, self.site)
        for tab in self.course.lessons:
            class_links.link(pages[tab.href], tab.page[-2:])
        self.timelines.insert(pages, self.site)
        interactive.install(pages, self.course.root, self.site)
        entries = [entry for name, page in pages.items() for entry in search_index.of_page(page, name)]
        entries += search_index.of_symbols(self.tagfile, self.site)
        self._write("search-index.js", search_index.script(entries))
        if "verified.html" in pages:
            cards.add_results(pages["verified.html"], Results(self.course.root))
        made = cards.Cards(pages.get("verified.html"))
        for name, page in pages.items():
            if script := made.script_for(page):
                self._write(f"cards-{name.removesuffix('.html')}.js", script)
                page.find("body").set("data-cards", f"cards-{name.removesuffix('.html')}.js")
        for tab in self.course.lessons:
            whole = one_page.whole(pages[tab.href], tab.href, self._listing)
            self._save(f"{tab.page}-whole.html", whole)
        for name, page in pages.items():
            self._save(name, page)

    def _listing(self, name: str) -> HtmlElement | None:
        """The code on a source page."""
        file = self.site / name
        if not file.exists():
            return None
        return next(iter(tree.with_class(tree.read(file.read_text("utf-8")), "code", "figure")), None)

    def _save(self, name: str, page: HtmlElement) -> None:
        self._write(name, tree.write(page))

    def _write(self, name: str, text: str) -> None:
        (self.site / name).write_text(text, encoding="utf-8")


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
