"""What was measured, with the questions that the goals, the report and the plots ask it."""

import figures
from figures import Spread
from programs import REFERENCE


class NotMeasured(Exception):
    """There is no such number in these results; the text says why."""


class NotInThisRun(NotMeasured):
    """Its whole subject was not asked for."""


class Results:
    """The subjects of one run: {"echo": {...}, "counts": {...}, "wakeup": …, "signals": …, "ws": …}."""

    def __init__(self, subjects: dict[str, dict]):
        self.subjects = subjects

    def subject(self, name: str) -> dict:
        """One of them. @raises NotMeasured."""
        if name not in self.subjects:
            raise NotInThisRun(f"the subject {name} was not part of this run")
        return self.subjects[name]

    def why_missing(self, subject: str, name: str) -> NotMeasured:
        """The reason why `name` is not in a subject: something that is missing has its name, or a part of
        it, or is the program that it belongs to."""
        for entry in self.subject(subject).get("missing", []):
            if entry["name"] in name or entry["name"].startswith("bench_"):
                return NotMeasured(f"{name}: {entry['why']}")
        return NotMeasured(f"{name} was not measured")

    def missing_names(self, subject: str) -> list[str]:
        """What is missing in a subject."""
        return [entry["name"] for entry in self.subject(subject).get("missing", [])]

    # Echo servers.

    def point(self, size: int, active: int, idle: int) -> dict:
        """The rounds of one point."""
        for point in self.subject("echo")["points"]:
            if (point["size"], point["active"], point["idle"]) == (size, active, idle):
                return point
        raise NotMeasured(f"{active} active and {idle} idle connections were not part of this run")

    def busy_points(self) -> list[dict]:
        """The points without idle connections that goal E1 names."""
        return [point for point in self.subject("echo")["points"]
                if point["idle"] == 0 and point["active"] != 10]

    def idle_points(self) -> list[dict]:
        """The points with ten active connections, from no idle ones to many."""
        points = [point for point in self.subject("echo")["points"] if point["active"] == 10]
        return sorted(points, key=lambda point: point["idle"])

    def echo(self, point: dict, name: str, field: str = "cpu_ns_per_request") -> Spread:
        """A field of a server's slices."""
        values = figures.by_round(point["slices"], "server", name, field)
        if not values:
            raise self.why_missing("echo", name)
        return figures.spread(values.values())

    def echo_ratio(self, point: dict, name: str, field: str = "cpu_ns_per_request") -> Spread:
        """The same divided by the reference's, inside rounds."""
        ours = figures.by_round(point["slices"], "server", name, field)
        if not ours:
            raise self.why_missing("echo", name)
        return figures.spread(figures.ratios(
            ours, figures.by_round(point["slices"], "server", REFERENCE, field)))

    def memory(self, name: str) -> float:
        """Octets per idle connection, where there were most of them."""
        point = self.idle_points()[-1] if self.idle_points() else {"memory": []}
        for record in point["memory"]:
            if record["server"] == name:
                return record["bytes_per_idle"]
        raise self.why_missing("echo", name)

    # Counts.

    def calls(self, name: str, size: int, active: int) -> dict[str, float]:
        """System calls per request."""
        for record in self.subject("counts")["calls"]:
            if (record["server"], record["size"], record["active"]) == (name, size, active):
                return record["calls"]
        raise self.why_missing("counts", name)

    def counted(self, name: str, field: str) -> float:
        """`instructions` or `allocations` per request."""
        for record in self.subject("counts")["programs"]:
            if record["server"] == name:
                if field in record:
                    return record[field]
                raise NotMeasured(record.get(f"no_{field}", f"no {field} of {name}"))
        raise self.why_missing("counts", name)

    # Micro-benchmarks.

    def micro(self, subject: str, name: str, field: str = "times") -> Spread:
        """The repetitions of one."""
        for record in self.subject(subject)["benchmarks"]:
            if record["name"] == name and field in record:
                return figures.spread(record[field])
        raise self.why_missing(subject, name)

    # WebSocket clients.

    def ws(self, client: str, mode: str, size: int, field: str) -> Spread:
        """A field of a client's rounds."""
        return figures.spread(self._ws_rounds(client, mode, size, field).values())

    def ws_ratio(self, client: str, other: str, mode: str, size: int, field: str) -> Spread:
        """The same divided by another client's, inside rounds."""
        return figures.spread(figures.ratios(self._ws_rounds(client, mode, size, field),
                                             self._ws_rounds(other, mode, size, field)))

    def ws_peers(self, mode: str, size: int) -> list[str]:
        """The peers that were measured in a row."""
        records = [record for record in self.subject("ws")["records"]
                   if (record["mode"], record["size"]) == (mode, size)]
        return [name for name in figures.names_of(records, "client") if name not in ("raw", "lesson05")]

    def _ws_rounds(self, client: str, mode: str, size: int, field: str) -> dict[int, float]:
        records = [record for record in self.subject("ws")["records"]
                   if (record["mode"], record["size"]) == (mode, size)]
        rounds = figures.by_round(records, "client", client, field)
        if not rounds:
            raise self.why_missing("ws", client)
        return rounds
