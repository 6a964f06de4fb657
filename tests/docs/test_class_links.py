import unittest
from types import SimpleNamespace
from unittest import mock

import fixture  # noqa: F401  sets the path to the tools
from doctools import search_index, tree
from doctools.class_links import ClassLinks


def entry(title: str, url: str, kind: str = "class") -> SimpleNamespace:
    return SimpleNamespace(title=title, url=url, page=kind)


class Links(unittest.TestCase):
    def linked(self, body: str) -> str:
        known = [entry("l01::Socket", "s.html"), entry("l02::Event", "e.html"), entry("l01::Send", "f.html", "function")]
        with mock.patch.object(search_index, "of_symbols", return_value=known):
            links = ClassLinks(None, None)
        page = tree.read(f'<html><body><div class="textblock">{body}</div></body></html>')
        links.link(page, "01")
        return tree.inner(page.find(".//div"))

    def test_the_first_use_of_a_class_leads_to_the_reference(self):
        self.assertEqual(
            self.linked("<p><code>Socket</code> and <code>Socket</code>, <code>l02::Event</code>.</p>"),
            '<p><code><a class="el" href="s.html">Socket</a></code> and <code>Socket</code>,'
            ' <code><a class="el" href="e.html">l02::Event</a></code>.</p>',
        )

    def test_of_another_lesson_only_the_full_name_is_one(self):
        for body in ("<p><code>Event</code></p>", "<p><code>Send</code></p>", "<p><code>x.Socket</code></p>"):
            self.assertEqual(self.linked(body), body)

    def test_headings_captions_and_links_stay(self):
        for tag in ("h2", "a", "figcaption", "summary"):
            body = f"<{tag}><code>Socket</code></{tag}>"
            self.assertEqual(self.linked(body), body)


if __name__ == "__main__":
    unittest.main()
