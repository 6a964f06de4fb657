"""Pages with a tool in them: `<div class="tool" id="NAME">`, whose text the tool's scripts replace.

A page loads only the scripts of its own tool. What a tool knows of the course's tests comes from the
tests' own files: a page read from file:// may load scripts, but not data, so they become scripts.
"""

import json
import shutil
from pathlib import Path

from lxml.html import HtmlElement

from .problems import Stop
from .tree import make, with_class

FRAME_VECTORS = "tests/05_websocket/frames/frame_vectors.txt"
FD_WRITE_SEQUENCES = "tests/02_wsaeventselect/emulation/fd_write_sequences.txt"
# id of the tool -> its scripts, in the order in which they run
TOOLS = {
    "frame-explorer": (
        "form.js", "frame-vectors.js", "frame_codec.js", "frame_parts.js", "frame_explorer.js",
    ),
    "fd-write-simulator": (
        "form.js", "fd-write-sequences.js", "fd_write_model.js", "fd_write_simulator.js",
    ),
}


def install(pages: dict[str, HtmlElement], root: Path, site: Path) -> None:
    """Lets each page load the scripts of its tools, and puts them beside it. Raises Stop."""
    for name, page in pages.items():
        for tool in with_class(page, "tool", "div"):
            if tool.get("id") not in TOOLS:
                raise Stop(f"{name}: there is no tool {tool.get('id')}: see doctools/interactive.py")
            for script in TOOLS[tool.get("id")]:
                page.find("head").append(make("script", src=script, defer=""))
                _provide(script, root, site)


def _provide(script: str, root: Path, site: Path) -> None:
    """Copies a script of the theme, or makes the one that holds a test's data."""
    if script in DATA:
        file, name, read = DATA[script]
        rows = read((root / file).read_text(encoding="utf-8"))
        text = json.dumps(rows, ensure_ascii=False, indent=0)
        (site / script).write_text(f'"use strict";\nnetladder.{name} = {text};\n', encoding="utf-8")
    else:
        shutil.copyfile(root / "docs" / "theme" / script, site / script)


def frame_vectors(text: str) -> list[dict[str, str]]:
    """The frames among the vectors: what the explorer offers as examples."""
    rows = [[field.strip() for field in line.split("|")] for line in text.splitlines()]
    return [
        {"group": row[1], "rules": row[2], "octets": row[3], "says": row[4]}
        for row in rows
        if row[0] == "header"
    ]


def fd_write_sequences(text: str) -> list[dict]:
    """The sequences that the emulation has played: name and steps."""
    sequences: list[dict] = []
    for line in text.splitlines():
        if line.startswith("= "):
            sequences.append({"name": line[2:], "steps": []})
        elif sequences and " | " in line:
            sequences[-1]["steps"].append({"step": line.split(" | ")[0]})
    return sequences


# script -> the file it is made from, its name in the script, what reads it
DATA = {
    "frame-vectors.js": (FRAME_VECTORS, "frameVectors", frame_vectors),
    "fd-write-sequences.js": (FD_WRITE_SEQUENCES, "fdWriteSequences", fd_write_sequences),
}
