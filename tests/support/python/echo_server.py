#!/usr/bin/python3
"""An echo server on Python's websockets library, Debian's package python3-websockets.

    echo_server.py [--compress] [--cert FILE --key FILE]

The tests of lesson 05 start it; it ends on SIGTERM or when its standard input is closed. It prints
how each connection ended on standard error.
"""

import argparse
import asyncio
import signal
import ssl
import sys

import websockets


async def echo(socket, _path=None):
    """Sends every message back until the client closes."""
    try:
        async for message in socket:
            await socket.send(message)
    finally:
        print(f"closed {socket.close_code} {socket.close_reason}", file=sys.stderr, flush=True)


def tls_of(options):
    if not options.cert:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.cert, options.key)
    return context


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compress", action="store_true")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    options = parser.parse_args()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_reader(sys.stdin, lambda: sys.stdin.buffer.read1(1024) or stop.set())
    async with websockets.serve(
        echo,
        "127.0.0.1",
        0,
        ssl=tls_of(options),
        compression="deflate" if options.compress else None,
        max_size=256 * 1024 * 1024,
    ) as server:
        host, port = server.sockets[0].getsockname()[:2]
        print(f"listening on {host}:{port}", flush=True)
        await stop.wait()
        loop.remove_reader(sys.stdin)


asyncio.run(main())
