#!/usr/bin/python3
"""Half a million lines through servers that are slow, each in plain text, with TLS and compressed.

usage: half_a_million_lines.py [--lines N] [--times N] [--at-once N] [--client PROGRAM]

    late    sleeps 3 s before it reads anything
    slow    takes 100 kB/s
    peer    the client's own `peer`

Each must send every line back, in order, and the client must exit 0. A client that exits with something
else must have said how many lines were not sent. It takes about 25 minutes on two cores:
so CI does not run it. One line per run; the exit code is 0 if all were right.
Needs Debian's package python3-websockets and openssl."""

import argparse
import asyncio
import re
import ssl
import subprocess
import sys
import tempfile
from pathlib import Path

import websockets

ROOT = Path(__file__).resolve().parents[3]
RATE = 100_000  # octets of payload in a second
FORMS = ("plain", "wss", "compressed")


async def late(socket, _path=None):
    await asyncio.sleep(3)
    async for message in socket:
        await socket.send(message)


async def slow(socket, _path=None):
    loop, taken = asyncio.get_running_loop(), 0
    began = loop.time()
    async for message in socket:
        taken += len(message) + 1
        # In steps: a sleep of microseconds takes a millisecond.
        if (ahead := taken / RATE - (loop.time() - began)) > 0.05:
            await asyncio.sleep(ahead)
        await socket.send(message)


class Certificate:
    """A self-signed certificate for 127.0.0.1, in a folder that goes with the program."""

    def __init__(self, folder: str):
        self.cert, self.key = Path(folder) / "cert.pem", Path(folder) / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
             "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(self.key), "-out", str(self.cert)],
            check=True, capture_output=True)

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        return context


async def start_peer(client: str, form: str, certificate: Path) -> tuple[asyncio.subprocess.Process, int]:
    words = [client, "peer", "--port", "0"]
    words += ["--tls", "--cert-out", str(certificate)] if form == "wss" else []
    peer = await asyncio.create_subprocess_exec(
        *words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    first = (await peer.stdout.readline()).decode()
    if not first.startswith("listening on "):
        raise SystemExit(f"half_a_million_lines.py: the peer did not start: {first!r}")
    return peer, int(first.rsplit(":", 1)[1])


async def run_client(client: str, port: int, form: str, ca: Path, text: bytes) -> str:
    """Empty if all was right, else what was not."""
    words = [client, "--wait", "5"]
    words += ["--ca", str(ca)] if form == "wss" else []
    words += [] if form == "compressed" else ["--no-compress"]
    process = await asyncio.create_subprocess_exec(
        *words, f"{'wss' if form == 'wss' else 'ws'}://127.0.0.1:{port}/echo",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, error = await process.communicate(text)
    said = error.decode(errors="replace").strip()
    if process.returncode == 0:
        return "" if out == text else f"exit 0, but {len(out.splitlines())} lines came back; {said}"
    counted = re.search(r"\d+ of \d+ lines? (was|were) not sent", said)
    return "" if counted else f"exit {process.returncode} without a count: {said}"


async def one(gate: asyncio.Semaphore, name: str, form: str, run) -> bool:
    async with gate:
        wrong = await run()
    print(f"{name:5} {form:10} {wrong or 'right'}", flush=True)
    return not wrong


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=500_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--client", default=str(ROOT / "build/dev/bin/05_websocket"))
    options = parser.parse_args()
    text = "".join(f"{number}\n" for number in range(1, options.lines + 1)).encode()
    gate, runs, peers = asyncio.Semaphore(options.at_once), [], []

    def add(name: str, form: str, port: int, ca: Path) -> None:
        runs.extend(one(gate, name, form, lambda: run_client(options.client, port, form, ca, text))
                    for _ in range(options.times))

    with tempfile.TemporaryDirectory() as folder:
        certificate = Certificate(folder)
        try:
            for form in FORMS:
                for name, handler in (("slow", slow), ("late", late)):
                    server = await websockets.serve(
                        handler, "127.0.0.1", 0, ssl=certificate.context() if form == "wss" else None,
                        compression="deflate" if form == "compressed" else None, ping_interval=None)
                    add(name, form, server.sockets[0].getsockname()[1], certificate.cert)
                peers_own = Path(folder) / f"{form}.pem"
                peer, port = await start_peer(options.client, form, peers_own)
                peers.append(peer)
                add("peer", form, port, peers_own)
            results = await asyncio.gather(*runs)
        finally:
            for peer in peers:
                peer.terminate()
                await peer.wait()
    print(f"{sum(results)} of {len(results)} runs were right")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
