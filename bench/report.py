"""The report: build/bench/report.md, a table per subject, made from the results alone."""

import figures
import goals
import growth_report
import machine
from goals import Verdict
from results import NotMeasured, Results

Table = list[list[str]]


def table(head: list[str], rows: Table) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def caption(described: dict, rounds: object, names: list[str]) -> str:
    """What stands under every table: the machine, the versions, the rounds."""
    versions = [f"{peer['name']} {peer['version']}" for peer in described["peers"]
                if peer["found"] and peer["name"] in names]
    peers = f"; {', '.join(versions)}" if versions else ""
    return (f"\nMachine: {machine.text(described)}{peers}. Rounds: {rounds}. "
            "Numbers with two strokes are minimum / median / maximum.\n\n")


def missing(results: Results, subject: str) -> str:
    """The peers that are not in the tables, with the reason."""
    entries = results.subject(subject).get("missing", [])
    lines = [f"- Not measured: {entry['name']} ({entry['why']})" for entry in entries]
    return "\n".join(lines) + ("\n\n" if lines else "")


def _natural_order(record: dict) -> tuple[str, int]:
    """mask/memcpy/64 before mask/memcpy/1024."""
    name, _, number = record["name"].rpartition("/")
    return (name, int(number)) if number.isdigit() else (record["name"], 0)


def _servers(points: list[dict]) -> list[str]:
    return list(dict.fromkeys(name for point in points
                              for name in sorted(figures.names_of(point["slices"], "server"))))


def _cell(work) -> str:
    try:
        return work()
    except NotMeasured:
        return "–"


def echo_tables(results: Results, described: dict) -> str:
    """CPU per request: ratios and absolute."""
    subject = results.subject("echo")
    points = subject["points"]
    parts = []
    versions = ["libuv", "libevent", "asio", "liburing"]
    for title, field, ratio, unit in (
            ("CPU per request ÷ raw epoll (level)", "cpu_ns_per_request", True, 1.0),
            ("CPU per request, µs", "cpu_ns_per_request", False, 1000.0),
            ("p99 latency, µs", "p99_us", False, 1.0)):
        head = ["server"] + [f"{point['size']} octets, {point['active']} active, {point['idle']} idle, "
                             f"{point['rounds']} rounds" for point in points]
        rows = []
        for name in _servers(points):
            def text(point: dict, name: str = name) -> str:
                found = (results.echo_ratio if ratio else results.echo)(point, name, field)
                return figures.Spread(*(value / unit for value in found)).text(2 if ratio else 1)
            rows.append([name] + [_cell(lambda point=point: text(point)) for point in points])
        parts.append(f"### {title}\n\n{table(head, rows)}{caption(described, subject['rounds'], versions)}")
    memory = [[name, _cell(lambda name=name: f"{results.memory(name):.0f}")] for name in _servers(points)]
    parts.append("### Memory per idle connection, octets\n\n" + table(["server", "octets"], memory) +
                 caption(described, 1, versions))
    return "".join(parts)


def counts_tables(results: Results, described: dict) -> str:
    """System calls, instructions, allocations."""
    subject = results.subject("counts")
    names = [record["server"] for record in subject["programs"]]
    points = list(dict.fromkeys((record["size"], record["active"]) for record in subject["calls"]))
    head = ["server", *(f"system calls, {active} × {size} octets" for size, active in points),
            "which, at the second point", "user instructions", "allocations"]
    rows = []
    for name in names:
        calls = [results.calls(name, size, active) for size, active in points]
        which = ", ".join(f"{call} {count:.2f}" for call, count in calls[min(1, len(calls) - 1)].items()
                          if call != "all")
        counted = [_cell(lambda field=field, name=name: f"{results.counted(name, field):.{digits}f}")
                   for field, digits in (("instructions", 0), ("allocations", 2))]
        rows.append([name, *(f"{one['all']:.2f}" for one in calls), which, *counted])
    tools = (f"System calls were counted with {subject['tool']}, instructions with callgrind "
             "(64 octets, 100 connections), allocations with a counter in front of malloc. ")
    if subject["tool"] == "strace":
        tools += ("strace slows a server down so much that more sockets are ready at once than without: "
                  "waits per request are too few here. ")
    return (f"### Per request, counted\n\n{table(head, rows)}\n{tools}\n" +
            caption(described, "difference of two runs", ["libuv", "libevent", "asio", "liburing"]))


def micro_table(results: Results, described: dict, subject: str, peers: list[str]) -> str:
    """The benchmarks of one subject."""
    rows = []
    for record in sorted(results.subject(subject)["benchmarks"], key=_natural_order):
        rate = ""
        if "bytes_per_second" in record:
            rate = figures.Spread(*(value / 1e9 for value in figures.spread(
                record["bytes_per_second"]))).text()
        rows.append([record["name"], figures.spread(record["times"]).text(), rate])
    return (table(["benchmark", "ns", "GB/s"], rows) +
            caption(described, results.subject(subject)["rounds"], ["benchmark", *peers]))


def ws_tables(results: Results, described: dict) -> str:
    """One table per row of the WebSocket clients."""
    subject = results.subject("ws")
    parts = []
    for mode, size in dict.fromkeys((record["mode"], record["size"]) for record in subject["records"]):
        rows = []
        for name in ["raw", "lesson05", *results.ws_peers(mode, size)]:
            spreads = [results.ws(name, mode, size, field) for field in ("msgs_per_s", "mb_per_s", "cpu_ns")]
            ratio = results.ws_ratio(name, "lesson05", mode, size, "cpu_ns")
            rows.append([name, *(spread.text(0) for spread in spreads), ratio.text()])
        head = ["client", "messages/s", "MB/s", "CPU ns per message", "CPU ÷ lesson05"]
        parts.append(f"### {mode}, {size} octets\n\n{table(head, rows)}" +
                     caption(described, subject["rounds"],
                             ["beast", "websocketpp", "libwebsockets", "ws"]))
    return "".join(parts)


def goals_table(verdicts: list[Verdict]) -> str:
    """Measured, goal, met or not."""
    return table(["goal", "what", "measured", "limit", ""], [list(row) for row in goals.rows(verdicts)])


SECTIONS = [
    ("echo", "Echo servers", echo_tables),
    ("counts", "Counts", counts_tables),
    ("growth", "Growth", lambda results, described: growth_report.section(
        results.subject("growth")) + caption(described, "counts", [])),
    ("wakeup", "Wake-ups", lambda results, described: micro_table(results, described, "wakeup", ["libuv"])),
    ("signals", "Signals", lambda results, described: micro_table(
        results, described, "signals", ["sigcpp", "signals2"])),
    ("ws", "WebSocket clients", ws_tables),
    ("frames", "Masking, parsing, UTF-8", lambda results, described: micro_table(
        results, described, "frames", ["beast"])),
]


def write(results: Results, verdicts: list[Verdict], described: dict, plots: dict[str, list[str]]) -> str:
    """The whole report."""
    parts = [f"# Measured beside the peers\n\nMachine: {machine.text(described)}. Commit "
             f"{described['commit']}. Load at the start: {described['load']:.1f}.\n\n"
             "bench/README.md says how each thing was measured and what can be trusted.\n\n"
             f"## The goals\n\n{goals_table(verdicts)}\n"]
    for subject, title, make in SECTIONS:
        if subject in results.subjects:
            pictures = "".join(f"![{title}]({name})\n\n" for name in plots.get(subject, []))
            parts.append(f"## {title}\n\n{missing(results, subject)}{make(results, described)}{pictures}")
    return "".join(parts)
