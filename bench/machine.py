"""What it was measured on, and with: processor, kernel, compiler, versions of the peers."""

import json
import os
import pathlib
import platform
import re
import subprocess

from processes import BenchError


def _first_line(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "not found"
    return done.stdout.strip().splitlines()[0] if done.stdout.strip() else "unknown"


def _cpu_model() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _compiler(build: pathlib.Path) -> str:
    cache = (build / "CMakeCache.txt").read_text()
    found = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.MULTILINE)
    kind = re.search(r"^CMAKE_BUILD_TYPE:\w+=(.*)$", cache, re.MULTILINE)
    return f"{_first_line([found[1], '--version'])}, {kind[1]}" if found and kind else "unknown"


def peers(build: pathlib.Path, root: pathlib.Path) -> list[dict]:
    """What CMake has found, and node's ws. @raises BenchError."""
    list_of_cmake = build / "bench_peers.json"
    if not list_of_cmake.exists():
        raise BenchError(f"{list_of_cmake}: not there: configure with NETLADDER_BENCH=ON, or use ./lab bench")
    found = json.loads(list_of_cmake.read_text())
    package = root / "tests/support/node/node_modules/ws/package.json"
    node = {"name": "ws", "package": "nodejs and npm, then ./lab test 05", "found": package.exists()}
    if package.exists():
        version = json.loads(package.read_text())["version"]
        node["version"] = f"{version} on node {_first_line(['node', '--version'])}"
    else:
        node["why"] = "not installed: npm ci in tests/support/node"
    return found + [node]


def describe(build: pathlib.Path, root: pathlib.Path) -> dict:
    """All of it, for the results."""
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": f"{platform.system()} {platform.release()}",
        "compiler": _compiler(build),
        "commit": _first_line(["git", "-C", str(root), "rev-parse", "--short", "HEAD"]),
        "load": os.getloadavg()[0],
        "peers": peers(build, root),
    }


def text(machine: dict) -> str:
    """One line for the head of a table."""
    return (f"{machine['cpu']}, {machine['cores']} cores, {machine['kernel']}, "
            f"{machine['compiler']}")
