import unittest

from fixture import CourseTest  # first: sets the path to the tools
from doctools import judged

PAGE = "lessons/01_blocking/README.md"
STATEMENT = "It counts. <!-- test: Counter.CountsUp lesson01 -->"


class JudgedMarks(CourseTest):
    def faults(self) -> list[str]:
        return [str(problem) for problem in judged.faults(self.root, [self.root / PAGE])]

    def accept(self) -> None:
        judged.accept(self.root, [self.root / PAGE])

    def test_are_those_that_were_accepted_and_are_as_they_were(self):
        self.page(STATEMENT)
        self.assertEqual(len(self.faults()), 1)
        self.assertRegex(self.faults()[0], rf"^{PAGE}:\d+: new or changed: does Counter.CountsUp prove")
        self.accept()
        self.assertEqual(self.faults(), [])

    def test_must_be_judged_again_when_the_statement_is_another_one(self):
        self.page(STATEMENT)
        self.accept()
        self.page(STATEMENT.replace("counts", "never forgets"))
        new, gone = self.faults()
        self.assertIn("new or changed", new)
        self.assertRegex(gone, r"^docs/marks.tsv:1: no such mark any more: Counter.CountsUp")
        self.accept()
        self.assertRegex(self.read("docs/marks.tsv"), r"\treworded$")

    def test_keep_their_word_while_others_come(self):
        self.page(STATEMENT)
        self.accept()
        self.write("docs/marks.tsv", self.read("docs/marks.tsv").replace("proves", "strengthened"))
        self.page(f"{STATEMENT}\n\nIt begins with 0. <!-- test: Counter.BeginsWithZero lesson01 -->")
        self.accept()
        words = [line.split("\t")[3] for line in self.read("docs/marks.tsv").splitlines()]
        self.assertEqual(sorted(words), ["proves", "strengthened"])
        self.assertEqual(self.faults(), [])

    def test_have_one_of_three_words(self):
        self.page(STATEMENT)
        self.accept()
        self.write("docs/marks.tsv", self.read("docs/marks.tsv").replace("proves", "perhaps"))
        self.assertEqual(self.faults(), ["docs/marks.tsv:1: 'perhaps' is none of proves, reworded, strengthened"])


if __name__ == "__main__":
    unittest.main()
