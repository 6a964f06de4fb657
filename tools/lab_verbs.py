#!/usr/bin/env python3
"""The verbs of ./lab for learners: start, check, hint, diff, reset, status, watch, solve and hunt.

./lab has installed what is needed and built the lesson's tests before it calls this with `check`, `watch` and
`hunt`; the other verbs only read and write files. CTest calls `content NN` and `mutants NN`.
"""

import argparse
import os
import sys
from pathlib import Path

from doctools.problems import ROOT, Stop
from labs import commands
from labs.course import Course


def parser() -> argparse.ArgumentParser:
    """The command line. ./lab prints the usage, so this needs no texts."""
    top = argparse.ArgumentParser(prog="lab", add_help=False)
    top.add_argument("--root", type=Path, default=ROOT)
    top.add_argument("--build", type=Path, default=None)
    verbs = top.add_subparsers(dest="verb", required=True)
    for name in ("start", "check", "hint", "diff", "reset", "watch", "solve", "hunt", "content", "mutants"):
        verb = verbs.add_parser(name, add_help=False)
        verb.add_argument("lesson")
        verb.add_argument("number", nargs="?")
        verb.add_argument("--yes", action="store_true")
        verb.add_argument("--anyway", action="store_true")
        verb.add_argument("--reveal", action="store_true")
        verb.add_argument("--answer", default="")
        verb.add_argument("--check", action="store_true")
    status = verbs.add_parser("status", add_help=False)
    status.add_argument("--json", action="store_true")
    return top


def main(words: list[str]) -> int:
    """Runs one verb; returns the exit status: 0 fine, 1 something is open or failed, 2 wrong usage."""
    try:
        arguments = parser().parse_args(words)
    except SystemExit:
        return 2
    build = arguments.build or arguments.root / "build/dev"
    course = Course(arguments.root.resolve(), build.resolve())
    try:
        status = commands.run(course, arguments)
        sys.stdout.flush()
        return status
    except Stop as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # who reads our output has seen enough, as in `./lab check 02 | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at its end
        return 1
    except OSError as error:
        print(f"lab: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
