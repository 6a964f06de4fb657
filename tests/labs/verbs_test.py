"""hint, diff, status, and the words for those who call a verb too early or wrongly."""

import json
import os
import pathlib
import socket
import subprocess
import sys
import unittest
from unittest import mock

from fake import FakeCourse, lab_verbs


class VerbsTest(unittest.TestCase):
    def setUp(self):
        self.course = FakeCourse()
        self.addCleanup(self.course.close)

    def test_every_verb_before_start_names_start(self):
        for verb in ("check", "hint", "diff", "reset", "solve", "watch"):
            with self.subTest(verb=verb):
                status, text = self.course.run(verb, "01", "1")
                self.assertEqual(status, 1)
                self.assertIn("./lab start 01", text)

    def test_unknown_lessons_and_exercises_are_named(self):
        self.course.run("start", "01")
        self.assertEqual(self.course.run("start", "07")[0], 1)
        status, text = self.course.run("hint", "01", "9")
        self.assertEqual(status, 1)
        self.assertIn("no exercise '9' (it has 1 to 2)", text)

    def test_each_hint_adds_one_and_the_last_one_stays(self):
        self.course.run("start", "01")
        for shown in (1, 2, 3, 3):
            status, text = self.course.run("hint", "01", "1")
            self.assertEqual(status, 0)
            self.assertEqual(text.count("\nhint "), shown)
        self.assertIn("./lab solve 01 1", text)

    def test_hints_without_a_number_are_about_the_first_open_exercise(self):
        self.course.run("start", "01")
        self.assertIn("Exercise 1: Add two numbers", self.course.run("hint", "01")[1])

    def test_diff_is_refused_until_the_exercise_was_tried(self):
        self.course.run("start", "01")
        status, text = self.course.run("diff", "01", "1")
        self.assertEqual(status, 1)
        self.assertIn("not been tried yet", text)
        self.assertNotIn("a + b", text)
        status, text = self.course.run("diff", "01", "1", "--anyway")
        self.assertEqual(status, 0)
        self.assertIn("+  return a + b;", text)

    def test_diff_of_one_exercise_does_not_give_away_the_others(self):
        self.course.run("start", "01")
        text = self.course.run("diff", "01", "1", "--anyway")[1]
        self.assertIn("+  return a + b;", text)
        self.assertNotIn("Add(a, a)", text)

    def test_who_stops_reading_our_output_gets_no_complaint(self):
        self.course.run("start", "01")
        reader, writer = os.pipe()
        os.close(reader)
        run = subprocess.run([sys.executable, "-B", lab_verbs.__file__, "--root", self.course.root, "status"],
                             stdout=writer, stderr=subprocess.PIPE, check=False)
        os.close(writer)
        self.assertEqual(run.stderr, b"")

    def test_diff_after_solve_says_that_both_are_the_same(self):
        self.course.run("start", "01")
        self.course.run("solve", "01", "1")
        self.course.run("solve", "01", "2")
        status, text = self.course.run("diff", "01")
        self.assertEqual((status, text), (0, "Yours is the same as the course's.\n"))

    def test_status_names_the_next_step_and_its_time(self):
        text = self.course.run("status")[1]
        self.assertIn("not started", text)
        self.assertIn("about 5 minutes: ./lab start 01", text)
        self.course.run("start", "01")
        self.assertIn("./lab check 01 1", self.course.run("status")[1])

    def test_status_as_json_has_each_exercise(self):
        self.course.run("start", "01")
        self.course.run("hint", "01", "2")
        state = json.loads(self.course.run("status", "--json")[1])
        self.assertEqual(state["lessons"][0]["exercises"][1]["hints"], 1)
        self.assertEqual(state["next"]["command"], "./lab check 01 1")

    def test_a_damaged_state_file_is_named_and_code_stays(self):
        self.course.run("start", "01")
        (self.course.work / ".lab/state.json").write_text("{")
        status, text = self.course.run("hint", "01")
        self.assertEqual(status, 1)
        self.assertIn("state.json is damaged", text)

    def test_no_verb_opens_a_network_connection(self):
        with mock.patch.object(socket, "socket", side_effect=AssertionError("the network was used")):
            for words in (("start", "01"), ("hint", "01"), ("diff", "01", "--anyway"), ("solve", "01", "1"), ("reset", "01", "--yes"), ("status",)):
                self.assertIn(self.course.run(*words)[0], (0, 1))

    def test_check_without_a_build_says_what_is_missing(self):
        self.course.run("start", "01")
        status, text = self.course.run("check", "01")
        self.assertEqual(status, 1)
        self.assertIn("not configured", text)

    def test_watch_ends_at_the_end_of_its_input(self):
        self.course.run("start", "01")
        source = pathlib.Path(self.course.root, "input")
        source.write_text("")
        with source.open() as empty, mock.patch("labs.verbs.run_check", return_value=1):
            with mock.patch("labs.watch.sys.stdin", empty):
                from labs import watch
                from labs.course import Course
                from labs.workcopy import WorkCopy
                copy = WorkCopy(Course(self.course.root, self.course.root / "build").lesson("01"))
                self.assertEqual(watch.watch(copy, "1"), 0)


if __name__ == "__main__":
    unittest.main()
