"""Checks the exercises of a lesson: what a learner meets is what lab.toml promises.

The starter compiles without a warning, and each graded test fails on it for the stated reason. On the solution
all pass. With one exercise solved (and those it needs), its tests pass and the others' still fail. This is
what CTest runs under the label `labs`.
"""

import re

from doctools.markdown import Page, slugs
from doctools.problems import Stop

from . import cut, spec
from .borrowed import Borrowed
from .build import CompileError, Variant
from .course import Lesson
from .grade import Result, grade

LONGEST_QUOTE = 8  # so many tokens in a row may a hint share with the solution: a call and its arguments
FEWEST_EXERCISES = 5
COMMENT = re.compile(r"//.*")
TOKEN = re.compile(r"[A-Za-z_]\w*|\d+|[^\w\s]")


def check(lesson: Lesson) -> list[str]:
    """What is wrong, one line each."""
    lab = spec.load(lesson)
    wrong = check_text(lab)
    if wrong:
        return wrong
    borrowed = Borrowed(lesson.course.build)
    wrong += _expect(borrowed, lab, "solution", {one.id for one in lab.exercises})
    wrong += _expect(borrowed, lab, "starter", set())
    for exercise in lab.exercises:
        solved = {one.id for one in lab.with_needs(exercise)}
        wrong += _expect(borrowed, lab, f"only-{exercise.id}", solved)
    return wrong


def variant_with(borrowed: Borrowed, lab: spec.Lab, name: str, solved: set[str]) -> Variant:
    """The lesson with the exercises `solved`, and all others cut out."""
    texts = {file: lab.starter(file, solved) for file in lab.cut_files()}
    changed = {file: text for file, text in texts.items() if text != lab.lesson.read(file)}
    return Variant(borrowed, lab.lesson, name, changed, strict=True)


def _expect(borrowed: Borrowed, lab: spec.Lab, name: str, solved: set[str]) -> list[str]:
    """With the exercises `solved`, exactly their tests pass."""
    try:
        variant = variant_with(borrowed, lab, name, solved)
        if not solved:
            variant.program(lab.lesson.name)  # whatever an exercise is graded by, the program must be built, too
        results = grade(variant, list(lab.exercises))
    except CompileError as error:
        return [f"{lab.lesson.name}, {name}: does not compile: {error}"]
    wrong = []
    for exercise in lab.exercises:
        for result in results[exercise.id]:
            if fault := _fault(result, exercise.id in solved):
                wrong.append(f"{lab.lesson.name}, {name}, exercise {exercise.number} {exercise.id}: {fault}")
    return wrong


def _fault(result: Result, solved: bool) -> str:
    """What is unexpected about a result, or nothing."""
    test = result.test.key
    if solved:
        return "" if result.passed else f"{test} {result.outcome}: {result.text}"
    if result.outcome != "failed":
        return f"{test} must fail, and it {result.outcome}: {result.output[-1500:]}"
    if not re.search(result.test.reason, result.text):
        return f"{test} fails for another reason than /{result.test.reason}/: {result.text}"
    return ""


def check_text(lab: spec.Lab) -> list[str]:
    """The words of the exercises: complete, and no hint gives the solution away."""
    wrong = []
    if len(lab.exercises) < FEWEST_EXERCISES:
        wrong.append(f"there are {len(lab.exercises)} exercises, at least {FEWEST_EXERCISES} are due")
    page = (lab.lesson.sources / "README.md").read_text(encoding="utf-8")
    anchors = set(slugs(Page(page)))
    seen: set[str] = set()
    for one in lab.exercises:
        wrong += [f"exercise {one.number} {one.id}: {fault}" for fault in _text_faults(lab, one, anchors, seen)]
        seen.add(one.id)
    return [f"{lab.lesson.name}/lab.toml: {fault}" for fault in wrong] + unused_regions(lab)


def unused_regions(lab: spec.Lab) -> list[str]:
    """Regions of the lesson's sources that neither a page nor an exercise uses."""
    root = lab.lesson.course.root
    pages = [*root.glob("lessons/*/README.md"), *root.glob("docs/pages/*.md")]
    shown = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    cuts = {(one.file, one.region) for exercise in lab.exercises for one in exercise.cuts}
    wrong = []
    for file in lab.lesson.files():
        if not file.endswith((".h", ".cc")):
            continue
        path = f"lessons/{lab.lesson.name}/{file}"
        for region in cut.spans(lab.lesson.read(file)):
            used = (file, region) in cuts or f"weave: region {path} {region} -->" in shown
            if not used:
                wrong.append(f"{path}: region [{region}] is used by no page and no exercise")
    return wrong


def _text_faults(lab: spec.Lab, one: spec.Exercise, anchors: set[str], seen: set[str]) -> list[str]:
    wrong = []
    if one.id in seen:
        wrong.append("its id occurs twice")
    if len(one.hints) != 3 or not all(one.hints):
        wrong.append("it needs three hints")
    if not (one.task and one.why and one.title and one.tests):
        wrong.append("it needs a title, a task, tests and a why")
    if one.section not in anchors:
        wrong.append(f"the page has no section #{one.section}")
    wrong += [f"it needs {need}, which is no earlier exercise" for need in one.needs if need not in seen]
    for cut_out in one.cuts:
        try:
            solution = lab.lesson.read(cut_out.file)
            solution = cut.body(solution, cut_out.region) if cut_out.region else solution
        except (OSError, Stop) as error:
            wrong.append(f"{cut_out.file}: {error}")
            continue
        for hint in (*one.hints, one.task):
            if quote := longest_run(TOKEN.findall(hint), TOKEN.findall(COMMENT.sub("", solution))):
                wrong.append(f"a hint quotes the solution: {' '.join(quote)}")
    return wrong


def longest_run(words: list[str], solution: list[str]) -> list[str]:
    """The longest run of tokens that both share, if it is longer than LONGEST_QUOTE."""
    best: list[str] = []
    lengths = [0] * (len(solution) + 1)
    for n, word in enumerate(words, 1):
        row = [0] * (len(solution) + 1)
        for m, other in enumerate(solution, 1):
            if word == other:
                row[m] = lengths[m - 1] + 1
                if row[m] > len(best):
                    best = words[n - row[m] : n]
        lengths = row
    return best if len(best) > LONGEST_QUOTE else []
