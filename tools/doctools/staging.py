"""Turns the course's pages (GitHub's Markdown) into pages for Doxygen, line by line.

What a page needs on the site and does not show on GitHub is added here: ids of headings, links
between pages and to sources, captions, "verified by" badges, notes, folded answers. A page keeps
its line numbers, so Doxygen's warnings point to the right line.
"""

import posixpath
import re
from pathlib import Path

from . import claims as claims_of
from . import literal
from .course import Course, href_of
from .inline import Inline, back, html_block
from .links import SOURCE_LINK
from .markdown import Page, slugs
from .page_staging import PageStage
from .problems import Problem, relative


class Stage:
    """Writes the staged pages into a folder."""

    def __init__(self, course: Course, folder: Path):
        self.course = course
        self.folder = folder
        self.problems: list[Problem] = []
        self.origin: dict[str, str] = {}  # staged file -> page, for Doxygen's warnings
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
            staged = PageStage(self, page, file).convert()
            self._save(page, staged, relative(file, self.course.root))
        self._save("verified", self._verified_page(), "the page of verified claims")
        for page, file in sorted(self.files.items()):
            self._save(page, self._file_page(page, file), relative(file, self.course.root))
        self._save_namespaces()

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

    def _save(self, page: str, text: str, origin: str) -> None:
        staged = self.folder / f"{page}.md"
        staged.write_text(text, encoding="utf-8")
        self.origin[staged.name] = origin

    def _verified_page(self) -> str:
        """Every marked statement with its test: the code, the place, the command that runs it."""
        lines = ["# Verified claims {#verified}", ""]
        if not self.claims:
            lines.append("No page has marked a statement with its test yet.")
        else:
            lines.append(
                "Each statement here stands in a page of the course, and the test below it"
                " proves it."
            )
        for label in sorted({claim.label for claim in self.claims}):
            lines += ["", f"## {self._title(label)} {{#verified-label-{label}}}"]
            of_label = [claim for claim in self.claims if claim.label == label]
            for test in dict.fromkeys(claim.test for claim in of_label):
                lines += self._verified_test([claim for claim in of_label if claim.test == test])
        return "\n".join(lines) + "\n"

    def _title(self, page: str) -> str:
        """The title of a page, hidden from Doxygen; for any other label the label itself."""
        file = self.course.pages.get(page)
        return literal.hide(Page(file.read_text(encoding="utf-8")).title() if file else page)

    def _verified_test(self, of_test: list[claims_of.Claim]) -> list[str]:
        first = of_test[0]
        lines = ["", f"### {literal.hide(first.test)} {{#{first.anchor}}}", ""]
        for claim in of_test:
            where = self.course.pages[claim.page]
            text = Inline(self, claim.page, where, claim.line).convert(claim.text)
            lines.append(
                f"- {text} <a"
                f' href="{href_of(claim.page)}#{back(claim)}">{self._title(claim.page)}</a>'
            )
        source = claims_of.source_of(first.test, self.course.root, first.label)
        if source:
            file, _, code = source
            name = relative(file, self.course.root)
            caption = f'<p class="caption">From <a href="{self._file_link(file)}">{name}</a></p>'
            lines += ["", html_block(caption), "", "```{.cpp}", *code.split("\n"), "```"]
        lines += ["", "```{.unparsed}", f"$ {self._command(first.test, source)}", "```"]
        return lines

    def _command(self, test: str, source: tuple[Path, int, str] | None) -> str:
        """What runs one test, and nothing else."""
        if not source:
            return f"ctest --preset dev -R '^{re.escape(test)}$'"
        folder = source[0].relative_to(self.course.root / "tests").parts[0]
        # Stars: a parameterized test has its instance around it, a typed suite its number behind it.
        return f"build/dev/bin/{folder}_test --gtest_filter='*{test.replace('.', '*.')}*'"

    @staticmethod
    def _file_page(page: str, file: Path) -> str:
        """A file of the course that is no lesson's code: shown as it is."""
        language = {".h": ".cpp", ".cc": ".cpp", ".py": ".py"}.get(file.suffix, ".unparsed")
        text = file.read_text(encoding="utf-8").rstrip("\n")
        fence = "~" * (max((len(run) for run in re.findall("~{3,}", text)), default=2) + 1)
        return (
            f"# {literal.hide(file.name)} {{#{page}}}\n\n{fence}{{{language}}}\n{text}\n{fence}\n"
        )

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
        (self.folder / "namespaces.dox").write_text(text, encoding="utf-8")
        self.origin["namespaces.dox"] = "the list of namespaces"


def _declares(folder: Path, name: str) -> bool:
    return any(
        re.search(rf"\bnamespace {name}\b", file.read_text(encoding="utf-8"))
        for file in sorted(folder.rglob("*.h"))
    )
