"""Which function stands behind which verb."""

import argparse

from . import mutants, verbs
from .course import Course
from .hunt import hunt
from .status import status
from .watch import watch


def run(course: Course, words: argparse.Namespace) -> int:
    """Runs one verb; returns the exit status."""
    if words.verb == "status":
        return status(course, words.json)
    if words.verb == "content":
        from . import content  # it reads the lesson's page, for which learners need no markdown-it

        return report(content.check(course.lesson(words.lesson)), "the exercises")
    if words.verb == "mutants":
        return report(mutants.check(course.lesson(words.lesson)), "the mutants")
    if words.verb == "hunt":
        return hunt(course.lesson(words.lesson), words)
    copy = verbs.copy_of(course, words.lesson)
    match words.verb:
        case "start":
            return verbs.start(copy)
        case "check":
            return verbs.run_check(copy, words.number)
        case "hint":
            return verbs.hint(copy, words.number)
        case "diff":
            return verbs.diff(copy, words.number, words.anyway)
        case "reset":
            return verbs.reset(copy, words.number, words.yes)
        case "solve":
            return verbs.solve(copy, words.number)
        case "watch":
            return watch(copy, words.number)
    raise AssertionError(words.verb)


def report(wrong: list[str], what: str) -> int:
    """Prints what is wrong; returns the exit status."""
    print("\n".join(wrong) if wrong else f"{what} keep their promises")
    return 1 if wrong else 0
