"""The report, made from small results."""

import unittest

import fixture
import goal_table
import goals
import report
from results import Results


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subjects = {
            "echo": fixture.echo({"epoll_lt": [1000, 1000, 1000], "libuv": [1040, 1050, 1100]}),
            "counts": fixture.counts("libuv", 2.03, 307),
            "signals": {"rounds": 3, "missing": [], "benchmarks": [
                {"name": "emit/direct/1", "times": [1.0, 1.1, 1.2]}]},
        }
        cls.results = Results(subjects)
        verdicts = goals.judge_all(cls.results, goal_table.GOALS)
        cls.text = report.write(cls.results, verdicts, fixture.MACHINE, {"echo": ["cpu.svg"]})

    def test_a_ratio_stands_there_as_minimum_median_and_maximum(self):
        self.assertIn("| libuv | 1.04 / 1.05 / 1.10 |", self.text)

    def test_every_table_names_the_machine_the_rounds_and_the_versions(self):
        captions = [line for line in self.text.splitlines() if line.startswith("Machine: Test CPU, 2 cores")]
        tables = self.text.count("| --- |")  # a table of three columns or more has it once or more
        self.assertGreaterEqual(len(captions), 6)
        self.assertGreaterEqual(tables, 6)
        self.assertTrue(any("libuv 1.44.2" in line and "Rounds: 3" in line for line in captions))

    def test_a_missing_peer_is_named_with_the_reason(self):
        self.assertIn("- Not measured: libevent (not installed)", self.text)

    def test_counts_and_tools_are_named(self):
        self.assertIn("| libuv | 2.03 | recvfrom 1.00, sendto 1.00 | 307 | 0.00 |", self.text)
        self.assertIn("counted with perf", self.text)

    def test_strace_gets_its_warning(self):
        counts = {**fixture.counts("libuv", 2.03, 307), "tool": "strace"}
        self.assertIn("strace slows", report.counts_tables(Results({"counts": counts}), fixture.MACHINE))

    def test_subjects_that_were_not_measured_have_no_section(self):
        self.assertIn("## Signals", self.text)
        self.assertNotIn("## Wake-ups", self.text)

    def test_plots_are_shown(self):
        self.assertIn("![Echo servers](cpu.svg)", self.text)

    def test_the_goals_of_its_subjects_are_in_its_table(self):
        for goal in goal_table.GOALS:
            row = f"| {goal.name} | {goal.what} |"
            (self.assertIn if goal.name[0] in "ES" else self.assertNotIn)(row, self.text)


if __name__ == "__main__":
    unittest.main()
