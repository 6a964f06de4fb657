"""The table "rule × world" of lesson 02, from the last results of both worlds in this build.

The emulation's results are in CTest's log of build/dev, Wine's in the file that the Windows program of the
tests leaves in build/mingw. A world that was not run is named: no cell says more than was seen.
"""

from pathlib import Path

import winsock_rules

from .results import Results

WORDS = {"passed": "holds", "failed": "**FAILS**", "skipped": "skipped"}
WINE = "build/mingw/02_wsaeventselect_test.xml"


def made(root: Path) -> str:
    """A sentence about each world, and the table."""
    rules, cases, _, profiles = winsock_rules.load(root)
    names = {case.name for case in cases if case.rules}
    emulation = _emulation(root, names)
    wine = winsock_rules.results_of(root / WINE) if (root / WINE).is_file() else {}
    sentences = [
        _sentence("the emulation", emulation, names),
        _sentence("Wine", wine, names),
    ]
    table = winsock_rules.table(rules, cases, profiles, emulation, wine)
    return "\n".join([*sentences, "", table.rstrip("\n")])


def _emulation(root: Path, names: set[str]) -> dict[str, str]:
    results = Results(root)
    found = {name: results.of(name).get("Linux") for name in names}
    return {name: WORDS[result] for name, result in found.items() if result}


def _sentence(world: str, results: dict[str, str], names: set[str]) -> str:
    ran = len(names & results.keys())
    if not ran:
        return f"- In this build the tests were **not run** in the world of {world}."
    return f"- In this build {ran} of {len(names)} tests about rules have a result in the world of {world}."
