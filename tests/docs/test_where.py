"""The tables "Where is it in the code?" name files and functions that exist."""

import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from doctools import where  # noqa: E402

TABLE = """# Page

## Where is it in the code?

| what happens | file | functions |
|---|---|---|
| it sends | [a.cc](a.cc) | `Send` |

## Next

| not | [a.cc](a.cc) | `Nothing` |
"""


class WhereTest(unittest.TestCase):
    def faults_of(self, text: str) -> list[tuple[int, str]]:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.cc").write_text("void Send() {}\n", encoding="utf-8")
            page = Path(folder) / "README.md"
            page.write_text(text, encoding="utf-8")
            return where.faults(page)

    def test_a_function_that_is_there_is_no_fault(self):
        self.assertEqual(self.faults_of(TABLE), [])

    def test_a_function_that_was_renamed_is_named_with_its_line(self):
        self.assertEqual(
            self.faults_of(TABLE.replace("`Send`", "`Transmit`")), [(7, "a.cc has no `Transmit`")]
        )

    def test_a_part_of_a_name_is_not_the_name(self):
        self.assertEqual(len(self.faults_of(TABLE.replace("`Send`", "`Sen`"))), 1)

    def test_a_row_without_a_file_is_a_fault(self):
        self.assertEqual(len(self.faults_of(TABLE.replace("[a.cc](a.cc) | `Send`", "- | `Send`"))), 1)

    def test_a_heading_without_a_table_is_a_fault(self):
        self.assertEqual(len(self.faults_of("## Where is it in the code?\n\nSoon.\n")), 1)

    def test_a_page_without_the_heading_has_no_fault(self):
        self.assertEqual(self.faults_of("# Page\n"), [])


class LessonsTest(unittest.TestCase):
    def test_every_lesson_has_ten_rows_that_hold(self):
        for page in sorted((ROOT / "lessons").glob("*/README.md")):
            with self.subTest(page.parent.name):
                self.assertEqual(where.faults(page), [])
                text = page.read_text(encoding="utf-8")
                section = text.split(where.HEADING)[-1].split("\n## ")[0]
                self.assertGreaterEqual(section.count("\n| ") - 1, 10)


if __name__ == "__main__":
    unittest.main()
