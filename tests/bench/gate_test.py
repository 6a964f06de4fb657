"""The gate of goals E3 and E5: what a request costs the lessons' loops in user instructions, by callgrind.

The conversation is in lockstep: see bench/lockstep.py. So each wait finds the same sockets ready, and two runs
differ by less than a hundredth. `./lab bench echo` counts the same with clients that run freely.

A bound is the value of the day it was written plus a tenth: other compilers and C libraries differ by a few
per cent, a look-up or a copy more is found. Who makes a loop leaner lowers its bound here, towards the goal
that stands beside it.
"""

import functools
import os
import pathlib
import shutil
import tempfile
import unittest

import fixture  # the way to bench/
import counts
import processes
from lockstep import Lockstep

CLIENTS = 100
FEW, MANY = 5, 25  # rounds; what both have in common, the start and the connections, cancels

# loop of gate_echo_server: (bound, goal), in instructions per request.
BOUNDS = {"level": (198, 150), "edge": (265, 150), "lean": (109, 150), "epoll": (504, 250),
          "lean_signals": (198, 250)}
IDLE = 500
MOST_GROWTH = 1.01  # goal E5: 1.05 of the CPU time; instructions are exact, so one per cent is much


def instructions(loop: str, rounds: int, idle: int = 0) -> int:
    """All instructions of a server that has served so many rounds."""
    program = os.environ["NETLADDER_GATE_ECHO_SERVER"]
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "callgrind.out")
        command = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}", program, loop]
        with processes.Server(loop, command) as server:
            with Lockstep(server.port, server.pid, CLIENTS, idle) as clients:
                for _ in range(rounds):
                    clients.round()
                server.end()  # before the clients close, one by one and at any time
        return counts.callgrind_total(out.read_text())


@functools.cache  # two tests ask for the same
def per_request(loop: str, idle: int = 0) -> float:
    """The instructions of one request."""
    few, many = instructions(loop, FEW, idle), instructions(loop, MANY, idle)
    return (many - few) / ((MANY - FEW) * CLIENTS)


class Gate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if shutil.which("valgrind") is None:
            raise AssertionError("valgrind: not found, and this gate counts with it: apt-get install valgrind")
        if not pathlib.Path(os.environ["NETLADDER_GATE_ECHO_SERVER"]).exists():
            raise AssertionError("gate_echo_server was not built: cmake --build --preset dev")

    def test_a_request_costs_no_more_instructions_than_it_did(self):
        for loop, (bound, goal) in BOUNDS.items():
            with self.subTest(loop):
                cost = per_request(loop)
                print(f"{loop}: {cost:.1f} user instructions per request; bound {bound}, goal {goal}")
                self.assertLessEqual(cost, bound)

    def test_a_request_costs_the_same_when_others_are_silent(self):
        for loop in BOUNDS:
            with self.subTest(loop):
                alone, among = per_request(loop), per_request(loop, IDLE)
                print(f"{loop}: {among / alone:.4f} times the instructions with {IDLE} idle connections")
                self.assertLess(among, alone * MOST_GROWTH)


if __name__ == "__main__":
    unittest.main()
