"""The last result of every test, from what CTest left in the build folders."""

import re
from pathlib import Path

WORLDS = {
    "dev": "Linux",
    "tsan": "Linux, thread sanitizer",
    "mingw": "Windows program under Wine",
}
LINE = re.compile(r"^\[ +(OK|FAILED|SKIPPED) +\] ([\w./<>:]+)(?: \(\d+ ms\)|, where|$)", re.MULTILINE)
WHOLE = re.compile(
    r'^\d+/\d+ Test: (\S+)$.*?^Test (Passed|Failed)', re.MULTILINE | re.DOTALL
)
WORDS = {"OK": "passed", "Passed": "passed", "FAILED": "failed", "Failed": "failed",
         "SKIPPED": "skipped"}
BADNESS = ("passed", "skipped", "failed")


class Results:
    """What the tests said when they ran last in this folder."""

    def __init__(self, root: Path):
        self._of: dict[str, dict[str, str]] = {}  # short name -> world -> result
        for preset, world in WORLDS.items():
            log = root / "build" / preset / "Testing" / "Temporary" / "LastTest.log"
            if log.exists():
                self._read(log.read_text(encoding="utf-8", errors="replace"), world)

    def of(self, test: str) -> dict[str, str]:
        """World -> passed, skipped or failed; empty if the test has not run here."""
        return self._of.get(test, {})

    def _read(self, log: str, world: str) -> None:
        for result, name in LINE.findall(log):
            self._note(_short(name), world, WORDS[result])
        for name, result in WHOLE.findall(log):
            self._note(name, world, WORDS[result])

    def _note(self, name: str, world: str, result: str) -> None:
        """A test with parameters has many results: the worst one counts."""
        worlds = self._of.setdefault(name, {})
        worlds[world] = max(worlds.get(world, "passed"), result, key=BADNESS.index)


def _short(name: str) -> str:
    """Instance/Suite.Name/0 and Suite/0.Name are Suite.Name."""
    suite, _, test = name.partition(".")
    parts = [part for part in suite.split("/") if not part.isdigit()]
    return f"{parts[-1]}.{test.split('/')[0]}" if test else name
