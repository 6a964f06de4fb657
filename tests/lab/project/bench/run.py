"""A stand-in for the benchmarks: prints what it was called with, and fails when BROKEN is `bench`."""

import os
import sys

print("bench", *sys.argv[1:])
sys.exit(os.environ.get("BROKEN") == "bench")
