"""How the cost of one message, or of one operation, grows with the size of the work. Counts, no times.

Each lesson has its series. The instructions are those of callgrind: the difference of two runs that do the
same, but not equally often.
"""

import pathlib
import tempfile
from collections.abc import Callable
from typing import NamedTuple

import counts
import echo
import processes
import threads
from lockstep import Lockstep
from processes import BenchError, Server
from progress import Progress
from programs import BY_NAME, command_of

BUSY = 10  # connections that talk, while the others are silent
ALL_SIZES = [10, 100, 1000, 10_000, 100_000]


class Series(NamedTuple):
    """One line of a plot."""

    lesson: str
    name: str
    work: str   # what grows
    unit: str   # what is counted
    law: str    # a name in laws.LAWS
    program: str  # in the folder of the build
    sizes: list[int]
    measure: Callable[[pathlib.Path, int], float]  # (build, size) -> cost


def _callgrind(command: list[object], talk: Callable[[Server], None] | None = None) -> int:
    """The instructions of a program, or of a server during a conversation."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "callgrind.out")
        words = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}", *command]
        if talk is None:
            processes.run(words)
        else:
            with Server(str(command[0]), words) as server:
                talk(server)
        if not out.exists():
            raise BenchError(f"valgrind of {command[0]}: no {out.name}")
        return counts.callgrind_total(out.read_text())


def _operation(program: str, *kind: str) -> Callable[[pathlib.Path, int], float]:
    """Instructions of one operation: of the program called with a kind, a size and how often."""
    def measure(build: pathlib.Path, size: int) -> float:
        few, many = 20, 120
        totals = [_callgrind([build / "bench" / program, *kind, size, repeats]) for repeats in (few, many)]
        return (totals[1] - totals[0]) / (many - few)
    return measure


def _idle(name: str) -> Callable[[pathlib.Path, int], float]:
    """Instructions of one request of a server with so many silent connections."""
    def measure(build: pathlib.Path, size: int) -> float:
        few, many = 5, 25

        def talk(rounds: int) -> Callable[[Server], None]:
            def conversation(server: Server) -> None:
                with Lockstep(server.port, server.pid, BUSY, size) as clients:
                    for _ in range(rounds):
                        clients.round()
                    server.end()  # before the clients close, one by one and at any time
            return conversation
        totals = [_callgrind(command_of(BY_NAME[name], build), talk(rounds)) for rounds in (few, many)]
        return (totals[1] - totals[0]) / ((many - few) * BUSY)
    return measure


def _calls_by_size(name: str) -> Callable[[pathlib.Path, int], float]:
    """System calls for one message of so many octets."""
    def measure(build: pathlib.Path, size: int) -> float:
        few, many = 20, 100
        count = counts.count_with_perf if counts.perf_works() else counts.count_with_strace
        with Server(name, command_of(BY_NAME[name], build), 1) as server:
            totals = [count(server, counts.load(build, server, size, 1, requests))["all"]
                      for requests in (few, many)]
        return (totals[1] - totals[0]) / (many - few)
    return measure


def _winsock(server: str) -> Callable[[pathlib.Path, int], float]:
    return lambda build, size: float(processes.run([build / "bench/growth_winsock_calls", server, size]))


def _of_idle(lesson: str, name: str, law: str, most: int = 10_000) -> Series:
    sizes = [size for size in ALL_SIZES if size <= most]
    return Series(lesson, name, "idle connections", "instructions per request", law,
                  BY_NAME[name].command[0], sizes, _idle(name))


def all_series() -> list[Series]:
    """In the order of the lessons."""
    winsock, operations = "bench/growth_winsock_calls", "bench/growth_operations"
    few = [10, 50, 100, 500]
    octets = [16_384, 65_536, 262_144, 1_048_576]
    return [
        _of_idle("01", "01_poll", "O(n)"),
        Series("02", "shared event", "clients", "Winsock calls per message", "O(n)", winsock, few,
               _winsock("shared")),
        Series("02", "grouped", "clients", "Winsock calls per message", "O(1)", winsock, few,
               _winsock("grouped")),
        _of_idle("03", "03_level", "O(1)"),
        _of_idle("03", "03_edge", "O(1)"),
        Series("03", "03_level by size", "octets", "system calls per message", "O(n)", "bin/03_epoll",
               octets, _calls_by_size("03_level")),
        _of_idle("04", "04_epoll", "O(1)"),
        Series("04", "slots", "slots", "instructions per emission", "O(n)", operations,
               ALL_SIZES, _operation("growth_operations", "slots")),
        Series("04", "timers", "timers", "instructions per timer", "O(log n)", operations,
               ALL_SIZES, _operation("growth_operations", "timers")),
        Series("05", "frames", "octets", "instructions per message", "O(n)", "bench/growth_frames",
               ALL_SIZES, _operation("growth_frames")),
    ]


def _sizes(series: Series, quick: bool) -> list[int]:
    """A quick run leaves out the crowds; and nobody has more connections than descriptors."""
    if series.work != "idle connections":
        return series.sizes
    most = min(1000 if quick else 10_000, echo.descriptor_limit() - echo.SPARE_DESCRIPTORS)
    return [size for size in series.sizes if size <= most]


def run(build: pathlib.Path, quick: bool, progress: Progress) -> dict:
    """The subject `growth`: {series, threads, missing, rounds}."""
    wanted = [series for series in all_series() if not (quick and series.name == "03_edge")]
    progress.begin("growth", len(wanted) + 1)
    found, missing = [], []
    for series in wanted:
        if not (build / series.program).exists():
            missing.append({"name": series.name, "why": f"{series.program} was not built"})
            continue
        progress.step(f"{series.name}, {series.work}")
        points = [[size, series.measure(build, size)] for size in _sizes(series, quick)]
        found.append({"lesson": series.lesson, "name": series.name, "work": series.work,
                      "unit": series.unit, "law": series.law, "points": points})
    progress.step("two loops on one port")
    return {"series": found, "threads": threads.measure(build, quick), "missing": missing,
            "rounds": 1}
