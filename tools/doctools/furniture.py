"""What stands around the text of a page: the bar at the top, its contents, previous and next."""

import tomllib
from pathlib import Path

from lxml.html import HtmlElement

from .course import Course, Tab
from .problems import relative
from .tree import make, plain, with_class


class Furniture:
    """Puts the same frame around every page."""

    def __init__(self, course: Course, site: Path):
        self.course = course
        self.site = site
        self.edit = _setting(course.root, "edit")

    def arrange(self, page: HtmlElement, name: str) -> None:
        """Everything around the text of one page."""
        if self._is_course_page(name):
            page.find("body").set("class", "course")
        self._navigation(page, name)
        self._contents(page, name)
        self._foot(page, name)

    def _is_course_page(self, name: str) -> bool:
        page = name.removesuffix(".html")
        return page in self.course.pages or name in ("index.html", "verified.html")

    def _navigation(self, page: HtmlElement, name: str) -> None:
        """The ladder, and what else there is."""
        bar = page.xpath("//nav[@aria-label='Course']")[0]
        for title, tabs in self.course.groups:
            # What Doxygen lists itself exists only if there is something to list.
            links = [
                _tab_link(tab, name) for tab in tabs if tab.page or (self.site / tab.href).exists()
            ]
            if not title or any(tab in self.course.lessons for tab in tabs):
                bar.extend(links)
            elif links:
                bar.append(
                    make("details", make("summary", title), make("div", *links), class_="more")
                )

    def _contents(self, page: HtmlElement, name: str) -> None:
        """The sections of a course's page and theirs, beside or above it."""
        place = page.find(".//nav[@class='contents-list']")
        headings = page.xpath("//main//*[self::h2 or self::h3][@id]")
        if not self._is_course_page(name) or sum(h.tag == "h2" for h in headings) < 2:
            place.drop_tree()
            return
        top = make("ul")
        for heading in headings:
            entry = make("li", make("a", plain(heading), href=f"#{heading.get('id')}"))
            if heading.tag == "h2" or not len(top):
                top.append(entry)
            elif name != "verified.html":  # hundreds of tests: their lessons are enough
                inner = top[-1].find("ul")
                if inner is None:
                    inner = make("ul")
                    top[-1].append(inner)
                inner.append(entry)
        place.set("aria-label", "On this page")
        place.append(make("details", make("summary", "On this page"), top, open=""))

    def _foot(self, page: HtmlElement, name: str) -> None:
        """Previous and next along the start page and the lessons, and where the page is made."""
        chain = self.course.chain()
        place = next((n for n, tab in enumerate(chain) if tab.href == name), None)
        links = []
        if place is not None and place > 0:
            links.append(_neighbour(chain[place - 1], "prev", "Previous"))
        if place is not None and place < len(chain) - 1:
            links.append(_neighbour(chain[place + 1], "next", "Next"))
        main = page.find(".//main")
        if links:
            main.append(make("nav", *links, class_="neighbours", aria_label="Lessons"))
        for tab in self.course.lessons:
            if tab.href == name:
                self._foot_line(main).append(
                    make("a", "The whole lesson with all its code on one page",
                         href=f"{tab.page}-whole.html")
                )
        file = self.course.pages.get("start" if name == "index.html" else name[: -len(".html")])
        if file and self.edit:
            address = self.edit.replace("{path}", relative(file, self.course.root))
            self._foot_line(main).append(make("a", "Edit this page", href=address))

    @staticmethod
    def _foot_line(main: HtmlElement) -> HtmlElement:
        lines = with_class(main, "page-foot")
        if not lines:
            main.append(make("p", class_="page-foot"))
        return with_class(main, "page-foot")[0]


def _setting(root: Path, name: str) -> str:
    """A value of docs/site.toml; empty if it is not set."""
    file = root / "docs" / "site.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")).get(name, "") if file.exists() else ""


def _tab_link(tab: Tab, current: str) -> HtmlElement:
    here = {"aria-current": "page"} if tab.href == current else {}
    number, _, rest = tab.title.partition(" ")
    if number.isdigit() and rest:
        link = make("a", make("span", number, class_="number"), href=tab.href, class_="rung", **here)
        link[0].tail = " "
        link.append(make("span", rest, class_="name"))
        return link
    return make("a", tab.title, href=tab.href, **here)


def _neighbour(tab: Tab, relation: str, word: str) -> HtmlElement:
    link = make("a", make("span", word), rel=relation, href=tab.href)
    link[0].tail = f" {tab.title}"
    return link
