"""What the tests share: the way to bench/, and small results that look as a run's do."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

MACHINE = {
    "cpu": "Test CPU", "cores": 2, "kernel": "Linux 6.1", "compiler": "g++ 12, RelWithDebInfo",
    "commit": "abc1234", "load": 0.5,
    "peers": [{"name": "libuv", "package": "libuv1-dev", "found": True, "version": "1.44.2"},
              {"name": "libevent", "package": "libevent-dev", "found": False,
               "why": "not installed: apt-get install libevent-dev"}],
}


def slices(cpu_by_server: dict[str, list[float]]) -> list[dict]:
    """One slice per server and round."""
    return [{"server": server, "round": number, "requests": 100, "seconds": 0.02,
             "cpu_ns_per_request": cpu, "p50_us": 10.0, "p99_us": 20.0}
            for server, values in cpu_by_server.items() for number, cpu in enumerate(values)]


def echo(cpu_by_server: dict[str, list[float]], active: int = 100, idle: int = 0, size: int = 64) -> dict:
    """The subject echo with one point."""
    return {"rounds": 3, "missing": [{"name": "libevent", "why": "not installed"}],
            "points": [{"size": size, "active": active, "idle": idle, "rounds": 3, "memory": [],
                        "slices": slices(cpu_by_server)}]}


def counts(server: str, calls: float, instructions: float) -> dict:
    """The subject counts with one server."""
    return {"tool": "perf", "programs": [{"server": server, "instructions": instructions, "allocations": 0.0}],
            "calls": [{"server": server, "size": 64, "active": 100,
                       "calls": {"all": calls, "recvfrom": 1.0, "sendto": 1.0}}]}
