"""What ./lab installs, when it does not, and what it says when it cannot.

strace is the tool that is missing here; apt-get, sudo and npm are stubs that answer as the real
ones do.
"""

import unittest

from sandbox import ROOT, Sandbox

APT_INSTALLS = """
case "$*" in
  *install*strace*) printf '#!/bin/sh\\necho strace -- version 6.1\\n' >"${0%/*}/strace"
                    chmod +x "${0%/*}/strace" ;;
esac"""

APT_HAS_NO_NETWORK = """
case "$*" in
  *update*)
    echo "Err:1 http://deb.example.org/debian bookworm InRelease"
    echo "  Temporary failure resolving 'deb.example.org'"
    echo "W: Failed to fetch http://deb.example.org/debian/dists/bookworm/InRelease" \\
      " Temporary failure resolving 'deb.example.org'" >&2
    echo "W: Some index files failed to download. They have been ignored." >&2 ;;
  *) echo "Reading package lists..."
     echo "E: Unable to locate package strace" >&2
     exit 100 ;;
esac"""

APT_CANNOT_DOWNLOAD = """
case "$*" in *install*)
  echo "E: Failed to fetch http://deb.example.org/strace.deb  Could not connect to deb.example.org:80" >&2
  echo "E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?" >&2
  exit 100 ;;
esac"""

NPM_HAS_NO_NETWORK = """
echo "npm ERR! code EAI_AGAIN" >&2
echo "npm ERR! syscall getaddrinfo" >&2
echo "npm ERR! request to https://npm.example.org/ws failed, reason: getaddrinfo EAI_AGAIN npm.example.org" >&2
exit 1"""

UPDATE = "apt-get -q -o DPkg::Lock::Timeout=300 update"
INSTALL = "apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends strace"
BY_HAND = "apt-get update && apt-get install -y --no-install-recommends strace"


class Install(unittest.TestCase):
    def setUp(self):
        self.sandbox = Sandbox()
        self.addCleanup(self.sandbox.close)
        self.sandbox.keep_rows("cmake", "ninja", "g++", "strace")
        self.sandbox.hide("strace")
        self.sandbox.stub("apt-get", APT_INSTALLS)
        self.sandbox.stub("id", "echo 0")

    def installing_calls(self):
        return [call for call in self.sandbox.calls() if not call.startswith("id ")]

    def add_npm_packages(self):
        folder = self.sandbox.project / "tests/support/node"
        folder.mkdir(parents=True)
        (folder / "package-lock.json").write_text("{}\n")
        self.sandbox.stub("npm", "mkdir node_modules")
        return folder

    def test_what_is_missing_is_installed_and_named_with_its_purpose(self):
        result = self.sandbox.lab("test", "03")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.installing_calls(), [UPDATE, INSTALL])
        self.assertRegex(result.stdout, r"(?m)^  strace +shows the system calls")

    def test_nothing_is_installed_the_second_time(self):
        self.add_npm_packages()
        self.assertEqual(self.sandbox.lab("test", "05").returncode, 0)
        self.assertEqual(len(self.installing_calls()), 3)  # apt-get twice, npm once
        self.sandbox.calls_file.unlink()
        result = self.sandbox.lab("test", "05")
        self.assertEqual((result.returncode, self.installing_calls()), (0, []))
        self.assertNotIn("install", result.stdout)

    def test_run_does_not_install_what_only_test_needs(self):
        self.assertEqual(self.sandbox.lab("run", "03").returncode, 0)
        self.assertEqual(self.installing_calls(), [])

    def test_a_lesson_installs_only_what_its_own_tests_need(self):
        table = {line.split()[0]: line.split()[5].split(",")
                 for line in (ROOT / "tools/lab/dependencies.txt").read_text().splitlines()
                 if not line.startswith("#")}
        for tool in ("node", "npm", "nginx", "Beast", "websockets", "openssl"):
            self.assertEqual(set(table[tool]) - {"ci", "docs", "all", "bench"}, {"test05"}, tool)
        for tool in ("wine", "mingw", "mingw-zlib"):
            self.assertEqual(set(table[tool]) - {"ci"}, {"all"}, tool)
        self.add_npm_packages()
        self.sandbox.edit_table("test01,test03,test04,test05", "test05")
        self.assertEqual(self.sandbox.lab("test", "03").returncode, 0)
        self.assertEqual(self.installing_calls(), [])
        self.assertEqual(self.sandbox.lab("test", "5").returncode, 0)
        self.assertEqual(len(self.installing_calls()), 3)  # apt-get twice, npm once

    def test_test_of_all_lessons_installs_what_each_of_them_needs(self):
        self.assertEqual(self.sandbox.lab("test").returncode, 0)
        self.assertEqual(self.installing_calls(), [UPDATE, INSTALL])

    def test_a_user_who_is_not_root_installs_with_sudo(self):
        self.sandbox.stub("id", "echo 1000")
        self.sandbox.stub("sudo", 'exec "$@"')
        self.assertEqual(self.sandbox.lab("test", "03").returncode, 0)
        sudo = "sudo env DEBIAN_FRONTEND=noninteractive LC_ALL=C "
        self.assertEqual(self.installing_calls(), [sudo + UPDATE, UPDATE, sudo + INSTALL, INSTALL])

    def test_without_root_and_without_sudo_it_prints_the_command_to_run_as_root(self):
        self.sandbox.hide("sudo")
        self.sandbox.stub("id", "echo 1000")
        result = self.sandbox.lab("test", "03")
        self.assertEqual((result.returncode, self.installing_calls()), (1, []))
        self.assertIn("no sudo here", result.stderr)
        self.assertTrue(result.stderr.endswith(f": {BY_HAND}\n"), result.stderr)

    def test_a_sudo_that_refuses_is_quoted(self):
        self.sandbox.stub("id", "echo 1000")
        self.sandbox.stub("sudo", 'echo "sudo: a password is required" >&2; exit 1')
        result = self.sandbox.lab("test", "03")
        self.assertEqual(result.returncode, 1)
        self.assertIn("could not install what is missing: sudo: a password is required", result.stderr)

    def test_without_apt_get_it_names_what_the_user_has_to_install(self):
        self.sandbox.hide("apt-get")
        result = self.sandbox.lab("test", "03")
        self.assertEqual((result.returncode, self.installing_calls()), (1, []))
        self.assertIn("no apt-get", result.stderr)
        self.assertRegex(result.stderr, r"(?m)^  strace +shows the system calls")

    def test_without_a_network_two_lines_tell_what_failed_and_why(self):
        self.sandbox.stub("apt-get", APT_HAS_NO_NETWORK)
        result = self.sandbox.lab("test", "03")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr.splitlines(), [
            "lab: could not install what is missing: Unable to locate package strace (the package lists "
            "could not be renewed: Temporary failure resolving 'deb.example.org')",
            f"lab: what failed: {BY_HAND} (its output: build/lab/apt-install.log)"])
        log = (self.sandbox.project / "build/lab/apt-install.log").read_text()
        self.assertIn("E: Unable to locate package strace", log)

    def test_a_download_that_fails_is_quoted(self):
        self.sandbox.stub("apt-get", APT_CANNOT_DOWNLOAD)
        result = self.sandbox.lab("test", "03")
        self.assertEqual((result.returncode, len(result.stderr.splitlines())), (1, 2))
        self.assertIn("could not install what is missing: Could not connect to deb.example.org:80\n",
                      result.stderr)

    def test_a_tool_that_stays_too_old_is_named_with_both_versions(self):
        self.sandbox.stub("cmake", "echo cmake version 3.22.1")
        result = self.sandbox.lab("run")
        self.assertEqual(result.returncode, 1)
        self.assertIn("(3.25 or newer), found 3.22.1", result.stderr)
        self.assertIn("Debian 12, Ubuntu 24.04 or newer", result.stderr)

    def test_npm_packages_are_installed_again_when_their_lock_file_changes(self):
        folder = self.add_npm_packages()
        self.assertEqual(self.sandbox.lab("test", "05").returncode, 0)
        self.sandbox.calls_file.unlink()
        self.sandbox.stub("npm", "")
        (folder / "package-lock.json").write_text('{"changed": true}\n')
        self.assertEqual(self.sandbox.lab("test", "05").returncode, 0)
        self.assertEqual([call.split()[:3] for call in self.installing_calls()],
                         [["npm", "ci", "--ignore-scripts"]])

    def test_npm_without_a_network_tells_what_failed_and_why_in_two_lines(self):
        self.add_npm_packages()
        self.sandbox.stub("npm", NPM_HAS_NO_NETWORK)
        result = self.sandbox.lab("test", "05")
        self.assertEqual((result.returncode, len(result.stderr.splitlines())), (1, 2))
        self.assertIn("reason: getaddrinfo EAI_AGAIN npm.example.org", result.stderr)
        self.assertIn("build/lab/npm.log", result.stderr)


if __name__ == "__main__":
    unittest.main()
