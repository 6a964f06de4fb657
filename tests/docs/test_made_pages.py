"""What is made from finished pages: cards of tests, the search's index, whole lessons."""

import unittest

from fixture import CourseTest  # first: sets the path to the tools
from doctools import cards, one_page, search_index, tree
from doctools.results import Results

LOG = """1/2 Test: lesson01.Counter
----
[       OK ] Counter.CountsUp (0 ms)
[       OK ] All/Sizes.Fit/0 (3 ms)
[  FAILED  ] All/Sizes.Fit/1, where GetParam() = 2 (3 ms)
[  SKIPPED ] Wine.Only (0 ms)
Test Passed.
----
2/2 Test: docs.rooms
----
Test Failed.
"""

VERIFIED = """<html><body><main>
<h2 id="l">Lesson</h2>
<h3 id="verified-a">Counter.CountsUp<a class="permalink" href="#verified-a">#</a></h3>
<ul><li>It counts.</li></ul>
<figure class="code">EXPECT</figure>
<h3 id="verified-b">Other.Test</h3>
</main></body></html>"""


class LastResults(CourseTest):
    def setUp(self):
        super().setUp()
        self.write("build/dev/Testing/Temporary/LastTest.log", LOG)
        self.results = Results(self.root)

    def test_every_test_has_its_own_result(self):
        self.assertEqual(self.results.of("Counter.CountsUp"), {"Linux": "passed"})
        self.assertEqual(self.results.of("Wine.Only"), {"Linux": "skipped"})
        self.assertEqual(self.results.of("docs.rooms"), {"Linux": "failed"})

    def test_of_many_parameters_the_worst_counts(self):
        self.assertEqual(self.results.of("Sizes.Fit"), {"Linux": "failed"})

    def test_a_test_that_has_not_run_has_no_result(self):
        self.assertEqual(self.results.of("Never.Ran"), {})

    def test_a_card_has_name_result_and_code(self):
        verified = tree.read(VERIFIED)
        cards.add_results(verified, self.results)
        page = tree.read('<html><body><a class="tick" href="verified.html#verified-a">x</a></body>')
        script = cards.Cards(verified).script_for(page)
        for text in ("Counter.CountsUp", "Linux: passed", "EXPECT"):
            self.assertIn(text, script)
        for text in ("It counts", "Other.Test", "permalink"):
            self.assertNotIn(text, script)

    def test_the_page_says_when_a_test_has_not_run(self):
        verified = tree.read(VERIFIED)
        cards.add_results(verified, self.results)
        self.assertIn("not run in this folder yet", tree.write(verified))

    def test_a_page_without_ticks_needs_no_cards(self):
        self.assertIsNone(cards.Cards(None).script_for(tree.read("<p>x</p>")))


class SearchIndex(CourseTest):
    PAGE = (
        '<html><body><h1>One</h1><div class="textblock"><p>Intro.</p>'
        '<h2 id="a">First<a class="permalink" href="#a">#</a></h2>'
        '<p>A half-close.\u2060<a class="tick">\u2713</a></p><h3 id="b">Empty</h3></div></body></html>'
    )

    def test_every_section_is_an_entry(self):
        rows = [e.row() for e in search_index.of_page(tree.read(self.PAGE), "one.html")]
        self.assertEqual(
            rows,
            [
                ["one.html", "One", "", "Intro."],
                ["one.html#a", "First", "One", "A half-close."],
            ],
        )

    def test_every_word_of_the_glossary_is_an_entry(self):
        page = tree.read(
            '<html><body><h1>G</h1><div class="textblock"><div class="wide"><table><tr id="t"><td>'
            "socket</td><td>One end.</td></tr></table></div></div>"
        )
        rows = [e.row() for e in search_index.of_page(page, "g.html")]
        self.assertIn(["g.html#t", "socket", "G", "One end."], rows)

    def test_symbols_with_a_place_are_entries(self):
        self.write("site/classC.html", "x")
        tags = self.write(
            "tags.xml",
            """<tagfile><compound kind="class"><name>l01::C</name><filename>classC.html</filename>
            <member kind="function"><name>Add</name><anchorfile>classC.html</anchorfile>
            <anchor>x1</anchor></member>
            <member kind="function"><name>Gone</name><anchorfile>no.html</anchorfile>
            <anchor>x2</anchor></member></compound></tagfile>""",
        )
        rows = [e.row() for e in search_index.of_symbols(tags, self.root / "site")]
        self.assertEqual(
            rows,
            [
                ["classC.html", "l01::C", "class", ""],
                ["classC.html#x1", "l01::C::Add", "function", ""],
            ],
        )


class WholeLesson(unittest.TestCase):
    def test_the_code_follows_in_the_order_of_the_table(self):
        page = tree.read(
            '<html><body><main><h1>L</h1><div class="textblock">'
            '<a href="lesson01.html#x">x</a><table><tr><td><a href="b_source.html">b.h</a> '
            '<a href="a_source.html">.cc</a></td></tr></table></div>'
            '<p class="page-foot">foot</p></main></body></html>'
        )
        listing = tree.read(
            '<figure class="code"><div class="line"><a id="l1"></a><span class="lineno">1</span>int'
            " x;</div></figure>"
        ).find(".//figure")
        text = tree.write(one_page.whole(page, "lesson01.html", lambda name: listing))
        self.assertLess(text.index(">b.h</a>"), text.index(">b.cc</a>"))
        self.assertIn("int x;", text)
        self.assertIn('href="#x"', text)
        for gone in ("lineno", 'id="l1"', "page-foot"):
            self.assertNotIn(gone, text)


if __name__ == "__main__":
    unittest.main()
