"""Which pages the course has, and in which order.

docs/DoxygenLayout.xml is the one list: its tabs are the site's navigation, and those that point to
`@ref lessonNN` are the lessons in the order a learner takes them. A lesson's page is
lessons/NN_name/README.md; any other page is docs/pages/NAME.md with the id NAME. start.md becomes
index.html, and verified.html is made from the `test:` marks of all pages.
"""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from .problems import Problem, relative

GENERATED = {"verified"}  # pages without a file of their own
BUILT_IN = {
    "classlist": "annotated.html",
    "namespacelist": "namespaces.html",
    "filelist": "files.html",
}


@dataclass(frozen=True)
class Tab:
    """One entry of the navigation."""

    title: str
    href: str
    page: str = ""  # the page's id, empty for what Doxygen lists itself


@dataclass
class Course:
    """The pages of the course."""

    root: Path
    groups: list[tuple[str, list[Tab]]] = field(
        default_factory=list
    )  # title of the group, its tabs
    pages: dict[str, Path] = field(default_factory=dict)  # id -> file
    problems: list[Problem] = field(default_factory=list)

    @property
    def lessons(self) -> list[Tab]:
        """The lessons in learning order."""
        return [
            tab for _, tabs in self.groups for tab in tabs if re.fullmatch(r"lesson\d\d", tab.page)
        ]

    def chain(self) -> list[Tab]:
        """Start page, then the lessons: what "previous" and "next" lead through."""
        start = [tab for _, tabs in self.groups for tab in tabs if tab.page == "start"]
        return start + self.lessons

    def id_of(self, path: Path) -> str | None:
        """The id of the page that a Markdown file (or the folder of one) is."""
        path = path.resolve()
        if path in (self.root / "README.md", self.root):
            return "start"
        for page, file in self.pages.items():
            if path in (file, file.parent) and (path == file or file.name == "README.md"):
                return page
        return None


def href_of(page: str) -> str:
    """The file of the site that holds a page."""
    return "index.html" if page == "start" else f"{page}.html"


def markdown_pages(root: Path) -> dict[str, Path]:
    """Every page that has a file: id -> file."""
    pages = {}
    for file in sorted((root / "lessons").glob("*/README.md")):
        number = re.match(r"(\d\d)_", file.parent.name)
        pages[f"lesson{number[1]}" if number else file.parent.name] = file.resolve()
    for file in sorted((root / "docs" / "pages").glob("*.md")):
        pages[file.stem] = file.resolve()
    return pages


def load(root: Path) -> Course:
    """Reads the layout and compares it with the files."""
    root = root.resolve()
    course = Course(root, pages=markdown_pages(root))
    layout = root / "docs" / "DoxygenLayout.xml"
    shown = relative(layout, root)
    try:
        index = ElementTree.parse(layout).getroot().find("navindex")
    except (OSError, ElementTree.ParseError) as error:
        course.problems.append(Problem(shown, 0, f"cannot be read: {error}"))
        return course
    for element in index if index is not None else []:
        if element.get("type") == "usergroup":
            tabs = [tab for tab in map(_tab, element) if tab]
            course.groups.append((element.get("title", ""), tabs))
        elif tab := _tab(element):
            course.groups.append(("", [tab]))
    _compare(course, shown)
    return course


def _tab(element: ElementTree.Element) -> Tab | None:
    kind = element.get("type", "")
    title = element.get("title", "")
    if element.get("visible", "yes") != "yes":
        return None
    if kind == "mainpage":
        return Tab(title or "Start here", "index.html", "start")
    if kind in BUILT_IN:
        return Tab(title, BUILT_IN[kind])
    reference = re.fullmatch(r"@ref (\w+)", element.get("url", ""))
    return Tab(title, href_of(reference[1]), reference[1]) if reference else None


def _compare(course: Course, layout: str) -> None:
    listed = {tab.page for _, tabs in course.groups for tab in tabs if tab.page}
    for page in sorted(listed - set(course.pages) - GENERATED):
        where = (
            f"lessons/{page[6:]}_*/README.md"
            if page.startswith("lesson")
            else f"docs/pages/{page}.md"
        )
        course.problems.append(
            Problem(layout, 0, f"lists the page {page}, but there is no {where}")
        )
    for page in sorted(set(course.pages) - listed):
        course.problems.append(
            Problem(
                layout,
                0,
                (
                    f"does not list {relative(course.pages[page], course.root)}: "
                    f'add a tab with url="@ref {page}"'
                ),
            )
        )
