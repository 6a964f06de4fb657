"""One line that says how far it is: rewritten on a terminal, a line per subject elsewhere."""

import sys
import time


class Progress:
    """Speaks on stderr, so that stdout is the result."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._started = time.monotonic()
        self._subject = ""
        self._steps = 0
        self._done = 0

    def begin(self, subject: str, steps: int) -> None:
        """A subject of so many steps begins."""
        self._subject, self._steps, self._done = subject, steps, 0
        if not self._terminal:
            print(f"bench: {subject} …", file=sys.stderr, flush=True)

    def step(self, what: str) -> None:
        """The next step begins."""
        self._done += 1
        if self._terminal:
            seconds = time.monotonic() - self._started
            line = f"[{seconds:4.0f} s] {self._subject} {self._done}/{self._steps}: {what}"
            print(f"\r\033[K{line[:100]}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leaves the line empty."""
        if self._terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
