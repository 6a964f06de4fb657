"""Claims and the tests that prove them: `<!-- test: Suite.Name lessonNN -->` behind a statement."""

import difflib
import fnmatch
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .problems import Stop

TEST_FILES = ("*.cc",)
DEFINITION = re.compile(r"^(?:TYPED_)?TEST(?:_[FP])?\(\s*(\w+)\s*,\s*(\w+)\s*\)", re.MULTILINE)
ADDED = re.compile(r"add_test\(NAME ([\w.]+)")
CONTRACT_LABELS = ("lesson01", "lesson02", "lesson03", "lesson04")


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
    """The tests of the course, with their labels."""

    def __init__(self, labels_of: dict[str, set[str]]):
        self.labels_of = labels_of

    @staticmethod
    def from_sources(root: Path) -> "TestList":
        """Reads the tests' sources. It needs no build, and believes what they say."""
        labels_of: dict[str, set[str]] = {}
        for file in sorted((root / "tests").rglob("*")):
            folder = file.relative_to(root / "tests").parts[0]
            lesson = re.match(r"(\d\d)_", folder)
            if folder == "contract":
                labels = set(CONTRACT_LABELS)
            else:
                labels = {f"lesson{lesson[1]}"} if lesson else {folder}
            if file.suffix == ".cc":
                for test in DEFINITION.finditer(file.read_text(encoding="utf-8")):
                    labels_of.setdefault(f"{test[1]}.{test[2]}", set()).update(labels)
            elif file.name in ("CMakeLists.txt", "servers.cmake"):
                for test in ADDED.finditer(file.read_text(encoding="utf-8")):
                    labels_of.setdefault(test[1], set()).update(labels)
        return TestList(labels_of)

    @staticmethod
    def from_build(build: Path) -> "TestList":
        """Asks CTest, and the test programs that it would start. Raises Stop with one line."""
        if not (build / "CTestTestfile.cmake").is_file():
            raise Stop(
                f"the tests named by the pages cannot be looked up: {build} has no CTest files; "
                "run `cmake --preset dev && cmake --build --preset dev` first"
            )
        run = _output(["ctest", "--test-dir", str(build), "--show-only=json-v1"])
        try:
            return TestList.from_ctest(json.loads(run)["tests"])
        except ValueError:
            raise Stop(f"ctest cannot list the tests of {build}: {run[:200]!r}") from None

    @staticmethod
    def from_ctest(tests: list[dict], list_tests=None) -> "TestList":
        """From the `tests` of CTest's JSON. `list_tests` gives what a GoogleTest program lists."""
        list_tests = list_tests or (lambda program: _output([program, "--gtest_list_tests"]))
        listed: dict[str, list[str]] = {}  # program -> full names of its tests
        labels_of: dict[str, set[str]] = {}
        for test in tests:
            labels = {
                label
                for entry in test.get("properties", [])
                if entry["name"] == "LABELS"
                for label in entry["value"]
            }
            names = [test["name"]]
            command = test.get("command", [])
            choice = next((word for word in command if word.startswith("--gtest_filter=")), None)
            if choice:
                if command[0] not in listed:
                    listed[command[0]] = _tests_in(list_tests(command[0]))
                pattern = choice.partition("=")[2]
                names += [name for name in listed[command[0]] if fnmatch.fnmatchcase(name, pattern)]
            for name in (short for full in names for short in _names(full)):
                labels_of.setdefault(name, set()).update(labels)
        return TestList(labels_of)

    def error(self, test: str, label: str) -> str | None:
        """What is wrong with a mark, or None."""
        if test not in self.labels_of:
            near = difflib.get_close_matches(test, self.labels_of, 1)
            hint = (
                f"; did you mean {near[0]}?"
                if near
                else ": the tests stand in tests/"
            )
            return f"no test is called {test}{hint}"
        if label not in self.labels_of[test]:
            known = ", ".join(sorted(self.labels_of[test])) or "no label"
            return f"test {test} has not the label {label} but {known}"
        return None


def _output(command: list[str]) -> str:
    try:
        run = subprocess.run(
            command, timeout=300, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Stop(f"{command[0]} cannot list its tests: {error}") from None
    if run.returncode != 0:
        reason = (run.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Stop(f"{command[0]} cannot list its tests: {reason}")
    return run.stdout


def _tests_in(output: str) -> list[str]:
    """The full names in what --gtest_list_tests prints."""
    names, suite = [], ""
    for line in output.splitlines():
        word = line.split("#")[0].strip()
        if line.startswith("  "):
            names.append(suite + word)
        elif word.endswith("."):
            suite = word
    return names


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


def source_of(test: str, root: Path, label: str = "") -> tuple[Path, int, str] | None:
    """File, first line (from 1) and code of a GoogleTest, or None for another kind of test.

    Two lessons may have tests of the same name: the label says whose is meant.
    """
    suite, _, name = test.partition(".")
    pattern = re.compile(
        rf"^(?:TYPED_)?TEST(?:_[FP])?\(\s*{re.escape(suite)}\s*,\s*{re.escape(name)}\s*\)"
        r".*?^\}",
        re.MULTILINE | re.DOTALL,
    )
    for kind in TEST_FILES:
        files = sorted((root / "tests").rglob(kind))
        own = f"{label.removeprefix('lesson')}_"
        files.sort(key=lambda file: not file.relative_to(root / "tests").parts[0].startswith(own))
        for file in files:
            text = file.read_text(encoding="utf-8")
            if match := pattern.search(text):
                return file, text.count("\n", 0, match.start()) + 1, match[0]
    return None
