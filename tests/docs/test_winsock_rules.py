import tempfile
import unittest
from pathlib import Path

import fixture  # noqa: F401  (puts tools/ on the path)
import winsock_rules


RULES = """# a comment
W1 | portable | Silence after a send.
W2 | may_differ | Something that differs.
W3 | open | Nobody knows.
X4 | portable | An experiment.
"""

SOURCE = """// Rule W1.
struct Fixture {};
TEST_F(FdWrite, StaysSilentAfterASend) {}
// Also rule W2: once more.
TEST_P(FdWrite, DiffersInSomeWorlds) {
  EXPECT_TRUE(profile.may_differ);
}
TEST_F(FdWrite, X4IsAnExperiment) {}
// Beyond the rules.
TEST_F(FdWrite, HasNoRule) {}
"""

HEADER = """struct Profile {
  const char* name = "default";  // for messages
  bool may_differ = true;        // a difference
  int code = 10054;              // a number
};
constexpr Profile Wine8Profile() {
  Profile profile{.name = "wine8"};
  profile.may_differ = false;
  return profile;
}
"""


class WinsockRules(unittest.TestCase):
    def setUp(self):
        self.rules = winsock_rules.rules_of(RULES)
        self.cases = winsock_rules.cases_of(SOURCE)
        self.profiles = winsock_rules.profiles_of(HEADER)
        self.held = {case.name: "holds" for case in self.cases}

    def results(self, *cases: str) -> dict[str, str]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "results.xml"
            file.write_text("<testsuites>" + "".join(cases) + "</testsuites>", encoding="utf-8")
            return winsock_rules.results_of(file)

    def mistakes(self) -> list[str]:
        del self.profiles.default["code"]
        return winsock_rules.mistakes_in(self.rules, self.cases, self.profiles)

    def test_tests_stand_under_the_rules_that_comments_and_names_give_them(self):
        self.assertEqual([case.rules for case in self.cases], [["W1"], ["W1", "W2"], ["W1", "X4"], []])

    def test_profiles_are_the_defaults_and_what_wine_changes(self):
        self.assertEqual(self.profiles.default, {"may_differ": "true", "code": "10054"})
        self.assertEqual(self.profiles.wine, {"may_differ": "false", "code": "10054"})

    def test_a_complete_list_has_no_mistakes(self):
        self.assertEqual(self.mistakes(), [])

    def test_a_rule_without_a_test_is_a_mistake_unless_it_is_open(self):
        self.rules.append(winsock_rules.Rule("W5", ["portable"], "Forgotten."))
        self.assertEqual(self.mistakes(), ["no test names rule W5: Forgotten."])

    def test_a_test_of_an_unknown_rule_is_a_mistake(self):
        self.cases[0].rules.append("W99")
        self.assertEqual(self.mistakes(), ["FdWrite.StaysSilentAfterASend names rule W99, which the list has not"])

    def test_a_difference_that_no_test_asks_for_is_a_mistake(self):
        self.cases[1].text.clear()
        self.assertEqual(self.mistakes(), ["rule W2: no test of it asks for the flag may_differ"])

    def test_flags_without_a_rule_and_rules_with_unknown_flags_are_mistakes(self):
        self.rules[1].kinds = ["other"]
        self.assertEqual(self.mistakes(), ["rule W2: the profiles have no flag other", "no rule names the flag may_differ"])

    def test_lists_of_parameterised_tests_have_one_name_each(self):
        output = "Running main()\nFdWrite.\n  A\nEvery/FdRead.\n  B/0  # GetParam() = 1\n  B/1  # GetParam() = 2\n"
        self.assertEqual(winsock_rules.listed(output), {"FdWrite.A", "FdRead.B"})

    def test_a_test_with_parameters_holds_if_all_of_them_do(self):
        results = self.results(
            '<testcase classname="All/FdRead" name="Holds/0" status="run"/>',
            '<testcase classname="All/FdRead" name="Holds/1" status="run"><failure/></testcase>',
            '<testcase classname="All/FdRead" name="Holds/2" status="run"/>',
            '<testcase classname="FdWrite" name="A" status="run"><skipped message="why"/></testcase>',
        )
        self.assertEqual(results, {"FdRead.Holds": "**FAILS**", "FdWrite.A": "skipped"})

    def test_a_world_without_results_was_not_run(self):
        lines = winsock_rules.table(self.rules, self.cases, self.profiles, self.held, {}).splitlines()
        self.assertEqual(lines[2], "| W1 | Silence after a send. | 3 | holds | not run in this build |")
        self.assertEqual(lines[3], "| W2 | Something that differs. | 1 | holds | not run in this build |")

    def test_a_rule_holds_only_if_all_its_tests_have_run(self):
        del self.held["FdWrite.X4IsAnExperiment"]
        lines = winsock_rules.table(self.rules, self.cases, self.profiles, self.held, self.held).splitlines()
        self.assertIn("| 3 | not run in this build | not run in this build |", lines[2])

    def test_differences_are_named_only_where_they_are_expected(self):
        lines = winsock_rules.table(self.rules, self.cases, self.profiles, self.held, self.held).splitlines()
        self.assertEqual(lines[2], "| W1 | Silence after a send. | 3 | holds | holds |")
        self.assertEqual(lines[3], "| W2 | Something that differs. | 1 | holds | "
                                   "differs as expected: `may_differ` is false |")
        self.assertEqual(lines[4], "| W3 | Nobody knows. | – | not asserted | not asserted |")

    def test_a_failure_is_never_called_a_difference(self):
        failed = self.held | {"FdWrite.DiffersInSomeWorlds": "**FAILS**"}
        lines = winsock_rules.table(self.rules, self.cases, self.profiles, self.held, failed).splitlines()
        self.assertIn("| holds | **FAILS** |", lines[3])


if __name__ == "__main__":
    unittest.main()
