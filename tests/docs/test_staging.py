import unittest

from fixture import CourseTest
from doctools import course, generated, literal, sheet
from doctools.problems import Stop
from doctools.staging import Stage


class Staging(CourseTest):
    def stage(self, text: str, page: str = "lesson01") -> tuple[str, list[str]]:
        """A page with its prose filled in, without empty lines, and the problems. Writes `text` as lesson 01's page."""
        self.page(text)
        stage = Stage(course.load(self.root), self.root / "stage")
        stage.write()
        filled = literal.reveal(sheet.fill_in(self.read(f"stage/{page}.md"), stage.prose))
        filled = filled.replace("\\htmlonly[block]", "").replace("\\endhtmlonly", "")
        return "\n".join(line for line in filled.split("\n") if line), [str(problem) for problem in stage.problems]

    def assert_staged(self, text: str, *expected: str) -> None:
        staged, problems = self.stage(text)
        self.assertEqual(problems, [])
        for part in expected:
            self.assertIn(part, staged)

    def assert_problem(self, text: str, pattern: str) -> None:
        _, problems = self.stage(text)
        self.assertEqual(len(problems), 1, problems)
        self.assertRegex(problems[0], pattern)

    def test_headings_get_the_ids_github_gives_them(self):
        self.assert_staged(
            "## Run it!\n\n## `poll(2)` and C++\n\n## Run it",
            '<h2 id="lesson01-run-it">Run it!</h2>',
            '<h2 id="lesson01-poll2-and-c"><code>poll(2)</code> and C++</h2>',
            '<h2 id="lesson01-run-it-1">Run it</h2>',
        )

    def test_links_lead_to_the_pages_of_the_site(self):
        self.write("tools/note.txt", "text")
        self.assert_staged("[a](../02_events/README.md)", '<a href="lesson02.html">a</a>')
        self.assert_staged("[a](../02_events)", '<a href="lesson02.html">a</a>')
        self.assert_staged("[a](../../docs/pages/start.md)", '<a href="index.html">a</a>')
        self.assert_staged("[a](#see)\n\n## See", '<a href="lesson01.html#lesson01-see">a</a>')
        self.assert_staged(
            "[`a`](counter.h)", '<a href="source:lessons/01_blocking/counter.h"><code>a</code></a>'
        )
        self.assert_staged("[a](../../tools/note.txt)", '<a href="file-tools-note-txt.html">a</a>')
        self.assert_staged("x [a](../../tools) b", "<p>x a b</p>")
        self.assert_staged(
            "[a](https://example.org/b%20c)", '<a href="https://example.org/b%20c">a</a>'
        )
        self.assert_staged(
            "[a b\nc](../02_events/README.md) d", '<a href="lesson02.html">a b\nc</a> d'
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
        self.assert_problem("one\ntwo [a](gone.md)", r"README\.md:4: broken link")
        self.assert_problem(
            "[a](#gone)", r"README\.md:3: broken link: no heading of that page gives #gone"
        )
        self.assert_problem("[a](../02_events/README.md#gone)", "#gone")
        self.assert_problem("[a](../../../../etc/passwd)", "broken link")
        self.assert_problem("![a](gone.svg)", r"README\.md:3: broken image")

    def test_a_link_in_code_is_left_alone(self):
        self.assert_staged("`[a](gone.md)`", "<code>[a](gone.md)</code>")

    def test_doxygen_sees_nothing_of_the_prose(self):
        text = "Write \\@param, @brief, \\*, 50 %, #include, --all and `@x \\n %d` or f()."
        staged, _ = self.stage(text)
        self.assertIn(
            "<p>Write @param, @brief, *, 50 %, #include, --all and <code>@x \\n %d</code> or f().</p>", staged
        )
        for word in ("param", "brief", "include"):
            self.assertNotIn(word, self.read("stage/lesson01.md"))

    def test_a_mark_becomes_a_badge_and_an_entry_of_the_verified_claims(self):
        text = "First one. It `counts` up. <!-- test: Counter.CountsUp lesson01 --> More."
        self.assert_staged(
            text,
            (
                'First one. It <code>counts</code> up. <a class="verified" id="lesson01-claim-3-Counter-CountsUp"'
                ' href="verified.html#verified-lesson01-Counter-CountsUp">verified by Counter.CountsUp</a> More.'
            ),
        )
        verified, _ = self.stage(text, "verified")
        self.assertIn(
            (
                "<li>It <code>counts</code> up. <a"
                ' href="lesson01.html#lesson01-claim-3-Counter-CountsUp">Blocking</a></li>'
            ),
            verified,
        )
        self.assertIn("TEST(Counter, CountsUp) {", verified)
        self.assertIn("$ build/dev/bin/01_blocking_test --gtest_filter='*Counter*.CountsUp*'", verified)

    def test_the_statement_of_a_mark_is_its_own_sentence_or_list_item(self):
        verified, _ = self.stage(
            "- A.\n- B goes on\n  here. <!-- test: Counter.CountsUp lesson01 -->\n\nC. D. <!--"
            " test: Counter.CountsUp lesson01 --> E. <!-- test: Counter.CountsUp lesson01 -->",
            "verified",
        )
        for text in ("<li>B goes on here. <a", "<li>D. <a", "<li>E. <a"):
            self.assertIn(text, verified)

    def test_without_claims_the_page_says_so(self):
        self.assertIn("No page has marked a statement", self.stage("Nothing.", "verified")[0])

    def test_comments_vanish(self):
        staged, _ = self.stage("a <!-- one\ntwo --> b\n\n<!-- three -->\n")
        self.assertIn("<p>a  b</p>", staged)
        self.assertNotIn("three", staged)

    def test_a_caption_becomes_one(self):
        self.assert_staged(
            (
                "<!-- weave: region lessons/01_blocking/counter.cc add one -->\n"
                "*From [lessons/01_blocking/counter.cc](counter.cc): add one*\n\n```cpp\nx\n```"
            ),
            (
                '<p class="caption">From <a'
                ' href="source:lessons/01_blocking/counter.cc#l00007">lessons/01_blocking/counter.cc</a>,'
                " <code>Counter::Add</code>: add one</p>"
            ),
            "~~~{.cpp}\nx\n~~~",
        )

    def test_other_blocks_are_shown_as_they_are(self):
        self.assert_staged("```console\n$ @x\n~~~\n```", "~~~~{.unparsed}\n$ @x\n~~~\n~~~~")

    def test_code_in_a_list_stays_in_it(self):
        self.assert_staged("- a\n\n  ```sh\n  b\n  ```\n- c", "<li>\n<p>a</p>", "~~~{.unparsed}\nb\n~~~", "</li>")

    def test_a_mark_inside_html_leaves_its_words(self):
        self.assert_staged(
            "<div>\nWords. <!-- test: Counter.CountsUp lesson01 -->\n</div>", "<div>\nWords. <a class", "</div>"
        )

    def test_a_fence_may_name_no_language(self):
        self.assert_staged("``` \nx\n```", "~~~{.unparsed}\nx\n~~~")

    def test_folded_answers(self):
        self.assert_staged(
            "<details>\n<summary>Why `x`?</summary>\n\nSo.\n\n</details>",
            "<details>\n<summary>Why <code>x</code>?</summary>\n",
            "<p>So.</p>\n</details>",
        )

    def test_a_bar_in_a_table_cell_survives(self):
        self.assert_staged("| a | n |\n|---|--:|\n| `x \\| y` | 1 |", "<td><code>x | y</code></td>", '<td class="right">1</td>')

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
