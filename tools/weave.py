#!/usr/bin/env python3
"""Keeps the code and the outputs in the course's pages equal to their sources.

    weave.py --check    compares every block with its source; exit status 1 if one differs
    weave.py --write    rewrites the blocks (and sets them in where a directive has none yet)

Pages are README.md, lessons/*/README.md and docs/pages/*.md. A directive is an HTML comment, alone
on its line, above the block it owns; the tool writes the block and its caption, nobody else does.

    <!-- weave: region lessons/01_blocking/echo_client.cc echo loop -->
        the lines between the two markers `// [echo loop]` of that file (`# [echo loop]` in CMake,
        shell, Python, TOML)

    <!-- weave: output 03_epoll serve --help -->
        what build/dev/bin/03_epoll prints. Options stand last:
            exit=2                  the exit status it must end with (else 0)
            stderr=shown            show stderr behind stdout (else it must stay empty)
            stdin="hello\\n"         what it reads (else nothing)
            server="03_epoll serve --port 0"   a server that runs meanwhile; {host} and {port} in
                                    the command are its address
            stop="listening on"     SIGTERM as soon as a line of the output matches
            from="…" to="…"         only the lines between two matches (regular expressions), both
                                    included
            timeout=60              seconds (else 30)

    <!-- weave: rooms -->
        the picture of the rooms of this page's lesson, from add_room in its CMakeLists.txt

    <!-- weave: files -->
        the table that names every file of this page's lesson, from the heads of the files; the pages of
        lessons must have one

    <!-- weave: exercises -->
        the table of the exercises of this page's lesson, from its lab.toml

    <!-- weave: none REASON -->
        the block below is typed by hand, and why. Without a directive only these kinds of block
        may be typed: sh (commands to try), text (drawings), markdown, json, toml, ini, yaml, diff.

A statement about what a program does names the test that proves it, right behind it:

    A sent byte is silent. <!-- test: FdWrite.StaysSilentAfterASuccessfulSend lesson02 -->

--check also looks up these tests in the sources of the tests; `weave.py --marks build/dev` asks CTest and the
test programs, which CI has built. Whether a test proves its statement, a reader judges: docs/marks.tsv has the list,
and --unjudged finds a statement that is new or was changed since. What changes from run to run is masked; the list is
in doctools/masks.py.
"""

import argparse
import posixpath
import re
import sys
from pathlib import Path

from doctools import (
    claims,
    course,
    exercise_table,
    judged,
    reading_time,
    regions,
    room_pages,
    rooms,
    where,
)
from doctools.capture import Command, Runner
from doctools.markdown import Fence, Mark, Page
from doctools.masks import mask
from doctools.problems import ROOT, Problem, Stop, relative, report

HAND_TYPED = {"sh", "text", "markdown", "json", "toml", "ini", "yaml", "diff"}
LANGUAGES = {
    ".h": "cpp",
    ".cc": "cpp",
    ".cmake": "cmake",
    ".py": "python",
    ".sh": "sh",
    ".toml": "toml",
    ".json": "json",
    ".js": "javascript",
    ".yml": "yaml",
}
MEND = "run `./lab docs --weave`"


class Weaver:
    """Compares or rewrites pages; collects what is wrong."""

    def __init__(self, root: Path, runner: Runner | None):
        self.root = root.resolve()
        self.runner = runner  # None: programs are not run, their blocks are not compared
        self.problems: list[Problem] = []
        self._files: dict[Path, dict[str, regions.Region]] = {}

    def weave(self, file: Path, write: bool) -> None:
        """Checks one page, or brings it up to date."""
        text = file.read_text(encoding="utf-8")
        page = Page(text)
        shown = relative(file, self.root)
        self.problems += [Problem(shown, line, what) for line, what in page.errors]
        edits: list[tuple[int, int, list[str]]] = []  # first line, line behind the last, new lines
        owned: set[int] = set()  # opening lines of fences that have a directive
        for directive in page.directives:
            caption, fence = page.block_below(directive.line)
            if (
                fence
                and caption is None
                and fence.language in HAND_TYPED
                and not _is_none(directive)
            ):
                fence = None  # a typed block that happens to follow a directive without a block yet
            if directive.words == "rooms":
                fence = page.fence_at(directive.line + 1)
            if fence:
                owned.add(fence.open)
            try:
                block = self._block(directive, fence, file)
            except Stop as error:
                self.problems.append(Problem(shown, directive.line + 1, str(error)))
                continue
            if block is None:
                continue
            block = [(directive.label + line).rstrip() for line in block]
            first = directive.line + 1
            behind = fence.close + 1 if fence else first if caption is None else caption + 1
            if directive.words in ("files", "exercises"):
                behind = page.table_below(directive.line)
            if page.lines[first:behind] == block:
                continue
            if write:
                edits.append((first, behind, block))
            else:
                self.problems.append(_drift(shown, directive, page.lines[first:behind], block))
        self._check_typed(page, owned, shown)
        if self._lesson_of(file) and "files" not in (mark.words for mark in page.directives):
            self.problems.append(
                Problem(shown, 0, "its lesson's files are in no table: add <!-- weave: files -->")
            )
        if edits:
            for first, behind, block in reversed(edits):
                page.lines[first:behind] = block
            file.write_text("\n".join(page.lines), encoding="utf-8")

    def check_regions(self) -> None:
        """Looks at the markers of every lesson file, whether a page shows them or not."""
        for file in sorted((self.root / "lessons").rglob("*")):
            if (
                file.suffix in regions.CPP_SUFFIXES | {".cmake", ".py", ".sh"}
                or file.name == "CMakeLists.txt"
            ):
                self._regions_of(file)

    def check_claims(self, pages: list[Path], build: Path | None = None) -> None:
        """Looks up the tests that the pages name: in the tests' sources, or in a build."""
        marks = [
            (relative(file, self.root), mark)
            for file in pages
            for mark in Page(file.read_text(encoding="utf-8")).claims
        ]
        if not marks:
            return
        try:
            if build:
                tests = claims.TestList.from_build(build)
            else:
                tests = claims.TestList.from_sources(self.root)
        except Stop as error:
            self.problems.append(Problem(marks[0][0], marks[0][1].line + 1, str(error)))
            return
        for shown, mark in marks:
            if wrong := tests.error(mark.words, mark.label):
                self.problems.append(Problem(shown, mark.line + 1, wrong))

    def check_facts(self, pages: list[Path]) -> None:
        """Looks at what pages say of the code (where it is) and of themselves (how long they are)."""
        for file in pages:
            shown = relative(file, self.root)
            wrong = where.faults(file) + reading_time.faults(file)
            self.problems += [Problem(shown, line, what) for line, what in wrong]

    def _block(self, directive: Mark, fence: Fence | None, file: Path) -> list[str] | None:
        """The lines that belong below a directive; None if they are not ours to compare."""
        kind, _, rest = directive.words.partition(" ")
        rest = rest.strip()
        if kind == "region":
            return self._region_block(rest, file)
        if kind == "output":
            return self._output_block(rest)
        if kind in ("rooms", "files"):
            return self._rooms_block(kind, file)
        if kind == "exercises":
            return exercise_table.table(file)
        if kind == "none":
            if not rest:
                raise Stop(
                    "malformed directive: `none` needs a reason why this block is typed by hand"
                )
            if not fence:
                raise Stop("`none` stands above no block: delete it or set it above the block")
            return None
        raise Stop(
            f"malformed directive: {kind or 'nothing'} is not region, output, rooms, files, exercises or none"
        )

    def _rooms_block(self, kind: str, file: Path) -> list[str]:
        lesson = self._lesson_of(file)
        if not lesson:
            raise Stop(f"`{kind}` stands in the page of a lesson that has rooms")
        if kind == "files":
            return room_pages.table(lesson, self.root)
        return _fenced("text", "\n".join(room_pages.picture(lesson)))

    def _lesson_of(self, file: Path) -> rooms.Lesson | None:
        found = rooms.lessons(self.root) if file.name == "README.md" else []
        return next((one for one in found if one.rooms and one.folder == file.resolve().parent), None)

    def _region_block(self, words: str, file: Path) -> list[str]:
        path, _, name = words.partition(" ")
        name = name.strip().removeprefix("[").removesuffix("]")
        if not name:
            raise Stop("malformed directive: write <!-- weave: region FILE NAME -->")
        source = (self.root / path).resolve()
        if not source.is_file() or not source.is_relative_to(self.root):
            raise Stop(f"there is no file {path} in the course: mend the directive's path")
        found = self._regions_of(source)
        if name not in found:
            known = ", ".join(sorted(found)) or "none"
            raise Stop(
                f"{path} has no region [{name}] (it has: {known}): mend the name or set the markers"
            )
        here = relative(file, self.root)
        link = posixpath.relpath(path, posixpath.dirname(here) or ".")
        number = exercise_table.exercise_of(file, source, name)
        note = f". [Exercise {number}](#exercises): write yours before you read this" if number else ""
        return [
            f"*From [{path}]({link}): {name}{note}*",
            "",
            *_fenced(LANGUAGES.get(source.suffix, "text"), found[name].text),
        ]

    def _output_block(self, words: str) -> list[str] | None:
        command = Command.parse(words)
        if self.runner is None:
            return None
        text = mask(self.runner.output(command))
        caption = ["Output of a run"]
        if command.server:
            caption.append(f"while `build/dev/bin/{' '.join(command.server)}` ran")
        if command.stop:
            caption.append("then stopped")
        if command.exit:
            caption.append(f"exit status {command.exit}")
        return [
            f"*{', '.join(caption)}*",
            "",
            *_fenced("console", f"$ {command.shown()}" + ("\n" + text if text else "")),
        ]

    def _regions_of(self, source: Path) -> dict[str, regions.Region]:
        if source not in self._files:
            self._files[source], wrong = regions.scan(source, self.root)
            self.problems += wrong
        return self._files[source]

    def _check_typed(self, page: Page, owned: set[int], shown: str) -> None:
        for fence in page.fences:
            if fence.open not in owned and fence.language not in HAND_TYPED:
                kind = f"{fence.language} block" if fence.language else "block without a language"
                self.problems.append(
                    Problem(
                        shown,
                        fence.open + 1,
                        (
                            f"{kind} without a source: set a `weave: region` or `weave: output` "
                            "directive above it, or `weave: none REASON`"
                        ),
                    )
                )


def _is_none(directive: Mark) -> bool:
    return directive.words.split(" ")[0] == "none"


def _fenced(language: str, text: str) -> list[str]:
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    ticks = "`" * (longest + 1)
    return [ticks + language, *text.split("\n"), ticks]


def _drift(shown: str, directive: Mark, old: list[str], new: list[str]) -> Problem:
    if not any(old):
        return Problem(shown, directive.line + 1, f"the block is missing: {MEND}")
    number = next((n for n, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    has = f"{old[number].strip()!r}" if number < len(old) else "nothing more"
    wants = f"{new[number].strip()!r}" if number < len(new) else "nothing more"
    return Problem(
        shown,
        directive.line + 2 + number,
        (
            f"differs from its source ({directive.words}): the page has {has}, the source {wants}:"
            f" {MEND}"
        ),
    )


def _pages(root: Path) -> list[Path]:
    everything = [root / "README.md", *course.markdown_pages(root).values()]
    return [file for file in everything if file.is_file()]


def weave(
    root: Path,
    bin_folder: Path,
    write: bool,
    run: bool = True,
    pages: list[Path] | None = None,
) -> list[Problem]:
    """Checks or rewrites the pages (all, unless some are named); returns what is wrong."""
    chosen = [page.resolve() for page in pages or _pages(root)]
    weaver = Weaver(root, Runner(bin_folder, root) if run else None)
    for file in chosen:
        weaver.weave(file, write)
    if not write:
        weaver.check_regions()
        weaver.check_claims(chosen)
        weaver.check_facts(chosen)
    return weaver.problems


def check_marks(root: Path, build: Path) -> list[Problem]:
    """Looks up the tests that the pages name in a build that has all of them, as CI does."""
    weaver = Weaver(root, None)
    weaver.check_claims(_pages(root), build)
    return weaver.problems


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description="Keeps code and outputs in the pages equal to their sources."
    )
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument(
        "--check", action="store_true", help="compare; exit status 1 if something differs"
    )
    mode.add_argument(
        "--marks",
        type=Path,
        metavar="BUILD",
        help="look up the tests that the pages name with CTest, in a build that has all tests",
    )
    mode.add_argument(
        "--unjudged", action="store_true", help="list the marks that are new or were changed since they were judged; when all are judged: --judged"
    )
    mode.add_argument(
        "--judged",
        action="store_true",
        help="take these for judged, see doctools/judged.py",
    )
    mode.add_argument("--write", action="store_true", help="rewrite the blocks")
    parser.add_argument(
        "--bin",
        type=Path,
        metavar="DIR",
        help="the programs (else build/dev/bin)",
    )
    parser.add_argument(
        "--no-run", action="store_true", help="run no program: compare no outputs"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE", help="only these pages")
    options = parser.parse_args(arguments)
    for page in options.pages:
        if not page.is_file():
            parser.error(f"{page}: no such page")
    if options.marks:
        return report(check_marks(options.root, options.marks.resolve()))
    if options.unjudged or options.judged:
        root = options.root.resolve()
        if options.judged:
            judged.accept(root, _pages(root))
        return report(judged.faults(root, _pages(root)))
    bin_folder = options.bin or options.root / "build" / "dev" / "bin"
    return report(
        weave(options.root, bin_folder.resolve(), options.write, not options.no_run, options.pages)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
