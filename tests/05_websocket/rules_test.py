"""Every rule of the client, and every defect of the article's, is named by a test of this folder."""
import pathlib
import re
import unittest

HERE = pathlib.Path(__file__).parent

# Defects of the article that are no behaviour of this lesson's client, and why.
ELSEWHERE = {
    1: "Winsock is started by lesson 01's WinsockSession, which stands first in main",
    2: "the same class asks for version 2.2, checks and cleans up",
    6: "OnEvent cannot be reached from here: the compiler sees to it",
    7: "includes and macros: no behaviour",
    9: "lesson 04 tests a Connect that succeeds at once with a fake network",
    51: "where the text comes from: no behaviour",
}


def named(letter):
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(HERE.rglob("*.cc")))
    numbers = {int(n) for n in re.findall(rf"\b{letter}(\d+)\b", text)}
    for first, last in re.findall(rf"\b{letter}(\d+) to {letter}(\d+)\b", text):
        numbers.update(range(int(first), int(last) + 1))
    return numbers


class Rules(unittest.TestCase):
    def test_every_rule_is_named_by_a_test(self):
        self.assertEqual(set(range(1, 41)) - named("R"), set())

    def test_every_defect_is_named_by_a_test_or_belongs_elsewhere(self):
        self.assertEqual(set(range(1, 52)) - named("B") - set(ELSEWHERE), set())

    def test_what_belongs_elsewhere_is_not_named_here(self):
        self.assertEqual(named("B") & set(ELSEWHERE), set())


if __name__ == "__main__":
    unittest.main()
