"""A course of two lessons in a temporary folder, for the tests of the documentation tools."""

import contextlib
import io
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
sys.dont_write_bytecode = True

from doctools import vendor  # behind the path to the tools

LAYOUT = """<doxygenlayout version="1.0"><navindex>
<tab type="mainpage" visible="yes" title="Start here"/>
<tab type="usergroup" visible="yes" title="Lessons" url="[none]">
<tab type="user" visible="yes" url="@ref lesson01" title="1 Blocking"/>
<tab type="user" visible="yes" url="@ref lesson02" title="2 Events"/></tab>
<tab type="pages" visible="no" title=""/>
<tab type="usergroup" visible="yes" title="Reference" url="[none]">
<tab type="user" visible="yes" url="@ref verified" title="Verified claims"/>
<tab type="classlist" visible="yes" title="Classes"/>
<tab type="filelist" visible="yes" title="Files"/></tab>
</navindex></doxygenlayout>
"""

HEADER = """// A counter. Lesson 01.
//
// Contract: one thread.
#ifndef LESSONS_01_BLOCKING_COUNTER_H_
#define LESSONS_01_BLOCKING_COUNTER_H_

namespace l01 {

/// Counts up.
class Counter {
 public:
  /// Adds one.
  void Add();

 private:
  int count_ = 0;  // how often
};

}  // namespace l01
#endif
"""

SOURCE = """// Counting.
#include "01_blocking/counter.h"

namespace l01 {

// [add one]
void Counter::Add() {
  ++count_;
}
// [add one]

}  // namespace l01
"""

TEST = """TEST(Counter, CountsUp) {
  EXPECT_EQ(1, 1);
}
"""

CTEST = """add_test([=[lesson01.Counter.CountsUp]=] true)
set_tests_properties([=[lesson01.Counter.CountsUp]=] PROPERTIES LABELS lesson01)
"""

START = """# Start here

[One](../../lessons/01_blocking/README.md), [two](../../lessons/02_events/README.md).
"""


class CourseTest(unittest.TestCase):
    """Makes the course anew for each test."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="netladder-test.")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.bin = self.root / "build" / "dev" / "bin"
        shutil.copytree(
            ROOT / "docs" / "theme",
            self.root / "docs" / "theme",
            ignore=shutil.ignore_patterns("node_modules"),
        )
        for package_file in vendor.FILES:  # what npm would have installed
            self.write(f"docs/theme/node_modules/{package_file}", "x")
        shutil.copy(ROOT / "docs" / "Doxyfile.in", self.root / "docs" / "Doxyfile.in")
        self.write("docs/DoxygenLayout.xml", LAYOUT)
        self.write("docs/pages/start.md", START)
        self.write("lessons/01_blocking/counter.h", HEADER)
        self.write("lessons/01_blocking/counter.cc", SOURCE)
        self.write("lessons/01_blocking/README.md", "# Blocking\n\nText.\n\n## Run it\n\nMore.\n")
        self.write("lessons/02_events/README.md", "# Events\n\nText.\n")
        self.write("tests/01_blocking/counter_test.cc", TEST)
        self.write("build/dev/CTestTestfile.cmake", CTEST)
        self.program("01_blocking", 'echo "hello from 127.0.0.1:49152"')

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def program(self, name: str, script: str) -> None:
        self.write(f"build/dev/bin/{name}", f"#!/bin/sh\n{script}\n").chmod(0o755)

    def page(self, text: str) -> None:
        """Writes the page of lesson 01."""
        self.write("lessons/01_blocking/README.md", f"# Blocking\n\n{text}\n")

    def run_tool(self, main, *arguments: str) -> tuple[int, str, str]:
        """Exit status, stdout and stderr of a tool's main()."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = main(["--root", str(self.root), *arguments])
            except SystemExit as stop:
                status = stop.code
        return status, out.getvalue(), err.getvalue()
