"""What each lesson's layer costs and buys: cards, the table that compares them, and what one loop carried.

Made from the results of one run of ./lab bench, at each build of the site: bench/results, which is committed, or
the folder that NETLADDER_BENCH_RESULTS names. Every figure is read there, and the lines of code are counted.
A figure that the run does not have is a dash.
"""

import json
import os
import re
from pathlib import Path

# Lesson -> the server of the results, and what the layer buys. Lesson 05 is a client: its server is another's.
LAYERS = {
    "01": ("01_poll", "one thread serves many clients, on every system"),
    "02": ("02_grouped", "the same with Windows' event objects, more than 64 of them"),
    "03": ("03_level", "silent clients cost nothing per message"),
    "04": ("04_epoll", "one contract for both systems; a signal per event; timers and posted tasks"),
    "05": ("", "messages instead of octets, through every HTTP server of the web"),
}
DASH = "–"


class Costs:
    """The results, read once."""

    def __init__(self, root: Path):
        self.root = root
        self.folder = Path(os.environ.get("NETLADDER_BENCH_RESULTS") or root / "bench" / "results")
        self.parts = {file.stem: json.loads(file.read_text(encoding="utf-8"))
                      for file in sorted(self.folder.glob("*.json"))}

    def origin(self) -> str:
        """The machine and the date of a part."""
        for part in self.parts.values():
            machine = part["machine"]
            return (f"Measured on {part['date'][:10]}: {machine['cpu']}, {machine['cores']} cores, "
                    f"{machine['kernel']}, {machine['compiler']}, commit {machine['commit']}, "
                    f"load {machine['load']:.0f} at the start.")
        return "No results are here yet: run `./lab bench`."

    def busy(self) -> bool:
        """Other programs had the processors, too: then a rate says nothing. Counts and memory hold."""
        return any(part["machine"]["load"] > part["machine"]["cores"] for part in self.parts.values())

    def most_clients(self, server: str) -> int:
        """The most that were connected at the same time, and got their echoes."""
        return max((point["active"] + point["idle"] for point in self._part("echo").get("points", [])
                    if server in point["servers"]), default=0)

    def calls(self, server: str) -> dict[str, float]:
        """System calls per message, 100 connections of 64 octets."""
        for record in self._part("counts").get("calls", []):
            if (record["server"], record["size"], record["active"]) == (server, 64, 100):
                return record["calls"]
        return {}

    def counted(self, server: str, field: str) -> float | None:
        """`instructions` or `allocations` per message."""
        for record in self._part("counts").get("programs", []):
            if record["server"] == server:
                return record.get(field)
        return None

    def memory(self, server: str) -> float | None:
        """Octets per idle connection, where there were most of them."""
        for point in sorted(self._part("echo").get("points", []), key=lambda point: -point["idle"]):
            for record in point["memory"]:
                if record["server"] == server:
                    return record["bytes_per_idle"]
        return None

    def growth(self, lesson: str) -> list[str]:
        """How the costs of a lesson grow: the first and the last point of each series."""
        said = []
        for record in self._part("growth").get("series", []):
            if record["lesson"] == lesson:
                (first, low), (last, high) = record["points"][0], record["points"][-1]
                said.append(f"{record['name']}: {record['unit']} with {first:,} {record['work']}: {low:,.0f}; "
                            f"with {last:,}: {high:,.0f} (law: {record['law']})")
        return said

    def point(self, active: int, idle: int) -> dict | None:
        """The servers of a point of the subject echo, 64 octets; with -1 the most idle ones."""
        found = [point for point in self._part("echo").get("points", [])
                 if point["size"] == 64 and point["active"] == active and idle in (-1, point["idle"])]
        return max(found, key=lambda point: point["idle"], default=None)

    def threads(self) -> list[float]:
        """Requests per second of two loops ÷ those of one, in each round."""
        return self._part("growth").get("threads", {}).get("ratio", [])

    def _part(self, name: str) -> dict:
        return self.parts.get(name, {})


def lines_of_code(lesson: Path) -> int:
    """Lines that are neither empty nor only a comment, without the demo and the experiments."""
    count = 0
    for file in sorted(lesson.rglob("*")):
        if file.suffix in (".h", ".cc") and not {"demo", "experiments"} & set(file.parts):
            text = file.read_text(encoding="utf-8")
            count += sum(1 for line in text.splitlines() if re.match(r"\s*(?!//)\S", line))
    return count


def number(value: float | None, digits: int = 0) -> str:
    """With commas, or a dash."""
    return DASH if value is None else f"{value + 0.0:,.{digits}f}"
