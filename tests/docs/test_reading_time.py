"""A page is read in the time it states."""

import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from doctools import reading_time  # noqa: E402


class MinutesTest(unittest.TestCase):
    def test_150_words_are_a_minute(self):
        self.assertEqual(reading_time.minutes("word " * 1500), 10)

    def test_a_line_of_code_is_three_words(self):
        code = "```cpp\n" + "int a_long_line = with(many, more, words);\n" * 500 + "```\n"
        self.assertEqual(reading_time.minutes(code), 10)

    def test_what_readers_do_not_see_takes_no_time(self):
        self.assertEqual(reading_time.minutes("<!-- " + "word " * 1500 + "-->\nword"), 5)


class FaultsTest(unittest.TestCase):
    def faults_of(self, text: str) -> list[tuple[int, str]]:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "README.md"
            page.write_text(text, encoding="utf-8")
            return reading_time.faults(page)

    def test_the_right_time_is_no_fault(self):
        self.assertEqual(self.faults_of("# A\n\nTime: about 10 minutes to read.\n" + "word " * 1490), [])

    def test_a_page_that_has_grown_is_told_its_time(self):
        text = "# A\n\nTime: about 10 minutes to read.\n" + "word " * 3000
        self.assertEqual(self.faults_of(text), [(3, "says 10 minutes to read, but takes 20")])

    def test_a_lesson_states_the_time_of_its_exercises_and_half_an_hour_for_the_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            lab = Path(folder) / "lab.toml"
            lab.write_text("[[exercise]]\nminutes = 60\n[[exercise]]\nminutes = 50\n", encoding="utf-8")
            page = Path(folder) / "README.md"
            text = "Time: about 10 minutes to read, and {} hours for the runs and exercises.\n" + "word " * 1480
            page.write_text(text.format("2.5"), encoding="utf-8")
            self.assertEqual(reading_time.faults(page), [])
            page.write_text(text.format("1"), encoding="utf-8")
            wrong = "says 1 hours for the runs and exercises, but they take 2.5"
            self.assertEqual(reading_time.faults(page), [(1, wrong)])

    def test_a_page_may_state_no_time(self):
        self.assertEqual(self.faults_of("word " * 3000), [])


if __name__ == "__main__":
    unittest.main()
