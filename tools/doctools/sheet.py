"""What Doxygen sees of a page: its title and its blocks of code, which it colours and links.

The prose is finished already (rendering.py). It waits beside the page, and a placeholder stands where it belongs. So
nothing in it can be taken for one of Doxygen's commands.
"""

import re

from . import literal

DOXYGEN_LANGUAGES = {"cpp": ".cpp", "python": ".py"}  # the others are shown as they are
PLACEHOLDER = re.compile(r'<div data-prose="([^"]+)"></div>')


class Sheet:
    """One page, written from its top to its end."""

    def __init__(self, page: str, anchor: str, title: str):
        """page: its id. anchor: what Doxygen calls it."""
        self._page = page
        self._lines = [f"# {literal.hide(title)} {{#{anchor}}}"]
        self.prose: dict[str, str] = {}  # the name of a placeholder -> the HTML that it stands for

    def html(self, text: str) -> None:
        """A piece of the page as HTML. An element may begin in one piece and end in another."""
        if text.strip():
            name = f"{self._page}-{len(self.prose)}"
            self.prose[name] = text
            self._lines += ["", f'\\htmlonly[block]<div data-prose="{name}"></div>\\endhtmlonly']

    def code(self, language: str, text: str) -> None:
        """A block of code or of output."""
        longest = max((len(run) for run in re.findall("~{3,}", text)), default=2)
        fence = "~" * (longest + 1)
        kind = DOXYGEN_LANGUAGES.get(language, ".unparsed")
        self._lines += ["", f"{fence}{{{kind}}}", text.rstrip("\n"), fence]

    def staged(self) -> str:
        """The page for Doxygen."""
        return "\n".join(self._lines) + "\n"


def fill_in(document: str, prose: dict[str, str]) -> str:
    """Doxygen's page with the prose in it."""
    return PLACEHOLDER.sub(lambda match: prose[match[1]], document)
