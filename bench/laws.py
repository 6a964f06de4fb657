"""Does a cost grow as its law says? The exponent of what grows, and the exponents that fit a law."""

import math
from collections.abc import Sequence
from typing import NamedTuple

Points = Sequence[tuple[float, float]]  # (size of the work, cost)

# What grows less than this part of the smallest cost does not grow: a list that doubled in time, a call more.
NOTHING = 0.1


class Law(NamedTuple):
    """A law, and the exponents that fit it."""

    name: str
    low: float
    high: float


# log n has no exponent of its own: from 10 to 100,000 it looks like one of about 0.2.
LAWS = {law.name: law for law in (Law("O(1)", 0, 0), Law("O(log n)", 0.05, 0.4), Law("O(n)", 0.9, 1.1))}


def exponent(points: Points) -> float:
    """e in: cost = fixed + factor * size ** e. What the smallest size costs counts as fixed: every operation
    has something that does not depend on its size, and it hides the growth of the rest."""
    ordered = sorted(points)
    if len(ordered) < 3:
        raise ValueError("two points have no curve")
    first_size, fixed = ordered[0]
    if ordered[-1][1] - fixed < NOTHING * fixed:
        return 0.0
    grown = [(size - first_size, cost - fixed) for size, cost in ordered[1:] if cost > fixed]
    return _slope([(math.log(size), math.log(cost)) for size, cost in grown]) if len(grown) > 1 else math.inf


def _slope(points: Points) -> float:
    """Of the straight line through the points, by least squares."""
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def fits(law: str, slope: float) -> bool:
    """Whether a measured exponent is one of the law's."""
    return LAWS[law].low <= slope <= LAWS[law].high
