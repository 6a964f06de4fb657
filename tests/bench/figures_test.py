"""The statistics: minimum, median, maximum, and ratios inside a round."""

import unittest

import fixture  # first: it knows the way to bench/
import figures


class Figures(unittest.TestCase):
    def test_a_spread_has_minimum_median_and_maximum(self):
        self.assertEqual(figures.spread([3, 1, 10]), (1, 3, 10))
        self.assertEqual(figures.spread([1, 2, 3, 10]).median, 2.5)

    def test_no_values_are_refused(self):
        with self.assertRaises(ValueError):
            figures.spread([])

    def test_a_spread_is_written_with_strokes(self):
        self.assertEqual(figures.spread([0.95, 1.014, 1.1]).text(), "0.95 / 1.01 / 1.10")

    def test_ratios_are_taken_inside_a_round(self):
        # The machine became ten times slower in the second round: the ratio does not care.
        self.assertEqual(figures.ratios({0: 2.0, 1: 20.0}, {0: 1.0, 1: 10.0}), [2.0, 2.0])

    def test_a_round_that_the_other_has_not_seen_does_not_count(self):
        self.assertEqual(figures.ratios({0: 2.0, 1001: 6.0}, {1001: 3.0}), [2.0])

    def test_values_are_found_by_name_and_round(self):
        records = fixture.slices({"a": [5, 6], "b": [7, 8]})
        self.assertEqual(figures.by_round(records, "server", "b", "cpu_ns_per_request"), {0: 7, 1: 8})
        self.assertEqual(figures.names_of(records, "server"), ["a", "b"])


if __name__ == "__main__":
    unittest.main()
