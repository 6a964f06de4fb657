"""Runs a program made with Google Benchmark, on one processor, and takes its raw repetitions."""

import json
import pathlib

import processes
from processes import BenchError
from progress import Progress


def results_of(text: str) -> list[dict]:
    """The JSON of Google Benchmark: [{name, times: [ns…], bytes_per_second, system_calls}]. The times are
    those of the processor: what other programs take meanwhile does not count."""
    found: dict[str, dict] = {}
    for run in json.loads(text)["benchmarks"]:
        if run["run_type"] != "iteration":
            continue
        if run.get("error_occurred"):
            raise BenchError(f"{run['name']}: {run['error_message']}")
        name = run["run_name"].removesuffix("/process_time")  # which threads count, and no part of it
        record = found.setdefault(name, {"name": name, "times": []})
        record["times"].append(run["cpu_time"] / run.get("per_iteration", 1))
        for field in ("bytes_per_second", "system_calls"):
            if field in run:
                record.setdefault(field, []).append(run[field])
    return list(found.values())


def run(build: pathlib.Path, names: list[str], quick: bool, progress: Progress) -> dict:
    """{repetitions, benchmarks, missing} of programs in the build's folder bench/."""
    repetitions, seconds = (3, 0.05) if quick else (5, 0.3)
    results: dict = {"rounds": repetitions, "benchmarks": [], "missing": []}
    for name in names:
        progress.step(name)
        program = build / "bench" / name
        if not program.exists():
            results["missing"].append({"name": name, "why": "Google Benchmark is not installed: "
                                                            "apt-get install libbenchmark-dev"})
            continue
        results["benchmarks"] += results_of(processes.run(
            [program, "--benchmark_format=json", f"--benchmark_repetitions={repetitions}",
             f"--benchmark_min_time={seconds}", "--benchmark_enable_random_interleaving=true"], 0))
    return results


# Which programs a subject is made of, which peers they are built with, and what depends on those.
PROGRAMS = {
    "wakeup": ["bench_wakeup"],
    "signals": ["bench_signals"],
    "frames": ["bench_masking", "bench_parsing", "bench_utf8"],
}
PEERS = {"wakeup": ["libuv"], "signals": ["sigcpp", "signals2"], "frames": ["beast"]}


def subject(name: str, build: pathlib.Path, peers: list[dict], quick: bool, progress: Progress) -> dict:
    """The subject `wakeup`, `signals` or `frames`."""
    progress.begin(name, len(PROGRAMS[name]))
    results = run(build, PROGRAMS[name], quick, progress)
    results["missing"] += [{"name": peer["name"], "why": peer["why"]} for peer in peers
                           if peer["name"] in PEERS[name] and not peer["found"]]
    return results
