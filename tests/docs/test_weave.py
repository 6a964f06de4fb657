import contextlib
import unittest

from fixture import CourseTest  # first: sets the path to the tools
import weave

REGION = "<!-- weave: region lessons/01_blocking/counter.cc add one -->"
WOVEN = f"""{REGION}
*From [lessons/01_blocking/counter.cc](counter.cc): add one*

```cpp
void Counter::Add() {{
  ++count_;
}}
```"""


class Weave(CourseTest):
    def check(self, *arguments: str) -> list[str]:
        status, _, err = self.run_tool(weave.main, "--check", *arguments)
        self.assertEqual(status, 1 if err else 0)
        return err.splitlines()

    def write_blocks(self) -> None:
        status, _, err = self.run_tool(weave.main, "--write")
        self.assertEqual((status, err), (0, ""))

    def assert_problem(self, text: str, pattern: str) -> None:
        self.page(text)
        problems = self.check()
        self.assertEqual(len(problems), 1, problems)
        self.assertRegex(problems[0], pattern)

    def test_write_sets_in_what_is_missing_and_check_is_content(self):
        self.page(f"Before.\n\n{REGION}\n\nBehind.")
        self.write_blocks()
        self.assertIn(f"Before.\n\n{WOVEN}\n\nBehind.", self.read("lessons/01_blocking/README.md"))
        self.assertEqual(self.check(), [])

    def test_write_changes_nothing_the_second_time(self):
        self.page(f"{REGION}\n\n<!-- weave: output 01_blocking -->")
        self.write_blocks()
        first = self.read("lessons/01_blocking/README.md")
        self.write_blocks()
        self.assertEqual(self.read("lessons/01_blocking/README.md"), first)

    def test_write_follows_the_source(self):
        self.page(WOVEN)
        source = self.read("lessons/01_blocking/counter.cc")
        self.write("lessons/01_blocking/counter.cc", source.replace("++count_", "count_ += 1"))
        self.assertRegex(
            self.check()[0],
            r"README\.md:8: differs from its source .*'\+\+count_;'.*'count_ \+= 1;'",
        )
        self.write_blocks()
        self.assertIn("count_ += 1", self.read("lessons/01_blocking/README.md"))
        self.assertEqual(self.check(), [])

    def test_write_keeps_what_it_cannot_mend(self):
        text = WOVEN.replace("add one -->", "gone -->")
        self.page(text)
        status, _, err = self.run_tool(weave.main, "--write")
        self.assertEqual(status, 1)
        self.assertIn("no region [gone]", err)
        self.assertIn(text, self.read("lessons/01_blocking/README.md"))

    def test_a_block_in_a_list_keeps_its_indentation(self):
        self.page(f"- item\n\n  {REGION}\n")
        self.write_blocks()
        self.assertIn(
            "\n  ```cpp\n  void Counter::Add() {\n", self.read("lessons/01_blocking/README.md")
        )
        self.assertEqual(self.check(), [])

    def test_code_that_holds_a_fence_gets_a_longer_one(self):
        self.write("lessons/01_blocking/run.sh", "# [fence]\necho '```'\n# [fence]\n")
        self.page("<!-- weave: region lessons/01_blocking/run.sh fence -->")
        self.write_blocks()
        self.assertIn("````sh\necho '```'\n````", self.read("lessons/01_blocking/README.md"))

    def test_write_does_not_swallow_a_typed_block_below_a_new_directive(self):
        self.page(f"{REGION}\n\n```sh\n./lab run\n```")
        self.write_blocks()
        self.assertIn("```sh\n./lab run\n```", self.read("lessons/01_blocking/README.md"))
        self.assertEqual(self.check(), [])

    def test_a_drifted_block_is_reported_with_its_line(self):
        self.assert_problem(
            WOVEN.replace("++count_", "--count_"), r"^lessons/01_blocking/README\.md:8: differs"
        )

    def test_the_caption_of_an_exercise_says_so(self):
        self.write("lessons/01_blocking/lab.toml", '[[exercise]]\ntitle = "x"\n'
                   '[[exercise.cut]]\nfile = "counter.cc"\nregion = "add one"\n')
        self.page(REGION)
        self.write_blocks()
        self.assertIn("add one. [Exercise 1](#exercises): write yours before you read this*",
                      self.read("lessons/01_blocking/README.md"))

    def test_a_page_may_be_named_from_where_one_stands(self):
        self.write("lessons/01_blocking/lab.toml", '[[exercise]]\ntitle = "x"\n'
                   '[[exercise.cut]]\nfile = "counter.cc"\nregion = "add one"\n')
        self.page(REGION)
        self.write_blocks()
        with contextlib.chdir(self.root):
            self.assertEqual(self.check("lessons/01_blocking/README.md"), [])

    def test_a_drifted_caption_is_reported(self):
        self.assert_problem(WOVEN.replace("(counter.cc)", "(other.cc)"), r"README\.md:4: differs")

    def test_a_missing_block_is_reported(self):
        self.assert_problem(
            REGION, r"README\.md:3: the block is missing: run `\./lab docs --weave`"
        )

    def test_a_missing_region_names_those_there_are(self):
        self.assert_problem(
            "<!-- weave: region lessons/01_blocking/counter.cc gone -->",
            r"README\.md:3: .*has no region \[gone\] \(it has: add one\)",
        )

    def test_a_missing_file_is_reported(self):
        self.assert_problem(
            "<!-- weave: region lessons/none.cc x -->", "there is no file lessons/none.cc"
        )

    def test_a_file_outside_the_course_is_refused(self):
        self.assert_problem(
            "<!-- weave: region ../../etc/hosts x -->", "there is no file .* in the course"
        )

    def test_an_unclosed_region_is_reported_even_if_no_page_shows_it(self):
        self.write("lessons/02_events/loop.cc", "// [loop]\nint a;\n")
        self.assertRegex(
            self.check()[0], r"lessons/02_events/loop\.cc:1: region \[loop\] is never closed"
        )

    def test_a_duplicate_region_is_reported(self):
        self.write("lessons/02_events/loop.cc", "// [a]\n1\n// [a]\n// [a]\n2\n// [a]\n")
        self.assertRegex(self.check()[0], "occurs twice")

    def test_malformed_directives_are_reported(self):
        for text in (
            "<!-- weave: regoin a b -->",
            "<!-- weave: -->",
            "<!-- weave: region only-a-file -->",
            "<!-- weave region a b -->",
            "text <!-- weave: region a b -->",
            "<!-- weave: region a\n b -->",
            "<!-- weave: output 01_blocking exit=two -->",
            "<!-- weave: none -->\n```cpp\n```",
        ):
            self.assert_problem(text, r"README\.md:3: malformed directive")

    def test_code_typed_by_hand_is_refused(self):
        self.assert_problem("```cpp\nint x;\n```", r"README\.md:3: cpp block without a source")
        self.assert_problem("```console\n$ x\n```", r"README\.md:3: console block without a source")
        self.assert_problem(
            "```\nint x;\n```", r"README\.md:3: block without a language without a source"
        )

    def test_code_typed_by_hand_needs_a_reason(self):
        self.page("<!-- weave: none a wrong program -->\n\n```cpp\nint x;\n```")
        self.assertEqual(self.check(), [])

    def test_commands_and_drawings_may_be_typed(self):
        self.page("```sh\n./lab run\n```\n\n```text\n[a]--[b]\n```")
        self.assertEqual(self.check(), [])

    def test_a_page_can_show_how_a_directive_is_written(self):
        self.page(
            f"`<!-- weave: region x -->` and `<!-- test: X -->`\n\n```markdown\n{REGION}\n<!--"
            " test: -->\n```"
        )
        self.assertEqual(self.check(), [])

    def test_an_unclosed_block_is_reported(self):
        self.assert_problem("```sh\n./lab run", r"README\.md:3: this fenced block is never closed")

    def test_a_changed_output_is_reported_and_a_changed_port_is_not(self):
        self.page("<!-- weave: output 01_blocking -->")
        self.write_blocks()
        self.assertIn(
            "$ build/dev/bin/01_blocking\nhello from 127.0.0.1:PORT\n",
            self.read("lessons/01_blocking/README.md"),
        )
        self.program("01_blocking", 'echo "hello from 127.0.0.1:50000"')
        self.assertEqual(self.check(), [])
        self.program("01_blocking", 'echo "goodbye from 127.0.0.1:50000"')
        self.assertRegex(self.check()[0], r"README\.md:8: differs from its source .*hello.*goodbye")

    def test_a_wrong_exit_status_is_reported(self):
        self.program("01_blocking", "exit 4")
        self.assert_problem(
            "<!-- weave: output 01_blocking -->", "README.md:3: .*exit status 4, not 0"
        )

    def test_programs_are_taken_from_another_folder_if_told(self):
        self.page("<!-- weave: output 01_blocking -->")
        self.write_blocks()
        self.write("other/bin/01_blocking", "#!/bin/sh\necho other\n").chmod(0o755)
        self.assertIn("differs", self.check("--bin", str(self.root / "other" / "bin"))[0])

    def test_no_run_runs_no_program(self):
        self.page("<!-- weave: output 99_nothing -->")
        self.assertEqual(self.check("--no-run"), [])

    def test_a_known_test_is_accepted(self):
        self.page("It counts. <!-- test: Counter.CountsUp lesson01 -->")
        self.assertEqual(self.check(), [])

    def test_an_unknown_test_is_reported(self):
        self.assert_problem(
            "It counts. <!-- test: Counter.CountsUpp lesson01 -->",
            (
                r"README\.md:3: no test is called Counter\.CountsUpp; did you mean"
                r" .*Counter\.CountsUp\?"
            ),
        )

    def test_a_wrong_label_is_reported(self):
        self.assert_problem(
            "It counts. <!-- test: Counter.CountsUp lesson02 -->",
            "has not the label lesson02 but lesson01",
        )

    def test_the_table_of_exercises_follows_lab_toml(self):
        self.write("lessons/01_blocking/lab.toml", """[[exercise]]
id = "add"
title = "Add one"
minutes = 5
[[exercise.cut]]
file = "counter.cc"
[[exercise]]
id = "more"
title = "Add more"
minutes = 9
needs = ["add"]
[[exercise.cut]]
file = "counter.h"
""")
        self.page("<!-- weave: exercises -->\n\nBehind.")
        self.write_blocks()
        rows = (
            "| 1 | Add one | 5 min |  | [`counter.cc`](counter.cc) |\n"
            "| 2 | Add more | 9 min | 1 | [`counter.h`](counter.h) |\n\nBehind."
        )
        self.assertIn(rows, self.read("lessons/01_blocking/README.md"))
        self.assertEqual(self.check(), [])
        lab = self.read("lessons/01_blocking/lab.toml")
        self.write("lessons/01_blocking/lab.toml", lab.replace("Add one", "Count"))
        self.assertRegex(self.check()[0], "differs from its source .exercises.")

    def test_a_table_of_exercises_needs_exercises(self):
        self.assert_problem("<!-- weave: exercises -->", "lab.toml")

    def test_a_malformed_mark_is_reported(self):
        for mark in (
            "<!-- test: Counter.CountsUp -->",
            "<!-- tests: A.B lesson01 -->",
            "<!-- test -->",
        ):
            self.assert_problem(f"It counts. {mark}", r"README\.md:3: malformed mark")

    def test_a_build_is_asked_for_the_marks_too(self):
        build = str(self.root / "build/dev")
        self.page("It counts. <!-- test: Counter.CountsUp lesson01 -->")
        self.assertEqual(self.run_tool(weave.main, "--marks", build), (0, "", ""))
        # The source has this test, the build has not.
        self.write("tests/01_blocking/new_test.cc", "TEST(Counter, IsNew) {}\n")
        self.page("It is new. <!-- test: Counter.IsNew lesson01 -->")
        self.assertEqual(self.check(), [])
        status, _, errors = self.run_tool(weave.main, "--marks", build)
        self.assertEqual(status, 1)
        self.assertRegex(errors, r"README\.md:3: no test is called Counter\.IsNew")

    def test_tests_that_were_not_built_are_one_line(self):
        (self.root / "build/dev/CTestTestfile.cmake").unlink()
        self.page(
            "It counts. <!-- test: Counter.CountsUp lesson01 -->\nAnd <!-- test: A.B lesson01 -->"
        )
        _, _, errors = self.run_tool(weave.main, "--marks", str(self.root / "build/dev"))
        self.assertEqual(len(errors.splitlines()), 1)
        self.assertRegex(
            errors, r"README\.md:3: the tests named by the pages cannot be looked up"
        )

    def test_only_the_named_pages_are_checked(self):
        self.page(REGION)
        self.assertEqual(self.check(str(self.root / "lessons/02_events/README.md")), [])

    def test_wrong_usage_exits_2(self):
        for arguments in (
            [],
            ["--check", "--write"],
            ["--check", "no-such-page.md"],
            ["--frobnicate"],
        ):
            self.assertEqual(self.run_tool(weave.main, *arguments)[0], 2)


if __name__ == "__main__":
    unittest.main()
