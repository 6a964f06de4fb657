"""./lab status: what is done in all lessons, and how long the next step takes."""

import json

from .course import Course
from .workcopy import WorkCopy


def collect(course: Course) -> dict:
    """The state of all lessons, as --json prints it."""
    lessons = []
    for lesson in course.lessons():
        copy = WorkCopy(lesson)
        exercises = [
            {
                "number": one.number,
                "id": one.id,
                "title": one.title,
                "minutes": one.minutes,
                "done": bool(copy.state["done"].get(one.id)),
                "hints": copy.state["hints"].get(one.id, 0),
                "solution_seen": bool(copy.state["solved"].get(one.id)),
            }
            for one in copy.lab.exercises
        ]
        lessons.append({"lesson": lesson.name, "started": copy.exists(), "exercises": exercises})
    return {"lessons": lessons, "next": _next(lessons)}


def _next(lessons: list[dict]) -> dict | None:
    """The first thing that is not done: a started lesson comes before one that is not."""
    for lesson in sorted(lessons, key=lambda one: not one["started"]):
        for exercise in lesson["exercises"]:
            if not exercise["done"]:
                nn = lesson["lesson"][:2]
                command = f"./lab check {nn} {exercise['number']}" if lesson["started"] else f"./lab start {nn}"
                return {"lesson": lesson["lesson"], "exercise": exercise["number"], "title": exercise["title"],
                        "minutes": exercise["minutes"], "command": command}
    return None


def status(course: Course, as_json: bool) -> int:
    """Prints the state of all lessons."""
    state = collect(course)
    if as_json:
        print(json.dumps(state, indent=1))
        return 0
    for lesson in state["lessons"]:
        _print_lesson(lesson)
    following = state["next"]
    if following is None:
        print("All is done. There are bugs to hunt: ./lab hunt 01")
    else:
        print(f"Next: lesson {following['lesson'][:2]}, exercise {following['exercise']} ({following['title']}), "
              f"about {following['minutes']} minutes: {following['command']}")
    return 0


def _print_lesson(lesson: dict) -> None:
    exercises = lesson["exercises"]
    done = sum(one["done"] for one in exercises)
    bar = "#" * done + "." * (len(exercises) - done)
    started = "" if lesson["started"] else "   not started"
    print(f"{lesson['lesson']:<20} [{bar}] {done} of {len(exercises)}{started}")
    if not lesson["started"]:
        return
    for one in exercises:
        notes = [f"{one['hints']} hints"] if one["hints"] else []
        notes += ["solution seen"] if one["solution_seen"] else []
        mark = "x" if one["done"] else " "
        print(f"  [{mark}] {one['number']}. {one['title']}{' (' + ', '.join(notes) + ')' if notes else ''}")
