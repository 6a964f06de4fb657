import tempfile
import unittest
from pathlib import Path

import fixture  # noqa: F401  (puts tools/ on the path)
from doctools import interactive, tree
from doctools.problems import ROOT, Stop

VECTORS = """# a comment | with bars
header | OfAText | server rsv1 | 81 85 | size=2 | Hello
close | OfOneOctet | 03 | fails
"""
SEQUENCES = """# step | result
= silence
send | ok | - | - | -

= room
drain | ok | - | - | -
"""


class Interactive(unittest.TestCase):
    def page(self, tool: str):
        return tree.read(f'<html><head></head><body><div class="tool" id="{tool}">x</div></body></html>')

    def install(self, tool: str) -> tuple[list[str], Path]:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        page = self.page(tool)
        interactive.install({"page.html": page}, ROOT, Path(folder.name))
        return [script.get("src") for script in page.iter("script")], Path(folder.name)

    def test_a_page_loads_the_scripts_of_its_tool_and_they_stand_beside_it(self):
        for tool, scripts in interactive.TOOLS.items():
            loaded, site = self.install(tool)
            self.assertEqual(loaded, list(scripts))
            self.assertEqual({file.name for file in site.iterdir()}, set(scripts))

    def test_what_comes_from_a_test_is_a_script_too(self):
        _, site = self.install("frame-explorer")
        self.assertIn("netladder.frameVectors = [", (site / "frame-vectors.js").read_text("utf-8"))

    def test_an_unknown_tool_stops_the_build(self):
        with self.assertRaisesRegex(Stop, "there is no tool abacus"):
            self.install("abacus")

    def test_only_frames_are_examples(self):
        self.assertEqual(
            interactive.frame_vectors(VECTORS),
            [{"group": "OfAText", "rules": "server rsv1", "octets": "81 85", "says": "size=2"}],
        )

    def test_a_sequence_has_a_name_and_steps(self):
        self.assertEqual(
            interactive.fd_write_sequences(SEQUENCES),
            [{"name": "silence", "steps": [{"step": "send"}]},
             {"name": "room", "steps": [{"step": "drain"}]}],
        )


if __name__ == "__main__":
    unittest.main()
