import os
import shutil
import unittest
from unittest import mock

from fixture import CourseTest  # first: sets the path to the tools
import build_docs
import weave
from doctools import doxygen, vendor

PAGE = """It counts, see [events](../02_events/README.md). <!-- test: Counter.CountsUp lesson01 -->

## Run it

<!-- weave: output 01_blocking -->

## Code walk

<!-- weave: region lessons/01_blocking/counter.cc add one -->

`l01::Counter` does it. Write to a@b.c or @someone."""


class Doxyfile(unittest.TestCase):
    def test_lines_for_other_versions_are_dropped(self):
        template = "# @X@\nA = @X@\n@<1.9.8@ OLD = 1\n@>=1.9.8@ NEW = 1\n"
        self.assertEqual(doxygen.fill(template, {"X": "x"}, (1, 9, 4)), "A = x\nOLD = 1\n")
        self.assertEqual(doxygen.fill(template, {"X": "x"}, (1, 9, 8)), "A = x\nNEW = 1\n")


class WithoutDoxygen(CourseTest):
    def test_a_missing_doxygen_says_what_to_install(self):
        with mock.patch.dict(os.environ, {"PATH": str(self.root)}):
            status, _, err = self.run_tool(build_docs.main)
        self.assertEqual(status, 1)
        self.assertRegex(err, r"^docs: doxygen is not installed: .*apt-get install doxygen`\n$")

    def test_weave_needs_no_doxygen(self):
        self.page(PAGE)
        with mock.patch.dict(os.environ, {"PATH": str(self.root)}):
            self.assertEqual(self.run_tool(build_docs.main, "--weave"), (0, "", ""))
        self.assertIn("++count_;", self.read("lessons/01_blocking/README.md"))

    def test_wrong_usage_exits_2(self):
        self.assertEqual(self.run_tool(build_docs.main, "--frobnicate")[0], 2)
        self.assertEqual(self.run_tool(build_docs.main, "extra")[0], 2)


@unittest.skipUnless(
    shutil.which("doxygen"), "doxygen is not installed: sudo apt-get install doxygen"
)
class BuildDocs(CourseTest):
    def build(self, *arguments: str) -> tuple[int, str, list[str]]:
        status, out, err = self.run_tool(build_docs.main, *arguments)
        return status, out, err.splitlines()

    def assert_fails(self, pattern: str) -> None:
        status, out, problems = self.build()
        self.assertEqual((status, out), (1, ""))
        self.assertEqual(len(problems), 1, problems)
        self.assertRegex(problems[0], pattern)

    def test_builds_a_site_that_passes_its_checks(self):
        self.page(PAGE)
        self.run_tool(weave.main, "--write")
        status, out, problems = self.build()
        self.assertEqual((status, problems), (0, []))
        self.assertRegex(out, r"^docs: .*build/docs/html/index\.html\n$")
        page = self.read("build/docs/html/lesson01.html")
        for text in (
            '<html lang="en">',
            "<h1>Blocking</h1>",
            '<h2 id="lesson01-run-it">Run it<a ',
            'href="#lesson01-run-it" aria-label="Link to the section Run it">#</a></h2>',
            '<a href="lesson01.html" class="rung" aria-current="page">',
            '<a rel="next" href="lesson02.html">',
            'href="verified.html#verified-lesson01-Counter-CountsUp"',
            'aria-label="Tested by Counter.CountsUp">\u2713</a>',
            '<figcaption class="caption">From <a href="counter_8cc_source.html#l00007">',
            "<code>Counter::Add</code>: add one</figcaption>",
            '<a href="lesson01-whole.html">',
            "hello from 127.0.0.1:PORT",
            'href="classl01_1_1Counter.html"',
            "a@b.c or @someone",
        ):
            self.assertIn(text, page)
        self.assertIn("EXPECT_EQ", self.read("build/docs/html/verified.html"))
        self.assertIn("EXPECT_EQ", self.read("build/docs/html/cards-lesson01.js"))
        self.assertIn("l01::Counter::Add", self.read("build/docs/html/search-index.js"))
        self.assertIn("++count_;", self.read("build/docs/html/lesson01-whole.html"))
        scripts = {file.name for file in (self.root / "build/docs/html").glob("*.js")}
        ours = {*vendor.OWN, "minisearch.js", "search-index.js"}
        self.assertLessEqual(ours, scripts)
        self.assertEqual(  # none of Doxygen's
            {name for name in scripts - ours if not name.startswith("cards-")}, set()
        )

    def test_a_missing_package_says_what_to_run(self):
        (self.root / "docs/theme/node_modules/minisearch/dist/umd/index.js").unlink()
        self.assert_fails(r"^docs: docs/theme/node_modules lacks minisearch/.*: run `\./lab docs`")

    def test_two_builds_give_the_same_site(self):
        self.build("--out", str(self.root / "one"))
        self.build("--out", str(self.root / "two"))
        first, second = (
            {
                file.name: file.read_bytes()
                for file in (self.root / out / "html").rglob("*")
                if file.is_file()
            }
            for out in ("one", "two")
        )
        self.assertGreater(len(first), 5)
        self.assertEqual(first, second)

    def test_a_drifted_page_stops_the_build(self):
        self.page("<!-- weave: output 01_blocking -->")
        self.assert_fails(r"README\.md:3: the block is missing")
        self.assertFalse((self.root / "build/docs/html").exists())

    def test_a_broken_link_stops_the_build(self):
        self.page("[x](gone.md)")
        self.assert_fails(r"^lessons/01_blocking/README\.md:3: broken link")

    def test_an_undocumented_function_is_named(self):
        self.write(
            "lessons/01_blocking/counter.h",
            self.read("lessons/01_blocking/counter.h").replace(
                "void Add();", "void Add();\n  void AddTwo();\n\n  void Reset();"
            ),
        )
        self.assert_fails(
            r"^lessons/01_blocking/counter\.h:16: doxygen: Member Reset\(\) .* is not documented"
        )

    def test_all_warnings_are_shown(self):
        header = self.read("lessons/01_blocking/counter.h")
        self.write(
            "lessons/01_blocking/counter.h",
            header.replace(" private:", "\n  void Reset();\n\n  void Stop();\n\n private:").replace(
                "/// Counts up.\n", ""
            ),
        )
        status, _, problems = self.build()
        self.assertEqual((status, len(problems)), (1, 3), problems)  # the class, Reset and Stop

    def test_yesterday_s_pages_are_gone(self):
        self.build()
        self.write("build/docs/html/old.html", "old")
        self.assertEqual(self.build()[0], 0)
        self.assertFalse((self.root / "build/docs/html/old.html").exists())

    def test_a_folder_that_is_not_ours_is_not_emptied(self):
        self.write("mine/html/precious.txt", "x")
        status, _, problems = self.build("--out", str(self.root / "mine"))
        self.assertEqual(status, 1)
        self.assertRegex(problems[0], "was not made by this program")
        self.assertTrue((self.root / "mine/html/precious.txt").exists())


if __name__ == "__main__":
    unittest.main()
