"""The learner's copy: it is written once, and what was edited stays."""

import os
import unittest

from fake import SOURCE, FakeCourse


class WorkCopyTest(unittest.TestCase):
    def setUp(self):
        self.course = FakeCourse()
        self.addCleanup(self.course.close)

    def test_start_writes_the_rooms_and_cuts_the_regions(self):
        status, text = self.course.run("start", "01")
        self.assertEqual(status, 0)
        self.assertIn("2 exercises", text)
        self.assertIn("./lab check 01", text)
        self.assertNotIn("a + b", self.course.mine())
        self.assertIn("// [add]\n// Exercise 1: Add two numbers. To do. Help: ./lab hint 01 1\n", self.course.mine())
        self.assertIn("  // Exercise 2: Twice.", self.course.mine())
        self.assertEqual(self.course.mine("room/other.cc"), "// Something else.\n")
        self.assertFalse((self.course.work / "lab.toml").exists(), "it has the hints in it")

    def test_a_second_start_keeps_what_was_edited(self):
        self.course.run("start", "01")
        self.course.edit("return 0;", "return 4;")
        status, text = self.course.run("start", "01")
        self.assertEqual(status, 0)
        self.assertIn("kept", text)
        self.assertIn("return 4;", self.course.mine())

    def test_a_second_start_brings_back_a_deleted_file(self):
        self.course.run("start", "01")
        (self.course.work / "room/other.cc").unlink()
        _, text = self.course.run("start", "01")
        self.assertIn("room/other.cc", text)
        self.assertEqual(self.course.mine("room/other.cc"), "// Something else.\n")

    def test_an_update_of_the_course_renews_only_what_was_not_edited(self):
        self.course.run("start", "01")
        self.course.edit("return 0;", "return 4;")
        self.course.write("room/add.cc", SOURCE.replace("// Adds.", "// Adds two numbers."))
        self.course.write("room/other.cc", "// New.\n")
        _, text = self.course.run("start", "01")
        self.assertIn("return 4;", self.course.mine())
        self.assertIn("// Adds.\n", self.course.mine())
        self.assertEqual(self.course.mine("room/other.cc"), "// New.\n")
        self.assertIn("has changed below your edited work/01_fake/room/add.cc", text)
        self.assertIn("+// Adds two numbers.", text)

    def test_reset_asks_and_a_no_changes_nothing(self):
        self.course.run("start", "01")
        self.course.edit("return 0;", "return 4;")
        for answer in ("n\n", "", "maybe\n"):
            status, text = self.course.run("reset", "01", answer=answer)
            self.assertEqual(status, 1)
            self.assertIn("[y/N]", text)
            self.assertIn("return 4;", self.course.mine())

    def test_reset_of_a_lesson_keeps_a_backup(self):
        self.course.run("start", "01")
        self.course.edit("return 0;", "return 4;")
        status, _ = self.course.run("reset", "01", answer="y\n")
        self.assertEqual(status, 0)
        self.assertIn("return 0;", self.course.mine())
        saved = list(self.course.root.glob("work/backup/*/room/add.cc"))
        self.assertEqual(len(saved), 1)
        self.assertIn("return 4;", saved[0].read_text())

    def test_reset_of_one_exercise_leaves_the_others(self):
        self.course.run("start", "01")
        self.course.edit("return 0;", "return 4;")
        self.course.edit("  return a;", "  return 2 * a;")
        status, text = self.course.run("reset", "01", "1", "--yes")
        self.assertEqual(status, 0)
        self.assertIn("Backup", text)
        self.assertIn("return 0;", self.course.mine())
        self.assertIn("return 2 * a;", self.course.mine())

    def test_two_resets_in_one_second_keep_two_backups(self):
        self.course.run("start", "01")
        self.course.run("reset", "01", "--yes")
        self.course.run("reset", "01", "--yes")
        self.assertEqual(len(list(self.course.root.glob("work/backup/*/room/add.cc"))), 2)

    def test_solve_sets_the_solution_in_keeps_yours_and_is_marked(self):
        self.course.run("start", "01")
        self.course.edit("return 0;", "return 4;")
        status, text = self.course.run("solve", "01", "1")
        self.assertEqual(status, 0)
        self.assertIn("a + b", self.course.mine())
        self.assertIn("  return a;", self.course.mine())
        self.assertIn("seen", text)
        self.assertIn("solution seen", self.course.run("status")[1])
        saved = list(self.course.root.glob("work/backup/*/room/add.cc"))
        self.assertIn("return 4;", saved[0].read_text())

    def test_a_lost_marker_is_named_and_nothing_is_changed(self):
        self.course.run("start", "01")
        self.course.edit("// [add]\n// Exercise", "// Exercise")
        before = self.course.mine()
        status, text = self.course.run("solve", "01", "1")
        self.assertEqual(status, 1)
        self.assertIn("work/01_fake/room/add.cc", text)
        self.assertIn("[add]", text)
        self.assertEqual(self.course.mine(), before)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_read_only_folder_is_told_in_one_line(self):
        self.course.root.chmod(0o555)
        self.addCleanup(self.course.root.chmod, 0o755)
        status, text = self.course.run("start", "01")
        self.assertEqual(status, 1)
        self.assertIn("Permission denied", text)

    def test_a_file_in_the_way_is_told_in_one_line(self):
        (self.course.root / "work").write_text("not a folder")
        status, text = self.course.run("start", "01")
        self.assertEqual(status, 1)
        self.assertEqual(len(text.splitlines()), 1, text)


if __name__ == "__main__":
    unittest.main()
