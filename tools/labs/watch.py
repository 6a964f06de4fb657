"""./lab watch NN: checks again after each save. It looks at the files' times, so it works on network drives
and on WSL's mounts too, where notifications do not arrive."""

import contextlib
import os
import select
import sys
import termios
import tty
from collections.abc import Iterator

from . import verbs
from .workcopy import WorkCopy

INTERVAL = 0.5  # seconds between two looks
KEYS = "keys: n next exercise, h hint, d diff, q quit"


def watch(copy: WorkCopy, number: str | None) -> int:
    """Checks one exercise after each save, until q."""
    copy.must_exist()
    exercise = copy.lab.exercise(number) if number else verbs.next_open(copy)
    with _single_keys():
        return _turns(copy, exercise.number if exercise else 1)


def _turns(copy: WorkCopy, current: int) -> int:
    seen = None
    while True:
        now = times(copy)
        if now != seen:
            seen = now
            _show(copy, current)
        key = _key()
        if key == "q":
            print(f"Next: ./lab check {copy.lesson.number}")
            return 0
        if key == "n":
            current = min(current + 1, len(copy.lab.exercises))
            _show(copy, current)
        elif key == "h":
            verbs.hint(copy, str(current))
        elif key == "d":
            verbs.diff(copy, str(current), anyway=False)


def times(copy: WorkCopy) -> dict[str, tuple[int, int]]:
    """Of each source file when it was changed and how long it is."""
    found = {}
    for path in copy.folder.rglob("*"):
        if path.suffix in (".cc", ".h") and ".lab" not in path.parts:
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue  # an editor replaces a file in two steps
            found[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return found


def _show(copy: WorkCopy, number: int) -> None:
    print(f"\n── lesson {copy.lesson.number}, exercise {number} ──")
    verbs.run_check(copy, str(number))
    print(KEYS, flush=True)


@contextlib.contextmanager
def _single_keys() -> Iterator[None]:
    """On a terminal each key arrives at once, without Enter."""
    if not sys.stdin.isatty():
        yield
        return
    former = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, former)


def _key() -> str:
    """The key that was typed meanwhile; q when the input has ended; nothing after INTERVAL."""
    ready, _, _ = select.select([sys.stdin], [], [], INTERVAL)
    if not ready:
        return ""
    typed = os.read(sys.stdin.fileno(), 1)
    return typed.decode(errors="replace").lower() if typed else "q"
