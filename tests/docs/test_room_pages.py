import unittest

from fixture import CourseTest
from test_room_faults import LIST

import weave

PAGE = "# House\n\n<!-- weave: rooms -->\n\n<!-- weave: files -->\n\nBehind.\n"


class RoomPages(CourseTest):
    def setUp(self):
        super().setUp()
        self.write("lessons/03_house/CMakeLists.txt", LIST)
        self.write("lessons/03_house/README.md", PAGE)
        self.write("lessons/03_house/main.cc", "// The program.\n")
        self.write("lessons/03_house/cellar/coal.h", "// What burns: it is black. More.\n//\n// Rest.\n")
        self.write("lessons/03_house/cellar/coal.cc", "// How.\n")
        self.write("lessons/03_house/cellar/wine.h", "// What one drinks,\n// slowly. Lesson 03.\n")
        self.write("lessons/03_house/kitchen/stove.h", "// A | stove.\n")
        for end in ("", "_posix", "_win"):
            self.write(f"lessons/03_house/kitchen/stove{end}.cc", f"// Fire{end}.\n")

    def weave(self, mode):
        status, _, errors = self.run_tool(weave.main, mode, "--no-run")
        return status, errors

    def test_the_page_gets_the_picture_and_a_table_of_every_file_in_reading_order(self):
        self.assertEqual(self.weave("--write"), (0, ""))
        page = self.read("lessons/03_house/README.md")
        self.assertIn(
            "```text\n"
            "┌──────────────────────────────┐\n"
            "│ main.cc (may use every room) │\n"
            "├──────────────────────────────┤\n"
            "│ kitchen                      │  kitchen → cellar\n"
            "├──────────────────────────────┤\n"
            "│ cellar                       │\n"
            "└──────────────────────────────┘\n"
            "```\n",
            page,
        )
        self.assertIn(
            "<!-- weave: files -->\n"
            "| room | file | what it is |\n"
            "|---|---|---|\n"
            "| **cellar** | [`coal.h`](cellar/coal.h) [`.cc`](cellar/coal.cc) | What burns: it is black. |\n"
            "|  | [`wine.h`](cellar/wine.h) | What one drinks, slowly. |\n"
            "| **kitchen** | [`stove.h`](kitchen/stove.h) [`.cc`](kitchen/stove.cc) | A \\| stove. |\n"
            "|  | [`stove_posix.cc`](kitchen/stove_posix.cc) | Fire_posix. |\n"
            "|  | [`stove_win.cc`](kitchen/stove_win.cc) | Fire_win. |\n"
            "| | [`main.cc`](main.cc) | The program. |\n"
            "\nBehind.\n",
            page,
        )
        self.assertEqual(self.weave("--check"), (0, ""))

    def test_a_changed_head_is_drift(self):
        self.weave("--write")
        self.write("lessons/03_house/main.cc", "// The whole program.\n")
        self.assertRegex(self.weave("--check")[1], r"README\.md:\d+: differs from its source \(files\)")

    def test_a_file_in_no_list_fails(self):
        self.weave("--write")
        self.write("lessons/03_house/cellar/rat.h", "// A guest.\n")
        self.assertIn("cellar/rat.h is in no table: list it in add_room", self.weave("--check")[1])

    def test_a_file_without_a_sentence_at_its_head_fails(self):
        for head in ("", "// What and contract: see stove.h.\n", "#include <fire>\n// Warm.\n"):
            self.write("lessons/03_house/cellar/wine.h", head)
            self.assertIn(
                "lessons/03_house/cellar/wine.h does not say at its head, in a sentence, what it is",
                self.weave("--write")[1],
            )

    def test_a_lesson_s_page_without_a_table_fails(self):
        self.write("lessons/03_house/README.md", "# House\n")
        self.assertIn(
            "lessons/03_house/README.md: its lesson's files are in no table", self.weave("--check")[1]
        )

    def test_other_pages_have_no_rooms(self):
        self.page("<!-- weave: files -->")
        self.assertIn("stands in the page of a lesson that has rooms", self.weave("--check")[1])


if __name__ == "__main__":
    unittest.main()
