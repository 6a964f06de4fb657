"""The driver behind ./lab bench: measures, writes results, report and plots, and judges the goals.

    run.py [echo|growth|wakeup|signals|ws|all] [--quick] --build build/release --out build/bench

Exit codes: 0 measured (whether the goals are met or not), 1 something failed, with one line on stderr,
2 wrong usage.
"""

import argparse
import datetime
import json
import pathlib
import signal
import sys

import counts
import echo
import goal_table
import goals
import growth
import growth_report
import machine
import micro
import plots
import programs
import report
import websocket
from processes import BenchError
from progress import Progress
from results import Results

ROOT = pathlib.Path(__file__).resolve().parents[1]
PARTS = {"echo": ["echo", "counts"], "growth": ["growth"], "wakeup": ["wakeup"], "signals": ["signals"],
         "ws": ["frames", "ws"]}
PARTS["all"] = [part for parts in PARTS.values() for part in parts]


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measures the lessons beside their peers.")
    parser.add_argument("subject", nargs="?", default="all", choices=list(PARTS))
    parser.add_argument("--quick", action="store_true", help="fewer rounds and points")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the folder of the build")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="where the results go")
    return parser.parse_args()


def measure(part: str, build: pathlib.Path, peers: list[dict], quick: bool, progress: Progress) -> dict:
    """One part of a subject."""
    if part in ("echo", "counts"):
        there, missing = programs.available(build, peers)
        result = (echo.run(build, there, quick, progress) if part == "echo"
                  else counts.run(build, there, progress))
        result["missing"] = missing + result.get("missing", [])
        return result
    if part == "growth":
        return growth.run(build, quick, progress)
    if part == "ws":
        return websocket.run(build, ROOT, peers, quick, progress)
    return micro.subject(part, build, peers, quick, progress)


def measure_all(arguments: argparse.Namespace, described: dict, progress: Progress) -> dict[str, dict]:
    """All parts of the subject; each is written as soon as it is there."""
    subjects = {}
    for part in PARTS[arguments.subject]:
        subjects[part] = measure(part, arguments.build, described["peers"], arguments.quick, progress)
        whole = {"subject": part, "quick": arguments.quick, "machine": described,
                 "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
                 **subjects[part]}
        (arguments.out / f"{part}.json").write_text(json.dumps(whole, indent=1) + "\n")
    return subjects


def print_goals(verdicts: list[goals.Verdict], subjects: dict[str, dict]) -> None:
    """The table that ends the output, and which peers are not in it."""
    rows = [("goal", "what", "measured", "limit", ""), *goals.rows(verdicts)]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    for row in rows:
        print("  ".join([*(row[i].ljust(widths[i]) for i in range(4)), row[4]]).rstrip())
    missing = {entry["name"]: entry["why"] for subject in subjects.values()
               for entry in subject.get("missing", [])}
    for name, why in missing.items():
        print(f"not measured: {name}: {why}")
    counted = [sum(verdict.met is state for verdict in verdicts) for state in (True, False, None)]
    print(f"goals: {counted[0]} met, {counted[1]} not met, {counted[2]} not measured here")


def work(arguments: argparse.Namespace) -> None:
    """From the first measurement to the last line."""
    arguments.out.mkdir(parents=True, exist_ok=True)
    described = machine.describe(arguments.build, ROOT)
    progress = Progress()
    try:
        subjects = measure_all(arguments, described, progress)
    finally:
        progress.end()
    results = Results(subjects)
    verdicts = goals.judge_all(results, goal_table.GOALS)
    drawn = plots.draw(results, arguments.out)
    (arguments.out / "report.md").write_text(report.write(results, verdicts, described, drawn))
    if "growth" in subjects:
        print("\n".join(growth_report.lines(subjects["growth"])))
    print_goals(verdicts, subjects)
    print(f"report: {arguments.out / 'report.md'}")


def stop(number: int, _frame: object) -> None:
    """SIGTERM ends us as Ctrl-C does: through every `finally`, so that no server stays behind."""
    raise KeyboardInterrupt(signal.Signals(number).name)


def main() -> int:
    """Returns the exit code."""
    arguments = read_arguments()
    signal.signal(signal.SIGTERM, stop)
    try:
        work(arguments)
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: stopped", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
