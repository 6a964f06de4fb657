import unittest

from fixture import CourseTest
from doctools import course, generated, literal
from doctools.problems import Stop
from doctools.staging import Stage


class Staging(CourseTest):
    def stage(self, text: str) -> tuple[list[str], list[str]]:
        """The staged lines of lesson 01's page (behind its title) and the problems."""
        self.page(text)
        stage = Stage(course.load(self.root), self.root / "stage")
        stage.write()
        staged = self.read("stage/lesson01.md")
        original = self.read("lessons/01_blocking/README.md")
        self.assertEqual(
            staged.count("\n"), original.count("\n"), "a staged page keeps its line numbers"
        )
        return literal.reveal(staged).split("\n")[2:], [str(problem) for problem in stage.problems]

    def assert_staged(self, text: str, *expected: str) -> None:
        lines, problems = self.stage(text)
        self.assertEqual(problems, [])
        for line in expected:
            self.assertIn(line, lines)

    def assert_problem(self, text: str, pattern: str) -> None:
        _, problems = self.stage(text)
        self.assertEqual(len(problems), 1, problems)
        self.assertRegex(problems[0], pattern)

    def test_headings_get_the_ids_github_gives_them(self):
        self.assert_staged(
            "## Run it!\n\n## `poll(2)` and C++\n\n## Run it",
            "## Run it! {#lesson01-run-it}",
            "## `poll(2)` and C++ {#lesson01-poll2-and-c}",
            "## Run it {#lesson01-run-it-1}",
        )

    def test_links_lead_to_the_pages_of_the_site(self):
        self.write("tools/note.txt", "text")
        self.assert_staged("[a](../02_events/README.md)", '<a href="lesson02.html">a</a>')
        self.assert_staged("[a](../02_events)", '<a href="lesson02.html">a</a>')
        self.assert_staged("[a](../../docs/pages/start.md)", '<a href="index.html">a</a>')
        self.assert_staged("[a](#see)\n\n## See", '<a href="lesson01.html#lesson01-see">a</a>')
        self.assert_staged(
            "[`a`](counter.h)", '<a href="source:lessons/01_blocking/counter.h">`a`</a>'
        )
        self.assert_staged("[a](../../tools/note.txt)", '<a href="file-tools-note-txt.html">a</a>')
        self.assert_staged("[a](../../tools)", "a")
        self.assert_staged(
            "[a](https://example.org/b%20c)", '<a href="https://example.org/b%20c">a</a>'
        )
        self.assert_staged(
            "[a b\nc](../02_events/README.md) d", '<a href="lesson02.html">a b', "c</a> d"
        )

    def test_what_the_build_knows_is_set_in(self):
        text = "one\n<!-- generated: counts -->\ntwo\n"
        self.assertEqual(
            generated.fill(text, self.root, {"counts": lambda root: f"of {root.name}"}),
            f"one\nof {self.root.name}\ntwo\n",
        )
        with self.assertRaisesRegex(Stop, "nothing makes <!-- generated: counts -->"):
            generated.fill(text, self.root)

    def test_broken_links_are_reported_with_their_line(self):
        self.assert_problem(
            "one\n\ntwo [a](gone.md)", r"README\.md:5: broken link: there is no gone\.md"
        )
        self.assert_problem(
            "[a](#gone)", r"README\.md:3: broken link: no heading of that page gives #gone"
        )
        self.assert_problem("[a](../02_events/README.md#gone)", "#gone")
        self.assert_problem("[a](../../../../etc/passwd)", "broken link")
        self.assert_problem("![a](gone.svg)", r"README\.md:3: broken image")

    def test_code_in_quotation_marks_is_code(self):
        self.assert_staged('"`FD_WRITE` fires"', '"<code>FD_WRITE</code> fires"')

    def test_a_link_in_code_is_left_alone(self):
        self.assert_staged("`[a](gone.md)`", "`[a](gone.md)`")

    def test_doxygen_sees_none_of_its_commands(self):
        self.page("Write \\@param, @brief, \\*, 50 %, #include and `@x \\n %d` or f().")
        Stage(course.load(self.root), self.root / "stage").write()
        staged = self.read("stage/lesson01.md").split("\n")[2]
        for character in "@\\%#*()":
            self.assertNotIn(character, staged)
        self.assertEqual(
            literal.reveal(staged),
            "Write @param, @brief, *, 50 %, #include and `@x \\n %d` or f().",
        )

    def test_a_mark_becomes_a_badge_and_an_entry_of_the_verified_claims(self):
        self.assert_staged(
            "First one. It `counts` up. <!-- test: Counter.CountsUp lesson01 --> More.",
            (
                'First one. It `counts` up. <a id="lesson01-claim-3-Counter-CountsUp"></a>'
                '<a class="verified" href="verified.html#verified-lesson01-Counter-CountsUp">'
                "verified by Counter.CountsUp</a> More."
            ),
        )
        verified = literal.reveal(self.read("stage/verified.md"))
        self.assertIn(
            (
                "- It `counts` up. <a"
                ' href="lesson01.html#lesson01-claim-3-Counter-CountsUp">Blocking</a>'
            ),
            verified,
        )
        self.assertIn("TEST(Counter, CountsUp) {", verified)
        self.assertIn("$ build/dev/bin/01_blocking_test --gtest_filter='*Counter*.CountsUp*'", verified)

    def test_the_statement_of_a_mark_is_its_own_sentence_or_list_item(self):
        self.stage(
            "- A.\n- B goes on\n  here. <!-- test: Counter.CountsUp lesson01 -->\n\nC. D. <!--"
            " test: Counter.CountsUp lesson01 --> E. <!-- test: Counter.CountsUp lesson01 -->"
        )
        verified = literal.reveal(self.read("stage/verified.md"))
        for text in ("- B goes on here. <a", "- D. <a", "- E. <a"):
            self.assertIn(text, verified)

    def test_without_claims_the_page_says_so(self):
        self.stage("Nothing.")
        self.assertIn("No page has marked a statement", self.read("stage/verified.md"))

    def test_comments_vanish_and_lines_stay(self):
        lines, _ = self.stage("a\n<!-- one\ntwo -->\nb")
        self.assertEqual(lines[:4], ["a", "", "", "b"])

    def test_a_caption_becomes_one(self):
        self.assert_staged(
            (
                "<!-- weave: region lessons/01_blocking/counter.cc add one -->\n"
                "*From [lessons/01_blocking/counter.cc](counter.cc): add one*\n\n```cpp\nx\n```"
            ),
            (
                '\\htmlonly[block]<p class="caption">From <a'
                ' href="source:lessons/01_blocking/counter.cc#l00007">lessons/01_blocking/counter.cc</a>,'
                " <code>Counter::Add</code>: add one</p>\\endhtmlonly"
            ),
            "```{.cpp}",
        )

    def test_other_blocks_are_shown_as_they_are(self):
        self.assert_staged("```console\n$ @x\n```", "```{.unparsed}", "$ @x")

    def test_folded_answers_alerts_and_task_lists(self):
        self.assert_staged(
            (
                "<details>\n<summary>Why `x`?</summary>\n\nSo.\n\n</details>\n\n"
                "> [!NOTE]\n> Mind\n> this.\n\n- [ ] do\n- [x] done"
            ),
            "\\htmlonly[block]<details>\\endhtmlonly",
            "\\htmlonly[block]<summary>Why <code>x</code>?</summary>\\endhtmlonly",
            "\\htmlonly[block]</details>\\endhtmlonly",
            "\\note",
            "Mind",
            "this.",
            "- ☐ do",
            "- ☑ done",
        )

    def test_a_bar_in_a_table_cell_survives(self):
        self.assert_staged("| a |\n|---|\n| `x \\| y` |", "| `x | y` |")
        self.assertNotIn("x | y", self.read("stage/lesson01.md"))

    def test_a_page_needs_one_title(self):
        self.assert_problem("# Second", r"README\.md:3: a page begins with its one heading")
        self.write("lessons/02_events/README.md", "Text only.\n")
        stage = Stage(course.load(self.root), self.root / "stage")
        self.page("x")
        stage.write()
        self.assertIn("lessons/02_events/README.md:1: a page begins", str(stage.problems[0]))


class Layout(CourseTest):
    def problems(self) -> str:
        return "\n".join(str(problem) for problem in course.load(self.root).problems)

    def test_the_lessons_come_in_the_layout_s_order(self):
        loaded = course.load(self.root)
        self.assertEqual(loaded.problems, [])
        self.assertEqual(
            [tab.href for tab in loaded.chain()], ["index.html", "lesson01.html", "lesson02.html"]
        )

    def test_a_listed_page_without_a_file_is_reported(self):
        (self.root / "lessons/02_events/README.md").unlink()
        self.assertIn(
            "lists the page lesson02, but there is no lessons/02_*/README.md", self.problems()
        )

    def test_a_file_that_is_not_listed_is_reported(self):
        self.write("docs/pages/extra.md", "# Extra\n")
        self.assertIn(
            'does not list docs/pages/extra.md: add a tab with url="@ref extra"', self.problems()
        )

    def test_a_broken_layout_is_one_line(self):
        self.write("docs/DoxygenLayout.xml", "<doxygenlayout>")
        self.assertRegex(self.problems(), r"^docs/DoxygenLayout\.xml: cannot be read: [^\n]*$")


if __name__ == "__main__":
    unittest.main()
