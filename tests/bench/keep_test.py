"""The reference run: without its single rounds, and nothing else is lost."""

import contextlib
import io
import json
import pathlib
import tempfile
import unittest

import fixture
import keep


class Keep(unittest.TestCase):
    def keep(self, run: pathlib.Path, results: pathlib.Path) -> int:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return keep.main([str(run), str(results)])

    def test_of_the_rounds_minimum_median_and_maximum_stay(self):
        with tempfile.TemporaryDirectory() as folder:
            run, results = pathlib.Path(folder, "run"), pathlib.Path(folder, "results")
            run.mkdir()
            subject = {**fixture.echo({"epoll_lt": [10, 30, 20]}), "date": "2026-01-02", "machine": fixture.MACHINE}
            (run / "echo.json").write_text(json.dumps(subject))
            self.assertEqual(self.keep(run, results), 0)
            kept = json.loads((results / "echo.json").read_text())
        point = kept["points"][0]
        self.assertEqual(point["servers"]["epoll_lt"]["cpu_ns_per_request"], [10, 20, 30])
        self.assertEqual(point["servers"]["epoll_lt"]["requests_per_second"], [5000, 5000, 5000])
        self.assertNotIn("slices", point)
        self.assertEqual((kept["machine"], kept["date"]), (fixture.MACHINE, "2026-01-02"))

    def test_a_folder_without_results_is_a_failure(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.keep(pathlib.Path(folder), pathlib.Path(folder, "results")), 1)


if __name__ == "__main__":
    unittest.main()
