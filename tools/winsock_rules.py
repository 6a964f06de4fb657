#!/usr/bin/env python3
"""Holds lesson 02's list of Winsock rules, its tests and its profiles against each other.

    winsock_rules.py check PROGRAM [ARGUMENT…]
        Every rule is named by a test and every difference by a flag, and PROGRAM, the test program of one
        world (perhaps with Wine in front), has exactly the tests that the sources have. Both worlds run it,
        so both have the same tests, but for those of two rooms: the parts of the emulation are in one world
        only, and the tests of the smallest program start it, which no test does under Wine. Exit code 1, and
        one line for each mistake, if not.

The rules are in tests/02_wsaeventselect/winsock/rules.txt, which also says how a test names its rules.
"""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = "tests/02_wsaeventselect"
PROFILES = "lessons/02_wsaeventselect/emulation/winsock_profile.h"
ROOMS_OF_ONE_WORLD = ("emulation", "smallest")
NOT_RUN = "not run in this build"

IDS = r"((?:[WLR]\d+(?:, | and )?)+)"
STANDING = re.compile(rf"^//+ Rules? {IDS}")
ALSO = re.compile(rf"^//+ Also rules? {IDS}")
BEYOND = re.compile(r"^//+ Beyond the rules\.")
TEST = re.compile(r"^TEST(?:_F|_P)?\((\w+), (\w+)\)")
EXPERIMENT = re.compile(r"^(X\d+)[A-Z]")


@dataclass
class Rule:
    """One line of rules.txt."""

    id: str           # W49
    kinds: list[str]  # portable, open, or names of flags
    statement: str    # a sentence

    @property
    def flags(self) -> list[str]:
        return [kind for kind in self.kinds if kind not in ("portable", "open")]


@dataclass
class Case:
    """One test of the sources, and the rules it is about."""

    name: str                                       # Suite.Name
    rules: list[str]                                # ids
    text: list[str] = field(default_factory=list)   # its lines, and those between its rule and it


@dataclass
class Profiles:
    """The flags of winsock_profile.h."""

    default: dict[str, str]  # flag -> value
    wine: dict[str, str]     # the same for Wine 8.0


def rules_of(text: str) -> list[Rule]:
    """The lines of rules.txt."""
    rules = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, kinds, statement = (part.strip() for part in line.split("|", 2))
            rules.append(Rule(name, [kind.strip() for kind in kinds.split(",")], statement))
    return rules


def cases_of(source: str) -> list[Case]:
    """The tests of one file."""
    cases: list[Case] = []
    standing: list[str] = []   # rules of all tests from here on
    also: list[str] = []       # rules of the next test
    before: list[str] = []     # what stands between a rule and its tests, such as a fixture
    inside: list[str] | None = None
    for line in source.splitlines():
        if match := STANDING.match(line):
            standing, before, inside = re.findall(r"[WLR]\d+", match[1]), [], None
        elif match := ALSO.match(line):
            also, inside = re.findall(r"[WLR]\d+", match[1]), None
        elif BEYOND.match(line):
            standing, before, inside = [], [], None
        elif match := TEST.match(line):
            own = EXPERIMENT.match(match[2])
            named = standing + also + ([own[1]] if own else [])
            cases.append(Case(f"{match[1]}.{match[2]}", named, list(before)))
            also, inside = [], cases[-1].text
        else:
            (before if inside is None else inside).append(line)
    return cases


def tests_in(files: set[Path]) -> list[Case]:
    """The tests of several files."""
    return [case for file in sorted(files) for case in cases_of(file.read_text(encoding="utf-8"))]


def profiles_of(header: str) -> Profiles:
    """The values of all flags, by default and in Wine 8.0."""
    default = dict(re.findall(r"^  (?:bool|int) (\w+) = (\w+);", header, re.MULTILINE))
    body = header.split("constexpr Profile Wine8Profile() {", 1)[1].split("\n}", 1)[0]
    return Profiles(default, default | dict(re.findall(r"profile\.(\w+) = (\w+);", body)))


def plain(name: str) -> str:
    """A test with parameters is Instance/Suite.Name/0, /1 …: Suite.Name."""
    suite, test = name.split(".", 1)
    return f"{suite.split('/')[-1]}.{test.split('/')[0]}"


def listed(output: str) -> set[str]:
    """The tests that a GoogleTest program lists."""
    names, suite = set(), ""
    for line in output.splitlines():
        word = line.split("#")[0].rstrip()
        if word and not word.startswith(" "):
            suite = word
        elif word:
            names.add(plain(suite + word.strip()))
    return names


def mistakes_in(rules: list[Rule], cases: list[Case], profiles: Profiles) -> list[str]:
    """What does not fit together, one sentence each."""
    wrong = []
    known = {rule.id for rule in rules}
    for case in cases:
        wrong += [f"{case.name} names rule {id}, which the list has not" for id in case.rules if id not in known]
    for rule in rules:
        mine = [case for case in cases if rule.id in case.rules]
        if not mine and "open" not in rule.kinds:
            wrong.append(f"no test names rule {rule.id}: {rule.statement}")
        text = "\n".join(line for case in mine for line in case.text)
        for flag in rule.flags:
            if flag not in profiles.default:
                wrong.append(f"rule {rule.id}: the profiles have no flag {flag}")
            elif not re.search(rf"\b{flag}\b", text):
                wrong.append(f"rule {rule.id}: no test of it asks for the flag {flag}")
    named = {flag for rule in rules for flag in rule.flags}
    wrong += [f"no rule names the flag {flag}" for flag in profiles.default if flag not in named]
    return wrong


def results_of(file: Path) -> dict[str, str]:
    """Suite.Name -> holds, **FAILS**, or skipped. A test with parameters holds if all of them hold."""
    results: dict[str, str] = {}
    for case in ElementTree.parse(file).getroot().iter("testcase"):
        name = plain(f"{case.get('classname')}.{case.get('name')}")
        if results.get(name, "holds") != "holds":
            continue
        if case.find("failure") is not None:
            results[name] = "**FAILS**"
        elif case.find("skipped") is not None or case.get("status") == "notrun":
            results[name] = "skipped"
        else:
            results[name] = "holds"
    return results


def verdict_on(cases: list[Case], results: dict[str, str]) -> str:
    """What became of a rule's tests. One that has no result leaves the rule open, unless another one failed."""
    seen = {results.get(case.name, NOT_RUN) for case in cases}
    return next((result for result in ("**FAILS**", NOT_RUN, "holds") if result in seen), "skipped")


def table(rules: list[Rule], cases: list[Case], profiles: Profiles, emulation: dict[str, str],
          wine: dict[str, str]) -> str:
    """The Markdown table. A world that was not run has no results."""
    lines = ["| rule | statement | tests | emulation | Wine |", "|---|---|---|---|---|"]
    for rule in rules:
        mine = [case for case in cases if rule.id in case.rules]
        if not mine:
            lines.append(f"| {rule.id} | {rule.statement} | – | not asserted | not asserted |")
            continue
        there = verdict_on(mine, wine)
        differences = [f"`{flag}` is {profiles.wine[flag]}" for flag in rule.flags
                       if profiles.wine[flag] != profiles.default[flag]]
        if there == "holds" and differences:
            there = f"differs as expected: {', '.join(differences)}"
        here = verdict_on(mine, emulation)
        lines.append(f"| {rule.id} | {rule.statement} | {len(mine)} | {here} | {there} |")
    return "\n".join(lines) + "\n"


def check(rules: list[Rule], cases: list[Case], profiles: Profiles, program: list[str],
          of_one_world: frozenset[str] = frozenset()) -> int:
    """`of_one_world` are the tests that the other world may lack."""
    wrong = mistakes_in(rules, cases, profiles)
    run = subprocess.run([*program, "--gtest_list_tests"], capture_output=True, text=True, check=True)
    here, sources = listed(run.stdout) - of_one_world, {case.name for case in cases}
    wrong += [f"this world has no test {name}" for name in sorted(sources - here)]
    wrong += [f"only this world has the test {name}" for name in sorted(here - sources)]
    for mistake in wrong:
        print(f"winsock_rules: {mistake}")
    flags = sum(bool(rule.flags) for rule in rules)
    print(f"winsock_rules: {len(rules)} rules, {flags} with a flag, {len(here)} tests, {len(wrong)} mistakes")
    return 1 if wrong else 0


def load(root: Path) -> tuple[list[Rule], list[Case], frozenset[str], Profiles]:
    """The rules, the tests of both worlds, the names of those that one world may lack, and the profiles."""
    tests = root / TESTS
    rules = rules_of((tests / "winsock" / "rules.txt").read_text(encoding="utf-8"))
    rooms = {file for room in ROOMS_OF_ONE_WORLD for file in (tests / room).glob("*_test.cc")}
    cases = tests_in(set(tests.rglob("*_test.cc")) - rooms)
    of_one_world = frozenset(case.name for case in tests_in(rooms))
    return rules, cases, of_one_world, profiles_of((root / PROFILES).read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    match arguments:
        case ["check", *program] if program:
            rules, cases, of_one_world, profiles = load(ROOT)
            return check(rules, cases, profiles, program, of_one_world)
    print("usage: winsock_rules.py check PROGRAM…", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
