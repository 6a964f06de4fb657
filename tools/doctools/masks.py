"""What changes from run to run in a program's output, and what a page shows instead.

This is the only list. A captured output is masked before it is written into a page and before it is
compared, so a page never holds a number that only one run has seen.

    127.0.0.1:49152, [::1]:49152   ->  127.0.0.1:PORT    ports of five digits: the system's choice
    port 49152, port=49152         ->  port PORT
    pid 4711, tid=4712             ->  pid PID, tid=PID
    1.25 ms, 0.3 s, 12.0 µs        ->  TIME ms           only with a decimal point, see below
    41 (counted)                      ->  N (counted)        a count that depends on the machine, and says so
       here   bytes taken: 3919872    ->  … here   bytes taken: N     an experiment's "here" lines are about this run
    seconds=0.5 msgs_per_s=9 …     ->  seconds=N         the numbers of a bench line
    0x7ffd1c2b3a40                 ->  0xHEX             pointers, random words: 8 digits or more
    Sec-WebSocket-Key: …           ->  Sec-WebSocket-Key: KEY          (and -Accept)
    2026-01-31T12:00:00.5          ->  DATE              also the time of day alone
    /tmp/netladder.Ab3             ->  /tmp/NAME

A program prints a time it has measured with a decimal point (1.0 ms), and a time it was told
without one (1 ms): the first is masked, the second is part of the lesson.
"""

import re

_HOST = r"(127\.0\.0\.1|0\.0\.0\.0|localhost|\[::1?\])"

MASKS = [
    (re.compile(_HOST + r":\d{5}\b"), r"\1:PORT"),
    (re.compile(r"\b([Pp]ort[ =])\d{5}\b"), r"\1PORT"),
    (re.compile(r"\b([pt]id[ =])\d+\b"), r"\1PID"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?"), "DATE"),
    (re.compile(r"\b\d\d:\d\d:\d\d(\.\d+)?\b"), "DATE"),
    (re.compile(r"\b\d+\.\d+ ?(ns|us|µs|ms|s|seconds)\b"), r"TIME \1"),
    (re.compile(r"\b\d+ \(counted\)"), "N (counted)"),
    (re.compile(r"^ +here .*$", re.MULTILINE), lambda line: re.sub(r"\d+", "N", line[0])),
    (re.compile(r"\b(seconds|msgs_per_s|mb_per_s)=[\d.e+-]+"), r"\1=N"),
    (re.compile(r"\b0x[0-9a-fA-F]{8,}\b"), "0xHEX"),
    (re.compile(r"(Sec-WebSocket-(?:Key|Accept): )\S+=", re.IGNORECASE), r"\1KEY"),
    (re.compile(r"/tmp/[\w./-]+"), "/tmp/NAME"),
]


def mask(text: str) -> str:
    """`text` with every volatile part replaced. Masking twice changes nothing more."""
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text
