"""Runs every experiment of lesson 02's program and compares the verdicts with verdicts.txt.

    check_verdicts.py PROGRAM [ARGUMENT…]     the program of one world, perhaps with Wine in front

The list is the same for all worlds, so they come to the same verdicts.
"""

import re
import subprocess
import sys
from pathlib import Path

WANTED = Path(__file__).with_name("verdicts.txt")
# An experiment whose observation does not support its verdict prints no "Verdict:" line.
SECTION = re.compile(r"^==== (\S+)$")
VERDICT = re.compile(r"^Verdict: ([a-z-]+)\. ")


def wanted() -> dict[str, str]:
    lines = WANTED.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" | ") for line in lines if not line.startswith("#"))


def run(program: list[str], name: str) -> tuple[list[str], int]:
    done = subprocess.run([*program, "experiment", name], capture_output=True, text=True, check=False)
    print(done.stdout + done.stderr)
    return done.stdout.splitlines(), done.returncode


def verdicts_in(lines: list[str]) -> dict[str, str]:
    verdicts: dict[str, str] = {}
    name = ""
    for line in lines:
        if match := SECTION.match(line):
            name = match[1]
            verdicts[name] = "none"
        elif match := VERDICT.match(line):
            verdicts[name] = match[1]
    return verdicts


def main(program: list[str]) -> int:
    expected = wanted()
    listed, _ = run(program, "list")
    names = [line.split()[0] for line in listed]
    seen_lines, code = run(program, "all")
    seen = verdicts_in(seen_lines)
    wrong = [f"exit code {code}"] if code != 0 else []
    if sorted(names) != sorted(expected):
        wrong.append(f"`experiment list` names {names}")
    for name in sorted(expected.keys() | seen.keys()):
        if seen.get(name) != expected.get(name):
            wrong.append(f"{name}: {seen.get(name)}, not {expected.get(name)}")
    for mistake in wrong:
        print(f"check_verdicts: {mistake}")
    print(f"check_verdicts: {len(seen)} experiments, {len(wrong)} mistakes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
