"""Two loops that share a port (SO_REUSEPORT) beside one, under the load of two generators."""

import json
import pathlib
import subprocess

import figures
from processes import BenchError, Server, last_line
from programs import command_of, BY_NAME

CONNECTIONS = 50   # of each generator
SLICE_MS = 400
PATIENCE = 120     # seconds


def _generators(build: pathlib.Path, server: Server) -> float:
    """Echoes per second of both generators together, on whatever processors the kernel gives them."""
    command = [str(build / "bench/echo_load"), "64", str(CONNECTIONS), "0", "1", str(SLICE_MS), "0",
               server.address()]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
               for _ in range(2)]
    rate = 0.0
    for generator in running:
        output, said = generator.communicate(timeout=PATIENCE)
        if generator.returncode != 0:
            raise BenchError(f"echo_load: {last_line(said)}")
        record = json.loads(output.splitlines()[-1])
        rate += record["requests"] / record["seconds"]
    return rate


def measure(build: pathlib.Path, quick: bool) -> dict:
    """{rounds, ratio: [rate with two ÷ rate with one, …], one: […], two: […]}: alternated, ratios in a round."""
    rounds = 5 if quick else 15
    base = command_of(BY_NAME["03_level"], build)
    found: dict = {"rounds": rounds, "one": [], "two": []}
    with Server("one loop", [*base, "--threads", "1"]) as one:
        with Server("two loops", [*base, "--threads", "2"]) as two:
            for number in range(rounds):
                order = [("one", one), ("two", two)]
                for name, server in order if number % 2 == 0 else reversed(order):
                    found[name].append(_generators(build, server))
    found["ratio"] = figures.ratios(dict(enumerate(found["two"])), dict(enumerate(found["one"])))
    return found
