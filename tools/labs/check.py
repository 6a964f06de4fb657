"""./lab check NN [K]: builds the learner's copy and says, exercise by exercise, what is done and what is not."""

import re
from dataclasses import dataclass, field

from . import explain
from .borrowed import Borrowed
from .build import CompileError, Variant
from .grade import Result, grade
from .spec import Exercise
from .workcopy import WorkCopy

MOST_ERRORS = 3


@dataclass
class Report:
    """What one check found."""

    compiles: bool = True
    open: list[Exercise] = field(default_factory=list)
    newly_done: list[Exercise] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def check(copy: WorkCopy, number: str | None) -> Report:
    """Checks all exercises, or one."""
    copy.must_exist()
    wanted = [copy.lab.exercise(number)] if number else list(copy.lab.exercises)
    report = Report()
    fresh = not any(copy.edited(one) for one in copy.lab.exercises)
    for exercise in wanted:
        if copy.edited(exercise):
            copy.state["tried"][exercise.id] = True
    copy.save()
    try:
        variant = Variant(Borrowed(copy.lesson.course.build), copy.lesson, "work", copy.changed())
        results = grade(variant, wanted)
    except CompileError as error:
        return _compiler(copy, str(error))
    _collect(copy, wanted, results, report)
    report.lines = _greeting(copy, report, fresh, number)
    for exercise in wanted:
        whole = number is not None or exercise is next(iter(report.open), None)
        report.lines += _exercise(copy, exercise, results[exercise.id], whole, exercise in report.newly_done)
    report.lines += _ending(copy, report, number)
    return report


def _collect(copy: WorkCopy, wanted: list[Exercise], results: dict[str, list[Result]], report: Report) -> None:
    for exercise in wanted:
        done = all(result.passed for result in results[exercise.id])
        if done and not copy.state["done"].get(exercise.id):
            report.newly_done.append(exercise)
        if done:
            copy.state["done"][exercise.id] = True
        else:
            report.open.append(exercise)
            copy.state["done"].pop(exercise.id, None)
    copy.save()


def _greeting(copy: WorkCopy, report: Report, fresh: bool, number: str | None) -> list[str]:
    count = len(report.open)
    if fresh and count:
        what = "this exercise is" if number else f"all {count} exercises are" if count > 1 else "1 exercise is"
        return [f"This is the expected start: {what} red, because that code is yours to write.",
                "Nothing is wrong with your machine or with the course.", ""]
    lines = []
    for file in copy.outdated():
        lines.append(f"note: the course has changed below your edited {copy.shown(file)}: ./lab start {copy.lesson.number} tells")
    return lines + ([""] if lines else [])


def _exercise(copy: WorkCopy, exercise: Exercise, results: list[Result], whole: bool, new: bool) -> list[str]:
    number = copy.lesson.number
    title = f"{exercise.number}. {exercise.title}"
    failed = next((result for result in results if not result.passed), None)
    if failed is None:
        seen = " (solution seen)" if copy.state["solved"].get(exercise.id) else ""
        return [f"done   {title}{seen}"] + (["       Why it works: " + exercise.why] if new else [])
    passed = sum(result.passed for result in results)
    lines = [f"to do  {title} ({passed} of {len(results)} tests pass)"]
    files = ", ".join(sorted({copy.shown(one.file) for one in exercise.cuts}))
    if whole:
        lines += ["       Task: " + exercise.task, f"       File: {files}"]
    missing = [one for one in copy.lab.exercises if one.id in exercise.needs and not copy.state["done"].get(one.id)]
    if missing and whole:
        names = ", ".join(f"{one.number} ({one.title})" for one in missing)
        lines.append(f"       Its tests also use what is not done yet: {names}")
    lines.append(f"       First failing behaviour: {explain.sentence(failed.test.name)}")
    if whole:
        lines += ["       " + line for line in explain.long(failed, copy.lesson.course.root, copy.lesson.course.build)]
    else:
        lines.append(f"       {explain.short(failed)}")
    lines.append(f"       Help: ./lab hint {number} {exercise.number}, and lessons/{copy.lesson.name}/README.md#{exercise.section}")
    return lines + [""]


def _ending(copy: WorkCopy, report: Report, number: str | None) -> list[str]:
    nn = copy.lesson.number
    if not report.open:
        if number:
            return ["", f"Next: ./lab check {nn}, or compare yours with the course's: ./lab diff {nn} {number}"]
        return ["", f"All {len(copy.lab.exercises)} exercises of lesson {nn} are done. Compare yours with the course's: ./lab diff {nn}"]
    first = report.open[0]
    count = len(report.open)
    return [f"{count} of {1 if number else len(copy.lab.exercises)} to do. "
            f"Next: exercise {first.number}, about {first.minutes} minutes. Edit {copy.shown(first.cuts[0].file)}, then ./lab check {nn} {first.number}"]


def _compiler(copy: WorkCopy, words: str) -> Report:
    """The first errors, short: where, and what."""
    include = re.compile(rf"\S*/work/include/{copy.lesson.name}/")
    text = include.sub(f"work/{copy.lesson.name}/", words)
    errors = re.findall(r"^(\S+:\d+):\d+: (?:fatal )?error: (.*)$", text, re.M)
    undefined = re.findall(r"undefined reference to `(.*?)'", text)
    lines = [f"{place}: {what}" for place, what in dict.fromkeys(errors)]
    lines += [f"the linker finds no {name}: is it still defined?" for name in dict.fromkeys(undefined)]
    lines = lines or [line for line in text.split("\n") if line.strip()]
    more = len(lines) - MOST_ERRORS
    shown = ["Your copy does not compile yet:", "", *("  " + line for line in lines[:MOST_ERRORS])]
    if more > 0:
        shown.append(f"  … and {more} more; they often go away with the first")
    shown += ["", f"Mend the first one, then ./lab check {copy.lesson.number} again."]
    return Report(compiles=False, open=list(copy.lab.exercises), lines=shown)


