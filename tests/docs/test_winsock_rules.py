import tempfile
import unittest
from pathlib import Path

import fixture  # noqa: F401  (puts tools/ on the path)
import winsock_rules


SOURCE = """// Rule W1.
TEST_F(FdWrite, StaysSilentAfterASend) {}
TEST_F(FdWrite, DiffersInSomeWorlds) { EXPECT_TRUE(WorldProfile().x); }
  EXPECT_EQ(WorldProfile().y, 1);
// Rules W2 and W3.
TEST_P(FdRead, Holds) {}
"""


class WinsockRules(unittest.TestCase):
    def results(self, *cases: str) -> dict[str, str]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "results.xml"
            file.write_text("<testsuites>" + "".join(cases) + "</testsuites>", encoding="utf-8")
            return winsock_rules.results_of(file)

    def test_tests_stand_under_the_rule_above_them(self):
        rows = winsock_rules.rows_of(SOURCE)
        self.assertEqual([row.rule for row in rows], ["W1", "W1", "W2 and W3"])
        self.assertEqual([row.by_profile for row in rows], [False, True, False])

    def test_a_test_with_parameters_holds_if_all_of_them_do(self):
        results = self.results(
            '<testcase classname="All/FdRead" name="Holds/0" status="run"/>',
            '<testcase classname="All/FdRead" name="Holds/1" status="run"><failure/></testcase>',
            '<testcase classname="All/FdRead" name="Holds/2" status="run"/>',
            '<testcase classname="FdWrite" name="A" status="run"><skipped message="why"/></testcase>',
        )
        self.assertEqual(results, {"FdRead.Holds": "**FAILS**", "FdWrite.A": "skipped"})

    def test_a_test_without_a_result_is_a_mistake(self):
        with self.assertRaises(SystemExit):
            winsock_rules.table(winsock_rules.rows_of(SOURCE), {}, {})

    def test_differences_are_named_only_where_they_are_expected(self):
        rows = winsock_rules.rows_of(SOURCE)
        held = {row.test: "holds" for row in rows}
        lines = winsock_rules.table(rows, held, held).splitlines()
        self.assertEqual(lines[2], "| W1 | FdWrite: stays silent after a send | holds | holds |")
        self.assertIn("| holds | differs as expected |", lines[3])


if __name__ == "__main__":
    unittest.main()
