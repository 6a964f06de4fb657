"""start, hint, diff, reset and solve: they read and write files, and build nothing."""

import difflib
import sys

from doctools.problems import Stop

from .check import check
from .course import Course
from .workcopy import WorkCopy


def start(copy: WorkCopy) -> int:
    """Writes the learner's copy, or what is missing in it."""
    before = copy.exists()
    happened = copy.start()
    nn, count = copy.lesson.number, len(copy.lab.exercises)
    minutes = sum(one.minutes for one in copy.lab.exercises)
    if not before:
        print(f"Your copy of lesson {nn} is in work/{copy.lesson.name}: {count} exercises, about {_hours(minutes)}.")
        for one in copy.lab.exercises:
            print(f"  {one.number}. {one.title} ({one.minutes} min, {copy.shown(one.cuts[0].file)})")
        print(f"Next: read lessons/{copy.lesson.name}/README.md, then ./lab check {nn}. All is red at first, and that is right.")
        return 0
    print(f"Your copy is kept: work/{copy.lesson.name} ({sum(map(bool, copy.state['done'].values()))} of {count} exercises done).")
    for what, files in (("new or missing, written", happened["written"]), ("changed in the course, not edited by you, renewed", happened["renewed"])):
        if files:
            print(f"{what}: {', '.join(files)}")
    for file in happened["kept"]:
        _tell_change(copy, file)
    print(f"Next: ./lab check {nn}. To begin anew: ./lab reset {nn}")
    return 0


def _tell_change(copy: WorkCopy, file: str) -> None:
    old, new = copy.course_changes(file)
    print(f"\nThe course has changed below your edited {copy.shown(file)}. Yours is kept; this is what changed:")
    print("".join(_diff(old, new, "when you started", "in the course today")), end="")


def hint(copy: WorkCopy, number: str | None) -> int:
    """Shows one more hint of an exercise, the next open one if none is named."""
    copy.must_exist()
    exercise = copy.lab.exercise(number) if number else next_open(copy)
    if exercise is None:
        print(f"All exercises of lesson {copy.lesson.number} are done. Next: ./lab status")
        return 0
    shown = min(copy.state["hints"].get(exercise.id, 0) + 1, len(exercise.hints))
    copy.note("hints", exercise, shown)
    print(f"Exercise {exercise.number}: {exercise.title}\n{exercise.task}\n")
    for n, text in enumerate(exercise.hints[:shown], 1):
        print(f"hint {n} of {len(exercise.hints)}: {text}")
    k, nn = exercise.number, copy.lesson.number
    print(f"\nThe page: lessons/{copy.lesson.name}/README.md#{exercise.section}")
    if shown < len(exercise.hints):
        print(f"Next: ./lab check {nn} {k}, or one more hint: ./lab hint {nn} {k}")
    else:
        print(f"That was the last one. Next: ./lab check {nn} {k}, or see the course's code: ./lab diff {nn} {k}, ./lab solve {nn} {k}")
    return 0


def next_open(copy: WorkCopy):
    """The first exercise that is not done, or None."""
    return next((one for one in copy.lab.exercises if not copy.state["done"].get(one.id)), None)


def diff(copy: WorkCopy, number: str | None, anyway: bool) -> int:
    """Shows the learner's code beside the course's."""
    copy.must_exist()
    wanted = [copy.lab.exercise(number)] if number else list(copy.lab.exercises)
    state = copy.state
    untried = [one for one in wanted if not (state["tried"].get(one.id) or state["done"].get(one.id) or state["solved"].get(one.id))]
    nn = copy.lesson.number
    if untried and not anyway:
        first = untried[0]
        print(f"Exercise {first.number} ({first.title}) has not been tried yet, and the difference is its solution.\n"
              f"Next: edit {copy.shown(first.cuts[0].file)} and run ./lab check {nn} {first.number}. "
              f"Or see it at once: ./lab diff {nn} {number or ''}".rstrip() + " --anyway")
        return 1
    theirs = {one.file: copy.lesson.read(one.file) for exercise in wanted for one in exercise.cuts}
    if number:  # only this exercise: the others of the same file may still be to do
        theirs = {one.file: copy.with_solution(one) for one in wanted[0].cuts}
    else:
        theirs |= {file: copy.lesson.read(file) for file in copy.changed() if (copy.lesson.sources / file).exists()}
    same = True
    for file, text in sorted(theirs.items()):
        lines = _diff(copy.read(file), text, copy.shown(file), f"lessons/{copy.lesson.name}/{file}")
        same = same and not lines
        print("".join(lines), end="")
    print("Yours is the same as the course's." if same else "\n- is yours, + is the course's. Both may be right: what counts is ./lab check.")
    return 0


def _diff(old: str, new: str, old_name: str, new_name: str) -> list[str]:
    return list(difflib.unified_diff(old.splitlines(True), new.splitlines(True), old_name, new_name))


def reset(copy: WorkCopy, number: str | None, yes: bool) -> int:
    """Begins anew, one exercise or all; keeps a backup."""
    copy.must_exist()
    nn = copy.lesson.number
    exercise = copy.lab.exercise(number) if number else None
    what = f"exercise {exercise.number} ({exercise.title})" if exercise else f"your whole copy of lesson {nn}"
    if not (yes or _agreed(f"Begin {what} anew? A backup is kept. [y/N] ")):
        print("Nothing was changed. (./lab reset … --yes does not ask.)")
        return 1
    if exercise:
        backups = copy.set_in(exercise, solution=False)
        for key in ("done", "tried", "solved"):
            copy.state[key].pop(exercise.id, None)
        copy.save()
        print(f"Reset {what}. Backup: {', '.join(map(str, backups))}\nNext: ./lab check {nn} {exercise.number}")
        return 0
    place = copy.set_aside()
    copy.start()
    print(f"Reset {what}. Backup: {place}\nNext: ./lab check {nn}")
    return 0


def _agreed(question: str) -> bool:
    print(question, end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def solve(copy: WorkCopy, number: str | None) -> int:
    """Sets the course's code in, for those who are stuck."""
    copy.must_exist()
    if not number:
        raise Stop(f"which exercise? ./lab solve {copy.lesson.number} K")
    exercise = copy.lab.exercise(number)
    backups = copy.set_in(exercise, solution=True)
    copy.note("solved", exercise)
    nn, k = copy.lesson.number, exercise.number
    print(f"The course's code of exercise {k} ({exercise.title}) is in your copy now, and ./lab status marks it as seen.")
    print(f"Your own code is in {', '.join(map(str, backups))}")
    print(f"Read it, close it, and try to write it again: ./lab reset {nn} {k}. Next: ./lab check {nn}")
    return 0


def run_check(copy: WorkCopy, number: str | None) -> int:
    """Prints a check."""
    report = check(copy, number)
    print("\n".join(report.lines))
    return 1 if report.open or not report.compiles else 0


def copy_of(course: Course, number: str) -> WorkCopy:
    """The learner's copy of a lesson, started or not."""
    return WorkCopy(course.lesson(number))


def _hours(minutes: int) -> str:
    return f"{minutes} minutes" if minutes < 100 else f"{round(minutes / 30) / 2:g} hours"
