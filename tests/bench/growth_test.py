"""The growth of costs: exponents, laws, and what is said about them."""

import unittest

import fixture
import growth
import growth_report
import laws

SIZES = [10, 100, 1000, 10_000]


def record(law: str, costs: list[float]) -> dict:
    return {"lesson": "04", "name": "slots", "work": "slots", "unit": "instructions", "law": law,
            "points": [list(point) for point in zip(SIZES, costs)]}


class Growth(unittest.TestCase):
    def test_a_line_with_a_fixed_cost_has_the_exponent_one(self):
        self.assertAlmostEqual(laws.exponent([(n, 300 + 4 * n) for n in SIZES]), 1)

    def test_what_hardly_grows_has_the_exponent_nought(self):
        self.assertEqual(laws.exponent([(10, 400), (100, 410), (1000, 395), (10_000, 420)]), 0)

    def test_a_square_is_no_line(self):
        slope = laws.exponent([(n, 300 + n * n) for n in SIZES])
        self.assertGreater(slope, 1.9)
        self.assertFalse(laws.fits("O(n)", slope))

    def test_a_binary_logarithm_fits_its_law_and_no_other(self):
        slope = laws.exponent([(n, 100 + 30 * (len(bin(n)) - 2)) for n in [*SIZES, 100_000]])
        self.assertEqual([law for law in laws.LAWS if laws.fits(law, slope)], ["O(log n)"])

    def test_a_line_says_the_exponent_the_law_and_whether_it_fits(self):
        subject = {"series": [record("O(1)", [100, 1000, 10_000, 100_000])],
                   "threads": {"rounds": 3, "ratio": [1.0, 1.5, 2.0]}}
        first, last = growth_report.lines(subject)
        self.assertIn("exponent 1.00, law O(1): does not fit", first)
        self.assertIn("1.00 / 1.50 / 2.00 (3 rounds)", last)
        self.assertIn("| O(1) | does not fit |", growth_report.section(subject))

    def test_two_points_have_no_exponent(self):
        few = record("O(n)", [1, 2])
        self.assertEqual(growth_report.verdict(few), ("–", "too few points"))

    def test_every_series_has_a_law_and_enough_sizes(self):
        for series in growth.all_series():
            self.assertIn(series.law, laws.LAWS, series.name)
            self.assertGreaterEqual(len(series.sizes), 3, series.name)
        self.assertEqual({series.lesson for series in growth.all_series()}, {"01", "02", "03", "04", "05"})


if __name__ == "__main__":
    unittest.main()
