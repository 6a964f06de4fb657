"""The goals of the course: for each the measured value, the limit, and whether it is met."""

from collections.abc import Callable
from dataclasses import dataclass

from results import NotInThisRun, NotMeasured, Results

Measure = Callable[[Results], tuple[float, str]]  # the value, and what should be said about it


@dataclass(frozen=True)
class Goal:
    """One line of the table."""

    name: str         # E1 to C10; several lines may have the same
    what: str         # what is measured
    better: str       # "<=" or ">="
    limit: float      # compared with the value
    measure: Measure  # @raises NotMeasured


@dataclass(frozen=True)
class Verdict:
    """What became of a goal."""

    goal: Goal
    value: float | None  # None: not measured
    note: str            # where the value comes from, or why there is none

    @property
    def met(self) -> bool | None:
        """None if it was not measured."""
        if self.value is None:
            return None
        if self.goal.better == "<=":
            return self.value <= self.goal.limit
        return self.value >= self.goal.limit

    def words(self) -> str:
        """`met`, `not met`, or `not measured here: why`."""
        if self.met is None:
            return f"not measured here: {self.note}"
        return "met" if self.met else "not met"


def judge(goal: Goal, results: Results) -> Verdict:
    """Asks the results. @raises NotInThisRun."""
    try:
        value, note = goal.measure(results)
    except NotInThisRun:
        raise
    except NotMeasured as why:
        return Verdict(goal, None, str(why))
    return Verdict(goal, value, note)


def judge_all(results: Results, goals: list[Goal]) -> list[Verdict]:
    """Those that are about the subjects of this run, in their order."""
    verdicts = []
    for goal in goals:
        try:
            verdicts.append(judge(goal, results))
        except NotInThisRun:
            pass
    return verdicts


def number(value: float) -> str:
    """Three digits, and no more. (+ 0.0: the difference of two runs may be a little below zero.)"""
    value = round(value, 3) + 0.0
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}" if abs(value) < 0.1 else f"{value:.2f}"


def rows(verdicts: list[Verdict]) -> list[tuple[str, str, str, str, str]]:
    """Name, what, measured, goal, verdict: texts for a table."""
    table = []
    for verdict in verdicts:
        measured = "–" if verdict.value is None else number(verdict.value)
        if verdict.value is not None and verdict.note:
            measured += f" ({verdict.note})"
        sign = "≤" if verdict.goal.better == "<=" else "≥"
        table.append((verdict.goal.name, verdict.goal.what, measured,
                      f"{sign} {number(verdict.goal.limit)}", verdict.words()))
    return table
