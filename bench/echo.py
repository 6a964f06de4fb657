"""Echo servers under load: CPU per request, in rounds of rotating slices, all servers at once."""

import json
import pathlib
import resource
import time

import echo_check
import processes
import programs
from processes import BenchError, Servers
from progress import Progress
from programs import OURS, REFERENCE, Program

SPARE_DESCRIPTORS = 200
SERVER_CPU, LOAD_CPU = 1, 0
ROUNDS_APART = 1000  # between the numbers of the rounds of two groups

# (size, active, idle): what is measured, in full and in a quick run.
FULL = [(size, active, 0) for size in (64, 16384) for active in (1, 100, 1000)]
FULL += [(64, 10_000, 0), (64, 10, 0), (64, 10, 100), (64, 10, 1000), (64, 10, 9900)]
QUICK = [(64, 1, 0), (64, 100, 0), (64, 1000, 0), (16384, 1, 0), (16384, 100, 0)]
QUICK += [(64, 10, 0), (64, 10, 1000), (64, 10, 9900)]


def descriptor_limit() -> int:
    """How many descriptors the load generator may have."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]


def groups_of(names: list[str], sockets: int, limit: int) -> list[list[str]]:
    """Cuts the servers into groups whose connections fit into one process. The reference is in each."""
    others = [name for name in names if name != REFERENCE]
    room = max((limit - SPARE_DESCRIPTORS) // max(sockets, 1) - 1, 1)
    return [[REFERENCE, *others[i:i + room]] for i in range(0, len(others), room)]


def takes_part(program: Program, active: int, idle: int, quick: bool) -> bool:
    """Some servers would take minutes where there are many sockets; and with many idle connections a
    quick run asks only our own loops, and one peer."""
    if active > program.most_active or idle > program.most_idle:
        return False
    if quick and idle > 1000:
        return program.name in (REFERENCE, "libuv", "01_poll", *OURS)
    return True


class EchoBench:
    """Runs all points."""

    def __init__(self, build: pathlib.Path, there: list[Program], quick: bool, progress: Progress):
        self.build = build
        self.programs = {program.name: program for program in there}
        self.quick = quick
        self.progress = progress
        self.missing: list[dict] = []
        self.rounds, self.slice_ms = (5, 25) if quick else (25, 40)

    def check_all(self) -> None:
        """The 8 MiB check. A server that the kernel refuses is noted as missing."""
        self.progress.begin("check of the echo servers", len(self.programs))
        for program in list(self.programs.values()):
            self.progress.step(program.name)
            try:
                server = processes.Server(program.name, programs.command_of(program, self.build))
            except BenchError as error:
                if program.name != "io_uring":
                    raise
                self.missing.append({"name": program.name, "why": str(error)})
                del self.programs[program.name]
                continue
            with server:
                echo_check.check(server)
            if server.process.returncode != 0:
                raise BenchError(f"{program.name}: exit code {server.process.returncode} at SIGTERM")

    def measure(self) -> list[dict]:
        """All points, each with its raw rounds."""
        points = QUICK if self.quick else FULL
        self.progress.begin("echo", len(points))
        return [self._point(*point) for point in points]

    def _point(self, size: int, active: int, idle: int) -> dict:
        most = (descriptor_limit() - SPARE_DESCRIPTORS) // 2
        active, idle = min(active, most), max(min(idle, most - active), 0)
        names = [program.name for program in self.programs.values()
                 if takes_part(program, active, idle, self.quick)]
        records: list[dict] = []
        started = time.monotonic()
        self.progress.step(f"{size} octets, {active} active, {idle} idle")
        # With ten thousand connections one slice of all servers takes seconds.
        rounds = min(self.rounds, 9) if active > 1000 else self.rounds
        for number, group in enumerate(groups_of(names, active + idle, descriptor_limit())):
            for record in self._group(group, size, active, idle, rounds):
                # The reference is in each group. Its rounds must not be mixed up: a ratio is taken
                # inside one round of one group.
                record["round"] = record.get("round", 0) + number * ROUNDS_APART
                records.append(record)
        return {"size": size, "active": active, "idle": idle, "rounds": rounds,
                "seconds": round(time.monotonic() - started, 1),
                "slices": [record for record in records if record["kind"] == "slice"],
                "memory": [record for record in records if record["kind"] == "memory"]}

    def _group(self, names: list[str], size: int, active: int, idle: int, rounds: int) -> list[dict]:
        # One connection: both on one core, or the wake-up of a virtual core is all that is measured.
        server_cpu = LOAD_CPU if active == 1 else SERVER_CPU
        with Servers() as servers:
            for name in names:
                servers.start(name, programs.command_of(self.programs[name], self.build), server_cpu)
            output = processes.run(
                [self.build / "bench/echo_load", size, active, idle, rounds, self.slice_ms, 0,
                 *(server.address() for server in servers.running)], LOAD_CPU)
            servers.check()
        return [json.loads(line) for line in output.splitlines()]


def run(build: pathlib.Path, there: list[Program], quick: bool, progress: Progress) -> dict:
    """The subject `echo`: {points, missing, rounds}."""
    bench = EchoBench(build, there, quick, progress)
    bench.check_all()
    return {"points": bench.measure(), "missing": bench.missing, "rounds": bench.rounds}
