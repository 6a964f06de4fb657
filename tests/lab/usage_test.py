"""./lab and its command line: exit codes, usage, verbs that are not there yet."""

import unittest

from sandbox import Sandbox


class Usage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.close)

    def assert_usage_error(self, result):
        self.assertEqual(result.returncode, 2)
        self.assertEqual(result.stdout, "")
        self.assertIn("Usage: ./lab VERB", result.stderr)

    def test_no_verb_is_a_usage_error(self):
        self.assert_usage_error(self.sandbox.lab())

    def test_an_unknown_verb_is_a_usage_error_that_names_the_verb(self):
        result = self.sandbox.lab("fly")
        self.assert_usage_error(result)
        self.assertIn("'fly'", result.stderr.splitlines()[0])

    def test_a_wrong_lesson_is_a_usage_error_that_names_it(self):
        for verb in ("run", "test"):
            for lesson in ("00", "06", "six", "03_poll", "", "1 2", "*"):
                with self.subTest(verb=verb, lesson=lesson):
                    result = self.sandbox.lab(verb, lesson)
                    self.assert_usage_error(result)
                    self.assertIn(f"no lesson '{lesson}'", result.stderr)

    def test_too_many_arguments_are_a_usage_error(self):
        for arguments in (("run", "01", "02"), ("test", "01", "02"), ("test", "--all", "1", "2"), ("test", "--every"), ("doctor", "now"),
                          ("docs", "--wave"), ("docs", "--weave", "01")):
            with self.subTest(arguments=arguments):
                self.assert_usage_error(self.sandbox.lab(*arguments))

    def test_help_is_printed_on_stdout_and_is_no_error(self):
        for arguments in (("--help",), ("-h",), ("help",), ("run", "--help"), ("start", "--help")):
            with self.subTest(arguments=arguments):
                result = self.sandbox.lab(*arguments)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assertIn("Usage: ./lab VERB", result.stdout)

    def test_bench_refuses_what_it_does_not_know(self):
        for arguments in (("bench", "01"), ("bench", "echo", "ws"), ("bench", "--slow"), ("bench", "")):
            with self.subTest(arguments=arguments):
                result = self.sandbox.lab(*arguments)
                self.assert_usage_error(result)
                self.assertRegex(result.stderr.splitlines()[0], "bench knows echo|too many arguments")

    def test_the_verbs_of_the_labs_refuse_what_they_do_not_know(self):
        for arguments in (("start",), ("start", "06"), ("check", "01", "2", "3"), ("hint", "01", "--yes"), ("solve",),
                          ("diff", "01", "--yes"), ("reset", "01", "--anyway"), ("status", "01"), ("hunt", "01", "--json")):
            with self.subTest(arguments=arguments):
                self.assert_usage_error(self.sandbox.lab(*arguments))

    def test_check_of_a_lesson_that_was_not_started_names_the_next_command(self):
        self.sandbox.keep_rows("cmake", "ninja", "g++")
        result = self.sandbox.lab("check", "01")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertEqual(result.stderr, "lab: you have not started this lesson yet: ./lab start 01\n")

    def test_usage_names_each_verb_of_the_contract(self):
        usage = self.sandbox.lab("--help").stdout
        for verb in ("run", "test", "docs", "doctor", "start", "check", "hint", "diff", "reset",
                     "status", "watch", "solve", "hunt", "bench"):
            self.assertIn(verb, usage)


if __name__ == "__main__":
    unittest.main()
