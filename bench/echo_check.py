"""Before anything is measured: does a server return 8 MiB intact to a client that does not read at first?"""

import os
import select
import socket

from processes import BenchError, Server

SIZE = 8 * 1024 * 1024
BLOCKED_SECONDS = 0.1  # nothing moved for so long: both sides are full
PATIENCE_SECONDS = 30


def _send_until_full(client: socket.socket, payload: memoryview) -> int:
    """Sends without reading, until nothing moves. Returns how much was taken."""
    sent = 0
    while sent < len(payload):
        _, writable, _ = select.select([], [client], [], BLOCKED_SECONDS)
        if not writable:
            break
        sent += client.send(payload[sent:])
    return sent


def _exchange(client: socket.socket, payload: memoryview, sent: int) -> bytes:
    """Sends the rest, and reads all that comes."""
    received = bytearray()
    while len(received) < len(payload):
        wants_to_send = [client] if sent < len(payload) else []
        readable, writable, _ = select.select([client], wants_to_send, [], PATIENCE_SECONDS)
        if not readable and not writable:
            break
        if writable:
            sent += client.send(payload[sent:])
        if readable:
            octets = client.recv(1 << 20)
            if not octets:
                break
            received += octets
    return bytes(received)


def check(server: Server, size: int = SIZE) -> None:
    """@raises BenchError with one line."""
    payload = os.urandom(size)
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.setblocking(False)
        view = memoryview(payload)
        try:
            received = _exchange(client, view, _send_until_full(client, view))
        except OSError as error:
            raise BenchError(f"{server.name}: the 8 MiB failed: {error.strerror}") from None
    if received != payload:
        raise BenchError(f"{server.name}: a wrong echo: {len(received)} of {size} octets came back, "
                         f"{'the beginning of' if payload.startswith(received) else 'not'} what was sent")
