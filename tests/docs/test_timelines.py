import json
import unittest

from fixture import CourseTest  # first: sets the path to the tools
from doctools import course, timelines, traces, tree

EVENTS = [
    {"name": "accept", "tid": 1, "ts": 5, "args": {"listener": 4, "socket": 6}},
    {"name": "epoll_ctl ADD", "tid": 1, "ts": 6, "args": {"socket": 6, "events": 2147483649}},
    {"name": "send", "tid": 2, "ts": 7, "args": {"socket": 5, "bytes": 1}},
    {"name": "epoll_wait", "tid": 1, "ts": 8, "dur": 9},
    {"name": "ready", "tid": 1, "ts": 9, "args": {"key": 1, "events": 1}},
    {"name": "recv", "tid": 1, "ts": 10, "args": {"socket": 6, "bytes": 5}},
    {"name": "recv", "tid": 1, "ts": 11, "args": {"socket": 6, "bytes": 7}},
    {"name": "recv", "tid": 1, "ts": 12, "args": {"socket": 6, "room": 9, "result": -1}},
    {"name": "close", "tid": 1, "ts": 13, "args": {"socket": 6}},
]
WANTED = {"name": "one", "lesson": "lesson01", "after": "run-it", "title": "A run",
          "program": "01_blocking", "begin": "epoll_ctl ADD", "events": 5, "peer": "^tid=2 "}


class Passage(unittest.TestCase):
    def test_events_have_lanes_and_words(self):
        _, steps = traces.passage(EVENTS, WANTED)
        self.assertEqual(
            [(step.lane, step.text, step.count) for step in steps],
            [
                ("loop", "epoll_ctl ADD: EPOLLIN | EPOLLET", 1),
                ("peer", "send: 1 byte", 1),
                ("loop", "epoll_wait \u2026", 1),
                ("kernel", "ready: EPOLLIN", 1),
                ("handler", "recv: 5 bytes", 3),
            ],
        )

    def test_the_trace_that_is_kept_has_the_same_events(self):
        events, _ = traces.passage(EVENTS, WANTED)
        self.assertEqual(events, EVENTS[1:8])

    def test_results_in_words(self):
        for values, text in (({"result": -1}, "would block"), ({"result": 0, "room": 5}, "end of stream"),
                             ({"outcome": "reset"}, "reset"), ({"opcode": "text", "bytes": 2}, "text, 2 bytes")):
            self.assertEqual(traces.text_of({"name": "recv", "args": values}), f"recv: {text}")

    def test_a_passage_that_is_gone_stops_the_build(self):
        with self.assertRaisesRegex(traces.Stop, "timeline one: the trace has no 'epoll_ctl ADD' \\(number 2\\)"):
            traces.passage(EVENTS, WANTED | {"nth": 2})

    def test_picture_and_table_have_every_step(self):
        _, steps = traces.passage(EVENTS, WANTED)
        figure = timelines.figure(WANTED, steps, {})
        self.assertEqual(len(tree.with_class(figure, "step")), 5)
        self.assertEqual(len(figure.xpath(".//tr[td]")), 5)
        text = tree.inner(figure)
        self.assertIn('viewBox="0 0 ', text)
        self.assertIn("recv \u00d7 3", text)
        self.assertIn('role="group" aria-label="A run: 5 steps', text)

    def test_a_step_leads_to_the_line_that_recorded_it(self):
        event = EVENTS[2] | {"args": EVENTS[2]["args"] | {"at": "lessons/03_epoll/loop.cc:7"}}
        _, steps = traces.passage([event], WANTED | {"begin": "send socket=5 bytes=1 $", "events": 1})
        figure = timelines.figure(WANTED, steps, {"lessons/03_epoll/loop.cc": "loop_8cc_source.html"})
        picture, table = figure.xpath(".//a[contains(@href, '_source')]")
        self.assertEqual([a.get("href") for a in (picture, table)], ["loop_8cc_source.html#l00007"] * 2)
        self.assertEqual(picture.findtext(".//title"), "lessons/03_epoll/loop.cc:7")
        self.assertEqual((picture.get("tabindex"), table.text), ("-1", "loop.cc:7"))

    def test_a_line_of_no_page_stays_words(self):
        figure = timelines.figure(WANTED, [traces.Step("loop", "poll", at="elsewhere.cc:3")], {})
        self.assertEqual(figure.xpath(".//a[contains(@href, '_source')]"), [])
        self.assertEqual(figure.xpath(".//td")[-1].text, "elsewhere.cc:3")

    def test_the_picture_is_wide_enough_for_its_words(self):
        steps = [traces.Step("loop", "x" * 60), traces.Step("kernel", "y")]
        svg = timelines.draw("A run", steps, {})
        self.assertGreaterEqual(int(svg.get("width")), 14 + 172 + 60 * 7)


class Timelines(CourseTest):
    def setUp(self):
        super().setUp()
        self.write("docs/timelines.toml", "[[timeline]]\n" + "".join(
            f"{name} = {json.dumps(value)}\n" for name, value in WANTED.items()))
        self.program("01_blocking", f"cat >\"$2\" <<'E'\n{json.dumps(EVENTS)}\nE")
        self.pages = {"lesson01.html": tree.read(
            '<main><h2 id="lesson01-run-it">Run</h2><p>x</p><h2 id="n">Next</h2></main>')}

    def insert(self) -> None:
        self.write("site/x", "")
        timelines.Timelines(course.load(self.root), self.bin, {}).insert(self.pages, self.root / "site")

    def test_a_picture_stands_at_the_end_of_its_section(self):
        self.insert()
        tags = [element.get("class") or element.tag for element in self.pages["lesson01.html"].find(".//main")]
        self.assertEqual(tags, ["h2", "p", "timeline", "h2"])
        self.assertEqual(len(json.loads(self.read("site/traces/one.json"))), 7)
        self.assertFalse(list(self.bin.glob("*.json")), "what the program wrote is gone")

    def test_a_program_that_fails_stops_the_build(self):
        self.program("01_blocking", "exit 3")
        with self.assertRaisesRegex(traces.Stop, "01_blocking --trace ended with exit status 3"):
            self.insert()

    def test_a_heading_that_is_gone_stops_the_build(self):
        self.write("docs/timelines.toml", self.read("docs/timelines.toml").replace("run-it", "gone"))
        with self.assertRaisesRegex(traces.Stop, "no heading of the page gives lesson01-gone"):
            self.insert()


SERVER = """
trap 'exit 0' TERM
cat >"$3" <<'E'
[{"name": "accept", "tid": 1, "ts": 5, "args": {"listener": 4, "socket": 6}},
 {"name": "poll", "tid": 1, "ts": 6, "dur": 99999999999999},
 {"name": "close", "tid": 1, "ts": 99999999999999, "args": {"socket": 6}}]
E
echo "listening on 127.0.0.1:4001"
while :; do sleep 0.05; done
"""
CLIENT = """
[ "$1" = 4001 ] || exit 2
cat
cat >"$3" <<'E'
[{"name": "send", "tid": 1, "ts": 7, "args": {"socket": 5, "bytes": 1}}]
E
"""


class Conversation(CourseTest):
    WORDS = ["server", "serve"], ["client", "{port}"]

    def setUp(self):
        super().setUp()
        self.program("server", SERVER)
        self.program("client", CLIENT)

    def test_the_events_of_both_stand_in_one_order(self):
        events = traces.record_conversation(self.bin, *self.WORDS)
        self.assertEqual([(event["tid"], event["name"]) for event in events], [(1, "poll"), ("client", "send")])

    def test_a_client_that_gets_no_echo_stops_the_build(self):
        self.program("client", "echo else")
        with self.assertRaisesRegex(traces.Stop, "client {port}: exit status 0, b'else"):
            traces.record_conversation(self.bin, *self.WORDS)

    def test_a_server_that_does_not_start_stops_the_build(self):
        self.program("server", "echo no such option")
        with self.assertRaisesRegex(traces.Stop, "server serve: it does not say where it listens"):
            traces.record_conversation(self.bin, *self.WORDS)


if __name__ == "__main__":
    unittest.main()
