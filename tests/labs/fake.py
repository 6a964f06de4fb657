"""A small course with two exercises in a throw-away folder, and the verbs that run on it."""

import contextlib
import io
import pathlib
import sys
import tempfile
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import lab_verbs  # noqa: E402  (its folder has just been added to the path)

SOURCE = """// Adds.
// [add]
int Add(int a, int b) {
  return a + b;  // the sum of the two numbers is what is asked for here
}
// [add]

int Twice(int a) {
  // [twice]
  return Add(a, a);
  // [twice]
}
"""
LAB = """
[[exercise]]
id = "add"
title = "Add two numbers"
minutes = 5
section = "adding"
task = "Add them. What stands there now gives 0."
hints = ["Think.", "Think of a sum.", "The sum is the answer."]
why = "A sum is what addition gives."
reason = "."
tests = ["Add.Works"]
[[exercise.cut]]
file = "room/add.cc"
region = "add"
left = '''
int Add(int, int) {
  return 0;
}
'''

[[exercise]]
id = "twice"
title = "Twice"
minutes = 7
section = "adding"
needs = ["add"]
task = "Double it. What stands there now gives it back."
hints = ["Think.", "Think of a sum.", "Use the first exercise."]
why = "Twice is a sum with itself."
reason = "."
tests = ["Twice.Works"]
[[exercise.cut]]
file = "room/add.cc"
region = "twice"
left = '''
  return a;
'''
"""


class FakeCourse:
    """A folder with one lesson, 01_fake."""

    def __init__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="fake course ")
        self.root = pathlib.Path(self._temporary.name).resolve()
        self.lesson = self.root / "lessons/01_fake"
        self.work = self.root / "work/01_fake"
        self.write("room/add.cc", SOURCE)
        self.write("room/other.cc", "// Something else.\n")
        self.write("README.md", "# Fake\n\n## Adding\n")
        self.write("lab.toml", LAB)

    def close(self):
        self._temporary.cleanup()

    def write(self, file, text):
        """Writes a file of the course itself."""
        path = self.lesson / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def mine(self, file="room/add.cc"):
        """The learner's text."""
        return (self.work / file).read_text(encoding="utf-8")

    def edit(self, old, new, file="room/add.cc"):
        """The learner changes a file."""
        text = self.mine(file)
        assert old in text, f"{old!r} is not in {text}"
        (self.work / file).write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *words, answer=""):
        """Runs a verb; returns its exit status and all that it printed."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), \
                mock.patch("sys.stdin", io.StringIO(answer)):
            status = lab_verbs.main(["--root", str(self.root), *words])
        return status, output.getvalue()
