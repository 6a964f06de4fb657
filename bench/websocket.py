"""WebSocket clients against one fast server: rate and CPU per message, alternated inside rounds."""

import pathlib
from typing import NamedTuple

import processes
from processes import BenchError, Server
from progress import Progress

SERVER_CPU, CLIENT_CPU = 1, 0
MOST_MESSAGES = 20_000_000
FIRST_COUNT = 300  # of the run that finds out how fast a client is

# (mode, octets): what is measured. Ping-pong runs on one core: see echo.py.
ROWS = [("pingpong", 32), ("flood", 32), ("send", 32), ("recv", 32),
        ("stream", 65536), ("send", 65536), ("recv", 65536)]


class Client(NamedTuple):
    """A client program; all take URL MODE COUNT SIZE."""

    name: str
    command: list[str]  # relative to the build's folder, or a program of the system
    option: str = ""    # behind SIZE
    peer: str = ""      # what it needs, by its name in bench_peers.json


CLIENTS = [
    Client("raw", ["bench/ws_raw_client"]),
    Client("lesson05", ["bin/05_websocket", "bench"]),
    Client("beast", ["bench/ws_beast_client"], peer="beast"),
    Client("beast_tuned", ["bench/ws_beast_client"], "tuned", "beast"),
    Client("beast_async", ["bench/ws_beast_async_client"], peer="beast"),
    Client("beast_async_tuned", ["bench/ws_beast_async_client"], "tuned", "beast"),
    Client("websocketpp", ["bench/ws_websocketpp_client"], peer="websocketpp"),
    Client("websocketpp_fast_keys", ["bench/ws_websocketpp_client"], "fast-keys", "websocketpp"),
    Client("libwebsockets", ["bench/ws_libwebsockets_client"], peer="libwebsockets"),
    Client("ws", ["node", "bench/websocket/ws_client.mjs"], peer="ws"),
]


def parse(line: str) -> dict[str, float]:
    """The line mode=… count=… …: the numbers in it."""
    words = dict(word.split("=", 1) for word in line.split() if "=" in word)
    try:
        return {name: float(words[name]) for name in ("count", "seconds", "msgs_per_s", "mb_per_s", "cpu_ns")}
    except (KeyError, ValueError):
        raise BenchError(f"a client printed no result but: {line.strip()[:80]}") from None


def target_for(mode: str, count: int, size: int) -> str:
    """What the server shall do."""
    if mode == "send":
        return "/sink"
    return f"/source?count={count}&size={size}" if mode == "recv" else "/echo"


def next_count(count: int, seconds: float, wanted: float) -> int:
    """How many messages take about `wanted` seconds."""
    return max(100, min(int(count * wanted / max(seconds, 1e-6)), MOST_MESSAGES))


class WebSocketBench:
    """Runs all rows."""

    def __init__(self, build: pathlib.Path, root: pathlib.Path, clients: list[Client], quick: bool,
                 progress: Progress):
        self.build, self.root, self.clients, self.progress = build, root, clients, progress
        self.rounds, self.seconds = (3, 0.15) if quick else (7, 0.5)

    def run(self) -> list[dict]:
        """Raw records: {client, mode, size, round, count, seconds, …}."""
        self.progress.begin("ws", len(ROWS))
        records: list[dict] = []
        for mode, size in ROWS:
            self.progress.step(f"{mode} {size}")
            cpu = CLIENT_CPU if mode == "pingpong" else SERVER_CPU
            with Server("ws_server", [self.build / "bench/ws_server"], cpu) as server:
                records += self._row(server, mode, size)
        return records

    def _row(self, server: Server, mode: str, size: int) -> list[dict]:
        counts = {client.name: self._calibrate(server, client, mode, size) for client in self.clients}
        records = []
        for number in range(self.rounds):
            for i in range(len(self.clients)):
                client = self.clients[(number + i) % len(self.clients)]
                result = self._once(server, client, mode, counts[client.name], size)
                records.append({"client": client.name, "mode": mode, "size": size, "round": number, **result})
        return records

    def _calibrate(self, server: Server, client: Client, mode: str, size: int) -> int:
        count = FIRST_COUNT
        for part in (0.1, 1.0):  # first a short run, then one that lasts long enough to judge
            seconds = self._once(server, client, mode, count, size)["seconds"]
            count = next_count(count, seconds, self.seconds * part)
        return count

    def _once(self, server: Server, client: Client, mode: str, count: int, size: int) -> dict:
        url = f"ws://127.0.0.1:{server.port}{target_for(mode, count, size)}"
        program, *words = client.command
        if program == "node":
            words = [str(self.root / words[0])]
        else:
            program = str(self.build / program)
        option = [client.option] if client.option else []
        try:
            return parse(processes.run([program, *words, url, mode, count, size, *option], CLIENT_CPU, 120))
        except BenchError as error:
            raise BenchError(f"{client.name}, {mode} {count} {size}: {error}") from None


def available(build: pathlib.Path, peers: list[dict]) -> tuple[list[Client], list[dict]]:
    """The clients that can run, and of the others the reason."""
    reasons = {peer["name"]: peer["why"] for peer in peers if not peer["found"]}
    there, missing = [], []
    for client in CLIENTS:
        program = client.command[0]
        if client.peer in reasons:
            missing.append({"name": client.name, "why": reasons[client.peer]})
        elif program != "node" and not (build / program).exists():
            missing.append({"name": client.name, "why": f"{program} was not built"})
        else:
            there.append(client)
    return there, missing


def run(build: pathlib.Path, root: pathlib.Path, peers: list[dict], quick: bool, progress: Progress) -> dict:
    """The subject `ws`: {records, missing, rounds}."""
    clients, missing = available(build, peers)
    bench = WebSocketBench(build, root, clients, quick, progress)
    return {"records": bench.run(), "missing": missing, "rounds": bench.rounds}
