import unittest

from fixture import CourseTest  # first: sets the path to the tools
from doctools import claims
from doctools.markdown import Page

MARK = "<!-- test: A.B lesson01 -->"


class Statements(unittest.TestCase):
    def of(self, prose: str, number: int = 0) -> str:
        """The statement of the mark `number`, written as ^."""
        return Page(prose.replace("^", MARK)).claims[number].text

    def test_the_sentence_in_front_of_the_mark(self):
        self.assertEqual(self.of("One. Two\nis it. ^ Three."), "Two is it.")

    def test_a_mark_in_the_middle_has_the_whole_sentence(self):
        prose = "Before. `accept` waits^, `recv.` waits^, too. Behind."
        for number in (0, 1):
            self.assertEqual(self.of(prose, number), "`accept` waits, `recv.` waits, too.")

    def test_a_sentence_that_leans_on_another_has_that_one_too(self):
        self.assertEqual(
            self.of("Zero. It uses rooms. Nothing else. ^"), "It uses rooms. Nothing else."
        )

    def test_a_list_item_is_a_statement_of_its_own(self):
        self.assertEqual(self.of("- A.\n- B goes on\n  here. ^\n- C"), "B goes on here.")

    def test_a_table_s_row_is_one(self):
        self.assertEqual(
            self.of("| a | b |\n|---|---|\n| `x` | waits ^ |\n| c | d |"), "`x` \u2013 waits"
        )

    def test_a_mark_alone_means_what_stands_above(self):
        self.assertEqual(self.of("It holds.\n\n^\n"), "It holds.")
        self.assertEqual(self.of("^"), "(the statement has no words)")

    def test_points_in_abbreviations_end_no_sentence(self):
        self.assertEqual(self.of("It holds, e.g. for a socket. ^"), "It holds, e.g. for a socket.")

    def test_points_in_links_end_no_sentence(self):
        self.assertEqual(self.of("See [a. b](x.y/z. ) now. ^").split(" now")[1], ".")


class Marks(unittest.TestCase):
    def errors(self, prose: str) -> list[tuple[int, str]]:
        return Page(prose).errors

    def test_a_mark_that_begins_a_line_would_end_the_paragraph_on_github(self):
        for prose in (f"A.\n{MARK} B.", f"A.\n{MARK}\nB.", f"{MARK} B."):
            self.assertRegex(str(self.errors(prose)), "a mark begins no line", prose)
        self.assertEqual(self.errors(f"A. {MARK}\nB.\n\n{MARK}\n"), [])

    def test_a_fence_that_is_never_closed_is_told(self):
        self.assertEqual(self.errors("a\n```c\nb\n"), [(2, "this fenced block is never closed")])
        self.assertEqual(self.errors("```c\nb\n```"), [])

    def test_marks_in_code_are_none(self):
        page = Page(f"Write `{MARK}` behind it. {MARK}\n\n```markdown\n{MARK}\n```\n")
        self.assertEqual(len(page.claims), 1)
        self.assertEqual(page.errors, [])


class Sources(CourseTest):
    def test_of_two_tests_with_one_name_the_label_chooses(self):
        self.write("tests/02_events/x_test.cc", "TEST(Counter, CountsUp) {\n  two();\n}\n")
        for label, code in (("lesson01", "EXPECT_EQ"), ("lesson02", "two()")):
            self.assertIn(code, claims.source_of("Counter.CountsUp", self.root, label)[2])


if __name__ == "__main__":
    unittest.main()
