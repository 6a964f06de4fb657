"""Cutting regions out and setting them in."""

import unittest

import fake  # noqa: F401  (puts the tools on the path)
from doctools.problems import Stop
from labs import cut

TEXT = "a\n  // [one]\n  b\n  c\n  // [one]\nd\n"


class CutTest(unittest.TestCase):
    def test_body_is_what_stands_between_the_markers(self):
        self.assertEqual(cut.body(TEXT, "one"), "  b\n  c\n")

    def test_replacing_a_body_by_itself_changes_nothing(self):
        self.assertEqual(cut.replace(TEXT, "one", cut.body(TEXT, "one")), TEXT)

    def test_replace_keeps_the_markers(self):
        self.assertEqual(cut.replace(TEXT, "one", "  x\n"), "a\n  // [one]\n  x\n  // [one]\nd\n")

    def test_indentation_is_that_of_the_marker(self):
        self.assertEqual(cut.indentation(TEXT, "one"), "  ")

    def test_a_region_that_is_not_there_is_an_error_that_names_it(self):
        with self.assertRaisesRegex(Stop, r"\[two\]"):
            cut.body(TEXT, "two")

    def test_keep_brings_a_function_back_with_its_comment(self):
        whole = "// About F.\nint F() {\n  return 1;\n}\n\nint G() {\n  return F();\n}\n"
        self.assertEqual(cut.fill_in("@keep F\n", whole), "// About F.\nint F() {\n  return 1;\n}\n")
        with self.assertRaisesRegex(Stop, "no function H"):
            cut.fill_in("@keep H\n", whole)


if __name__ == "__main__":
    unittest.main()
