"""The goals: met, not met, or not measured with the reason; and every value comes from the results."""

import unittest

import fixture
import goal_table
import goals
from results import Results


def verdicts_of(subjects: dict, name: str) -> list[goals.Verdict]:
    """The verdicts of one goal."""
    wanted = [goal for goal in goal_table.GOALS if goal.name == name]
    return goals.judge_all(Results(subjects), wanted)


class Goals(unittest.TestCase):
    def word_for(self, subjects: dict, name: str, what: str) -> str:
        found = [verdict for verdict in verdicts_of(subjects, name) if what in verdict.goal.what]
        self.assertEqual(len(found), 1, f"{name} {what}")
        return found[0].words()

    def test_all_goals_of_the_course_are_there(self):
        wanted = {f"E{i}" for i in range(1, 9)} | {"W1", "W2", "W3", "S1", "S2", "S4", "S5"}
        wanted |= {f"C{i}" for i in range(1, 11)}
        self.assertEqual({goal.name for goal in goal_table.GOALS}, wanted)

    def test_where_nothing_was_measured_every_line_has_a_reason(self):
        empty = {"echo": {"points": []}, "counts": {"calls": [], "programs": []}, "ws": {"records": []}}
        empty |= {name: {"benchmarks": []} for name in ("wakeup", "signals", "frames")}
        verdicts = goals.judge_all(Results(empty), goal_table.GOALS)
        self.assertEqual(len(verdicts), len(goal_table.GOALS))
        for verdict in verdicts:
            self.assertIsNone(verdict.met)
            self.assertRegex(verdict.words(), r"^not measured here: \w+")

    def test_a_run_of_one_subject_says_nothing_about_the_others(self):
        subjects = {"counts": fixture.counts("04_epoll", 2.02, 249)}
        names = {verdict.goal.name for verdict in goals.judge_all(Results(subjects), goal_table.GOALS)}
        self.assertEqual(names, {"E2", "E3", "E4", "E7"})

    def test_the_same_number_is_met_or_not_by_its_limit(self):
        lean = {"counts": fixture.counts("04_epoll", 2.02, 249)}
        fat = {"counts": fixture.counts("04_epoll", 2.02, 251)}
        self.assertEqual(self.word_for(lean, "E3", "04_epoll"), "met")
        self.assertEqual(self.word_for(fat, "E3", "04_epoll"), "not met")

    def test_a_goal_of_at_least_is_met_from_its_limit_on(self):
        goal = goals.Goal("X", "what", ">=", 7, lambda results: (7, ""))
        self.assertTrue(goals.judge(goal, Results({})).met)
        less = goals.Goal("X", "what", ">=", 7, lambda results: (6.9, ""))
        self.assertFalse(goals.judge(less, Results({})).met)

    def test_a_rate_beside_a_peer_says_what_the_floor_reaches(self):
        rates = {"raw": 28.6, "lesson05": 21.8, "beast": 0.4, "websocketpp": 1.0}
        records = [{"client": client, "mode": "send", "size": 32, "round": 0, "msgs_per_s": rate}
                   for client, rate in rates.items()]
        verdict, = verdicts_of({"ws": {"records": records}}, "C3")
        self.assertAlmostEqual(verdict.value, 21.8)
        self.assertEqual(verdict.note, "best peer websocketpp, the floor reaches 28.6")

    def test_the_cpu_ratio_is_the_median_of_the_ratios_inside_rounds(self):
        subjects = {"echo": fixture.echo({"epoll_lt": [10, 100, 10], "03_edge": [10, 101, 30]})}
        verdict = [v for v in verdicts_of(subjects, "E1") if v.goal.what.startswith("03_edge")][0]
        self.assertAlmostEqual(verdict.value, 1.01)
        self.assertEqual(verdict.note, "worst at 100 × 64 octets")
        self.assertEqual(verdict.words(), "met")

    def test_a_peer_that_is_missing_is_the_reason(self):
        subjects = {"wakeup": {"benchmarks": [{"name": "round_trip/lesson04_wake_up", "times": [5]}],
                               "missing": [{"name": "futex", "why": "not installed"}]}}
        self.assertEqual(self.word_for(subjects, "W1", "futex"),
                         "not measured here: round_trip/futex: not installed")

    def test_what_only_wine_could_tell_is_not_measured_here(self):
        self.assertIn("Wine", self.word_for({"echo": {"points": []}}, "E8", "Winsock"))

    def test_growth_with_idle_connections_is_divided_by_that_of_the_reference(self):
        none = fixture.echo({"epoll_lt": [10], "01_poll": [20]}, 10, 0)
        many = fixture.echo({"epoll_lt": [20], "01_poll": [800]}, 10, 9900)
        subjects = {"echo": {**none, "points": none["points"] + many["points"]}}
        verdict = [v for v in verdicts_of(subjects, "E5") if v.goal.what.startswith("01_poll")][0]
        self.assertEqual((verdict.value, verdict.words()), (20, "met"))

    def test_numbers_have_three_digits(self):
        self.assertEqual([goals.number(value) for value in (0, -0.0001, 0.0123, 1.234, 12.34, 1234.5)],
                         ["0", "0", "0.012", "1.23", "12.3", "1234"])


if __name__ == "__main__":
    unittest.main()
