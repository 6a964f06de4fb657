"""./lab hunt NN [K]: a program with one bug in it, a trace of what it did, and a question. The learner finds the
line, or mends the copy until its test passes.

    work/hunt/03-2/03_epoll/…     the lesson's sources, with the bug
    work/hunt/03-2/program        its program, built from them
    work/hunt/03-2/trace.json     what happened while the test failed (open it in https://ui.perfetto.dev)
"""

import argparse
import re
import shutil
from pathlib import Path

from doctools.problems import Stop

from . import explain, mutants, patch
from .borrowed import Borrowed
from .build import CompileError, Variant
from .course import Lesson
from .grade import Result, Runner


def hunt(lesson: Lesson, words: argparse.Namespace) -> int:
    """Lists the bugs of a lesson, or works on one of them."""
    found = patch.load(lesson)
    if not words.number:
        return _list(lesson, found)
    if not (words.number.isdigit() and 1 <= int(words.number) <= len(found)):
        raise Stop(f"lesson {lesson.number} has no bug '{words.number}' (it has 1 to {len(found)})")
    number = int(words.number)
    mutant = found[number - 1]
    if words.reveal:
        return _reveal(lesson, mutant)
    if words.answer:
        return _judge(lesson, mutant, number, words.answer)
    if words.check:
        return _check(lesson, mutant, number)
    return _prepare(lesson, mutant, number)


def _list(lesson: Lesson, found: list[patch.Mutant]) -> int:
    print(f"Lesson {lesson.number} has {len(found)} bugs to hunt:\n")
    for number, mutant in enumerate(found, 1):
        print(f"  {number}. {mutant.fields['Question']}")
    print(f"\nNext: ./lab hunt {lesson.number} 1")
    return 0


def _folder(lesson: Lesson, number: int) -> Path:
    return lesson.course.root / f"work/hunt/{lesson.number}-{number}"


def _prepare(lesson: Lesson, mutant: patch.Mutant, number: int) -> int:
    """Writes the copy with the bug, its program and its trace; never over a copy that is there."""
    folder = _folder(lesson, number)
    copy = folder / lesson.name
    if not copy.exists():
        for file in lesson.files():
            text = lesson.read(file)
            path = copy / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(mutant.apply(text) if file == mutant.file else text, encoding="utf-8")
    result, program = _run(lesson, mutants.variant(Borrowed(lesson.course.build), lesson, mutant), mutant)
    shutil.copy2(program, folder / "program")
    trace = Runner(mutants.variant(Borrowed(lesson.course.build), lesson, mutant)).trace_of(mutant.test)
    if trace.exists():
        shutil.copy2(trace, folder / "trace.json")
    nn = lesson.number
    print(f"Bug {number} of lesson {nn}. {mutant.fields['Question']}\n")
    print(f"What the test sees: {explain.sentence(mutant.test.name)}")
    print("\n".join(explain.long(result, lesson.course.root, lesson.course.build)))
    print(f"\nThe sources are in {_shown(lesson, copy)}, the program and the trace beside them.")
    print("There is one wrong place in them. Which file, which line?")
    print(f"Next: ./lab hunt {nn} {number} --answer=FILE:LINE, or mend it there and ./lab hunt {nn} {number} --check; "
          f"to give up: ./lab hunt {nn} {number} --reveal")
    return 0


def _run(lesson: Lesson, variant: Variant, mutant: patch.Mutant) -> tuple[Result, Path]:
    runner = Runner(variant)
    runner.prepare([mutant.test])
    return runner.run(mutant.test), variant.program(lesson.name)


def _judge(lesson: Lesson, mutant: patch.Mutant, number: int, answer: str) -> int:
    """Compares a file and a line with the place of the bug."""
    match = re.fullmatch(r"(.+):(\d+)", answer)
    if not match:
        raise Stop(f"an answer is FILE:LINE, for example servers/x.cc:12, and not '{answer}'")
    file = match[1].split(f"{lesson.name}/")[-1]
    nn = lesson.number
    if file != mutant.file and Path(file).name != Path(mutant.file).name:
        print(f"No, {file} is as it should be. Next: another ./lab hunt {nn} {number} --answer=FILE:LINE")
        return 1
    if int(match[2]) not in mutant.lines(lesson.read(mutant.file)):
        print(f"The file is right, and the line is not. Next: ./lab hunt {nn} {number} --answer={mutant.file}:LINE")
        return 1
    print("Yes, that is the place.")
    return _reveal(lesson, mutant)


def _check(lesson: Lesson, mutant: patch.Mutant, number: int) -> int:
    """Builds the learner's copy and runs the test that the bug fails."""
    copy = _folder(lesson, number) / lesson.name
    if not copy.exists():
        raise Stop(f"there is no copy yet: ./lab hunt {lesson.number} {number}")
    changed = {}
    for file in lesson.files():
        path = copy / file
        if path.suffix in (".cc", ".h") and path.exists() and path.read_text(encoding="utf-8") != lesson.read(file):
            changed[file] = path.read_text(encoding="utf-8")
    try:
        variant = Variant(Borrowed(lesson.course.build), lesson, f"hunt-{number}", changed)
        runner = Runner(variant)
        runner.prepare([mutant.test])
        result = runner.run(mutant.test)
    except CompileError as error:
        print(f"Your copy does not compile:\n{error}")
        return 1
    if not result.passed:
        print("The test still fails:")
        print("\n".join(explain.long(result, lesson.course.root, lesson.course.build)))
        print(f"Next: mend {_shown(lesson, copy)}, then ./lab hunt {lesson.number} {number} --check")
        return 1
    print("The test passes: you have mended it.")
    return _reveal(lesson, mutant)


def _reveal(lesson: Lesson, mutant: patch.Mutant) -> int:
    first = mutant.lines(lesson.read(mutant.file))[1]
    print(f"The bug: {mutant.fields['Bug']} (lessons/{lesson.name}/{mutant.file}, about line {first}).")
    print(mutant.fields["Explanation"])
    print(f"Who made it: {mutant.fields['Made by']}")
    print(f"The whole change: mutants/{lesson.name}/{mutant.name}.patch. Next: ./lab hunt {lesson.number}")
    return 0


def _shown(lesson: Lesson, path: Path) -> str:
    return path.relative_to(lesson.course.root).as_posix()
