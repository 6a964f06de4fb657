"""The cost card of each lesson, the comparison, and what one machine carried. See costs.py.

The pages take them in with `<!-- generated: costs of lesson 03 -->` and the like: see generated.py.
"""

import statistics
from pathlib import Path

from .costs import LAYERS, Costs, lines_of_code, number


def makers() -> dict:
    """{what a page asks for: a function of the course's root that makes it}."""
    cards = {f"costs of lesson {lesson}":
             lambda root, lesson=lesson: "\n".join(card(Costs(root), lesson, _lessons(root)[lesson]))
             for lesson in LAYERS}
    return {**cards,
            "comparison of costs": lambda root: "\n".join(comparison(Costs(root), _lessons(root))),
            "one machine": lambda root: "\n".join(one_machine(Costs(root)))}


def _lessons(root: Path) -> dict[str, Path]:
    return {file.parent.name[:2]: file.parent for file in (root / "lessons").glob("*/README.md")}


def _figures(costs: Costs, server: str) -> list[tuple[str, str]]:
    """What a message and a client cost."""
    calls = costs.calls(server)
    waits = sum(calls.get(call, 0) for call in ("epoll_wait", "poll")) if calls else None
    return [
        ("system calls per message", number(calls.get("all"), 2)),
        ("waits per message (wake-ups of the loop)", number(waits, 2)),
        ("instructions per message, outside of the kernel", number(costs.counted(server, "instructions"))),
        ("heap allocations per message", number(costs.counted(server, "allocations"), 2)),
        ("octets of memory per silent connection", number(costs.memory(server))),
    ]


def card(costs: Costs, lesson: str, folder: Path) -> list[str]:
    """The card of one lesson."""
    server, buys = LAYERS[lesson]
    rows = ["| it costs | |", "|---|---|"]
    rows += [f"| {what} | {value} |" for what, value in _figures(costs, server)] if server else []
    rows += [f"| lines of code | {number(lines_of_code(folder))} |"]
    grown = [f"- {line}" for line in costs.growth(lesson)]
    return [f"It buys: {buys}.", "", *rows, "", *grown, *([""] if grown else []), costs.origin()]


def comparison(costs: Costs, lessons: dict[str, Path]) -> list[str]:
    """All layers side by side."""
    servers = {lesson: server for lesson, (server, _) in LAYERS.items() if server and lesson in lessons}
    head = ["| | " + " | ".join(f"lesson {lesson}" for lesson in servers) + " |", "|---" * (len(servers) + 1) + "|"]
    columns = [_figures(costs, server) for server in servers.values()]
    rows = [f"| {cells[0][0]} | " + " | ".join(value for _, value in cells) + " |" for cells in zip(*columns)]
    rows.append("| lines of code | " + " | ".join(
        number(lines_of_code(lessons[lesson])) for lesson in servers) + " |")
    rows.append("| it buys | " + " | ".join(LAYERS[lesson][1] for lesson in servers) + " |")
    return [*head, *rows, "", costs.origin()]


def one_machine(costs: Costs) -> list[str]:
    """What one loop carried, and two."""
    loops = {lesson: LAYERS[lesson][0] for lesson in ("03", "04")}
    rows = ["| one loop of | clients at the same time | octets of memory for a silent one |", "|---|---|---|"]
    rows += [f"| lesson {lesson} | {number(costs.most_clients(server) or None)} | {number(costs.memory(server))} |"
             for lesson, server in loops.items()]
    if costs.busy():
        return [*rows, "", "How many messages a second it carried is not shown: other programs kept this machine busy "
                "during the run.", "", costs.origin()]
    return [*rows, "", *_rates(costs, loops), "", *_two_loops(costs), costs.origin()]


def _rates(costs: Costs, loops: dict[str, str]) -> list[str]:
    """Messages a second, and the processor's time for one."""
    rows = ["| one loop of | clients that talk | silent clients | messages per second | CPU per message |",
            "|---|---|---|---|---|"]
    for active, idle in ((100, 0), (1000, 0), (10, -1)):
        point = costs.point(active, idle)
        for lesson, server in loops.items():
            if point and server in point["servers"]:
                found = point["servers"][server]
                rows.append(f"| lesson {lesson} | {active:,} | {point['idle']:,} | "
                            f"{number(found['requests_per_second'][1])} | "
                            f"{number(found['cpu_ns_per_request'][1] / 1000, 1)} µs |")
    return rows


def _two_loops(costs: Costs) -> list[str]:
    ratios = costs.threads()
    if not ratios:
        return []
    return [f"Two loops on one port carried {statistics.median(ratios):.2f} times as many messages as one loop "
            f"(the median of {len(ratios)} rounds; the load generators ran on the same cores).", ""]
