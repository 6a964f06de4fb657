"""Turns the course's pages (GitHub's Markdown) into pages for Doxygen, and makes the page of verified claims.

What a page needs on the site and does not show on GitHub is added here: links between pages and to sources, and the
ticks behind tested statements.
"""

import html
import posixpath
import re
from pathlib import Path

from . import claims as claims_of
from . import generated, rendering
from .course import Course, href_of
from .links import SOURCE_LINK
from .markdown import Page, slugs
from .problems import Problem, relative
from .sheet import Sheet


class Stage:
    """Writes the staged pages into a folder."""

    def __init__(self, course: Course, folder: Path):
        self.course = course
        self.folder = folder
        self.problems: list[Problem] = []
        self.origin: dict[str, str] = {}  # staged file -> page, for Doxygen's warnings
        self.prose: dict[str, str] = {}  # name of a placeholder in a staged page -> its HTML
        self.claims: list[claims_of.Claim] = []
        self.files: dict[str, Path] = {}  # id of a page that shows a file -> that file
        self.images: dict[str, Path] = {}  # name on the site -> file
        self._fragments = {
            page: slugs(Page(file.read_text(encoding="utf-8")))
            for page, file in course.pages.items()
        }

    def write(self) -> None:
        """Stages every page, then the pages made from them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for page, file in self.course.pages.items():
            self._save(page, self._course_page(page, file), relative(file, self.course.root))
        self._save("verified", self._verified_page(), "the page of verified claims")
        for page, file in sorted(self.files.items()):
            self._save(page, self._file_page(page, file), relative(file, self.course.root))
        self._save_namespaces()

    def _course_page(self, page: str, file: Path) -> Sheet:
        text = Page(generated.fill(file.read_text(encoding="utf-8"), self.course.root))
        titles = [line for line, level, _ in text.headings if level == 1]
        if len(titles) != 1 or text.lines[0] != f"# {text.title()}":
            line = titles[1] + 1 if len(titles) > 1 else 1
            self.wrong(file, line, "a page begins with its one heading of the form `# Title`")
            return Sheet(page, page, "")
        self.claims += [claims_of.Claim(page, mark.line + 1, mark.words, mark.label, mark.text) for mark in text.claims]
        sheet = Sheet(page, "mainpage" if page == "start" else page, text.title())
        rendering.render(text, self._place(page, file), sheet)
        return sheet

    def _place(self, page: str, file: Path, line: int = 0) -> rendering.Place:
        """`line`: where a text from the page stands in it; 0: the text is the page."""
        return rendering.Place(
            self.course.root,
            page,
            lambda target, here: self.link(target, page, file, line or here),
            lambda target, here: self.image(target, file, line or here),
            lambda test, label, here: _badge(claims_of.Claim(page, here, test, label, "")),
        )

    def link(self, target: str, page: str, file: Path, line: int) -> str | None:
        """The address on the site for a link of a page; None for a folder, which has no page."""
        path, _, fragment = target.partition("#")
        if not path:
            return self._href(page, fragment, file, line)
        found = Path(posixpath.normpath(posixpath.join(file.parent.as_posix(), path)))
        if not found.exists() or not found.is_relative_to(self.course.root):
            self.wrong(file, line, f"broken link: there is no {path} from here: mend the path")
            return None
        other = self.course.id_of(found)
        if other:
            return self._href(other, fragment, file, line)
        return None if found.is_dir() else self._file_link(found)

    def image(self, target: str, file: Path, line: int) -> str:
        """The address on the site for an image of a page."""
        found = Path(posixpath.normpath(posixpath.join(file.parent.as_posix(), target)))
        if not found.is_file():
            self.wrong(file, line, f"broken image: there is no {target} from here: mend the path")
        name = relative(found, self.course.root).replace("/", "-")
        self.images[name] = found
        return f"images/{name}"

    def _href(self, page: str, fragment: str, file: Path, line: int) -> str:
        if fragment and fragment not in self._fragments[page]:
            self.wrong(
                file,
                line,
                f"broken link: no heading of that page gives #{fragment}: mend the fragment",
            )
        return href_of(page) + (f"#{page}-{fragment}" if fragment else "")

    def _file_link(self, found: Path) -> str:
        """A lesson's code has a page by Doxygen; any other file gets one that shows it as it is."""
        name = relative(found, self.course.root)
        if name.startswith("lessons/") and found.suffix in (".h", ".cc"):
            return SOURCE_LINK + name
        page = "file-" + re.sub(r"[^a-z0-9]+", "-", name.lower())
        self.files[page] = found
        return f"{page}.html"

    def wrong(self, file: Path, line: int, text: str) -> None:
        self.problems.append(Problem(relative(file, self.course.root), line, text))

    def _save(self, page: str, sheet: Sheet, origin: str) -> None:
        self._save_as(f"{page}.md", sheet.staged(), origin)
        self.prose.update(sheet.prose)

    def _save_as(self, name: str, text: str, origin: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        self.origin[name] = origin

    def _verified_page(self) -> Sheet:
        """Every marked statement with its test: the code, the place, the command that runs it."""
        sheet = Sheet("verified", "verified", "Verified claims")
        if not self.claims:
            sheet.html("<p>No page has marked a statement with its test yet.</p>")
            return sheet
        sheet.html("<p>Each statement here stands in a page of the course, and the test below it proves it.</p>")
        for label in sorted({claim.label for claim in self.claims}):
            sheet.html(f'<h2 id="verified-label-{label}">{self._title(label)}</h2>')
            of_label = [claim for claim in self.claims if claim.label == label]
            for test in dict.fromkeys(claim.test for claim in of_label):
                self._verified_test(sheet, [claim for claim in of_label if claim.test == test])
        return sheet

    def _title(self, page: str) -> str:
        """The title of a page as HTML; for any other label the label itself."""
        file = self.course.pages.get(page)
        return html.escape(Page(file.read_text(encoding="utf-8")).title() if file else page)

    def _verified_test(self, sheet: Sheet, of_test: list[claims_of.Claim]) -> None:
        first = of_test[0]
        entries = []
        for claim in of_test:
            place = self._place(claim.page, self.course.pages[claim.page], claim.line)
            back = f'<a href="{href_of(claim.page)}#{_id_of(claim)}">{self._title(claim.page)}</a>'
            entries.append(f"<li>{rendering.inline(claim.text, claim.line, place)} {back}</li>\n")
        sheet.html(f'<h3 id="{first.anchor}">{html.escape(first.test)}</h3>\n<ul>\n{"".join(entries)}</ul>\n')
        source = claims_of.source_of(first.test, self.course.root, first.label)
        if source:
            file, _, code = source
            name = relative(file, self.course.root)
            sheet.html(f'<p class="caption">From <a href="{self._file_link(file)}">{name}</a></p>')
            sheet.code("cpp", code)
        sheet.code("", f"$ {self._command(first.test, source)}")

    def _command(self, test: str, source: tuple[Path, int, str] | None) -> str:
        """What runs one test, and nothing else."""
        if not source:
            return f"ctest --preset dev -R '^{re.escape(test)}$'"
        folder = source[0].relative_to(self.course.root / "tests").parts[0]
        # Stars: a parameterized test has its instance around it, a typed suite its number behind it.
        return f"build/dev/bin/{folder}_test --gtest_filter='*{test.replace('.', '*.')}*'"

    @staticmethod
    def _file_page(page: str, file: Path) -> Sheet:
        """A file of the course that is no lesson's code: shown as it is."""
        sheet = Sheet(page, page, file.name)
        language = {".h": "cpp", ".cc": "cpp", ".py": "python"}.get(file.suffix, "")
        sheet.code(language, file.read_text(encoding="utf-8"))
        return sheet

    def _save_namespaces(self) -> None:
        """A namespace has no place of its own in the code where its documentation could stand."""
        blocks = []
        for tab in self.course.lessons:
            number = tab.page[-2:]
            folder = self.course.pages[tab.page].parent
            blocks.append(
                (f"l{number}", folder, f'<a href="{tab.href}">{self._title(tab.page)}</a>.')
            )
        blocks.append(
            (
                "support",
                self.course.root / "lessons" / "support",
                (
                    "What is not the subject of any lesson: traces, the command line, the demos'"
                    " narration."
                ),
            )
        )
        text = "".join(
            f"/** @namespace {name}\n    @brief {brief} */\n"
            for name, folder, brief in blocks
            if _declares(folder, name)
        )
        self._save_as("namespaces.dox", text, "the list of namespaces")


def _badge(claim: claims_of.Claim) -> str:
    """The mark of a tested statement; reading.py makes a tick of it."""
    return (
        f'<a class="verified" id="{_id_of(claim)}" href="verified.html#{claim.anchor}">'
        f"verified by {html.escape(claim.test)}</a>"
    )


def _id_of(claim: claims_of.Claim) -> str:
    """The place of a badge in its page."""
    return f"{claim.page}-claim-{claim.line}-{re.sub(r'[^a-zA-Z0-9]', '-', claim.test)}"


def _declares(folder: Path, name: str) -> bool:
    return any(
        re.search(rf"\bnamespace {name}\b", file.read_text(encoding="utf-8"))
        for file in sorted(folder.rglob("*.h"))
    )
