"""Runs the course's programs and keeps what they print.

Every distinct command runs once, however many pages show it, in an empty folder of its own and with
nothing on its standard input unless the directive gives it something.
"""

import os
import re
import shlex
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from .problems import Stop

LISTENING = re.compile(r"^listening on (\S+):(\d+)\s*$")
OPTION = re.compile(r"(exit|stderr|stdin|server|stop|from|to|timeout)=(.*)", re.DOTALL)
TRAILING_OPTION = re.compile(r"[a-z]+=.*", re.DOTALL)
DEFAULT_TIMEOUT = (
    30  # seconds; a demo ends by itself within 10, sanitizers and a busy machine double it
)


@dataclass(frozen=True)
class Command:
    """An `output` directive. The fields before `exit` say what runs, the others what is shown."""

    words: tuple[str, ...]
    stdin: str = ""
    server: tuple[
        str, ...
    ] = ()  # a program that runs meanwhile; {host} and {port} are where it listens
    stop: str = ""  # SIGTERM as soon as a line of the output matches this pattern
    exit: int = 0
    stderr: bool = False  # show what goes to stderr, behind the output
    start: str = ""  # show from the first line that matches this pattern …
    end: str = ""  # … to the first line from there on that matches this one
    timeout: float = DEFAULT_TIMEOUT

    @staticmethod
    def parse(text: str) -> "Command":
        """Reads what stands behind `weave: output`. Raises Stop."""
        try:
            words = shlex.split(text)
        except ValueError as error:
            raise Stop(f"malformed directive: {error}") from None
        options: dict[str, str] = {}
        while words and TRAILING_OPTION.fullmatch(words[-1]):
            match = OPTION.fullmatch(words.pop())
            if not match or match[1] in options:
                raise Stop(
                    "malformed directive: an option is unknown or given twice; known are exit=N, "
                    "stderr=shown, stdin=…, server=…, stop=…, from=…, to=…, timeout=SECONDS"
                )
            options[match[1]] = match[2]
        if not words:
            raise Stop(
                "malformed directive: write <!-- weave: output PROGRAM [ARGUMENTS…] [exit=N …] -->"
            )
        try:
            for pattern in (options.get("stop"), options.get("from"), options.get("to")):
                re.compile(pattern or "")
            if options.get("stderr", "shown") != "shown":
                raise ValueError("stderr=shown is the only value")
            return Command(
                tuple(words),
                stdin=options.get("stdin", "").replace("\\n", "\n"),
                server=tuple(shlex.split(options.get("server", ""))),
                stop=options.get("stop", ""),
                exit=int(options.get("exit", "0")),
                stderr="stderr" in options,
                start=options.get("from", ""),
                end=options.get("to", ""),
                timeout=float(options.get("timeout", DEFAULT_TIMEOUT)),
            )
        except (ValueError, re.error) as error:
            raise Stop(f"malformed directive: {error}") from None

    def shown(self) -> str:
        """The command line as a learner types it."""
        words = [
            word.replace("{port}", "PORT").replace("{host}", "127.0.0.1") for word in self.words
        ]
        return " ".join([_typed(words[0])] + [shlex.quote(word) for word in words[1:]])


def _typed(program: str) -> str:
    return program if program.startswith("./") else f"build/dev/bin/{program}"


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0]


class _Process:
    """A running program. Its output is read as it comes: it never blocks on a full pipe."""

    def __init__(self, argv: list[str], stdin: str, folder: str):
        environment = os.environ | {
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "COLUMNS": "100",
        }
        self.out: list[str] = []
        self.err: list[str] = []
        self.changed = threading.Condition()
        self.readers_left = 2
        # A session of its own: what hangs is killed with its children.
        self.process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment,
            start_new_session=True,
            encoding="utf-8",
            errors="replace",
        )
        for pipe, lines in ((self.process.stdout, self.out), (self.process.stderr, self.err)):
            threading.Thread(target=self._read, args=(pipe, lines), daemon=True).start()
        threading.Thread(target=self._write, args=(stdin,), daemon=True).start()

    def _read(self, pipe, lines: list[str]) -> None:
        with pipe:
            for line in pipe:
                with self.changed:
                    lines.append(line)
                    self.changed.notify_all()
        with self.changed:
            self.readers_left -= 1
            self.changed.notify_all()

    def _write(self, text: str) -> None:
        try:
            with self.process.stdin:
                self.process.stdin.write(text)
        except OSError:
            pass  # the program did not want to read it all

    def wait_for_line(self, pattern: re.Pattern, deadline: float) -> re.Match | None:
        """The first line of the output that matches; None if the output ends or the time is up."""
        seen = 0
        with self.changed:
            while True:
                for line in self.out[seen:]:
                    if match := pattern.search(line):
                        return match
                seen = len(self.out)
                left = deadline - time.monotonic()
                if self.readers_left == 0 or left <= 0:
                    return None
                self.changed.wait(left)

    def finish(self, deadline: float) -> int | None:
        """Waits for the end; None, and no process left, if it does not come."""
        with self.changed:
            ended = self.changed.wait_for(
                lambda: self.readers_left == 0, deadline - time.monotonic()
            )
        try:
            return self.process.wait(max(0.1, deadline - time.monotonic())) if ended else None
        except subprocess.TimeoutExpired:
            return None
        finally:
            self.kill()

    def terminate(self) -> None:
        """Asks the program to stop, as Ctrl-C in a terminal would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Ends what is left of it."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        self.process.wait()


class Runner:
    """Runs commands whose programs lie in `bin_folder`; `./x` is a file of the course."""

    def __init__(self, bin_folder: Path, root: Path):
        self.bin_folder = bin_folder.resolve()
        self.root = root.resolve()
        self.runs = 0  # how many commands really ran
        self._cache: dict[tuple, tuple[int, str, str] | Stop] = {}

    def output(self, command: Command) -> str:
        """What the page shows below the command line, unmasked. Raises Stop."""
        key = (command.words, command.stdin, command.server, command.stop)
        if key not in self._cache:
            try:
                self._cache[key] = self._run(command)
            except Stop as error:
                self._cache[key] = error
        result = self._cache[key]
        if isinstance(result, Stop):
            raise result
        status, out, err = result
        if status != command.exit:
            reason = f" ({_first_line(err)})" if err.strip() else ""
            raise Stop(
                f"{command.shown()} ended with exit status {status}, not {command.exit}{reason}: "
                f"mend the program or write exit={status}"
            )
        if err.strip() and not command.stderr:
            raise Stop(
                f"{command.shown()} wrote to stderr: {_first_line(err)}: "
                "mend the program or write stderr=shown"
            )
        text = out + (err if command.stderr else "")
        lines = [line.rstrip() for line in text.rstrip().split("\n")] if text.strip() else []
        return "\n".join(_cut(lines, command))

    def _argv(self, words: tuple[str, ...], places: dict[str, str]) -> list[str]:
        program = (self.root if words[0].startswith("./") else self.bin_folder) / words[0]
        if not program.is_file():
            raise Stop(
                f"{_typed(words[0])} does not exist (looked in {program.parent}): "
                "build it with `cmake --build --preset dev`"
            )
        arguments = [
            re.sub(r"\{(host|port)\}", lambda match: places.get(match[1], match[0]), word)
            for word in words[1:]
        ]
        return [str(program.resolve()), *arguments]

    def _run(self, command: Command) -> tuple[int, str, str]:
        with tempfile.TemporaryDirectory(prefix="netladder.") as folder:
            deadline = time.monotonic() + command.timeout
            if not command.server:
                return self._run_one(command, {}, folder, deadline)
            server = self._start(self._argv(command.server, {}), "", folder)
            try:
                place = server.wait_for_line(LISTENING, deadline)
                if not place:
                    raise Stop(
                        f"the server {_typed(' '.join(command.server))} did not print 'listening "
                        f"on A:P': {_first_line(''.join(server.err)) or 'nothing on stderr'}"
                    )
                result = self._run_one(
                    command, {"host": place[1].strip("[]"), "port": place[2]}, folder, deadline
                )
                server.terminate()
                if status := server.finish(deadline):
                    raise Stop(
                        f"the server {_typed(' '.join(command.server))} ended with exit status "
                        f"{status}: {_first_line(''.join(server.err))}"
                    )
                return result
            finally:
                server.kill()

    def _run_one(
        self, command: Command, places: dict[str, str], folder: str, deadline: float
    ) -> tuple[int, str, str]:
        self.runs += 1
        process = self._start(self._argv(command.words, places), command.stdin, folder)
        if command.stop and process.wait_for_line(re.compile(command.stop), deadline):
            process.terminate()
        status = process.finish(deadline)
        if status is None:
            raise Stop(
                f"{command.shown()} did not end within {command.timeout:g} s and was killed: "
                "mend the program or write timeout=SECONDS"
            )
        return status, "".join(process.out), "".join(process.err)

    @staticmethod
    def _start(argv: list[str], stdin: str, folder: str) -> _Process:
        try:
            return _Process(argv, stdin, folder)
        except OSError as error:
            raise Stop(f"{argv[0]} cannot be started: {error.strerror}") from None


def _cut(lines: list[str], command: Command) -> list[str]:
    """The lines between the two patterns, both included; [...] stands for what is left out."""
    first, last = 0, len(lines) - 1
    if command.start:
        first = _find(lines, command.start, 0, "from")
    if command.end:
        last = _find(lines, command.end, first, "to")
    before = ["[...]"] if first > 0 else []
    after = ["[...]"] if last < len(lines) - 1 else []
    return before + lines[first : last + 1] + after


def _find(lines: list[str], pattern: str, first: int, option: str) -> int:
    for number in range(first, len(lines)):
        if re.search(pattern, lines[number]):
            return number
    raise Stop(f"no line of the output matches {option}={pattern!r}")
