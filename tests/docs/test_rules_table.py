import tempfile
import unittest
from pathlib import Path

import fixture  # noqa: F401  (puts tools/ on the path)
from doctools import rules_table
from test_winsock_rules import HEADER, RULES, SOURCE

LOG = """[       OK ] FdWrite.StaysSilentAfterASend (0 ms)
[       OK ] FdWrite.DiffersInSomeWorlds (0 ms)
[  FAILED  ] FdWrite.X4IsAnExperiment (0 ms)
"""
WINE = """<testsuites><testcase classname="FdWrite" name="DiffersInSomeWorlds" status="run"/></testsuites>"""


class RulesTable(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("tests/02_wsaeventselect/winsock/rules.txt", RULES)
        self.write("tests/02_wsaeventselect/winsock/write_test.cc", SOURCE)
        self.write("lessons/02_wsaeventselect/emulation/winsock_profile.h", HEADER)

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def test_a_world_that_was_not_run_is_named(self):
        made = rules_table.made(self.root)
        self.assertIn("tests were **not run** in the world of the emulation", made)
        self.assertIn("tests were **not run** in the world of Wine", made)
        self.assertIn("| 1 | not run in this build | not run in this build |", made)

    def test_results_come_from_what_each_world_has_left(self):
        self.write("build/dev/Testing/Temporary/LastTest.log", LOG)
        self.write(rules_table.WINE, WINE)
        made = rules_table.made(self.root)
        self.assertIn("In this build 3 of 3 tests about rules have a result in the world of the emulation", made)
        self.assertIn("In this build 1 of 3 tests about rules have a result in the world of Wine", made)
        self.assertIn("| W1 | Silence after a send. | 3 | **FAILS** | not run in this build |", made)
        self.assertIn("| 1 | holds | differs as expected: `may_differ` is false |", made)


if __name__ == "__main__":
    unittest.main()
