#!/usr/bin/env python3
"""Builds the course's site: checks the pages, runs Doxygen, checks the result.

    build_docs.py             check, build, check again; prints where the site is
    build_docs.py --weave     rewrites the woven blocks of the pages (weave.py --write) and stops

What is wrong is printed one line each, exit status 1. `./lab docs` calls this program.
"""

import argparse
import shutil
import sys
from pathlib import Path

import check_site
import weave
from doctools import course as courses
from doctools import doxygen
from doctools.finishing import Finisher
from doctools.problems import ROOT, Problem, Stop, relative, report
from doctools.staging import Stage

OURS = ".netladder-docs"  # marks a folder this program may empty


def build(root: Path, out: Path, bin_folder: Path) -> list[Problem]:
    """Everything in order; stops behind the first step that finds a problem."""
    doxygen.version()
    course = courses.load(root)
    if course.problems:
        return course.problems
    problems = weave.weave(root, bin_folder, write=False)
    if problems:
        return problems
    _empty(out)
    stage = Stage(course, out / "stage")
    stage.write()
    problems = stage.problems or doxygen.build(root, out, stage.folder, stage.origin)
    if problems:
        return problems
    site = out / "html"
    finisher = Finisher(course, site, out / "tags.xml", stage.images, stage.prose, bin_folder)
    finisher.finish()
    if finisher.problems:
        return finisher.problems
    problems, external = check_site.check(site, [tab.href for tab in course.chain()])
    (out / "external-links.txt").write_text(
        "".join(f"{link}\n" for link in external), encoding="utf-8"
    )
    return problems


def _empty(out: Path) -> None:
    """Yesterday's pages must not hide today's broken link. Removes only what this program made."""
    if (out / "html").exists() and not (out / OURS).exists():
        raise Stop(f"{out / 'html'} exists and was not made by this program: choose another --out")
    for folder in ("html", "stage"):
        shutil.rmtree(out / folder, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    (out / OURS).touch()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description="Checks the course's pages and builds the site from them."
    )
    parser.add_argument(
        "--weave", action="store_true", help="rewrite the woven blocks instead of building"
    )
    parser.add_argument(
        "--bin", type=Path, metavar="DIR", help="the built programs (else build/dev/bin)"
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where the site goes, as DIR/html (else build/docs)"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    bin_folder = (options.bin or root / "build" / "dev" / "bin").resolve()
    out = (options.out or root / "build" / "docs").resolve()
    try:
        if options.weave:
            return report(weave.weave(root, bin_folder, write=True))
        problems = build(root, out, bin_folder)
    except Stop as error:
        print(f"docs: {error}", file=sys.stderr)
        return 1
    if not problems:
        index = out / "html" / "index.html"
        print(f"docs: {relative(index, Path.cwd())}")
    return report(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
