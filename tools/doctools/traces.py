"""Reads what a program wrote with --trace, picks a passage, and says each event in words."""

import json
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .problems import Stop

LANES = ("kernel", "loop", "handler", "peer")
KERNEL = {"ready", "post"}
LOOP = {"epoll_wait", "WSAWaitForMultipleEvents", "poll", "wait", "epoll_ctl ADD", "epoll_ctl MOD",
        "epoll_ctl DEL", "WSAEventSelect", "select", "enum"}
EPOLL = {1: "EPOLLIN", 4: "EPOLLOUT", 8: "EPOLLERR", 16: "EPOLLHUP", 1 << 13: "EPOLLRDHUP",
         1 << 30: "EPOLLONESHOT", 1 << 31: "EPOLLET"}
WINSOCK = {1: "FD_READ", 2: "FD_WRITE", 4: "FD_OOB", 8: "FD_ACCEPT", 16: "FD_CONNECT", 32: "FD_CLOSE"}
SIGNALS = {1: "read", 2: "write", 4: "connect", 8: "close", 16: "accept"}


@dataclass
class Step:
    """One row of a timeline."""

    lane: str
    text: str
    count: int = 1  # how many equal events in a row it stands for
    at: str = ""  # the line of the course that recorded it, "lessons/03_epoll/epoll/epoll.cc:68"


def record(program: Path) -> list[dict]:
    """Runs a demo with --trace; its events in the order in which they began."""
    with tempfile.TemporaryDirectory(prefix="netladder-trace.") as folder:
        file = Path(folder) / "trace.json"
        try:
            run = subprocess.run([program, "--trace", file], stdin=subprocess.DEVNULL,
                                 capture_output=True, timeout=120)
            if run.returncode:
                raise Stop(f"{program.name} --trace ended with exit status {run.returncode}")
            events = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise Stop(f"{program.name} --trace: {error}") from None
    return sorted(events, key=lambda event: event["ts"])


def record_conversation(bin_folder: Path, server: list[str], client: list[str]) -> list[dict]:
    """A server and a client that says "hello" to it, both with --trace: their events of that time. Those of
    the client have "client" for a thread."""
    with tempfile.TemporaryDirectory(prefix="netladder-trace.") as folder:
        files = [Path(folder) / name for name in ("server.json", "client.json")]
        serving = subprocess.Popen([bin_folder / server[0], *server[1:], "--trace", files[0]], text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        try:
            said = serving.stdout.readline()
            port = re.search(r"listening on .*:(\d+)", said)
            if not port:
                raise Stop(f"{' '.join(server)}: it does not say where it listens: {said!r}")
            began = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
            words = [word.replace("{port}", port[1]) for word in client[1:]]
            run = subprocess.run([bin_folder / client[0], *words, "--trace", files[1]], input=b"hello\n",
                                 capture_output=True, timeout=60, check=False)
            if run.returncode or run.stdout.strip() != b"hello":
                raise Stop(f"{' '.join(client)}: exit status {run.returncode}, {run.stdout!r}, {run.stderr!r}")
        except subprocess.TimeoutExpired as error:
            raise Stop(str(error)) from None
        finally:
            serving.send_signal(signal.SIGTERM)
            serving.wait()
            serving.stdout.close()
        theirs, ours = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    for event in ours:
        event["tid"] = "client"
    last = max(event["ts"] for event in ours)
    # What had begun when the client came, such as the wait that it ended, belongs to it.
    theirs = [event for event in theirs if event["ts"] + event.get("dur", 0) >= began and event["ts"] <= last]
    return sorted(theirs + ours, key=lambda event: event["ts"])


def line(event: dict) -> str:
    """An event as docs/timelines.toml matches it."""
    values = event.get("args", {}).items()
    arguments = "".join(f" {name}={value}" for name, value in values if name != "at")
    return f"tid={event['tid']} {event['name']}{arguments} "


def passage(events: list[dict], wanted: dict) -> tuple[list[dict], list[Step]]:
    """The events of one timeline and their rows. Raises Stop when there is no such passage."""
    begins = [n for n, event in enumerate(events) if re.search(wanted["begin"], line(event))]
    nth = wanted.get("nth", 1)
    if len(begins) < nth:
        raise Stop(f"timeline {wanted['name']}: the trace has no {wanted['begin']!r} (number {nth})")
    steps: list[Step] = []
    last = begins[nth - 1]
    for number, event in enumerate(events[begins[nth - 1] :], begins[nth - 1]):
        if wanted.get("skip") and re.search(wanted["skip"], line(event)):
            continue
        step = Step(lane_of(event, wanted["peer"]), text_of(event), at=event.get("args", {}).get("at", ""))
        same = steps and steps[-1].lane == step.lane and _kind(steps[-1]) == _kind(step)
        if same and step.text.startswith("recv"):
            steps[-1].count += 1
        elif len(steps) == wanted.get("events"):
            break
        else:
            steps.append(step)
        last = number
    return events[begins[nth - 1] : last + 1], steps


def _kind(step: Step) -> str:
    return step.text.split(":")[0]


def lane_of(event: dict, peer: str) -> str:
    if re.search(peer, line(event)):
        return "peer"
    return "kernel" if event["name"] in KERNEL else "loop" if event["name"] in LOOP else "handler"


def text_of(event: dict) -> str:
    """What happened, as a reader of the lesson would say it."""
    name, values = event["name"], event.get("args", {})
    if name in ("send", "recv") or name.startswith("ws."):
        return f"{name}: {_outcome(values)}"
    if name == "ready":
        return f"ready: {flags(values['events'], EPOLL)}"
    if name.startswith("epoll_ctl"):
        return f"{name}: {flags(values['events'], EPOLL)}"
    if name == "post":
        return f"records {values['event']}"
    if name == "enum":
        return f"WSAEnumNetworkEvents: {flags(values['events'], WINSOCK)}"
    if name == "select":
        return f"WSAEventSelect: {flags(values['mask'], WINSOCK)}"
    if name == "wait":
        return "wait: time is up" if values["index"] < 0 else f"wait: event {values['index']}"
    if name == "signal":
        return f"signal: {SIGNALS.get(values['event'], values['event'])}, socket {values['socket']}"
    if name in ("epoll_wait", "poll", "WSAWaitForMultipleEvents"):
        return f"{name} \u2026"
    return f"{name}: socket {values['socket']}" if "socket" in values else name


def _outcome(values: dict) -> str:
    if "state" in values:
        return str(values["state"])
    if "outcome" in values:
        return str(values["outcome"])
    count = values.get("result", values.get("bytes"))
    if count == -1:
        return "would block"
    if count == 0 and "room" in values:
        return "end of stream"
    kind = f"{values['opcode']}, " if "opcode" in values else ""
    return f"{kind}{count} byte{'' if count == 1 else 's'}"


def flags(mask: int, names: dict[int, str]) -> str:
    return " | ".join(name for bit, name in names.items() if mask & bit) or "nothing"
