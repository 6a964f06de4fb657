"""Keeps one run as the reference that the site shows: copies its results into bench/results, made smaller.

    python3 -B bench/keep.py [build/bench [FOLDER]]

Each JSON file of the run replaces the one of the same name, in bench/results or in FOLDER. It names its machine,
versions and date itself. Of the rounds only the minimum, the median and the maximum stay.
"""

import json
import pathlib
import sys

import figures

RESULTS = pathlib.Path(__file__).resolve().parent / "results"
KEPT = ("echo", "counts", "growth")
FIELDS = ("cpu_ns_per_request", "requests_per_second", "p99_us")


def _spreads(slices: list[dict]) -> dict[str, dict]:
    """{server: {field: [low, median, high]}}."""
    for record in slices:
        record["requests_per_second"] = record["requests"] / record["seconds"]
    return {name: {field: [round(value, 1) for value in figures.spread(
                figures.by_round(slices, "server", name, field).values())] for field in FIELDS}
            for name in figures.names_of(slices, "server")}


def smaller(results: dict) -> dict:
    """The same without the single rounds."""
    kept = dict(results)
    if "points" in kept:
        kept["points"] = [{**{name: point[name] for name in ("size", "active", "idle", "rounds", "memory")},
                           "servers": _spreads(point["slices"])} for point in kept["points"]]
    return kept


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    run = pathlib.Path(arguments[0] if arguments else "build/bench")
    results = pathlib.Path(arguments[1]) if len(arguments) > 1 else RESULTS
    files = [run / f"{name}.json" for name in KEPT if (run / f"{name}.json").exists()]
    if not files:
        print(f"keep: {run} has no results: run ./lab bench first", file=sys.stderr)
        return 1
    results.mkdir(exist_ok=True)
    for file in files:
        text = json.dumps(smaller(json.loads(file.read_text())), indent=1)
        (results / file.name).write_text(text + "\n")
        print(f"kept {file.name} of {json.loads(text)['date']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
