"""What is said about failures, and what is checked about the words of an exercise."""

import unittest

from fake import LAB, FakeCourse
from labs import content, explain, frames, spec
from labs.course import Course
from labs.grade import Result
from labs.spec import Graded


def failed(message, **more):
    return Result(Graded("Suite.SaysSoTwice", "."), "failed", (message,), **more)


class ExplainTest(unittest.TestCase):
    def test_the_name_of_a_test_is_a_sentence(self):
        self.assertEqual(explain.sentence("SendAll.WaitsForRoom"), "SendAll waits for room")
        self.assertEqual(explain.sentence("Worlds/Wait.EndsAt2/IPv4"), "Wait ends at 2")
        self.assertEqual(explain.sentence("Echo/0.Works"), "Echo works")

    def test_two_values_become_one_sentence(self):
        message = "f.cc:3\nExpected equality of these values:\n  sent\n    Which is: 3\n  5U\n    Which is: 5"
        self.assertEqual(explain.short(failed(message)), "sent is 3, expected 5")
        message = "f.cc:3\nValue of: client.ok()\n  Actual: false\nExpected: true"
        self.assertEqual(explain.short(failed(message)), "client.ok() is false, expected true")

    def test_a_hang_and_a_crash_are_told_as_such(self):
        test = Graded("A.B", ".")
        self.assertIn("did not end", explain.short(Result(test, "hangs")))
        crash = Result(test, "crashed", (), "x\nSUMMARY: AddressSanitizer: heap-use-after-free y.cc:3\n")
        self.assertIn("heap-use-after-free", explain.short(crash))

    def test_the_steps_are_the_lines_of_the_test_up_to_the_failing_one(self):
        course = FakeCourse()
        self.addCleanup(course.close)
        course.write("t.cc", "TEST(Suite, SaysSoTwice) {\n  Connect();\n  EXPECT_EQ(1, 2);\n  After();\n}\n")
        file = course.lesson / "t.cc"
        lines = explain.long(failed(f"{file}:3\nExpected equality of these values:\n  1\n  2"), course.root, course.root)
        self.assertEqual(lines[:3], ["the steps (lessons/01_fake/t.cc:3):", "    Connect();", "  > EXPECT_EQ(1, 2);"])
        self.assertNotIn("After();", "\n".join(lines))

    def test_a_crash_shows_the_whole_test(self):
        course = FakeCourse()
        self.addCleanup(course.close)
        tests = course.root / "tests"
        tests.mkdir()
        (tests / "t.cc").write_text("// Head.\nTEST_F(Suite, SaysSoTwice) {\n  Connect();\n}\n")
        crash = Result(Graded("Worlds/Suite.SaysSoTwice/IPv4", "."), "crashed", (), "SUMMARY: bad\n")
        lines = explain.long(crash, course.root, course.root)
        self.assertEqual(lines[:2], ["the test (tests/t.cc:2):", "    Connect();"])

    def test_the_last_events_are_shown(self):
        lines = explain.long(failed("f:1\nx", events=({"ts": 5, "tid": 1, "name": "recv", "args": {"bytes": 3}},)), *[__import__("pathlib").Path("/")] * 2)
        self.assertIn("recv: bytes 3", lines[-1])

    def test_a_frame_is_shown_bit_by_bit(self):
        lines = frames.explain("Which is: 2-byte object <81-85 37-FA 21-3D 7F-9F>\nWhich is: { '\\x81' (129, 0x81), '\\x2' (2, 0x2), 'h' (104, 0x68) }")
        self.assertIn("  10000001  FIN=1 RSV=000 opcode=1 (text)", lines)
        self.assertIn("  10000101  MASK=1 length=5", lines)
        self.assertIn("  00000010  MASK=0 length=2", lines)


    def test_a_frame_in_a_printed_string_is_found_and_a_word_is_not_taken_for_one(self):
        lines = frames.explain('    Which is: "\\x88\\x2\\x3\\xE8"\n    Which is: "hello\\xFF"')
        self.assertIn("  10001000  FIN=1 RSV=000 opcode=8 (close)", lines)
        self.assertIn("  03 e8  payload", lines)
        self.assertEqual(len(lines), 4, lines)


class ContentTest(unittest.TestCase):
    def faults(self, old="", new=""):
        course = FakeCourse()
        self.addCleanup(course.close)
        course.write("lab.toml", LAB.replace(old, new) if old else LAB)
        lab = spec.load(Course(course.root, course.root / "build").lesson("01"))
        return [fault for fault in content.check_text(lab) if "at least" not in fault]

    def test_good_exercises_have_no_fault(self):
        self.assertEqual(self.faults(), [])

    def test_a_missing_hint_section_region_or_need_is_told(self):
        for old, new, fault in (
            ('["Think.", "Think of a sum.", "The sum is the answer."]', '["Think."]', "three hints"),
            ('section = "adding"', 'section = "nowhere"', "no section #nowhere"),
            ('region = "add"', 'region = "gone"', "[gone]"),
            ('needs = ["add"]', 'needs = ["later"]', "needs later"),
            ('id = "twice"', 'id = "add"', "occurs twice"),
        ):
            with self.subTest(fault=fault):
                self.assertIn(fault, "\n".join(self.faults(old, new)))

    def test_a_hint_that_quotes_the_solution_is_told(self):
        fault = "\n".join(self.faults("The sum is the answer.", "int Add(int a, int b) { return a + b; }"))
        self.assertIn("quotes the solution", fault)


if __name__ == "__main__":
    unittest.main()
