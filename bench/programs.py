"""The echo servers that are measured: the reference, the peers', and the lessons' own."""

import pathlib
from typing import NamedTuple

REFERENCE = "epoll_lt"
OURS = ["03_level", "03_edge", "03_lean", "04_epoll", "04_lean"]  # the loops that are to be lean


class Program(NamedTuple):
    """An echo server."""

    name: str
    command: list[str]  # relative to the build's folder
    peer: str = ""      # what it needs, by the name in bench_peers.json
    most_active: int = 1_000_000  # more connections would take minutes: it looks at many for each message
    most_idle: int = 1_000_000    # the same for silent ones


def _peer(name: str, needs: str = "") -> Program:
    return Program(name, [f"bench/echo_{name}"], needs)


def _lesson(program: str, option: str, value: str, most_active: int = 1_000_000,
            most_idle: int = 1_000_000) -> Program:
    command = [f"bin/{program}", "serve", "--port", "0", option, value]
    return Program(f"{program[:2]}_{value}", command, "", most_active, most_idle)


ECHO = [
    _peer(REFERENCE),
    _peer("epoll_et"),
    _peer("poll"),
    _peer("libuv", "libuv"),
    _peer("libevent", "libevent"),
    _peer("bufferevent", "libevent"),
    _peer("asio", "asio"),
    _peer("io_uring", "liburing"),
    _lesson("01_blocking", "--mode", "poll"),
    _lesson("02_wsaeventselect", "--loop", "grouped", 1000),
    _lesson("02_wsaeventselect", "--loop", "shared", 100),
    _lesson("02_wsaeventselect", "--loop", "webrtc", 100, 1000),
    _lesson("03_epoll", "--trigger", "level"),
    _lesson("03_epoll", "--trigger", "edge"),
    _lesson("03_epoll", "--trigger", "lean"),
    _lesson("03_epoll", "--trigger", "oneshot"),
    _lesson("04_dispatcher", "--backend", "epoll"),
    _lesson("04_dispatcher", "--backend", "lean"),
    _lesson("04_dispatcher", "--backend", "wsa", 1000),
]
BY_NAME = {program.name: program for program in ECHO}


def command_of(program: Program, build: pathlib.Path) -> list[str]:
    """What to start."""
    return [str(build / program.command[0]), *program.command[1:]]


def available(build: pathlib.Path, peers: list[dict]) -> tuple[list[Program], list[dict]]:
    """The programs that were built, and of the others the reason: {name, why}."""
    reasons = {peer["name"]: peer["why"] for peer in peers if not peer["found"]}
    there, missing = [], []
    for program in ECHO:
        if program.peer in reasons:
            missing.append({"name": program.name, "why": reasons[program.peer]})
        elif not (build / program.command[0]).exists():
            missing.append({"name": program.name, "why": f"{program.command[0]} was not built"})
        else:
            there.append(program)
    return there, missing
