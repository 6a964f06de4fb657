"""The plots: what gnuplot is told. (gnuplot itself is not needed.)"""

import unittest

import fixture
import figures
import plots
from results import Results

SIGNALS = {"signals": {"rounds": 1, "benchmarks": [
    {"name": f"emit/{name}/{slots}", "times": [slots + 1.0]}
    for slots in (10, 0, 9) for name in ("lesson04_compact", "direct")]}}


class Plots(unittest.TestCase):
    def test_the_points_of_a_line_are_in_order(self):
        script = plots.signals_plots(Results(SIGNALS))["signals"]
        self.assertIn("0.0 1.0\n9.0 10.0\n10.0 11.0\n", script)

    def test_lessons_are_drawn_strongly_and_peers_with_dashes(self):
        script = plots.signals_plots(Results(SIGNALS))["signals"]
        self.assertRegex(script, "dashtype 1 [^,]*title 'lesson04_compact'")
        self.assertRegex(script, "dashtype 2 [^,]*title 'direct'")
        self.assertTrue(plots.is_ours("03_edge"))

    def test_a_bar_has_its_minimum_and_maximum(self):
        script = plots.bars_script("title", "ns", [("direct", figures.spread([1.0, 2.0, 4.0]))])
        self.assertIn('0 "direct" 2.0 1.0 4.0 3\n', script)

    def test_idle_connections_are_drawn_over_all_connections(self):
        none = fixture.echo({"epoll_lt": [1000], "03_edge": [2000]}, 10, 0)
        many = fixture.echo({"epoll_lt": [1000], "03_edge": [3000]}, 10, 990)
        subjects = {"echo": {**none, "points": none["points"] + many["points"]}}
        script = plots.echo_plots(Results(subjects))["cpu_by_idle"]
        self.assertIn("10 2.0\n1000 3.0\n", script)
        self.assertIn("set logscale xy", script)


if __name__ == "__main__":
    unittest.main()
