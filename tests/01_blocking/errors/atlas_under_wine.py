"""Holds the Windows half of the error atlas against a run: atlas_under_wine.py WINE… PROGRAM.exe.

docs/pages/error_atlas.md shows what the program prints under Wine. No build of the site has Wine, so the page keeps
the text, and this test runs the program and compares.
"""

import difflib
import pathlib
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parents[3] / "docs/pages/error_atlas.md"
MARK = "<!-- weave: none a Windows program's output"


def shown() -> list[str]:
    """The block below the mark."""
    lines = PAGE.read_text(encoding="utf-8").split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith(MARK)) + 2  # behind ```text
    return lines[first : lines.index("```", first)]


def main() -> int:
    run = subprocess.run([*sys.argv[1:], "errors"], stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                         check=False)
    printed = run.stdout.decode("utf-8").replace("\r\n", "\n").rstrip("\n").split("\n")
    differences = list(difflib.unified_diff(shown(), printed, "the page", "the program under Wine", lineterm="", n=1))
    print("\n".join(differences) or "the page shows what the program prints")
    if run.returncode != 0:
        print(f"exit code {run.returncode}: {run.stderr.decode(errors='replace')}")
    return 1 if differences or run.returncode != 0 else 0


if __name__ == "__main__":
    sys.exit(main())
