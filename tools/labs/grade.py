"""Runs the tests that grade an exercise, each in a process of its own and with a time limit.

So a test that crashes or hangs because of the learner's code is one result among others.
"""

import json
import os
import re
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from .build import Variant
from .spec import Exercise, Graded

LIMIT = 30  # seconds for one test; a passing one takes a fraction of it
AT_A_TIME = 6  # tests; most of those that fail only wait for what does not come
PATIENCE_MS = 4000  # how long the contract suite's client waits for an answer that does not come


@dataclass(frozen=True)
class Result:
    """What one test came to."""

    test: Graded
    outcome: str  # passed, failed, crashed, hangs, missing
    messages: tuple[str, ...] = ()  # gtest's failures, each "file:line\\ntext"
    output: str = ""  # what the process printed
    events: tuple[dict, ...] = field(default=())  # the last events of its trace

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"

    @property
    def text(self) -> str:
        """All that was said about the failure."""
        return "\n".join([*self.messages, self.output])


def grade(variant: Variant, exercises: list[Exercise]) -> dict[str, list[Result]]:
    """The results of each exercise, by its id. @raises CompileError."""
    runner = Runner(variant)
    found = runner.run_all({one.id: one.tests for one in exercises})
    passed = [one for one in exercises if all(result.passed for result in found[one.id])]
    for exercise, results in runner.run_all({one.id: one.also for one in passed}).items():
        found[exercise] += results
    return found


class Runner:
    """Runs tests against one variant."""

    def __init__(self, variant: Variant, limit: int = LIMIT):
        self.variant = variant
        self.limit = limit
        self.lesson = variant.lesson
        self.runs = variant.folder / "runs"

    def prepare(self, tests: list[Graded]) -> None:
        """Builds the programs that the tests need."""
        self.runs.mkdir(parents=True, exist_ok=True)
        if any(test.serve is None for test in tests):
            self.test_program = self.variant.program(f"{self.lesson.name}_test")
        if any(test.serve is not None for test in tests):
            self.program = self.variant.program(self.lesson.name)

    def trace_of(self, test: Graded) -> Path:
        """Where the events of a test are recorded."""
        return self.runs / (re.sub(r"\W+", "_", test.key) + ".trace")

    def run_all(self, tests_of: dict[str, tuple[Graded, ...]]) -> dict[str, list[Result]]:
        """The results of the tests of each exercise, several at a time."""
        tests = [(exercise, test) for exercise, tests in tests_of.items() for test in tests]
        self.prepare([test for _, test in tests])
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            results = list(pool.map(lambda item: self.run(item[1]), tests))
        found: dict[str, list[Result]] = {exercise: [] for exercise in tests_of}
        for (exercise, _), result in zip(tests, results):
            found[exercise].append(result)
        return found

    def run(self, test: Graded) -> Result:
        """Runs one test."""
        trace = self.trace_of(test)
        report = trace.with_suffix(".json")
        for old in (report, trace):
            old.unlink(missing_ok=True)
        environment = dict(os.environ, NETLADDER_PATIENCE_MS=str(PATIENCE_MS))
        if test.serve is None:
            environment["NETLADDER_TEST_TRACE"] = str(trace)
            command = [str(self.test_program), f"--gtest_filter={test.name}"]
        else:
            servers = trace.with_suffix(".servers")
            name = f"lesson{self.lesson.number}_lab"
            words = [name, self.program, "serve", *test.serve, "--trace", trace]
            servers.write_text(" ".join(map(str, words)) + "\n")
            environment["NETLADDER_CONTRACT_SERVERS"] = str(servers)
            contract = self.variant.borrowed.folder / "bin/contract_test"
            command = [str(contract), f"--gtest_filter=Servers/{test.name}/{name}"]
        status, output = _run([*command, f"--gtest_output=json:{report}"], environment, self.limit)
        outcome, messages = _judge(status, report, output)
        return Result(test, outcome, messages, output, () if outcome == "passed" else _events(trace))


def _run(command: list[str], environment: dict, limit: int) -> tuple[int | None, str]:
    """Exit status, or None after the time limit, and the output. Its children end with it."""
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=limit)
        return process.returncode, output.decode(errors="replace")
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        return None, output.decode(errors="replace")


def _judge(status: int | None, report: Path, output: str) -> tuple[str, tuple[str, ...]]:
    if status is None:
        return "hangs", ()
    if not report.exists():
        return "crashed", ()
    ran = [one for suite in json.loads(report.read_text())["testsuites"] for one in suite["testsuite"]]
    if not ran:
        return "missing", ()
    messages = tuple(f["failure"] for one in ran for f in one.get("failures", ()))
    if messages:
        return "failed", messages
    return ("passed", ()) if status == 0 else ("crashed", ())


def _events(trace: Path) -> tuple[dict, ...]:
    """The last ten events. The file may lack its end: one event a line, so each line is read alone."""
    if not trace.exists():
        return ()
    found = []
    for line in trace.read_text(errors="replace").splitlines()[-200:]:
        try:
            found.append(json.loads(line.strip().rstrip(",")))
        except ValueError:
            continue
    last = [event for event in found if isinstance(event, dict)][-10:]
    return tuple(sorted(last, key=lambda event: event.get("ts", 0)))
