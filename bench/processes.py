"""Starts servers and tools, and ends what it started: by pid, whatever happens."""

import os
import pathlib
import select
import signal
import subprocess
from collections.abc import Callable, Sequence

START_SECONDS = 60  # valgrind starts slowly
END_SECONDS = 20


class BenchError(Exception):
    """Something failed; the text is one line."""


def last_line(text: str) -> str:
    """The last line that says something."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def pinned(cpu: int | None) -> Callable[[], None] | None:
    """What a child does before its program starts: it stays on one processor."""
    if cpu is None:
        return None
    allowed = sorted(os.sched_getaffinity(0))
    return lambda: os.sched_setaffinity(0, {allowed[cpu % len(allowed)]})


def run(command: Sequence[object], cpu: int | None = None, seconds: float = 600,
        environment: dict[str, str] | None = None) -> str:
    """Runs a program to its end and returns its stdout. @raises BenchError."""
    words = [str(word) for word in command]
    name = pathlib.Path(words[0]).name
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=seconds, check=False,
                              stdin=subprocess.DEVNULL, preexec_fn=pinned(cpu),
                              env=dict(os.environ, **(environment or {})))
    except FileNotFoundError:
        raise BenchError(f"{name}: not found") from None
    except subprocess.TimeoutExpired:
        raise BenchError(f"{name}: no end after {seconds:.0f} s") from None
    if done.returncode != 0:
        raise BenchError(f"{name}: exit code {done.returncode}: {last_line(done.stderr)}")
    return done.stdout


class Server:
    """A server that runs. Ends with `with`."""

    def __init__(self, name: str, command: Sequence[object], cpu: int | None = None,
                 environment: dict[str, str] | None = None):
        self.name = name
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, preexec_fn=pinned(cpu), env=dict(os.environ, **(environment or {})))
        try:
            self.port = self._read_port()
        except BaseException:
            self.end()
            raise

    def _read_port(self) -> int:
        """Waits for the line `listening on 127.0.0.1:PORT`."""
        ready, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
        line = self.process.stdout.readline().decode() if ready else ""
        if not line.startswith("listening on "):
            self.process.kill()
            said = self.process.stderr.read().decode()
            raise BenchError(f"{self.name}: it does not start: {last_line(said or line)}")
        return int(line.strip().rsplit(":", 1)[1])

    @property
    def pid(self) -> int:
        return self.process.pid

    def address(self) -> str:
        """As echo_load wants it."""
        return f"{self.name}:{self.port}:{self.pid}"

    def pin(self, cpu: int) -> None:
        """Moves all its threads to one processor."""
        allowed = sorted(os.sched_getaffinity(0))
        for task in os.listdir(f"/proc/{self.pid}/task"):
            os.sched_setaffinity(int(task), {allowed[cpu % len(allowed)]})

    def end(self) -> int:
        """SIGTERM, and SIGKILL if that does not help. Returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()
        return self.process.returncode

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


class Servers:
    """Several servers at once; all of them end with `with`."""

    def __init__(self) -> None:
        self.running: list[Server] = []

    def start(self, name: str, command: Sequence[object], cpu: int | None = None) -> Server:
        server = Server(name, command, cpu)
        self.running.append(server)
        return server

    def check(self) -> None:
        """@raises BenchError if one of them has ended by itself."""
        for server in self.running:
            if server.process.poll() is not None:
                raise BenchError(f"{server.name}: it ended with {server.process.returncode}")

    def __enter__(self) -> "Servers":
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.running:
            server.end()
