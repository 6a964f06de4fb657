#!/usr/bin/env python3
"""A random storm of clients against one echo server. Nothing of it may be left afterwards.

usage: storm.py [--steps N | --seconds S] [--seed N] [--spare-threads N] -- SERVER ARGUMENT...

Clients connect, send, read a little, half-close, reset, close or just stall; now and then the server
has hardly a descriptor left. Every byte that comes back is compared with what was sent. At the end
all clients leave, and the server must have as many sockets and threads as before, must serve
somebody who sends more than all buffers hold and reads at the end, and must end by SIGTERM with 0.
The seed is printed, and the same seed makes the same choices. A server that serves so many clients with
one thread may keep a thread more: on a busy machine it learns late that a client has left."""
import argparse
import os
import random
import resource
import select
import signal
import socket
import subprocess
import sys
import time

MOST_CLIENTS = 40
PATIENCE = 120.0  # seconds for a condition that will come


class Client:
    """A connection that knows what it has sent and checks what comes back."""

    def __init__(self, port, salt):
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.connect_ex(("127.0.0.1", port))
        self.salt, self.sent, self.received, self.ended = salt, 0, 0, False

    def pattern(self, begin, size):
        return bytes((self.salt + at * 31 // 32) & 255 for at in range(begin, begin + size))

    def send(self, size):
        if not self.ended:
            self.sent += self.socket.send(self.pattern(self.sent, size))

    def receive(self, size):
        """Returns False at the end of the stream."""
        got = self.socket.recv(size)
        if got != self.pattern(self.received, len(got)):
            raise SystemExit(f"storm: wrong bytes at {self.received}")
        self.received += len(got)
        if self.received > self.sent:
            raise SystemExit("storm: more came back than was sent")
        return bool(got)

    def half_close(self):
        self.socket.shutdown(socket.SHUT_WR)
        self.ended = True

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.socket.close()


class Server:
    """The process, and what it holds."""

    def __init__(self, command):
        environment = dict(os.environ)
        # A freed block stays in the sanitizer's quarantine, which would look like memory that grows.
        options = environment.get("ASAN_OPTIONS", "")
        environment["ASAN_OPTIONS"] = f"{options}:quarantine_size_mb=1"
        self.process = subprocess.Popen(command + ["--port", "0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=environment)
        first = self.process.stdout.readline().decode()
        if not first.startswith("listening on "):
            said = self.process.communicate()[1].decode(errors="replace").strip()
            sys.exit(f"storm: {command[0]} did not start: {said or 'no output'}")
        self.port = int(first.rsplit(":", 1)[1])
        os.set_blocking(self.process.stderr.fileno(), False)
        self.errors = b""

    def read_errors(self):
        self.errors += self.process.stderr.read() or b""

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def sockets(self):
        """The descriptors that clients cost. A loop may keep some of its own that it made meanwhile."""
        folder = f"/proc/{self.process.pid}/fd"
        return sum(os.readlink(f"{folder}/{fd}").startswith("socket:") for fd in os.listdir(folder))

    def is_quiet(self):
        """True once no client's socket is left: the listeners are in no connection."""
        with open("/proc/net/tcp", encoding="ascii") as table:
            port = f":{self.port:04X}"
            return not any(line.split()[1].endswith(port) and line.split()[3] in ("01", "08")
                           for line in table.readlines()[1:])

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def kib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def limit(self, descriptors):
        resource.prlimit(self.process.pid, resource.RLIMIT_NOFILE, (descriptors, self.hard()))

    def hard(self):
        return resource.prlimit(self.process.pid, resource.RLIMIT_NOFILE)[1]


def wait_until(what, condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            what = what() if callable(what) else what
            raise SystemExit(f"storm: {what} did not come in {PATIENCE:.0f} s")
        time.sleep(0.01)


def step(server, clients, chance):
    """One thing that a client might do."""
    if not clients or (len(clients) < MOST_CLIENTS and chance.random() < 0.25):
        clients.append(Client(server.port, chance.randrange(256)))
        return
    client = chance.choice(clients)
    action = chance.random()
    try:
        if action < 0.35:
            client.send(chance.choice((1, 100, 4096, 65536)))
        elif action < 0.75:
            if not client.receive(chance.choice((1, 4096, 262144))):
                raise ConnectionError
        elif action < 0.82:
            client.half_close()
        elif action < 0.90:
            clients.remove(client)
            client.reset()
        elif action < 0.95:
            clients.remove(client)
            client.socket.close()
    except BlockingIOError:
        pass
    except OSError:  # it was hung up on, which a server without descriptors may do
        if client in clients:
            clients.remove(client)
        client.socket.close()


def polite(port):
    """Sends more than all buffers hold, half-closes, and only then reads."""
    client = Client(port, 7)
    wait_until("a connection", lambda: select.select([], [client.socket], [], 1)[1])
    idle = 0
    while client.sent < 12_000_000 and idle < 5:
        idle = 0 if select.select([], [client.socket], [], 0.1)[1] else idle + 1
        if idle == 0:
            client.send(65536)
    client.half_close()
    client.socket.settimeout(PATIENCE)
    while client.receive(262144):
        pass
    if client.received != client.sent:
        raise SystemExit(f"storm: {client.received} bytes of {client.sent} came back")


def storm(server, chance, goes_on):
    clients, squeezed = [], 0
    steps = 0
    while goes_on(steps):
        steps += 1
        if squeezed == 0 and chance.random() < 0.005:
            server.limit(server.descriptors() + 3)
            squeezed = chance.randrange(20, 200)
        elif squeezed > 0:
            squeezed -= 1
            if squeezed == 0:
                server.limit(server.hard())
        step(server, clients, chance)
        if server.process.poll() is not None:
            raise SystemExit(f"storm: the server ended with {server.process.returncode}")
        server.read_errors()
    server.limit(server.hard())
    for client in clients:
        client.reset() if chance.random() < 0.5 else client.socket.close()
    return steps


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--spare-threads", type=int, default=0)
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    server = Server(arguments.command)
    try:
        polite(server.port)  # first, so that buffers which stay are there
        wait_until("the end of the first client", server.is_quiet)
        start = server.sockets(), server.threads(), server.kib()
        print(f"storm: seed {arguments.seed}; {start[0]} sockets, {start[1]} threads, "
              f"{start[2]} KiB", flush=True)
        end = time.monotonic() + (arguments.seconds or 0)
        steps = storm(server, random.Random(arguments.seed),
                      (lambda _: time.monotonic() < end) if arguments.seconds
                      else (lambda done: done < arguments.steps))
        polite(server.port)
        most_threads = start[1] + arguments.spare_threads
        wait_until(lambda: f"{start[0]} sockets and at most {most_threads} threads (there are "
                           f"{server.sockets()} and {server.threads()})",
                   lambda: server.sockets() <= start[0] and server.threads() <= most_threads)
        kib = server.kib()
        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(PATIENCE)
        server.read_errors()
        lines = server.errors.decode(errors="replace").splitlines()
        print(f"storm: {steps} steps; {start[0]} sockets, {start[1]} threads, {kib} KiB; "
              f"exit {code}, {len(lines)} lines on stderr")
        print("\n".join(lines[:5]))
        # Room for the allocator: what one rude client costs would be more than this many times.
        if code != 0 or kib > start[2] + 32 * 1024 or "Sanitizer" in server.errors.decode(errors="replace"):
            return 1
    finally:
        server.process.kill()
        server.process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
