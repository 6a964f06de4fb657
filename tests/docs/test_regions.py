import unittest

from fixture import CourseTest
from doctools import regions


class Regions(CourseTest):
    def scan(self, text: str, name: str = "x.cc"):
        found, problems = regions.scan(self.write(f"lessons/01_blocking/{name}", text), self.root)
        return found, [str(problem) for problem in problems]

    def test_takes_the_lines_between_two_markers_and_dedents_them(self):
        found, problems = self.scan(
            "int a;\n  // [the loop]\n  for (;;) {\n    run();\n  }\n  // [the loop]\n"
        )
        self.assertEqual(problems, [])
        self.assertEqual(found["the loop"].text, "for (;;) {\n  run();\n}")
        self.assertEqual(found["the loop"].first_line, 3)

    def test_reads_hash_markers_in_cmake_and_shell(self):
        for name in ("CMakeLists.txt", "x.cmake", "run.sh", "x.py", "lab.toml"):
            found, problems = self.scan("# [part]\nadd(x)\n# [part]\n", name)
            self.assertEqual((problems, found["part"].text), ([], "add(x)"), name)

    def test_ignores_comments_that_hold_more_than_a_name(self):
        found, problems = self.scan("// [RFC 6455] says\n// see [this]\nint a[3];\n")
        self.assertEqual((found, problems), ({}, []))

    def test_reports_a_region_that_is_never_closed(self):
        _, problems = self.scan("int a;\n// [loop]\nint b;\n")
        self.assertEqual(len(problems), 1)
        self.assertRegex(problems[0], r"x\.cc:2: region \[loop\] is never closed")

    def test_reports_a_name_used_twice(self):
        _, problems = self.scan("// [a]\n1\n// [a]\n// [a]\n2\n// [a]\n")
        self.assertRegex(problems[0], r"x\.cc:4: region \[a\] occurs twice")

    def test_reports_nested_regions(self):
        _, problems = self.scan("// [a]\n// [b]\n1\n// [b]\n// [a]\n")
        self.assertRegex(problems[0], r"x\.cc:2: marker \[b\] inside region \[a\] of line 1")

    def test_reports_an_empty_region(self):
        _, problems = self.scan("// [a]\n\n// [a]\n")
        self.assertRegex(problems[0], r"x\.cc:1: region \[a\] is empty")

    def test_reports_a_name_that_is_none(self):
        _, problems = self.scan("// [1+1]\n")
        self.assertRegex(problems[0], r"x\.cc:1: \[1\+1\] is not a region name")


if __name__ == "__main__":
    unittest.main()
