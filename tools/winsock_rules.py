#!/usr/bin/env python3
"""Makes the table of Winsock's rules: what each test of lesson 02 says, and whether it held in both worlds.

    winsock_rules.py EMULATION_RESULTS WINE_RESULTS OUTPUT

The first two are results of GoogleTest (--gtest_output=xml:FILE) of the same test program, once on the
emulation and once as a Windows program under Wine. The output is Markdown, for the site; nobody commits it.
`cmake --build --preset dev --target winsock_rules` runs both programs and this tool.

The tests name their rules in comments, `// Rule W49.`, which hold for the tests below until the next one.
A test that asks for the current profile checks a behaviour on which the worlds differ.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests" / "02_wsaeventselect"
RULE = re.compile(r"^// Rules? ((?:W\d+(?:, | and )?)+)")
TEST = re.compile(r"^TEST(?:_F|_P)?\((\w+), (\w+)\)")
BY_PROFILE = re.compile(r"\b(WorldProfile|ForEachProfile|profile)\b")


@dataclass
class Row:
    """One test."""

    rule: str          # W49, or nothing
    test: str          # Suite.Name
    by_profile: bool   # the worlds differ here


def rows_of(source: str) -> list[Row]:
    """The tests of one file, with the rule they stand under."""
    rows: list[Row] = []
    rule = ""
    for line in source.splitlines():
        if match := RULE.match(line):
            rule = match[1].strip()
        elif match := TEST.match(line):
            rows.append(Row(rule, f"{match[1]}.{match[2]}", False))
        elif rows and BY_PROFILE.search(line):
            rows[-1].by_profile = True
    return rows


def results_of(file: Path) -> dict[str, str]:
    """Suite.Name -> holds, FAILS, or skipped with its reason."""
    results: dict[str, str] = {}
    for case in ElementTree.parse(file).getroot().iter("testcase"):
        # A test with parameters is Instance/Suite.Name/0, /1 …: it holds if all of them hold.
        name = f"{case.get('classname').split('/')[-1]}.{case.get('name').split('/')[0]}"
        if results.get(name, "holds") != "holds":
            continue
        skipped = case.find("skipped")
        if case.find("failure") is not None:
            results[name] = "**FAILS**"
        elif skipped is not None or case.get("status") == "notrun":
            results[name] = "skipped"
        else:
            results[name] = "holds"
    return results


def sentence(name: str) -> str:
    """FdWrite.StaysSilentAfterASend -> FdWrite stays silent after a send."""
    suite, test = name.split(".")
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", test)
    return f"{suite}: " + " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)


def table(rows: list[Row], emulation: dict[str, str], wine: dict[str, str]) -> str:
    """The Markdown table. A test that one world did not run is a mistake, not an empty cell."""
    lines = ["| rule | statement | emulation | Wine |", "|---|---|---|---|"]
    for row in rows:
        cells = []
        for world, results in (("emulation", emulation), ("Wine", wine)):
            if row.test not in results:
                raise SystemExit(f"winsock_rules: the results of {world} have no test {row.test}")
            differs = row.by_profile and results[row.test] == "holds"
            cells.append("differs as expected" if differs and world == "Wine" else results[row.test])
        lines.append(f"| {row.rule} | {sentence(row.test)} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    if len(arguments) != 3:
        print("usage: winsock_rules.py EMULATION_RESULTS WINE_RESULTS OUTPUT", file=sys.stderr)
        return 2
    emulation, wine = (results_of(Path(argument)) for argument in arguments[:2])
    rows = [row for file in sorted(TESTS.glob("*_test.cc"))
            for row in rows_of(file.read_text(encoding="utf-8")) if row.rule]
    Path(arguments[2]).write_text(table(rows, emulation, wine), encoding="utf-8")
    print(f"winsock_rules: {len(rows)} tests of rules, {sum(row.by_profile for row in rows)} where the worlds differ")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
