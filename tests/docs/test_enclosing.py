import unittest

import fixture  # noqa: F401  sets the path to the tools
from doctools.enclosing import name_at

CODE = """namespace l01 {

constexpr int kLimit = 3;

// Explains it.
template <typename T>
void Counter::Add(T much) {
  count_ += much;
}

Counter::Counter(int from)
    : count_(from) {}

class Reader {
 public:
  // Says it.
  void operator()(int x) {}
  int Peek() const;
};

int Sum(int a,
        int b);

struct Life::Inner {
  int a;
};
}  // namespace l01
"""


class Enclosing(unittest.TestCase):
    def name(self, text: str, lines: int = 1) -> str:
        first = CODE[: CODE.index(text)].count("\n") + 1
        return name_at(CODE, first, first + lines - 1)

    def test_a_passage_that_begins_a_function(self):
        self.assertEqual(self.name("void Counter::Add", 3), "Counter::Add")
        self.assertEqual(self.name("// Explains", 5), "Counter::Add")
        self.assertEqual(self.name("Counter::Counter", 2), "Counter::Counter")

    def test_a_passage_inside_a_function(self):
        self.assertEqual(self.name("  count_ += much"), "Counter::Add")

    def test_a_passage_in_a_class(self):
        self.assertEqual(self.name("class Reader", 4), "Reader")
        self.assertEqual(self.name("  // Says it.", 2), "Reader::operator()")
        self.assertEqual(self.name("struct Life::Inner", 2), "Life::Inner")

    def test_what_belongs_to_nothing_has_no_name(self):
        self.assertEqual(self.name("constexpr"), "")
        self.assertEqual(self.name("}  // namespace l01"), "")


if __name__ == "__main__":
    unittest.main()
