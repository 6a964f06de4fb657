"""Which goals there are, and how each value is taken from the results. No value stands here: only limits."""

from goals import Goal, Measure, number
from programs import OURS
from results import NotMeasured, Results

LIBRARIES = ["libuv", "libevent", "bufferevent", "asio"]
ALL_TUNED = ["beast_tuned", "beast_async_tuned", "websocketpp_fast_keys", "libwebsockets", "ws"]


def _worst(pairs: list[tuple[float, str]]) -> tuple[float, str]:
    """The largest value, with its note."""
    if not pairs:
        raise NotMeasured("no point of it was part of this run")
    return max(pairs)


def _place(point: dict) -> str:
    return f"{point['active']} × {point['size']} octets"


# E: event loops.

def _cpu_ratio(name: str) -> Measure:
    return lambda results: _worst([(results.echo_ratio(point, name).median, f"worst at {_place(point)}")
                                   for point in results.busy_points()])


def _behind_the_best_library(results: Results) -> tuple[float, str]:
    """Our best loop minus the best library, where that is largest."""
    pairs = []
    for point in results.busy_points():
        measured = {record["server"] for record in point["slices"]}
        ours = [results.echo_ratio(point, name).median for name in OURS if name in measured]
        theirs = [(results.echo_ratio(point, name).median, name) for name in LIBRARIES if name in measured]
        if ours and theirs:
            pairs.append((min(ours) - min(theirs)[0], f"{min(theirs)[1]}, {_place(point)}"))
    return _worst(pairs)


def _all_calls(name: str, active: int) -> Measure:
    return lambda results: (results.calls(name, 64, active)["all"], results.subject("counts")["tool"])


def _call(name: str, wanted: list[str], size: int) -> Measure:
    return lambda results: (sum(results.calls(name, size, 100).get(call, 0) for call in wanted), "")


def _counted(name: str, field: str) -> Measure:
    return lambda results: (results.counted(name, field), "")


def _growth(name: str) -> Measure:
    """CPU per request with the most idle connections divided by that with none; each divided by the
    reference's first, whose system calls do not depend on it."""
    def measure(results: Results) -> tuple[float, str]:
        points = [point for point in results.idle_points()
                  if any(record["server"] == name for record in point["slices"])]
        if len(points) < 2:
            raise NotMeasured(f"idle connections were not measured with {name}")
        none, most = points[0], points[-1]
        value = results.echo_ratio(most, name).median / results.echo_ratio(none, name).median
        return value, f"{most['idle']} idle"
    return measure


def _p99(name: str) -> Measure:
    return lambda results: (results.echo_ratio(results.point(16384, 100, 0), name, "p99_us").median, "")


def _under_wine(results: Results) -> tuple[float, str]:
    results.subject("echo")
    raise NotMeasured("it needs the Windows programs under Wine, whose server makes times meaningless")


def _echo_goals() -> list[Goal]:
    goals = [Goal("E1", f"{name}: CPU per request ÷ raw epoll", "<=", 1.02, _cpu_ratio(name))
             for name in OURS]
    goals.append(Goal("E1", "our best loop: CPU ratio behind the best library", "<=", 0.02,
                      _behind_the_best_library))
    for name in OURS:
        goals += [
            Goal("E2", f"{name}: system calls per request, 100 connections", "<=", 2.05,
                 _all_calls(name, 100)),
            Goal("E2", f"{name}: system calls per request, 1 connection", "<=", 3.01,
                 _all_calls(name, 1)),
            Goal("E2", f"{name}: epoll_ctl per request", "<=", 0.01, _call(name, ["epoll_ctl"], 64)),
        ]
    for name, limit in (("03_level", 150), ("03_edge", 150), ("03_lean", 150), ("04_epoll", 250), ("04_lean", 250)):
        goals.append(Goal("E3", f"{name}: user instructions per request", "<=", limit,
                          _counted(name, "instructions")))
    for name in OURS:
        goals.append(Goal("E4", f"{name}: heap allocations per request", "<=", 0.01,
                          _counted(name, "allocations")))
    for name in OURS:
        goals.append(Goal("E5", f"{name}: CPU growth with idle connections", "<=", 1.05, _growth(name)))
    goals.append(Goal("E5", "01_poll: CPU growth with idle connections", ">=", 20, _growth("01_poll")))
    for name, limit in (("03_level", 128), ("03_edge", 128), ("03_lean", 128), ("04_epoll", 256), ("04_lean", 256)):
        goals.append(Goal("E6", f"{name}: octets per idle connection", "<=", limit,
                          lambda results, name=name: (results.memory(name), "")))
    transfers = ["recvfrom", "sendto", "read", "write", "recvmsg", "sendmsg", "readv", "writev"]
    for name in OURS:
        goals.append(Goal("E7", f"{name}: recv and send per 16 KiB", "<=", 2.05,
                          _call(name, transfers, 16384)))
        goals.append(Goal("E7", f"{name}: p99 ÷ raw epoll, 16 KiB", "<=", 1.1, _p99(name)))
    goals.append(Goal("E8", "grouped Winsock loop: growth from 10 to 500 sockets", "<=", 2, _under_wine))
    return goals


# W: wake-ups. S: signals.

def _micro(subject: str, name: str, field: str = "times") -> Measure:
    return lambda results: (results.micro(subject, name, field).median, "")


def _micro_ratio(subject: str, name: str, other: str, field: str = "times") -> Measure:
    return lambda results: (results.micro(subject, name, field).median /
                            results.micro(subject, other, field).median, "")


def _micro_goals() -> list[Goal]:
    def trip(other: str) -> Measure:
        return _micro_ratio("wakeup", "round_trip/lesson04_wake_up", f"round_trip/{other}")

    def emit(slots: int) -> Measure:
        return _micro_ratio("signals", f"emit/lesson04_compact/{slots}", f"emit/function_vector/{slots}")

    return [
        Goal("W1", "round trip ÷ bare epoll and eventfd", "<=", 1.02, trip("epoll_eventfd_edge")),
        Goal("W1", "round trip ÷ futex", "<=", 1.25, trip("futex")),
        Goal("W1", "round trip ÷ epoll and pipe", "<=", 1, trip("epoll_pipe")),
        Goal("W1", "round trip ÷ libuv's uv_async", "<=", 1, trip("libuv_async")),
        Goal("W2", "wake-up while one is pending, ns", "<=", 2,
             _micro("wakeup", "coalesced/lesson04_wake_up")),
        Goal("W2", "system calls of it", "<=", 0,
             _micro("wakeup", "coalesced/lesson04_wake_up", "system_calls")),
        # Who spins on one core keeps the other thread from running for a whole time slice: ten times
        # the round trip and more. Below three there is no such thing.
        Goal("W3", "no spinning on one core: Post round trip ÷ futex", "<=", 3,
             _micro_ratio("wakeup", "round_trip/lesson04_post", "round_trip/futex")),
        Goal("S1", "one slot ÷ vector of std::function", "<=", 1.15, emit(1)),
        Goal("S2", "eight slots ÷ vector of std::function", "<=", 0.95, emit(8)),
        Goal("S4", "connect and disconnect, ns", "<=", 25, _micro("signals", "connect/lesson04_compact")),
        Goal("S5", "an empty signal, ns", "<=", 0.5, _micro("signals", "emit/lesson04_compact/0")),
    ]


# C: the WebSocket client.

def _cpu_to(other: str, mode: str, size: int) -> Measure:
    return lambda results: (results.ws_ratio("lesson05", other, mode, size, "cpu_ns").median, "")


def _best(results: Results, mode: str, size: int, field: str, candidates: list[str] | None) -> str:
    """The best peer: least CPU, or highest rate."""
    names = [name for name in results.ws_peers(mode, size) if candidates is None or name in candidates]
    if not names:
        raise NotMeasured("no peer was measured")
    return (min if field == "cpu_ns" else max)(
        names, key=lambda name: results.ws(name, mode, size, field).median)


def _to_best(mode: str, size: int, field: str, candidates: list[str] | None = None) -> Measure:
    def measure(results: Results) -> tuple[float, str]:
        best = _best(results, mode, size, field, candidates)
        missing = results.missing_names("ws")
        note = f"best peer {best}" + (f", without {', '.join(missing)}" if missing else "")
        if field == "msgs_per_s":  # no client can do more than the floor: a goal beyond it says nothing of ours
            note += f", the floor reaches {number(results.ws_ratio('raw', best, mode, size, field).median)}"
        return results.ws_ratio("lesson05", best, mode, size, field).median, note
    return measure


def _client_goals() -> list[Goal]:
    large = 65536
    return [
        Goal("C1", "ping-pong 32: CPU ÷ raw floor", "<=", 1.08, _cpu_to("raw", "pingpong", 32)),
        Goal("C1", "ping-pong 32: CPU ÷ best peer", "<=", 1, _to_best("pingpong", 32, "cpu_ns")),
        Goal("C2", "flood 32: rate ÷ best peer", ">=", 7, _to_best("flood", 32, "msgs_per_s")),
        Goal("C2", "flood 32: CPU ÷ raw floor", "<=", 2, _cpu_to("raw", "flood", 32)),
        Goal("C3", "send 32: rate ÷ best peer", ">=", 30, _to_best("send", 32, "msgs_per_s")),
        Goal("C4", "recv 32: rate ÷ best peer", ">=", 5, _to_best("recv", 32, "msgs_per_s")),
        Goal("C5", "stream 64 KiB: CPU ÷ best tuned peer", "<=", 0.85,
             _to_best("stream", large, "cpu_ns", ALL_TUNED)),
        Goal("C5", "stream 64 KiB: CPU ÷ raw floor", "<=", 1.05, _cpu_to("raw", "stream", large)),
        Goal("C6", "send 64 KiB: CPU ÷ best tuned peer", "<=", 0.75,
             _to_best("send", large, "cpu_ns", ALL_TUNED)),
        Goal("C7", "recv 64 KiB: CPU ÷ best peer", "<=", 1, _to_best("recv", large, "cpu_ns")),
    ]


def _gigabytes(name: str) -> Measure:
    return lambda results: (results.micro("frames", name, "bytes_per_second").median / 1e9, "")


def _frame_goals() -> list[Goal]:
    def mask(name: str, other: str) -> Measure:
        return _micro_ratio("frames", f"mask/{name}/65536", f"mask/{other}/65536", "bytes_per_second")

    goals = [
        Goal("C8", "masking 64 KiB ÷ memcpy", ">=", 0.5, mask("lesson05_in_place", "memcpy")),
        Goal("C8", "masking 64 KiB ÷ byte loop", ">=", 15, mask("lesson05_in_place", "byte_loop")),
        Goal("C8", "masking 64 octets, GB/s", ">=", 20, _gigabytes("mask/lesson05_in_place/64")),
        Goal("C8", "copy and mask 64 KiB ÷ memcpy", ">=", 0.45, mask("lesson05_copy", "memcpy")),
    ]
    for size, limit in ((32, 3), (125, 3), (1024, 8), (60_000, 8)):
        goals.append(Goal("C9", f"parse, unmask, check {size}: rate ÷ Beast", ">=", limit, _micro_ratio(
            "frames", f"parse/lesson05/{size}", f"parse/beast/{size}", "bytes_per_second")))
    goals.append(Goal("C10", "masking key, ns", "<=", 10, _micro("frames", "key/lesson05_pool")))
    return goals


GOALS: list[Goal] = _echo_goals() + _micro_goals() + _client_goals() + _frame_goals()
