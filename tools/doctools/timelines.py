"""Pictures of real runs: docs/timelines.toml says which passages of which runs a page shows.

Each is drawn when the site is built, from what the program just wrote with --trace: swim lanes for
kernel, loop, handler and peer, one row for each event, time downwards. The same rows stand in a
table below the picture, and the events in a file that Perfetto opens. A step leads to the line of the
course that recorded it.
"""

import json
import tomllib
from pathlib import Path

from lxml.html import HtmlElement

from . import traces
from .course import Course
from .tree import make

LANE_WIDTH, ROW, TOP = 172, 26, 40


class Timelines:
    """All timelines of the course; runs each program once."""

    def __init__(self, course: Course, bin_folder: Path | None, source_pages: dict[str, str]):
        """source_pages: path in the course -> the page of the site that shows it."""
        file = course.root / "docs" / "timelines.toml"
        text = file.read_text(encoding="utf-8") if file.exists() and bin_folder else ""
        self.wanted = tomllib.loads(text).get("timeline", [])
        self.bin = bin_folder
        self.source_pages = source_pages
        self._runs: dict[str, list[dict]] = {}

    def insert(self, pages: dict[str, HtmlElement], site: Path) -> None:
        """Sets every picture into its page. Raises Stop when a run or a heading has changed."""
        for wanted in self.wanted:
            events, steps = traces.passage(self._run(wanted), wanted)
            (site / "traces").mkdir(exist_ok=True)
            text = ",\n".join(json.dumps(event) for event in events)
            (site / "traces" / f"{wanted['name']}.json").write_text(f"[\n{text}\n]\n", "utf-8")
            page = pages[f"{wanted['lesson']}.html"]
            _at_end_of_section(page, f"{wanted['lesson']}-{wanted['after']}").addprevious(
                figure(wanted, steps, self.source_pages)
            )


    def _run(self, wanted: dict) -> list[dict]:
        if "server" in wanted:
            return traces.record_conversation(self.bin, wanted["server"], wanted["client"])
        program = wanted["program"]
        if program not in self._runs:
            self._runs[program] = traces.record(self.bin / program)
        return self._runs[program]


def _at_end_of_section(page: HtmlElement, heading: str) -> HtmlElement:
    """The element in front of which something stands at the end of this heading's section."""
    found = page.xpath(f"//*[@id='{heading}']")
    if not found:
        raise traces.Stop(f"docs/timelines.toml: no heading of the page gives {heading}")
    for element in found[0].itersiblings():
        if element.tag in ("h2", "h3"):
            return element
    raise traces.Stop(f"docs/timelines.toml: nothing follows the section {heading}")


def line_of(step: traces.Step, source_pages: dict[str, str]) -> str | None:
    """The address of the line that recorded a step."""
    path, _, number = step.at.rpartition(":")
    return f"{source_pages[path]}#l{int(number):05}" if path in source_pages else None


def figure(wanted: dict, steps: list[traces.Step], source_pages: dict[str, str]) -> HtmlElement:
    """Picture, buttons (site.js shows them), table."""
    caption = make("figcaption", f"{wanted['title']}. Recorded when this page was built: ",
                   make("code", _command(wanted)), ". ")
    caption.append(make("a", "The trace", href=f"traces/{wanted['name']}.json", download=""))
    caption[-1].tail = " opens in "
    caption.append(make("a", "Perfetto", href="https://ui.perfetto.dev"))
    caption[-1].tail = ". A wait stands where it began, any other event where its call had returned."
    return make("figure", caption, make("div", draw(wanted["title"], steps, source_pages), class_="wide"),
                _table(steps, source_pages), class_="timeline")


def _command(wanted: dict) -> str:
    if "server" not in wanted:
        return f"{wanted['program']} --trace"
    return f"{' '.join(wanted['server'])} --trace, and {wanted['client'][0]} for a client"


def draw(title: str, steps: list[traces.Step], source_pages: dict[str, str]) -> HtmlElement:
    """The swim lanes as SVG; colours come from the style sheet, so both themes fit."""
    lanes = [lane for lane in traces.LANES if any(step.lane == lane for step in steps)]
    # Words are never cut: 7 is a little more than a character of the style sheet's 13 px is wide.
    ends = [_x(lanes.index(step.lane)) + 14 + 7 * len(_words(step)) for step in steps]
    width, height = max(LANE_WIDTH * len(lanes), *ends), TOP + ROW * len(steps) + 8
    svg = make("svg", viewBox=f"0 0 {width} {height}", width=str(width), height=str(height),
               role="group", aria_label=f"{title}: {len(steps)} steps, told by the table below")
    for number, lane in enumerate(lanes):
        x = _x(number)
        svg.append(make("text", lane, x=str(x - 6), y="18", class_="lane"))
        svg.append(make("path", d=f"M{x} 28V{height - 8}", class_="lane-line"))
    places = [(_x(lanes.index(step.lane)), TOP + ROW * n + 8) for n, step in enumerate(steps)]
    for (x1, y1), (x2, y2) in zip(places, places[1:]):
        svg.append(make("path", d=f"M{x1} {y1}L{x2} {y2}", class_="way"))
    for (x, y), step in zip(places, steps):
        group = make("g", make("circle", cx=str(x), cy=str(y), r="4.5"),
                     make("text", _words(step), x=str(x + 10), y=str(y + 4)),
                     class_=f"step {step.lane}")
        svg.append(_to_line(group, step, source_pages))
    return svg


def _to_line(group: HtmlElement, step: traces.Step, source_pages: dict[str, str]) -> HtmlElement:
    """Around a step: hovering shows its line, a click leads there. The keyboard has the table's links."""
    address = line_of(step, source_pages)
    if address is None:
        return group
    group.insert(0, make("title", step.at))
    return make("a", group, href=address, tabindex="-1")


def _x(lane: int) -> int:
    return 14 + LANE_WIDTH * lane


def _words(step: traces.Step) -> str:
    return step.text if step.count == 1 else f"{step.text.split(':')[0]} \u00d7 {step.count}"


def _table(steps: list[traces.Step], source_pages: dict[str, str]) -> HtmlElement:
    head = make("tr", *(make("th", name, scope="col") for name in ("step", "who", "what happens", "line")))
    rows = [
        make("tr", make("td", str(n)), make("td", step.lane), make("td", _words(step)),
             make("td", _line_link(step, source_pages)))
        for n, step in enumerate(steps, 1)
    ]
    table = make("table", head, *rows, class_="markdownTable")
    return make("details", make("summary", "The same as a table"), make("div", table, class_="wide"))


def _line_link(step: traces.Step, source_pages: dict[str, str]) -> HtmlElement | str:
    address = line_of(step, source_pages)
    name = step.at.rpartition("/")[2]
    return make("a", name, href=address) if address else name
