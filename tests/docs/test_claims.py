import unittest

from fixture import CourseTest
from doctools import claims


def ctest(name: str, *labels: str) -> dict:
    return {
        "name": name,
        "properties": [{"name": "LABELS", "value": list(labels)}] if labels else [],
    }


class Claims(CourseTest):
    def test_finds_a_test_under_the_names_a_page_may_use(self):
        tests = claims.TestList.from_ctest(
            [
                ctest("lesson02.FdWrite.IsSilent", "lesson02"),
                ctest("lesson04.Backends/Echo.SurvivesReset/epoll", "lesson04"),
                ctest("lesson04.Typed/0.Works", "lesson04"),
                ctest("lesson03.Echo.Ends<l03::EdgeEchoServer>", "lesson03"),
                ctest("lesson01.contract.Servers/EchoContract.SendsAll/lesson01_poll", "lesson01"),
                ctest("docs.weave", "docs"),
                ctest("plain"),
            ]
        )
        for name, label in (
            ("FdWrite.IsSilent", "lesson02"),
            ("lesson02.FdWrite.IsSilent", "lesson02"),
            ("Echo.SurvivesReset", "lesson04"),
            ("Typed.Works", "lesson04"),
            ("Echo.Ends", "lesson03"),
            ("EchoContract.SendsAll", "lesson01"),
            ("docs.weave", "docs"),
        ):
            self.assertIsNone(tests.error(name, label), name)
        self.assertIn(
            "no test is called FdWrite.IsSilen;", tests.error("FdWrite.IsSilen", "lesson02")
        )
        self.assertIn("not the label x but no label", tests.error("plain", "x"))

    def test_asks_the_programs_of_a_suite_for_its_tests(self):
        suite = {
            **ctest("lesson04.Worlds/Wait", "lesson04"),
            "command": ["/bin/04_test", "--gtest_filter=Worlds/Wait.*"],
        }
        listed = "Running main()\nOther.\n  Sleeps\nWorlds/Wait.\n  Ends/epoll  # GetParam() = epoll\n"
        tests = claims.TestList.from_ctest([suite], lambda program: listed)
        self.assertIsNone(tests.error("Wait.Ends", "lesson04"))
        self.assertIn("no test is called Other.Sleeps", tests.error("Other.Sleeps", "lesson04"))

    def test_reads_the_sources_for_their_tests(self):
        self.write("tests/04_loop/room/a_test.cc", "TEST_P(Wait,\n       Ends) {}\nTYPED_TEST(Echo, Works) {}\n")
        self.write("tests/contract/contract_test.cc", "TEST_P(EchoContract, SendsAll) {}\n")
        self.write("tests/02_events/CMakeLists.txt", "add_test(NAME lesson02.rules COMMAND x)\n")
        tests = claims.TestList.from_sources(self.root)
        for name, label in (
            ("Wait.Ends", "lesson04"),
            ("Echo.Works", "lesson04"),
            ("EchoContract.SendsAll", "lesson03"),
            ("lesson02.rules", "lesson02"),
        ):
            self.assertIsNone(tests.error(name, label), name)

    def test_asks_ctest_for_its_list(self):
        tests = claims.TestList.from_build(self.root / "build" / "dev")
        self.assertIsNone(tests.error("Counter.CountsUp", "lesson01"))

    def test_finds_the_code_of_a_test(self):
        file, line, code = claims.source_of("Counter.CountsUp", self.root)
        self.assertEqual((file.name, line), ("counter_test.cc", 1))
        self.assertEqual(code, "TEST(Counter, CountsUp) {\n  EXPECT_EQ(1, 1);\n}")
        self.assertIsNone(claims.source_of("Counter.CountsDown", self.root))


if __name__ == "__main__":
    unittest.main()
