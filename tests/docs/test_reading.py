import unittest

import fixture  # noqa: F401  sets the path to the tools
from doctools import reading, tree


class Reading(unittest.TestCase):
    def improved(self, body: str) -> str:
        page = tree.read(f"<html><body><main>{body}</main></body></html>")
        reading.improve(page)
        return tree.inner(page.find(".//main"))

    def badge(self, test: str) -> str:
        anchor = test.replace(".", "-")
        return (
            f'<a class="verified" id="lesson01-claim-3-{anchor}"'
            f' href="verified.html#verified-lesson01-{anchor}">verified by {test}</a>'
        )

    def test_headings_can_be_linked_to(self):
        self.assertEqual(
            self.improved('<h2 id="a">Run <code>it</code></h2><h2>no id</h2>'),
            '<h2 id="a">Run <code>it</code><a class="permalink" href="#a"'
            ' aria-label="Link to the section Run it">#</a></h2><h2>no id</h2>',
        )

    def test_anchors_have_ids_and_no_names(self):
        self.assertEqual(
            self.improved('<a id="l1" name="l1"></a><a name="old"></a><a href="x">y</a>'),
            '<a id="l1"></a><a id="old"></a><a href="x">y</a>',
        )

    def test_what_html_5_has_dropped_is_a_class(self):
        page = self.improved('<table><tr bgcolor="#f0f0f0"><td class="a" align="right" valign="top">b</td></tr></table>')
        self.assertIn('<tr><td class="a right">b</td></tr>', page)

    def test_headers_of_tables_say_what_they_head(self):
        page = self.improved('<table class="markdownTable"><tr><th>a</th><th></th></tr></table>')
        self.assertIn('<tr><th scope="col">a</th><td></td></tr>', page)

    def test_a_table_of_files_is_told_from_others(self):
        row = "<tr><th>room</th><th>file</th><th>what it is</th></tr>"
        self.assertIn('class="markdownTable files"', self.improved(f'<table class="markdownTable">{row}</table>'))
        other = '<table class="markdownTable"><tr><th>room</th></tr></table>'
        self.assertNotIn("files", self.improved(other))

    def test_code_and_its_caption_are_one_figure(self):
        page = self.improved(
            '<p class="caption">From x</p><p></p><div class="fragment"><div class="line">a</div>'
            "</div>Behind."
        )
        self.assertIn(
            '<figure class="code"><figcaption class="caption">From x</figcaption>'
            '<div class="fragment"><div class="line">a</div></div></figure>Behind.',
            page,
        )

    def test_a_caption_belongs_to_the_next_block_only(self):
        page = self.improved(
            '<p class="caption">From x</p><p>Text.</p><div class="fragment">a</div>'
        )
        self.assertIn('<p class="caption">', page)
        self.assertNotIn("figcaption", page)

    def test_a_drawing_becomes_a_picture_that_tells_its_words(self):
        page = self.improved(
            '<div class="fragment"><div class="line">┌────┐</div><div class="line">│ a b│</div></div>'
        )
        self.assertIn('<div class="fragment picture"><svg viewBox="0 0 56 34"', page)
        self.assertIn('role="img" aria-label="Drawing: a b"', page)
        self.assertIn('<path d="M4 8.5H44M4 8.5V34M44 8.5V34">', page)
        self.assertIn('<text x="16" y="30" textLength="24" lengthAdjust="spacingAndGlyphs">a b<', page)

    def test_an_output_with_lines_stays_text_and_knows_its_width(self):
        page = self.improved(
            '<div class="fragment"><div class="line">$ x</div><div class="line">┌──┐</div>'
            '<div class="line">└──┘</div></div>'
        )
        self.assertIn('class="fragment drawing" style="--columns: 4"', page)

    def test_a_drawing_in_a_comment_leaves_the_code_as_it_is(self):
        page = self.improved(
            '<div class="fragment"><div class="line"><a id="l1"></a><span class="comment">// ┌─'
            '</span></div><div class="line"><span class="comment">// └─</span></div></div>'
        )
        self.assertIn('<a id="l1">', page)
        self.assertNotIn("svg", page)

    def test_one_line_is_no_drawing(self):
        page = self.improved('<div class="fragment"><div class="line">a ─ b</div></div>')
        self.assertIn('<div class="fragment"><div class="line">', page)

    def test_a_mark_clings_to_the_word_in_front_of_it(self):
        page = self.improved(f"<p>It counts. {self.badge('Counter.Counts')} More.</p>")
        self.assertEqual(
            page,
            '<p>It counts.\u2060<a class="tick" id="lesson01-claim-3-Counter-Counts"'
            ' href="verified.html#verified-lesson01-Counter-Counts" aria-label="Tested by Counter.Counts">\u2713</a>'
            " More.</p>",
        )

    def test_no_comma_is_stranded_behind_a_mark(self):
        page = self.improved(f"<p>One {self.badge('A.B')}, two</p>")
        self.assertRegex(page, "One\u2060<a [^>]*>\u2713</a>, two")

    def test_two_marks_cling_to_each_other(self):
        page = self.improved(f"<p>One. {self.badge('A.B')} {self.badge('C.D')}</p>")
        self.assertRegex(page, "One.\u2060<a [^>]*>\u2713</a>\u2060<a [^>]*>\u2713</a></p>")
        self.assertIn('id="lesson01-claim-3-C-D"', page)

    def test_names_that_are_keywords_elsewhere_are_not_coloured(self):
        page = self.improved('<span class="keyword">event</span> <span class="keyword">if</span>')
        self.assertEqual(page, 'event <span class="keyword">if</span>')

    def test_the_path_of_folders_is_a_landmark(self):
        page = self.improved('<div id="nav-path">x</div>')
        self.assertEqual(page, '<nav id="nav-path" aria-label="Where this is">x</nav>')

    def test_wide_tables_scroll_in_a_box_that_is_no_tab_stop_by_itself(self):
        page = self.improved('<table class="markdownTable"><tr><td>x</td></tr></table>')
        self.assertTrue(page.startswith('<div class="wide"><table'), page)
        self.assertNotIn("tabindex", page)


if __name__ == "__main__":
    unittest.main()
