"""Cost cards, the comparison and the page about one machine: made from the results of a run."""

import json
import os
import unittest
from unittest import mock

from fixture import CourseTest  # first: sets the path to the tools
from doctools import cost_pages
from doctools.costs import Costs, lines_of_code

MACHINE = {"cpu": "Test CPU", "cores": 2, "kernel": "Linux 6.1", "compiler": "g++ 12", "commit": "abc1234", "load": 0.5}
HEAD = {"date": "2026-01-02T03:04:05+00:00", "machine": MACHINE}
COUNTS = {**HEAD, "programs": [{"server": "03_level", "instructions": 354.4, "allocations": 0.0}],
          "calls": [{"server": "03_level", "size": 64, "active": 100,
                     "calls": {"all": 2.02, "recvfrom": 1.0, "sendto": 1.0, "epoll_wait": 0.02}}]}
ECHO = {**HEAD, "points": [
    {"size": 64, "active": 100, "idle": 0, "memory": [], "servers": {
        "03_level": {"cpu_ns_per_request": [6000, 6700, 7000], "requests_per_second": [1, 148000, 2]}}},
    {"size": 64, "active": 10, "idle": 9900, "memory": [{"server": "03_level", "bytes_per_idle": 56.2}],
     "servers": {}}]}
GROWTH = {**HEAD, "threads": {"ratio": [1.0, 1.5, 2.0]}, "series": [
    {"lesson": "03", "name": "03_level", "unit": "instructions per request", "work": "idle connections", "law": "O(1)",
     "points": [[10, 380.2], [10000, 372.5]]}]}


class CostPages(CourseTest):
    def setUp(self):
        super().setUp()
        self.write("lessons/03_epoll/README.md", "# Lesson 03\n")
        self.write("lessons/03_epoll/servers/loop.cc", "// Head.\n\nint a;\n  // why\nint b;  // behind\n")
        self.write("lessons/03_epoll/demo/demo.cc", "int shown;\n")
        for name, part in (("counts", COUNTS), ("echo", ECHO), ("growth", GROWTH)):
            self.write(f"bench/results/{name}.json", json.dumps(part))

    def made(self, name: str) -> str:
        return cost_pages.makers()[name](self.root)

    def test_a_card_has_every_cost_and_where_it_comes_from(self):
        card = self.made("costs of lesson 03")
        for row in ("| system calls per message | 2.02 |", "| waits per message (wake-ups of the loop) | 0.02 |",
                    "| instructions per message, outside of the kernel | 354 |",
                    "| heap allocations per message | 0.00 |", "| octets of memory per silent connection | 56 |",
                    "| lines of code | 2 |",
                    "- 03_level: instructions per request with 10 idle connections: 380; with 10,000: 372",
                    "Measured on 2026-01-02: Test CPU, 2 cores"):
            self.assertIn(row, card)

    def test_what_was_not_measured_is_a_dash(self):
        (self.root / "bench/results/counts.json").unlink()
        self.assertIn("| system calls per message | – |", self.made("costs of lesson 03"))

    def test_without_results_the_card_names_the_command(self):
        for file in (self.root / "bench/results").glob("*.json"):
            file.unlink()
        self.assertIn("run `./lab bench`", self.made("costs of lesson 03"))
        self.assertIn("run `./lab bench`", self.made("one machine"))

    def test_the_results_of_another_folder_can_be_shown(self):
        self.write("mine/counts.json", json.dumps({**COUNTS, "programs": [
            {"server": "03_level", "instructions": 111.0}]}))
        with mock.patch.dict(os.environ, {"NETLADDER_BENCH_RESULTS": str(self.root / "mine")}):
            self.assertIn("| 111 |", self.made("costs of lesson 03"))

    def test_the_comparison_has_a_column_for_each_server(self):
        table = self.made("comparison of costs")
        self.assertIn("| | lesson 01 | lesson 02 | lesson 03 |", table)
        self.assertIn("| system calls per message | – | – | 2.02 |", table)

    def test_one_machine_tells_what_a_loop_and_two_loops_carried(self):
        text = self.made("one machine")
        self.assertIn("| lesson 03 | 100 | 0 | 148,000 | 6.7 µs |", text)
        self.assertIn("1.50 times as many messages as one loop (the median of 3 rounds", text)

    def test_a_busy_machine_tells_counts_and_no_rates(self):
        busy = {**ECHO, "machine": {**MACHINE, "load": 9.0}}
        self.write("bench/results/echo.json", json.dumps(busy))
        text = self.made("one machine")
        self.assertIn("| lesson 03 | 100 | 56 |", text)
        self.assertIn("kept this machine busy", text)
        self.assertNotIn("148,000", text)

    def test_comments_empty_lines_and_the_demo_are_no_code(self):
        self.assertEqual(lines_of_code(self.root / "lessons/03_epoll"), 2)
        self.assertEqual(Costs(self.root).growth("01"), [])


if __name__ == "__main__":
    unittest.main()
