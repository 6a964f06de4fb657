#!/usr/bin/env python3
"""Checks the built site without a browser and without the network.

    check_site.py [DIR] [--chain index.html,lesson01.html,…] [--external]

DIR is build/docs/html unless given. What is wrong is printed one line each, exit status 1:
links, images and style sheets that do not exist, also #fragments; anything loaded from elsewhere;
ids that occur twice; pages without language, title or one h1; skipped heading levels; images
without a text; frames without a title; leftovers of the build; lessons that the start page or
"Next" do not reach.
--external prints the links that lead elsewhere; they are never fetched.
"""

import argparse
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from doctools.problems import ROOT, Problem, report

ASSETS = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
    ("embed", "src"),
    ("use", "href"),
    ("image", "href"),
}
LINKS = {("a", "href"), ("area", "href")}
LEFTOVERS = re.compile(
    r"\\htmlonly|\\endhtmlonly|<!-- (?:navigation|contents list|neighbours|weave:|test:)"
    r"|href=\"source:|[\ue020-\ue07e]"
)


class _Page(HTMLParser):
    """What one page contains."""

    def __init__(self, text: str):
        super().__init__()
        self.language = ""
        self.title = ""
        self.ids: list[str] = []
        self.assets: list[str] = []
        self.links: list[tuple[str, str]] = []  # address, rel
        self.headings: list[int] = []
        self.errors: list[str] = []
        self.style = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag in ("title", "style"):
            self._inside = tag
        if tag == "html":
            self.language = values.get("lang", "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and values.get("name") and values["name"] != values.get("id"):
            self.ids.append(values["name"])
        if tag == "img" and "alt" not in values:
            self.errors.append(f"img without alt: {values.get('src', '')}")
        if tag in ("iframe", "object") and not values.get("title") and not values.get("aria-label"):
            self.errors.append(
                f"{tag} without a title: {values.get('src', values.get('data', ''))}"
            )
        self.style += values.get("style", "") + "\n"
        for name, value in values.items():
            if (tag, name) in ASSETS:
                self.assets.append(value)
            elif (tag, name) in LINKS:
                self.links.append((value, values.get("rel", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "style":
            self.style += data


class _Checker:
    def __init__(self, site: Path):
        self.site = site
        self.problems: list[Problem] = []
        self.external: set[str] = set()
        self.pages = {}
        for file in sorted(site.rglob("*.html")):
            text = file.read_text(encoding="utf-8")
            self.pages[file.resolve()] = _Page(text)
            if leftover := LEFTOVERS.search(text):
                self._wrong(
                    file,
                    f"leftover of the build: {leftover[0]!r}",
                    text.count("\n", 0, leftover.start()) + 1,
                )

    def check(self) -> None:
        """All checks of single pages and style sheets."""
        if not self.pages:
            self._wrong(self.site, "no pages: build the site with `./lab docs`")
        for file, page in self.pages.items():
            self._check_frame(file, page)
            for error in page.errors:
                self._wrong(file, error)
            for name in sorted({name for name in page.ids if page.ids.count(name) > 1}):
                self._wrong(file, f"duplicate id {name!r}")
            for address in page.assets:
                self._check_address(file, address, asset=True)
            for address, _ in page.links:
                self._check_address(file, address, asset=False)
            self._check_style(file, page.style)
        for file in sorted(self.site.rglob("*.css")):
            self._check_style(file, file.read_text(encoding="utf-8"))

    def check_chain(self, chain: list[str]) -> None:
        """The start page links to every lesson, and prev/next lead through them in order."""
        files = [(self.site / name).resolve() for name in chain]
        for file in files:
            if file not in self.pages:
                self._wrong(file, "this page of the course is missing")
        files = [file for file in files if file in self.pages]
        if not files:
            return
        linked = {self._target(files[0], address)[0] for address, _ in self.pages[files[0]].links}
        for number, file in enumerate(files):
            if number > 0 and file not in linked:
                self._wrong(files[0], f"does not link to the lesson {file.name}")
            for relation, other in (("prev", number - 1), ("next", number + 1)):
                wanted = files[other] if 0 <= other < len(files) else None
                found = [
                    self._target(file, address)[0]
                    for address, rel in self.pages[file].links
                    if rel == relation
                ]
                if found != ([wanted] if wanted else []):
                    self._wrong(
                        file,
                        (
                            f"rel={relation} leads to"
                            f" {', '.join(f.name for f in found) or 'nothing'}, not to"
                            f" {wanted.name if wanted else 'nothing'}"
                        ),
                    )

    def _check_frame(self, file: Path, page: _Page) -> None:
        if not page.language:
            self._wrong(file, "html without lang")
        if not page.title.strip():
            self._wrong(file, "no title")
        if page.headings.count(1) != 1:
            self._wrong(file, f"{page.headings.count(1)} h1 headings instead of one")
        for above, below in zip(page.headings, page.headings[1:]):
            if below > above + 1:
                self._wrong(file, f"heading level skipped: h{below} follows h{above}")

    def _check_address(self, file: Path, address: str, asset: bool) -> None:
        parts = urlsplit(address)
        if parts.scheme == "data" and asset:
            return
        if parts.scheme or parts.netloc:
            if asset or parts.scheme not in ("http", "https", "mailto"):
                self._wrong(
                    file,
                    (
                        f"loads from outside the site: {address}"
                        if asset
                        else f"unusable link: {address}"
                    ),
                )
            else:
                self.external.add(address)
            return
        target, fragment = self._target(file, address)
        if not target.is_file():
            self._wrong(file, f"broken link: {address}" if address else "empty link")
        elif not target.is_relative_to(self.site.resolve()):
            self._wrong(file, f"leads out of the site: {address}")
        elif (
            fragment
            and fragment != "top"
            and target in self.pages
            and fragment not in self.pages[target].ids
        ):
            self._wrong(file, f"broken link: {address}: that page has no such id")

    def _check_style(self, file: Path, style: str) -> None:
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", style) + re.findall(
            r"@import\s+['\"]([^'\"]+)", style
        ):
            self._check_address(file, address, asset=True)

    @staticmethod
    def _target(file: Path, address: str) -> tuple[Path, str]:
        parts = urlsplit(address)
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        return target, unquote(parts.fragment)

    def _wrong(self, file: Path, text: str, line: int = 0) -> None:
        file = file.resolve()
        site = self.site.resolve()
        self.problems.append(
            Problem(
                file.relative_to(site).as_posix() if file.is_relative_to(site) else str(file),
                line,
                text,
            )
        )


def check(site: Path, chain: list[str]) -> tuple[list[Problem], list[str]]:
    """The problems of a site and its links to elsewhere."""
    checker = _Checker(site)
    checker.check()
    checker.check_chain(chain)
    return sorted(set(checker.problems)), sorted(checker.external)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description="Checks the built site without a browser and without the network."
    )
    parser.add_argument(
        "site", nargs="?", type=Path, default=ROOT / "build" / "docs" / "html", metavar="DIR"
    )
    parser.add_argument(
        "--chain", default="", metavar="PAGES", help="start page and lessons, in order, with commas"
    )
    parser.add_argument(
        "--external", action="store_true", help="print the links that lead elsewhere"
    )
    options = parser.parse_args(arguments)
    problems, external = check(options.site, [name for name in options.chain.split(",") if name])
    if options.external:
        print("\n".join(external))
    return report(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
