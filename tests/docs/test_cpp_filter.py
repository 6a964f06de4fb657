import unittest

import fixture  # noqa: F401  (sets the path)
from doctools import cpp_filter, literal


def convert(text: str, name: str = "01_blocking/x.h") -> list[str]:
    lines = literal.reveal(cpp_filter.convert(text, name)).split("\n")
    assert len(lines) == len(text.split("\n")), "every line keeps its number"
    return lines


def in_class(*members: str) -> list[str]:
    return convert(
        "/// A.\nclass X : public A,\n          public B {\n\n public:\n"
        + "\n".join(members)
        + "\n};"
    )[5:-1]


class CppFilter(unittest.TestCase):
    def test_the_head_documents_the_file(self):
        self.assertEqual(
            convert("// What.\n//\n// Why @x.\n#include <a>"),
            ["/** @file 01_blocking/x.h @brief What.", "", "Why @x. */", "#include <a>"],
        )

    def test_a_drawing_in_the_head_keeps_its_shape(self):
        self.assertEqual(
            convert("// What.\n//\n//   a  b\n//   1  2\nint x;")[:4],
            ["/** @file 01_blocking/x.h @brief What.", "<pre>", "  a  b", "  1  2</pre> */"],
        )

    def test_a_comment_behind_a_member_documents_it_with_all_its_lines(self):
        self.assertEqual(
            in_class("  int a_ = 0;  // how many", "               // are left", "  int b_;"),
            ["  int a_ = 0;  ///< how many", "               ///< are left", "  int b_;"],
        )

    def test_comments_in_functions_stay(self):
        self.assertEqual(
            in_class("  /// Runs.", "  void Run() {", "    x = 1;  // now", "  }"),
            ["  /// Runs.", "  void Run() {", "    x = 1;  // now", "  }"],
        )

    def test_what_every_reader_knows_is_said(self):
        self.assertEqual(
            in_class("  X(X&& other);"),
            [
                "/** Takes over what the other one owns; that one is empty afterwards. */   X(X&&"
                " other);"
            ],
        )
        self.assertEqual(in_class("  X(const X&) = delete;"), ["  X(const X&) = delete;"])

    def test_an_accessor_says_what_stands_behind_its_member(self):
        self.assertEqual(
            in_class("  int fd() const { return fd_; }", "  int fd_;  // the socket")[0],
            "/** the socket */   int fd() const { return fd_; }",
        )

    def test_a_comment_speaks_for_its_neighbours_up_to_the_next_empty_line(self):
        lines = in_class("  /// Both.", "  void A();", "  void B();", "", "  void C();")
        self.assertEqual(
            lines, ["  /// Both.", "  void A();", "/**   */   void B();", "", "  void C();"]
        )

    def test_a_group_speaks_for_all_it_holds(self):
        lines = convert(
            "/// @name Bits\n/// @{\ninline constexpr int kA = 1;\n\ninline constexpr int kB ="
            " 2;\n/// @}"
        )
        self.assertEqual(
            lines[1:5],
            [
                "/** @{ */",
                "/**   */ inline constexpr int kA = 1;",
                "",
                "/**   */ inline constexpr int kB = 2;",
            ],
        )

    def test_a_type_needs_words_of_its_own(self):
        self.assertEqual(
            in_class("  /// F.", "  void F();", "  struct Part {", "  };")[2], "  struct Part {"
        )

    def test_of_a_source_file_only_the_head_is_passed_on(self):
        self.assertEqual(
            convert("// What.\n\nint helper();", "01_blocking/x.cc"),
            ["/** @file 01_blocking/x.cc @brief What. */", "", ""],
        )


if __name__ == "__main__":
    unittest.main()
