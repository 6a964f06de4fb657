"""Proves that the tests catch the mutants: with each of them the named test fails, for the named reason.
This is what CTest runs under the label `mutants`."""

import os
import re
from concurrent.futures import ThreadPoolExecutor

from . import patch
from .borrowed import Borrowed
from .build import CompileError, Variant
from .course import Lesson
from .grade import Result, Runner

FEWEST = 7  # mutants of a lesson


def check(lesson: Lesson) -> list[str]:
    """What is wrong, one line each."""
    found = patch.load(lesson)
    wrong = [] if len(found) >= FEWEST else [f"{lesson.name} has {len(found)} mutants, {FEWEST} are due"]
    borrowed = Borrowed(lesson.course.build)
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        faults = list(pool.map(lambda mutant: _fault(borrowed, lesson, mutant), found))
    wrong += [f"{lesson.name}/{mutant.name}: {fault}" for mutant, fault in zip(found, faults) if fault]
    return wrong


def variant(borrowed: Borrowed, lesson: Lesson, mutant: patch.Mutant) -> Variant:
    """The lesson with the bug in it."""
    text = mutant.apply(lesson.read(mutant.file))
    return Variant(borrowed, lesson, f"mutant-{mutant.name}", {mutant.file: text})


def run(borrowed: Borrowed, lesson: Lesson, mutant: patch.Mutant) -> Result:
    """What the named test says about the mutant. @raises CompileError."""
    runner = Runner(variant(borrowed, lesson, mutant))
    runner.prepare([mutant.test])
    return runner.run(mutant.test)


def _fault(borrowed: Borrowed, lesson: Lesson, mutant: patch.Mutant) -> str:
    """Why the mutant proves nothing; empty if it was caught for its own reason."""
    try:
        result = run(borrowed, lesson, mutant)
    except CompileError as error:
        return f"does not compile: {error}"
    if result.outcome not in ("failed", "crashed"):
        return f"{mutant.test.key} {result.outcome}, it must fail: {result.output[-800:]}"
    if not re.search(mutant.test.reason, result.text):
        return f"{mutant.test.key} fails for another reason than /{mutant.test.reason}/: {result.text}"
    return ""
