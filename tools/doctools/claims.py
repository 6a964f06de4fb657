"""Claims and the tests that prove them: `<!-- test: Suite.Name lessonNN -->` behind a statement."""

import difflib
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .problems import Stop

TEST_FILES = ("*.cc",)


@dataclass(frozen=True)
class Claim:
    """One mark of one page."""

    page: str  # the page's id
    line: int  # counts from 1
    test: str  # Suite.Name, or the whole name of a CTest
    label: str  # its CTest label
    text: str  # the statement in front of the mark, as Markdown

    @property
    def anchor(self) -> str:
        """The test's place on the page "Verified claims"."""
        return "verified-" + re.sub(r"\W", "-", f"{self.label}-{self.test}")


class TestList:
    """The tests CTest knows, with their labels."""

    def __init__(self, labels_of: dict[str, set[str]]):
        self.labels_of = labels_of

    @staticmethod
    def from_build(build: Path) -> "TestList":
        """Asks CTest. Raises Stop with one line that says how to mend it."""
        if not (build / "CTestTestfile.cmake").is_file():
            raise Stop(
                f"the tests named by the pages cannot be looked up: {build} has no CTest files; "
                "run `cmake --preset dev && cmake --build --preset dev` first"
            )
        try:
            run = subprocess.run(
                ["ctest", "--test-dir", str(build), "--show-only=json-v1"],
                timeout=300,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
            )
            tests = json.loads(run.stdout)["tests"] if run.returncode == 0 else None
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise Stop(f"ctest cannot list the tests of {build}: {error}") from None
        if tests is None:
            reason = (run.stderr.strip().splitlines() or ["no reason given"])[0]
            raise Stop(f"ctest cannot list the tests of {build}: {reason}")
        return TestList.from_ctest(tests)

    @staticmethod
    def from_ctest(tests: list[dict]) -> "TestList":
        """From the `tests` of CTest's JSON."""
        labels_of: dict[str, set[str]] = {}
        for test in tests:
            labels = {
                label
                for entry in test.get("properties", [])
                if entry["name"] == "LABELS"
                for label in entry["value"]
            }
            for name in _names(test["name"]):
                labels_of.setdefault(name, set()).update(labels)
        return TestList(labels_of)

    def error(self, test: str, label: str) -> str | None:
        """What is wrong with a mark, or None."""
        if test not in self.labels_of:
            near = difflib.get_close_matches(test, self.labels_of, 1)
            hint = (
                f"; did you mean {near[0]}?"
                if near
                else ": `ctest --test-dir build/dev -N` lists them all"
            )
            return f"no test is called {test}{hint}"
        if label not in self.labels_of[test]:
            known = ", ".join(sorted(self.labels_of[test])) or "no label"
            return f"test {test} has not the label {label} but {known}"
        return None


def _names(name: str) -> set[str]:
    """The names a mark may use for a CTest: its own, and Suite.Name of a GoogleTest.

    CTest's name of a GoogleTest may have words in front, and a parameterized or typed one has its
    instance around it: lesson02.Backends/Echo.SurvivesReset/epoll is Echo.SurvivesReset. A typed one
    may also have its type behind it: lesson03.Echo.SurvivesReset<l03::EdgeEchoServer>.
    """
    whole, name = name, re.sub(r"<.*>$", "", name)
    parts = name.split("/")
    names = {whole, name} | {".".join(part.split(".")[-2:]) for part in parts if "." in part}
    for before, part in zip(parts, parts[1:]):
        if "." in part:
            names.add(f"{before.split('.')[-1]}.{part.split('.')[-1]}")
    return names


def source_of(test: str, root: Path) -> tuple[Path, int, str] | None:
    """File, first line (from 1) and code of a GoogleTest, or None for another kind of test."""
    suite, _, name = test.partition(".")
    pattern = re.compile(
        rf"^(?:TYPED_)?TEST(?:_[FP])?\(\s*{re.escape(suite)}\s*,\s*{re.escape(name)}\s*\)"
        r".*?^\}",
        re.MULTILINE | re.DOTALL,
    )
    for kind in TEST_FILES:
        for file in sorted((root / "tests").rglob(kind)):
            text = file.read_text(encoding="utf-8")
            if match := pattern.search(text):
                return file, text.count("\n", 0, match.start()) + 1, match[0]
    return None
