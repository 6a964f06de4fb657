"""Programs that do not start, fail or hang: one line that says what, and nothing left running."""

import os
import subprocess
import sys
import unittest

import fixture
import echo_check
import processes
from processes import BenchError

SERVER = "import sys,time; print('listening on 127.0.0.1:9', flush=True); time.sleep(60)"
WRONG_ECHO = """
import socket
door = socket.create_server(("127.0.0.1", 0))
print(f"listening on 127.0.0.1:{door.getsockname()[1]}", flush=True)
client = door.accept()[0]
while octets := client.recv(65536):
    client.sendall(octets[::-1])
"""


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def is_running(pid: int) -> bool:
    return os.path.exists(f"/proc/{pid}")


class Processes(unittest.TestCase):
    def test_a_server_tells_its_port_and_ends_with_the_block(self):
        with processes.Server("s", python(SERVER)) as server:
            self.assertEqual(server.port, 9)
            pid = server.pid
        self.assertFalse(is_running(pid))

    def test_a_server_that_does_not_start_is_named_with_its_own_words(self):
        with self.assertRaisesRegex(BenchError, "^s: it does not start: no door$"):
            processes.Server("s", python("import sys; sys.exit('no door')"))

    def test_servers_end_also_after_a_failure(self):
        with self.assertRaises(ZeroDivisionError):
            with processes.Servers() as servers:
                pids = [servers.start(name, python(SERVER)).pid for name in "ab"]
                raise ZeroDivisionError
        self.assertFalse(any(is_running(pid) for pid in pids))

    def test_a_server_that_ended_by_itself_is_noticed(self):
        with processes.Servers() as servers:
            server = servers.start("s", python(SERVER.replace("60", "0")))
            server.process.wait()
            with self.assertRaisesRegex(BenchError, "s: it ended with 0"):
                servers.check()

    def test_a_wrong_echo_is_found(self):
        with processes.Server("liar", python(WRONG_ECHO)) as server:
            with self.assertRaisesRegex(BenchError, "liar: a wrong echo: "):
                echo_check.check(server, 100_000)

    def test_a_missing_tool_is_named(self):
        with self.assertRaisesRegex(BenchError, "^no_such_tool: not found$"):
            processes.run(["no_such_tool"])

    def test_a_tool_that_fails_is_quoted(self):
        with self.assertRaisesRegex(BenchError, "exit code 1: no luck"):
            processes.run(python("import sys; sys.exit('no luck')"))

    def test_a_tool_that_hangs_is_ended(self):
        with self.assertRaisesRegex(BenchError, "no end after 0 s"):
            processes.run(python("import time; time.sleep(60)"), seconds=0.3)

    def test_run_py_refuses_an_unknown_subject(self):
        done = subprocess.run([sys.executable, "-B", fixture.ROOT / "bench/run.py", "fly", "--build", "/nowhere",
                               "--out", "/nowhere"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("invalid choice: 'fly'", done.stderr)


if __name__ == "__main__":
    unittest.main()
