"""Mutants: their headers, and how they find their place in a file that has changed."""

import unittest

from fake import FakeCourse
from doctools.problems import Stop
from labs import patch
from labs.course import Course

HEADER = "Bug: a bug\nMade by: nobody\nTest: A.B\nMessage: m\nQuestion: Why?\nExplanation: So.\n"
DIFF = """--- a/lessons/01_fake/room/add.cc
+++ b/lessons/01_fake/room/add.cc
@@ -2,3 +2,3 @@
 int Add(int a, int b) {
-  return a + b;  // the sum of the two numbers is what is asked for here
+  return a - b;
 }
"""


class PatchTest(unittest.TestCase):
    def setUp(self):
        self.course = FakeCourse()
        self.addCleanup(self.course.close)
        self.lesson = Course(self.course.root, self.course.root / "build").lesson("01")
        self.file = self.course.root / "mutants/01_fake/01-minus.patch"
        self.file.parent.mkdir(parents=True)

    def read(self, text):
        self.file.write_text(text)
        return patch.read(self.file, self.lesson)

    def test_a_mutant_is_applied_by_its_lines_and_not_by_their_numbers(self):
        mutant = self.read(HEADER + DIFF)
        text = "// a new first line\n" + self.lesson.read(mutant.file)
        self.assertIn("return a - b;", mutant.apply(text))
        self.assertIn(4, mutant.lines(text))

    def test_a_mutant_that_fits_nowhere_is_named(self):
        mutant = self.read(HEADER + DIFF)
        with self.assertRaisesRegex(Stop, "01-minus.patch"):
            mutant.apply("int other;\n")

    def test_a_header_without_a_field_is_named(self):
        with self.assertRaisesRegex(Stop, "no Message"):
            self.read(HEADER.replace("Message: m\n", "") + DIFF)

    def test_a_mutant_of_another_lesson_is_refused(self):
        with self.assertRaisesRegex(Stop, "no file of this lesson"):
            self.read(HEADER + DIFF.replace("01_fake", "02_other"))

    def test_hunt_lists_judges_and_reveals(self):
        self.read(HEADER + DIFF)
        status, text = self.course.run("hunt", "01")
        self.assertEqual(status, 0)
        self.assertIn("1. Why?", text)
        self.assertNotIn("a bug", text)
        status, text = self.course.run("hunt", "01", "1", "--answer=room/other.cc:1")
        self.assertEqual(status, 1)
        self.assertNotIn("a bug", text)
        status, text = self.course.run("hunt", "01", "1", "--answer=room/add.cc:11")
        self.assertEqual(status, 1)
        self.assertIn("line is not", text)
        status, text = self.course.run("hunt", "01", "1", "--answer=room/add.cc:4")
        self.assertEqual(status, 0)
        self.assertIn("a bug", text)
        self.assertIn("a bug", self.course.run("hunt", "01", "1", "--reveal")[1])
        for wrong in ("2", "x"):
            self.assertEqual(self.course.run("hunt", "01", wrong)[0], 1)


if __name__ == "__main__":
    unittest.main()
