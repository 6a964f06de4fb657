"""Runs a program on a terminal of its own: on_a_terminal.py PROGRAM [ARGUMENT]…

What comes on standard input is typed there, what the program shows goes to standard output, and its exit status is
ours. Python's own pty.spawn waits while the terminal takes no more, and reads nothing meanwhile: with a slow program
that echoes what is typed both wait for each other, for ever. A real terminal reads while it writes, and so does this.
"""

import os
import pty
import select
import sys

MOST = 1 << 16


def relay(terminal: int) -> None:
    """Until the program has closed its side."""
    os.set_blocking(terminal, False)
    typed, keyboard = b"", True
    while True:
        readable, writable, _ = select.select(
            [terminal, *([0] if keyboard and len(typed) < MOST else [])], [terminal] if typed else [], [])
        if 0 in readable:
            octets = os.read(0, MOST)
            keyboard = bool(octets)
            typed += octets
        if terminal in readable:
            try:
                shown = os.read(terminal, MOST)
            except BlockingIOError:
                continue
            except OSError:  # EIO: nobody has the other side open
                return
            if not shown:
                return
            while shown:
                shown = shown[os.write(1, shown) :]
        if terminal in writable:
            try:
                typed = typed[os.write(terminal, typed) :]
            except BlockingIOError:
                pass


def main() -> int:
    program, terminal = pty.fork()
    if program == 0:
        os.execvp(sys.argv[1], sys.argv[1:])
    relay(terminal)
    os.close(terminal)  # a program that has closed its side and goes on gets a hang-up
    return os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])


if __name__ == "__main__":
    sys.exit(main())
