"""Statistics of rounds: minimum, median and maximum, and ratios inside a round."""

import statistics
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Spread(NamedTuple):
    """What several rounds gave."""

    low: float
    median: float
    high: float

    def text(self, digits: int = 2) -> str:
        """Like `0.95 / 1.01 / 1.10`."""
        return " / ".join(f"{value:.{digits}f}" for value in self)


def spread(values: Iterable[float]) -> Spread:
    """The spread of at least one value."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return Spread(ordered[0], statistics.median(ordered), ordered[-1])


Rounds = Mapping[int, float]  # the number of the round -> what was measured in it


def ratios(ours: Rounds, other: Rounds) -> list[float]:
    """Ours divided by the other, round by round. The machine changes from second to second; inside one
    round both have met the same machine."""
    return [ours[number] / other[number] for number in sorted(ours) if number in other]


def by_round(records: Iterable[Mapping], who: str, name: str, field: str) -> dict[int, float]:
    """The values of `field` in the records whose `who` is `name`."""
    return {record["round"]: record[field] for record in records if record[who] == name}


def names_of(records: Iterable[Mapping], who: str) -> list[str]:
    """The different values of `who`, in order of appearance."""
    return list(dict.fromkeys(record[who] for record in records))
