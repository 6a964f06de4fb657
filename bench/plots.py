"""The plots of the report, drawn by gnuplot as SVG."""

import pathlib
import shutil
import subprocess

import figures
from processes import BenchError, last_line
from results import NotMeasured, Results

SIZE = "set terminal svg size 860,480 dynamic background 'white' font 'sans,13'"
Series = dict[str, list[tuple[float, float]]]


def is_ours(name: str) -> bool:
    """A lesson's: 03_edge, lesson05. In the plots they are drawn strongly, the others with dashes."""
    return name[0].isdigit() or name.startswith("lesson")


def _block(name: str, rows: list[str]) -> str:
    return f"${name} << EOD\n" + "\n".join(rows) + "\nEOD\n"


def lines_script(title: str, x: str, y: str, series: Series, log: str, extra: str = "") -> str:
    """A gnuplot script: one line per name."""
    blocks, plots = [], []
    for number, (name, points) in enumerate(series.items()):
        blocks.append(_block(f"d{number}", [f"{at} {value}" for at, value in points]))
        look = "linewidth 2.5 dashtype 1" if is_ours(name) else "linewidth 1.2 dashtype 2"
        plots.append(f"$d{number} using 1:2 with linespoints {look} pointtype {number % 13 + 1} "
                     f"linecolor {number + 1} title '{name}'")
    return (f"{SIZE}\nset title '{title}'\nset xlabel '{x}'\nset ylabel '{y}'\nset grid\n"
            f"set key outside right noenhanced\nset logscale {log}\n{extra}\n{''.join(blocks)}"
            f"plot {', '.join(plots)}\n")


def bars_script(title: str, y: str, bars: list[tuple[str, figures.Spread]], log: bool = False) -> str:
    """A gnuplot script: one bar per name, with its minimum and maximum."""
    rows = [f'{number} "{name}" {bar.median} {bar.low} {bar.high} {2 if is_ours(name) else 3}'
            for number, (name, bar) in enumerate(bars)]
    scale = "set logscale y" if log else "set yrange [0:*]"
    return (f"{SIZE}\nset title '{title}'\nset ylabel '{y}'\n{scale}\nset grid y\nunset key\n"
            "set xtics rotate by -40 noenhanced\nset style fill solid 0.5\nset boxwidth 0.6\n"
            f"{_block('d', rows)}plot $d using 1:3:6:xtic(2) with boxes linecolor variable, "
            "$d using 1:3:4:5 with yerrorbars linecolor 8 pointtype 0\n")


def _echo_series(results: Results, points: list[dict], x: str, ratio: bool) -> Series:
    series: Series = {}
    for point in points:
        for name in figures.names_of(point["slices"], "server"):
            value = (results.echo_ratio(point, name).median if ratio
                     else results.echo(point, name).median / 1000)
            at = point[x] + (point["active"] if x == "idle" else 0)
            series.setdefault(name, []).append((at, value))
    return {name: sorted(values) for name, values in sorted(series.items()) if len(values) > 1}


def echo_plots(results: Results) -> dict[str, str]:
    """CPU against connections, and against idle ones."""
    busy = [point for point in results.busy_points() if point["size"] == 64]
    idle = results.idle_points()
    return {
        "cpu_by_connections": lines_script(
            "CPU per request, 64 octets, divided by raw epoll", "connections, all busy", "ratio",
            _echo_series(results, busy, "active", True), "x", "set yrange [0.6:2]"),
        "cpu_by_idle": lines_script(
            "CPU per request with idle connections: O(ready) against O(n)",
            "connections, ten of them busy", "µs per request",
            _echo_series(results, idle, "idle", False), "xy"),
    }


def counts_plots(results: Results) -> dict[str, str]:
    """System calls and instructions."""
    calls, instructions = [], []
    for record in results.subject("counts")["programs"]:
        name = record["server"]
        try:
            count = results.calls(name, 64, 100)["all"]
            calls.append((name, figures.Spread(count, count, count)))
            count = results.counted(name, "instructions")
            instructions.append((name, figures.Spread(count, count, count)))
        except NotMeasured:
            pass  # the table says why
    return {
        "system_calls": bars_script("System calls per request, 100 connections", "calls", calls),
        "instructions": bars_script("User instructions per request, 100 connections", "instructions",
                                    instructions, log=True),
    }


def _micro_bars(results: Results, subject: str, prefix: str) -> list[tuple[str, figures.Spread]]:
    """In order of their names: they were measured in random order."""
    return sorted((record["name"].removeprefix(prefix), figures.spread(record["times"]))
                  for record in results.subject(subject)["benchmarks"] if record["name"].startswith(prefix))


def wakeup_plots(results: Results) -> dict[str, str]:
    """Round trips."""
    return {"wakeups": bars_script("A round trip between two threads on one core", "ns",
                                   _micro_bars(results, "wakeup", "round_trip/"), log=True)}


def signals_plots(results: Results) -> dict[str, str]:
    """Cost against slots."""
    series: Series = {}
    for name, bar in _micro_bars(results, "signals", "emit/"):
        kind, slots = name.split("/")
        series.setdefault(kind, []).append((float(slots), bar.median))
    ordered = {kind: sorted(points) for kind, points in sorted(series.items())}
    return {"signals": lines_script("An emission", "slots", "ns", ordered, "y")}


def ws_plots(results: Results) -> dict[str, str]:
    """Rates of small messages, MB/s of large ones."""
    plots = {}
    records = results.subject("ws")["records"]
    for mode, size in dict.fromkeys((record["mode"], record["size"]) for record in records):
        field, unit = ("msgs_per_s", "messages/s") if size < 1024 else ("mb_per_s", "MB/s")
        bars = [(name, results.ws(name, mode, size, field))
                for name in ["raw", "lesson05", *results.ws_peers(mode, size)]]
        plots[f"ws_{mode}_{size}"] = bars_script(f"{mode}, {size} octets", unit, bars, log=True)
    return plots


def growth_plots(results: Results) -> dict[str, str]:
    """One plot per lesson; the law stands behind the name."""
    lessons: dict[str, Series] = {}
    for record in results.subject("growth")["series"]:
        name = f"{record['name']}, {record['unit']}: {record['law']}"
        lessons.setdefault(record["lesson"], {})[name] = [tuple(point) for point in record["points"]]
    return {f"growth_{lesson}": lines_script(f"Lesson {lesson}: cost against the size of the work",
                                             "size", "cost", series, "xy")
            for lesson, series in lessons.items()}


MAKERS = {"echo": echo_plots, "counts": counts_plots, "growth": growth_plots, "wakeup": wakeup_plots, "signals": signals_plots,
          "ws": ws_plots}


def draw(results: Results, folder: pathlib.Path) -> dict[str, list[str]]:
    """Draws all plots of the subjects that were measured: {subject: [file names]}. @raises BenchError."""
    if shutil.which("gnuplot") is None:
        raise BenchError("gnuplot: not found: apt-get install gnuplot-nox")
    drawn: dict[str, list[str]] = {}
    for subject, make in MAKERS.items():
        if subject not in results.subjects:
            continue
        for name, script in make(results).items():
            if "EOD\n\nEOD" in script or "plot \n" in script:
                continue  # nothing to draw: one point makes no line
            file = folder / f"{name}.svg"
            done = subprocess.run(["gnuplot"], input=f"set output '{file}'\n{script}", text=True,
                                  capture_output=True, check=False)
            if done.returncode != 0:
                raise BenchError(f"gnuplot, {name}: {last_line(done.stderr)}")
            drawn.setdefault(subject, []).append(file.name)
    return drawn
