import unittest

from fixture import CourseTest  # first: sets the path to the tools
from doctools import glossary, tree

GLOSSARY = """# Glossary

## Sockets

| word | meaning |
|---|---|
| socket | One end, says [the RFC](https://example.org/x). |
| half-close | `shutdown` of one direction. |
| close | The end. |
| signal | Calls all slots (lesson 4). |

## WebSocket

<!-- from: lesson05 -->

| word | meaning |
|---|---|
| frame | The unit on the wire. |
"""


class Glossary(CourseTest):
    def setUp(self):
        super().setUp()
        self.terms = glossary.read(self.write("docs/pages/glossary.md", GLOSSARY))

    def linked(self, body: str, lesson: int = 5) -> str:
        page = tree.read(f'<html><body><div class="textblock">{body}</div></body></html>')
        glossary.link_words(page, self.terms, lesson)
        return tree.inner(page.find(".//div"))

    def test_the_first_use_of_a_word_leads_to_its_entry(self):
        self.assertEqual(
            self.linked("<p>Sockets and a socket.</p>"),
            '<p><a class="term" href="glossary.html#glossary-term-socket"'
            ' title="One end, says the RFC.">Sockets</a> and a socket.</p>',
        )

    def test_a_capital_in_the_middle_of_a_sentence_is_part_of_a_name(self):
        self.assertIn("Berkeley Socket and a <a", self.linked("<p>The Berkeley Socket and a socket.</p>"))

    def test_the_longer_word_wins(self):
        page = self.linked("<p>A half-close.</p>")
        self.assertIn('term-half-close" title="shutdown of one direction.">half-close</a>', page)
        self.assertNotIn("term-close", page)

    def test_names_headings_and_links_are_left_alone(self):
        body = "<h2>socket</h2><p><code>socket</code> <a href='x'>socket</a></p>"
        self.assertNotIn("term", self.linked(body))

    def test_a_word_behind_an_element_is_found(self):
        self.assertIn("<em>x</em> <a", self.linked("<p><em>x</em> socket</p>"))

    def test_a_word_means_something_else_in_earlier_lessons(self):
        self.assertNotIn("term", self.linked("<p>A signal and a frame</p>", 3))
        self.assertIn("term-signal", self.linked("<p>A signal and a frame</p>", 4))
        self.assertIn("term-frame", self.linked("<p>A signal and a frame</p>", 5))

    def test_every_entry_has_a_place(self):
        page = tree.read("<html><body><main><table><tr><td>half-close</td><td>x</td></tr></table>")
        glossary.anchor_entries(page, self.terms)
        self.assertEqual(page.find(".//tr").get("id"), "glossary-term-half-close")


if __name__ == "__main__":
    unittest.main()
