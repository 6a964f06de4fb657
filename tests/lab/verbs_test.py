"""./lab run and ./lab test on a real build of the stand-in project, in a folder with spaces."""

import pathlib
import tempfile
import unittest

from sandbox import Sandbox

LESSONS = ["01_blocking", "02_wsaeventselect", "03_epoll", "04_dispatcher", "05_websocket"]


class Verbs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.close)
        cls.sandbox.keep_rows("cmake", "ninja", "g++")  # all that the stand-in project needs

    def demos_in(self, result):
        return [line.split()[2] for line in result.stdout.splitlines() if "demo of" in line]

    def test_run_runs_every_demo_in_order_each_under_its_heading(self):
        result = self.sandbox.lab("run")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.demos_in(result), LESSONS)
        for lesson in LESSONS:
            self.assertIn(f"── {lesson} ──\ndemo of {lesson}", result.stdout)

    def test_run_takes_a_lesson_in_three_spellings(self):
        for spelling in ("3", "03", "03_epoll"):
            with self.subTest(spelling=spelling):
                result = self.sandbox.lab("run", spelling)
                self.assertEqual((result.returncode, self.demos_in(result)), (0, ["03_epoll"]))

    def test_run_of_one_lesson_builds_only_that_lesson(self):
        fresh = Sandbox()
        self.addCleanup(fresh.close)
        fresh.keep_rows("cmake", "ninja", "g++")
        self.assertEqual(fresh.lab("run", "02").returncode, 0)
        programs = [file.name for file in (fresh.project / "build/dev/bin").iterdir()]
        self.assertEqual(programs, ["02_wsaeventselect"])

    def test_run_stops_at_the_first_demo_that_fails_and_names_it(self):
        result = self.sandbox.lab("run", BROKEN="03_epoll")
        self.assertEqual((result.returncode, self.demos_in(result)), (1, LESSONS[:3]))
        self.assertEqual(result.stderr, "lab: the demo of lesson 03_epoll failed (exit code 3)\n")

    def test_run_works_through_a_link_from_any_folder(self):
        with tempfile.TemporaryDirectory() as elsewhere:
            link = pathlib.Path(elsewhere, "a link")
            link.symlink_to(self.sandbox.project)
            self.assertEqual(self.sandbox.lab("run", "01", cwd=elsewhere).returncode, 0)
            self.assertEqual(self.sandbox.lab("run", "01", cwd=link).returncode, 0)

    def test_run_works_after_the_folder_was_renamed(self):
        moved = Sandbox()
        self.addCleanup(moved.close)
        moved.keep_rows("cmake", "ninja", "g++")
        self.assertEqual(moved.lab("run", "01").returncode, 0)
        moved.project = moved.project.rename(moved.top / "another name")
        result = moved.lab("run", "01")
        self.assertEqual((result.returncode, self.demos_in(result)), (0, ["01_blocking"]))

    def test_run_works_without_a_home_folder(self):
        self.assertEqual(self.sandbox.lab("run", "01", HOME="/nonexistent").returncode, 0)

    def presets_in(self, result):
        lines = [line for line in result.stdout.splitlines() if line.startswith("lab: testing")]
        return [line.split()[3].rstrip(",") for line in lines]

    def test_test_runs_the_lessons_on_linux(self):
        result = self.sandbox.lab("test")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.presets_in(result), ["dev"])
        self.assertIn("100% tests passed, 0 tests failed out of 5", result.stdout)

    def test_test_all_adds_the_other_worlds_and_the_tools_and_ends_with_the_summary_of_dev(self):
        result = self.sandbox.lab("test", "--all")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.presets_in(result), ["tsan", "mingw", "dev"])
        summary = result.stdout[result.stdout.rindex("lab: testing preset dev"):]
        self.assertIn("100% tests passed, 0 tests failed out of 6", summary)
        self.assertNotIn("lab:", summary.partition("tests passed")[2])

    def test_test_of_a_lesson_runs_only_its_label_where_the_lesson_exists(self):
        for lesson, presets in (("01", ["mingw", "dev"]), ("03", ["tsan", "dev"]),
                                ("04", ["tsan", "mingw", "dev"])):
            for arguments in ((lesson, "--all"), ("--all", lesson)):
                with self.subTest(arguments=arguments):
                    result = self.sandbox.lab("test", *arguments)
                    self.assertEqual((result.returncode, self.presets_in(result)), (0, presets))
                    self.assertEqual(result.stdout.count("0 tests failed out of 1\n"), len(presets))

    def test_test_of_a_lesson_builds_only_what_it_needs(self):
        fresh = Sandbox()
        self.addCleanup(fresh.close)
        fresh.keep_rows("cmake", "ninja", "g++")
        result = fresh.lab("test", "02")
        self.assertEqual((result.returncode, self.presets_in(result)), (0, ["dev"]), result.stderr)
        programs = [file.name for file in (fresh.project / "build/dev/bin").iterdir()]
        self.assertEqual(programs, ["02_wsaeventselect"])

    def test_test_says_before_it_starts_what_there_is_to_do_and_how_long_it_takes(self):
        fresh = Sandbox()
        self.addCleanup(fresh.close)
        fresh.keep_rows("cmake", "ninja", "g++")
        first = fresh.lab("test", "02").stdout.splitlines()
        self.assertRegex(first[0], r"^lab: building preset dev: 2 steps, about \d+ s, more if the machine is busy …$")
        self.assertRegex(first[2], r"^lab: testing preset dev, about 60 s …$")
        second = fresh.lab("test", "02").stdout.splitlines()
        self.assertEqual(second[0], "lab: building preset dev: nothing to do")
        self.assertRegex(second[2], r"^lab: testing preset dev, about [01] s …$")

    def test_test_names_what_was_skipped_inside_a_suite_with_the_reason(self):
        fresh = Sandbox()
        self.addCleanup(fresh.close)
        fresh.keep_rows("cmake", "ninja", "g++")
        result = fresh.lab("test", "02", SKIPPED="Terminal.Prompts")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("lab: skipped: Terminal.Prompts: no terminals here\n", result.stdout)

    def test_test_runs_all_presets_after_a_failure_and_names_the_failed_ones(self):
        result = self.sandbox.lab("test", "--all", BROKEN="tsan")
        self.assertEqual(result.returncode, 1)
        self.assertIn("100% tests passed, 0 tests failed out of 6", result.stdout)
        self.assertEqual(result.stderr.splitlines()[-1], "lab: tests failed in preset tsan")

    def test_test_names_the_windows_world_when_the_processor_leaves_it_out(self):
        sandbox = Sandbox()
        self.addCleanup(sandbox.close)
        sandbox.stub("uname", "echo aarch64")
        sandbox.keep_rows("cmake", "ninja", "g++", "wine")
        result = sandbox.lab("test", "02", "--all")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("lab: left out: preset mingw, the Windows programs", result.stdout)
        self.assertIn("lab: testing preset dev", result.stdout)

    def test_bench_builds_release_with_the_benchmarks_and_hands_on_what_to_measure(self):
        for arguments, handed_on in (((), "all"), (("--quick",), "all --quick"), (("echo",), "echo"),
                                     (("--quick", "signals"), "signals --quick")):
            with self.subTest(arguments=arguments):
                result = self.sandbox.lab("bench", *arguments)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assertEqual(result.stdout.splitlines()[-1],
                                 f"bench {handed_on} --build build/release --out build/bench")
        cache = (self.sandbox.project / "build/release/CMakeCache.txt").read_text()
        self.assertIn("NETLADDER_BENCH:UNINITIALIZED=ON", cache)

    def test_bench_fails_when_a_measurement_failed(self):
        self.assertEqual(self.sandbox.lab("bench", "wakeup", BROKEN="bench").returncode, 1)

    def test_a_build_that_fails_shows_the_compiler_s_words_and_names_the_log(self):
        broken = Sandbox()
        self.addCleanup(broken.close)
        broken.keep_rows("cmake", "ninja", "g++")
        (broken.project / "lesson.cc").write_text("int main() { return no_such_name; }\n")
        result = broken.lab("run", "01")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, "no_such_name.* was not declared")
        self.assertIn("build/lab/build-dev.log", result.stderr.splitlines()[-1])
        self.assertNotIn("──", result.stdout)


if __name__ == "__main__":
    unittest.main()
