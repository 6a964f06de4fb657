"""Says what a failed test means: what was done, what was expected, what was seen, what happened last."""

import re
import textwrap
from pathlib import Path

from doctools.problems import relative

from . import frames
from .grade import LIMIT, Result

MOST_STEPS = 12
MOST_LINES = 10
TEST_HEAD = re.compile(r"^(?:TYPED_)?TEST(?:_[FP])?\((\w+), (\w+)\) \{")


def sentence(name: str) -> str:
    """`SendAll.WaitsForRoom` -> `SendAll waits for room`: the names of tests are sentences."""
    parts = name.split("/")
    whole = next(part for part in parts if "." in part)
    suite, test = whole.split(".")
    if suite.isdigit():  # a typed suite: Suite/0.Test
        suite = parts[0]
    words = re.findall(r"IPv\d|[KMG]iB|[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+|[a-z]+", test)
    return f"{suite} {' '.join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)}"


def short(result: Result) -> str:
    """One line: what was expected and seen."""
    if result.outcome == "hangs":
        return f"the test did not end within {LIMIT} s: some code waits for what never comes"
    if result.outcome == "crashed":
        return f"the test program broke off: {_crash(result.output)}"
    if result.outcome == "missing":
        return "the test is not in the test program"
    return textwrap.shorten(compared(_message(result.messages[0])), 160, placeholder=" …")


def compared(lines: list[str]) -> str:
    """gtest's lines about two values as one sentence: what is, and what was expected."""
    lines = [line.strip() for line in lines]
    if lines and lines[0] == "Expected equality of these values:":
        values: list[list[str]] = []
        for line in lines[1:]:
            if line.startswith("Which is: ") and values:
                values[-1].append(line.removeprefix("Which is: "))
            elif len(values) < 2:
                values.append([line])
        if len(values) == 2:
            return f"{values[0][0]} is {values[0][-1]}, expected {values[1][-1]}"
    if len(lines) >= 3 and lines[0].startswith("Value of: ") and lines[1].startswith("Actual: "):
        value, actual, expected = lines[0][10:], lines[1][8:], lines[2].removeprefix("Expected: ")
        return f"{value} is {actual}, expected {expected}"
    return "; ".join(lines)


def long(result: Result, root: Path, build: Path) -> list[str]:
    """The whole story of a failure, as lines."""
    lines = []
    if result.messages:
        lines += _steps(result, root, build)
        lines.append("expected and seen:")
        lines += _quoted(_message(result.messages[0]), MOST_LINES)
        lines += frames.explain(result.messages[0])
    else:
        lines += _whole_test(result, root)
        lines.append(short(result))
        lines += _quoted(_tail(result.output), MOST_LINES)
    if result.events:
        lines.append(f"the last {len(result.events)} events of the trace:")
        first = min(event.get("ts", 0) for event in result.events)
        lines += [f"  {_event(event, first)}" for event in result.events]
    return lines


def _message(failure: str) -> list[str]:
    return [line.rstrip() for line in failure.split("\n")[1:] if line.strip()]


def _quoted(lines: list[str], most: int) -> list[str]:
    shown = [f"  {textwrap.shorten(line, 150) if len(line) > 150 else line}" for line in lines[:most]]
    return shown + ([f"  … and {len(lines) - most} lines more"] if len(lines) > most else [])


def _steps(result: Result, root: Path, build: Path) -> list[str]:
    """The lines of the test up to the one that failed."""
    match = re.match(r"(.*?):(\d+)\n", result.messages[0] + "\n")
    file = (build / match[1]).resolve() if match else build  # ccache makes the path relative to the build
    if not file.is_file():
        return []
    source = file.read_text(encoding="utf-8").split("\n")
    failed = int(match[2]) - 1
    head = next((n for n in range(min(failed, len(source) - 1), -1, -1) if TEST_HEAD.match(source[n])), None)
    if head is None:
        return []
    shown = relative(file, root)
    steps = source[head + 1 : failed + 1]
    left_out = max(len(steps) - MOST_STEPS, 0)
    lines = [f"the steps ({shown}:{failed + 1}):"]
    lines += ["    …"] if left_out else []
    lines += [f"    {line}" for line in textwrap.dedent("\n".join(steps[left_out:-1])).split("\n") if line.strip()]
    return lines + [f"  > {steps[-1].strip() if steps else ''}"]


def _whole_test(result: Result, root: Path) -> list[str]:
    """Where the test stands, and its lines: a test that never came to an end names none."""
    whole = next(part for part in result.test.name.split("/") if "." in part)
    name = re.escape(whole.split(".")[1])
    for file in sorted(root.glob("tests/**/*.cc")):
        source = file.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(source):
            if re.match(rf"(?:TYPED_)?TEST(?:_[FP])?\(\w+, {name}\) \{{", line):
                body = source[number + 1 : source.index("}", number)]
                lines = [f"the test ({relative(file, root)}:{number + 1}):"]
                lines += [f"    {one}" for one in textwrap.dedent("\n".join(body)).split("\n")[:MOST_STEPS]]
                return lines + (["    …"] if len(body) > MOST_STEPS else [])
    return []


def _crash(output: str) -> str:
    for pattern in (r"SUMMARY: .*", r"runtime error: .*", r".*Assertion .* failed.*", r"terminate called.*", r"ERROR: .*"):
        if match := re.search(pattern, output):
            return match[0].strip()
    return (_tail(output) or ["without a word"])[-1].strip()


def _tail(output: str) -> list[str]:
    output = re.sub(r"\S*/include/(?=\d\d_)", "work/", output)  # where the variant's own files are compiled
    kept = [line for line in output.split("\n") if line.strip() and not line.startswith(("[", "Note: ", "Running main"))]
    return kept[-MOST_LINES:]


def _event(event: dict, first: int) -> str:
    """One line: microseconds since the first event that is shown, and what happened."""
    values = ", ".join(f"{key} {value}" for key, value in event.get("args", {}).items() if key != "at")
    took = f", took {event['dur']} us" if "dur" in event else ""
    return f"{event.get('ts', 0) - first:>9} us  thread {event.get('tid', '?')}  {event.get('name', '?')}{took}{': ' + values if values else ''}"
