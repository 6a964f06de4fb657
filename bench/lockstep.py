"""A conversation with an echo server in which nothing is left to chance.

The server is stopped while all clients send, goes on, and answers all of them. So each wait finds the same
number of ready sockets in every run, and what the server executes is the same to a fraction of a per cent.
"""

import os
import signal
import socket
import time

MESSAGE = b"x" * 64
AT_ONCE = 50  # clients that connect while nobody accepts: fewer than any server's backlog
PATIENCE = 60.0  # seconds; under valgrind a round takes milliseconds


class Lockstep:
    """Clients of one server."""

    def __init__(self, port: int, pid: int, active: int, idle: int = 0):
        self._port, self._pid = port, pid
        self._active: list[socket.socket] = []
        self._idle: list[socket.socket] = []
        while len(self._active) < active:
            self._connect(self._active, min(AT_ONCE, active - len(self._active)))
        while len(self._idle) < idle:
            self._connect(self._idle, min(AT_ONCE, idle - len(self._idle)))

    def _connect(self, where: list[socket.socket], count: int) -> None:
        """Some more clients. One whose echo is back was accepted."""
        self._stop()
        try:
            fresh = [socket.create_connection(("127.0.0.1", self._port), PATIENCE) for _ in range(count)]
            where += fresh
            self._send(fresh)
        finally:
            self._go_on()
        self._receive(fresh)

    def round(self) -> None:
        """Every active client sends one message and gets it back."""
        self._stop()
        try:
            self._send(self._active)
        finally:
            self._go_on()
        self._receive(self._active)

    def _stop(self) -> None:
        """The signal takes a moment. `T` is the state of a process that is stopped."""
        os.kill(self._pid, signal.SIGSTOP)
        end = time.monotonic() + PATIENCE
        while _state(self._pid) != "T":
            if time.monotonic() > end:
                raise TimeoutError(f"process {self._pid} does not stop")
            time.sleep(0.0005)

    def _go_on(self) -> None:
        os.kill(self._pid, signal.SIGCONT)

    @staticmethod
    def _send(clients: list[socket.socket]) -> None:
        for client in clients:
            client.sendall(MESSAGE)

    @staticmethod
    def _receive(clients: list[socket.socket]) -> None:
        for client in clients:
            echo = b""
            while len(echo) < len(MESSAGE):
                part = client.recv(len(MESSAGE) - len(echo))
                if not part:
                    raise ConnectionError("the server has closed a connection")
                echo += part
            if echo != MESSAGE:
                raise ConnectionError("a wrong echo")

    def close(self) -> None:
        for client in (*self._active, *self._idle):
            client.close()

    def __enter__(self) -> "Lockstep":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _state(pid: int) -> str:
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        return file.read().rpartition(")")[2].split()[0]
