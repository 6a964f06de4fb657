#!/usr/bin/env python3
"""Reads the includes of all lessons and holds them against the lists of rooms in their CMakeLists.txt.

Prints one line for each include that no USES allows, for each circle of rooms or files, and for each
file that stands where nobody would look for it; exit status 1 if there is one.
"""

import sys

from doctools import room_faults
from doctools.problems import ROOT, Stop, report

if __name__ == "__main__":
    try:
        status = report(room_faults.check(ROOT))
    except Stop as error:
        sys.exit(f"rooms: {error}")
    if status == 0:
        print("rooms: every include follows an arrow, there is no circle, every file has its place")
    sys.exit(status)
