"""./lab doctor: names each tool, its version, and the command that installs it; changes nothing."""

import unittest

from sandbox import Sandbox


class Doctor(unittest.TestCase):
    def setUp(self):
        self.sandbox = Sandbox()
        self.addCleanup(self.sandbox.close)
        self.sandbox.stub("id", "echo 0")
        self.sandbox.stub("uname", "echo x86_64")

    def line_of(self, tool, result):
        lines = [line for line in result.stdout.splitlines() if line.startswith(f"  {tool:13} ")]
        self.assertEqual(len(lines), 1, f"{tool} in:\n{result.stdout}")
        return lines[0]

    def test_every_tool_of_the_table_stands_there_once_with_its_package(self):
        result = self.sandbox.lab("doctor")
        for row in self.sandbox.table.read_text().splitlines():
            if not row.startswith("#"):
                name, package = row.split()[0], row.split()[4]
                self.assertIn(f"install: apt-get install {package} ", self.line_of(name, result))

    def test_it_exits_0_when_all_is_there_and_shows_the_versions(self):
        self.sandbox.keep_rows("cmake", "ninja", "g++")
        result = self.sandbox.lab("doctor")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(self.line_of("cmake", result), r"^  cmake +[0-9]+\.[0-9]+\.[0-9]+ ")
        self.assertIn("lab: all is there", result.stdout)

    def test_a_missing_tool_is_named_with_its_command_and_the_exit_code_is_1(self):
        self.sandbox.keep_rows("cmake", "ninja", "g++", "strace")
        self.sandbox.hide("strace")
        result = self.sandbox.lab("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(self.line_of("strace", result),
                         "strace +missing +install: apt-get install strace ")
        self.assertIn("lab: missing: strace (", result.stdout)

    def test_a_machine_without_wine_is_told_so(self):
        self.sandbox.keep_rows("cmake", "ninja", "g++", "wine")
        self.sandbox.edit_table("/usr/lib/wine/wine64", "/nonexistent/wine64")
        result = self.sandbox.lab("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(self.line_of("wine", result), "missing +install: apt-get install wine64")
        self.assertIn("there is no Wine on this machine", result.stdout)

    def test_a_tool_that_is_too_old_counts_as_missing(self):
        self.sandbox.keep_rows("cmake")
        self.sandbox.stub("cmake", "echo cmake version 3.22.1")
        result = self.sandbox.lab("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertIn("3.22.1 (needs 3.25)", self.line_of("cmake", result))

    def test_a_missing_ci_tool_is_shown_but_is_no_fault(self):
        self.sandbox.keep_rows("cmake", "shellcheck")
        self.sandbox.hide("shellcheck")
        result = self.sandbox.lab("doctor")
        self.assertEqual(result.returncode, 0)
        self.assertIn("missing", self.line_of("shellcheck", result))

    def test_a_missing_peer_of_the_benchmarks_is_shown_but_is_no_fault(self):
        self.sandbox.keep_rows("cmake", "gnuplot")
        self.sandbox.hide("gnuplot")
        result = self.sandbox.lab("doctor")
        self.assertEqual(result.returncode, 0)
        self.assertIn("needed by ./lab bench:", result.stdout)
        self.assertIn("missing", self.line_of("gnuplot", result))

    def test_a_user_who_is_not_root_gets_commands_with_sudo(self):
        self.sandbox.keep_rows("cmake")
        self.sandbox.stub("id", "echo 1000")
        self.assertIn("install: sudo apt-get install cmake",
                      self.line_of("cmake", self.sandbox.lab("doctor")))

    def test_missing_npm_packages_are_named(self):
        self.sandbox.keep_rows("cmake")
        folder = self.sandbox.project / "tests/support/node"
        folder.mkdir(parents=True)
        (folder / "package-lock.json").write_text("{}\n")
        result = self.sandbox.lab("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertIn("missing", self.line_of("npm packages", result))

    def test_it_installs_nothing(self):
        self.sandbox.hide("strace", "doxygen", "node")
        self.sandbox.stub("apt-get", "exit 99")
        self.sandbox.lab("doctor")
        calls = [call for call in self.sandbox.calls() if call.startswith(("apt-get", "sudo", "npm"))]
        self.assertEqual([call for call in calls if call != "npm --version"], [])
        self.assertFalse((self.sandbox.project / "build").exists())


if __name__ == "__main__":
    unittest.main()
