"""What does not depend on how busy the machine is: system calls, instructions and allocations per request.

Each is the difference of two runs with different numbers of requests, so that the start-up and the
connections cancel.
"""

import pathlib
import re
import signal
import struct
import subprocess
import tempfile

import processes
import programs
from processes import BenchError, Server
from progress import Progress
from programs import Program

# What perf asks for by name: each one more costs it a tenth of a second at the start.
CALLS = ["recvfrom", "sendto", "read", "write", "recvmsg", "sendmsg", "readv", "writev", "epoll_wait",
         "epoll_ctl", "poll", "ioctl", "io_uring_enter"]
FEW, MANY = 2_000, 12_000

# (octets, connections) for the system calls of a request.
POINTS = [(64, 1), (64, 100), (16384, 100)]


def load(build: pathlib.Path, server: Server, size: int, active: int, requests: int) -> list[str]:
    """The command of a run with so many requests."""
    return [str(build / "bench/echo_load"), str(size), str(active), "0", "1", "0", str(requests),
            server.address()]


def perf_works() -> bool:
    """The kernel's own counters need root and a mounted tracefs."""
    try:
        done = subprocess.run(["perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter", "true"],
                              capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0 and "raw_syscalls" in done.stderr and "<not" not in done.stderr


def parse_perf(text: str) -> dict[str, int]:
    """The CSV of `perf stat -x,`: {call: count}; `all` is every call."""
    counts = {}
    for line in text.splitlines():
        words = line.split(",")
        if len(words) > 2 and words[0].isdigit():
            name = words[2].split(":")[1].removeprefix("sys_enter_")
            counts["all" if name == "sys_enter" else name] = int(words[0])
    return counts


def parse_strace(text: str) -> dict[str, int]:
    """The table of `strace -c`: {call: count}; `all` is every call."""
    counts = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 5 and re.fullmatch(r"[\d.]+", words[0]) and words[3].isdigit():
            counts["all" if words[-1] == "total" else words[-1]] = int(words[3])
    return counts


def count_with_perf(server: Server, command: list[str]) -> dict[str, int]:
    """The system calls of the server while `command` runs."""
    events = ["raw_syscalls:sys_enter", *(f"syscalls:sys_enter_{call}" for call in CALLS)]
    known = [event for event in events if event.startswith("raw") or _tracepoint(event).exists()]
    done = subprocess.run(
        ["perf", "stat", "-x,", "-p", str(server.pid), "-e", ",".join(known), "--", *command],
        capture_output=True, text=True, check=False, preexec_fn=processes.pinned(0))
    if done.returncode != 0:
        raise BenchError(f"perf stat of {server.name}: {processes.last_line(done.stderr)}")
    return parse_perf(done.stderr)


def _tracepoint(event: str) -> pathlib.Path:
    return pathlib.Path("/sys/kernel/tracing/events", event.replace(":", "/"))


def count_with_strace(server: Server, command: list[str]) -> dict[str, int]:
    """The same with strace, which slows the server down so much that more sockets are ready at once."""
    with tempfile.NamedTemporaryFile("r") as table:
        strace = subprocess.Popen(["strace", "-f", "-c", "-o", table.name, "-p", str(server.pid)],
                                  stderr=subprocess.PIPE)
        try:
            strace.stderr.readline()  # "Process N attached"
            processes.run(command, 0)
        finally:
            strace.send_signal(signal.SIGINT)
            strace.wait()
            strace.stderr.close()
        return parse_strace(table.read())


def per_request(few: dict[str, int], many: dict[str, int]) -> dict[str, float]:
    """The difference of two runs, without calls that hardly ever happen."""
    difference = {name: (many[name] - few.get(name, 0)) / (MANY - FEW) for name in many}
    return {name: count for name, count in difference.items() if name == "all" or count >= 0.001}


def system_calls(build: pathlib.Path, program: Program, tool: str) -> list[dict]:
    """The system calls of a request, at each point."""
    count = count_with_perf if tool == "perf" else count_with_strace
    records = []
    with Server(program.name, programs.command_of(program, build), 1) as server:
        for size, active in POINTS:
            few, many = (count(server, load(build, server, size, active, requests))
                         for requests in (FEW, MANY))
            records.append({"server": program.name, "size": size, "active": active,
                            "calls": per_request(few, many)})
    return records


def callgrind_total(text: str) -> int:
    """The instructions of all functions. (`summary:` is the same number again: never add them.)"""
    found = re.search(r"^totals: (\d+)", text, re.MULTILINE)
    if not found:
        raise BenchError("callgrind: no totals in its file")
    return int(found[1])


def _instructions_of(build: pathlib.Path, program: Program, requests: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "callgrind.out")
        command = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}",
                   *programs.command_of(program, build)]
        with Server(program.name, command, 1) as server:
            processes.run(load(build, server, 64, 100, requests), 0)
        if not out.exists():
            raise BenchError(f"valgrind of {program.name}: no {out.name}")
        return callgrind_total(out.read_text())


def instructions(build: pathlib.Path, program: Program) -> float:
    """The user-space instructions of a request: 64 octets, 100 connections."""
    few, many = (_instructions_of(build, program, requests) for requests in (FEW, MANY))
    return (many - few) / (MANY - FEW)


def allocations(build: pathlib.Path, program: Program) -> float:
    """The heap allocations of a request."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(bytes(8))
        file.flush()
        environment = {"LD_PRELOAD": str(build / "bench/libcount_allocations.so"),
                       "NETLADDER_ALLOCATIONS": file.name}
        with Server(program.name, programs.command_of(program, build), 1, environment) as server:
            totals = []
            for requests in (FEW, FEW, MANY):  # the first one is the warm-up
                before = _number_in(file.name)
                processes.run(load(build, server, 64, 100, requests), 0)
                totals.append(_number_in(file.name) - before)
    return (totals[2] - totals[1]) / (MANY - FEW)


def _number_in(name: str) -> int:
    return struct.unpack("=Q", pathlib.Path(name).read_bytes())[0]


# valgrind knows no io_uring; the slow loops of lesson 02 are about growth, not about instructions.
COUNTED = ["epoll_lt", "epoll_et", "libuv", "libevent", "bufferevent", "asio", "io_uring", "01_poll",
           "02_grouped", "03_level", "03_edge", "03_lean", "03_oneshot", "04_epoll", "04_lean", "04_wsa"]
NOT_UNDER_VALGRIND = ["io_uring"]


def _try(record: dict, field: str, work) -> None:
    """Notes what a tool gave, or why it gave nothing: one server that valgrind cannot run is no reason
    to lose the rest."""
    try:
        record[field] = work()
    except BenchError as error:
        record[f"no_{field}"] = str(error)


def run(build: pathlib.Path, there: list[Program], progress: Progress) -> dict:
    """The subject `counts`: {tool, calls, per_program}."""
    counted = [program for program in there if program.name in COUNTED]
    tool = "perf" if perf_works() else "strace"
    progress.begin("counts", len(counted))
    results: dict = {"tool": tool, "calls": [], "programs": []}
    for program in counted:
        progress.step(program.name)
        results["calls"] += system_calls(build, program, tool)
        record: dict = {"server": program.name}
        _try(record, "allocations", lambda p=program: allocations(build, p))
        if program.name not in NOT_UNDER_VALGRIND:
            _try(record, "instructions", lambda p=program: instructions(build, p))
        results["programs"].append(record)
    return results
