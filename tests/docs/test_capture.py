import time
import unittest

from fixture import CourseTest
from doctools.capture import Command, Runner
from doctools.problems import Stop


class Capture(CourseTest):
    def setUp(self):
        super().setUp()
        self.runner = Runner(self.bin, self.root)

    def output(self, directive: str) -> str:
        return self.runner.output(Command.parse(directive))

    def assert_stops(self, directive: str, pattern: str) -> None:
        with self.assertRaisesRegex(Stop, pattern) as caught:
            self.output(directive)
        self.assertNotIn("\n", str(caught.exception))

    def test_takes_what_the_program_prints(self):
        self.program("p", 'printf "a  \\nb $1\\n\\n"')
        self.assertEqual(self.output('p "two words"'), "a\nb two words")

    def test_another_exit_status_is_an_error_that_names_the_reason(self):
        self.program("p", 'echo "bind: denied" >&2; exit 3')
        self.assert_stops("p", r"exit status 3, not 0 \(bind: denied\)")
        self.assert_stops("p exit=2", "exit status 3, not 2")

    def test_the_expected_exit_status_is_fine(self):
        self.program("p", "echo usage; exit 2")
        self.assertEqual(self.output("p --bad exit=2"), "usage")

    def test_a_word_on_stderr_is_an_error_unless_it_is_shown(self):
        self.program("p", "echo out; echo warning >&2")
        self.assert_stops("p", "wrote to stderr: warning")
        self.assertEqual(self.output("p stderr=shown"), "out\nwarning")

    def test_a_program_that_hangs_is_killed_with_its_children(self):
        self.program("p", "sleep 60 & echo $! >%s; wait" % (self.root / "pid"))
        self.assert_stops("p timeout=0.4", "did not end within 0.4 s and was killed")
        child = int(self.read("pid"))
        for _ in range(500):
            if not _is_running(child):
                return
            time.sleep(0.01)
        self.fail("the child outlived its parent")

    def test_a_program_that_was_not_built_is_named(self):
        self.assert_stops("99_nothing", "build/dev/bin/99_nothing does not exist.*cmake --build")

    def test_a_program_that_cannot_start_is_an_error(self):
        self.write("build/dev/bin/p", "#!/no/such/shell\n").chmod(0o755)
        self.assert_stops("p", "cannot be started")

    def test_reads_the_given_input_and_nothing_else(self):
        self.program("p", "cat")
        self.assertEqual(self.output('p stdin="a\\nb\\n"'), "a\nb")
        self.assertEqual(self.output("p"), "")

    def test_runs_each_command_once(self):
        self.program("p", "echo x")
        for _ in range(3):
            self.output("p")
            self.output("p from=x")
        self.output("p other")
        self.assertEqual(self.runner.runs, 2)

    def test_runs_in_an_empty_folder_without_colours(self):
        self.program("p", 'ls; echo "$NO_COLOR $LC_ALL"')
        self.assertEqual(self.output("p"), "1 C.UTF-8")

    def test_shows_the_lines_between_two_patterns(self):
        self.program("p", "printf '1\\n2 begin\\n3\\n4 end\\n5\\n'")
        self.assertEqual(self.output('p from="begin$" to="^4"'), "[...]\n2 begin\n3\n4 end\n[...]")
        self.assertEqual(self.output("p to=1"), "1\n[...]")
        self.assert_stops("p from=nothing", "no line of the output matches from='nothing'")
        self.assert_stops("p from=3 to=begin", "no line of the output matches to='begin'")

    def test_stops_a_server_when_it_has_said_enough(self):
        self.program(
            "p",
            (
                "trap 'echo bye; exit 0' TERM; echo listening on 127.0.0.1:40000; "
                "while :; do sleep 0.01; done"
            ),
        )
        self.assertEqual(
            self.output('p serve stop="^listening"'), "listening on 127.0.0.1:40000\nbye"
        )

    def test_a_client_gets_the_address_of_a_running_server(self):
        self.program(
            "s",
            "trap 'exit 0' TERM; echo listening on 127.0.0.1:40000; while :; do sleep 0.01; done",
        )
        self.program("c", 'echo "to $1 $2"')
        self.assertEqual(self.output('c {host} {port} server="s serve"'), "to 127.0.0.1 40000")

    def test_a_server_that_fails_is_an_error(self):
        self.program("c", "true")
        self.program("s", "echo no luck >&2; exit 1")
        self.assert_stops('c server="s"', "did not print 'listening on A:P': no luck")
        self.program(
            "t",
            "trap 'exit 7' TERM; echo listening on 127.0.0.1:40000; while :; do sleep 0.01; done",
        )
        self.assert_stops('c server="t"', "ended with exit status 7")

    def test_a_malformed_directive_says_how_to_write_it(self):
        for directive in (
            "",
            "exit=1",
            "p exit=x",
            "p exti=1",
            "p exit=1 exit=2",
            "p 'open",
            "p from=(",
            "p stderr=yes",
        ):
            self.assert_stops(directive, "malformed directive")

    def test_shows_the_command_as_a_learner_types_it(self):
        self.assertEqual(
            Command.parse("p connect {host} {port}").shown(),
            "build/dev/bin/p connect 127.0.0.1 PORT",
        )
        self.assertEqual(Command.parse("./lab --help").shown(), "./lab --help")


def _is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as status:
            return status.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    unittest.main()
