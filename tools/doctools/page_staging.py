"""One page on its way from GitHub's Markdown to Doxygen's, line by line."""

import html
import re
from pathlib import Path

from . import claims as claims_of
from . import enclosing, generated, regions
from .inline import TOKEN, Inline, html_block
from .links import SOURCE_LINK
from .markdown import CAPTION, CODE_SPAN, FENCE, HEADING, WEAVE, Page, slugs
from .statements import statement

DOXYGEN_LANGUAGES = {"cpp": ".cpp", "python": ".py"}  # the others are shown as they are
ALERTS = {
    "NOTE": "note",
    "TIP": "remark",
    "IMPORTANT": "attention",
    "WARNING": "warning",
    "CAUTION": "warning",
}


class PageStage:
    """Converts one page; `stage` knows where its links lead and collects what is wrong."""

    def __init__(self, stage, page: str, file: Path):
        self.stage = stage
        self.id = page
        self.file = file
        self.page = Page(generated.fill(file.read_text(encoding="utf-8"), stage.course.root))
        self.fragments = dict(zip((line for line, _, _ in self.page.headings), slugs(self.page)))

    def convert(self) -> str:
        self._check_title()
        lines = list(self.page.lines)
        prose: list[int] = []
        for number in range(len(lines) + 1):
            special = number == len(lines) or self.page.in_fence[number] or number in self.fragments
            if not special and not CAPTION.match(lines[number]):
                prose.append(number)
                continue
            self._convert_prose(lines, prose)
            prose = []
            if number < len(lines):
                lines[number] = self._special_line(lines, number)
        return "\n".join(lines)

    def _check_title(self) -> None:
        titles = [line for line, level, _ in self.page.headings if level == 1]
        if len(titles) != 1 or titles[0] != self.page.headings[0][0]:
            where = titles[1] + 1 if len(titles) > 1 else 1
            self.stage.wrong(
                self.file, where, "a page begins with its one heading of the form `# Title`"
            )

    def _special_line(self, lines: list[str], number: int) -> str:
        """A heading, a caption, or a line of a fenced block."""
        line = lines[number]
        if number in self.fragments:
            match = HEADING.match(line)
            text = Inline(self.stage, self.id, self.file, number + 1).convert(match[2])
            anchor = self.id + "-" + self.fragments[number]
            if match[1] == "#":
                anchor = "mainpage" if self.id == "start" else self.id
            return f"{match[1]} {text} {{#{anchor}}}"
        if not self.page.in_fence[number]:
            return self._caption(number)
        fence = next((fence for fence in self.page.fences if fence.open == number), None)
        if fence:
            ticks = FENCE.match(line)[2]
            return f"{fence.indent}{ticks}{{{DOXYGEN_LANGUAGES.get(fence.language, '.unparsed')}}}"
        return line

    def _caption(self, number: int) -> str:
        line = self.page.lines[number]
        indent = line[: len(line) - len(line.lstrip())]
        text = line.strip().strip("*")
        directive = WEAVE.match(self.page.lines[number - 1]) if number else None
        if not directive:
            return Inline(self.stage, self.id, self.file, number + 1).convert(line)
        text = self._small_html(text, number)
        words = directive[2].split(maxsplit=2)
        if len(words) == 3 and words[0] == "region":
            text = self._with_place(text, self.stage.course.root / words[1], words[2])
        return indent + html_block(f'<p class="caption">{text}</p>')

    def _with_place(self, caption: str, file: Path, region: str) -> str:
        """The link leads to the first line of the region; behind it stands what that is part of."""
        found = regions.scan(file, self.stage.course.root)[0].get(region)
        if not found:
            return caption
        caption = re.sub(
            rf'(href="{SOURCE_LINK}[^"#]*)"', rf'\1#l{found.first_line:05}"', caption, count=1
        )
        last = found.first_line + found.text.count("\n")
        name = enclosing.name_at(file.read_text(encoding="utf-8"), found.first_line, last)
        if file.suffix not in regions.CPP_SUFFIXES or not name:
            return caption
        return caption.replace("</a>:", f"</a>, <code>{html.escape(name)}</code>:", 1)

    def _small_html(self, text: str, number: int) -> str:
        """A caption or a summary as HTML: links, code and plain words."""

        def one(match: re.Match) -> str:
            if match["inner"]:
                return f"<code>{html.escape(match['inner'])}</code>"
            href = self.stage.link(match["target"], self.id, self.file, number + 1)
            inner = html.escape(match["text"])
            return f'<a href="{href}">{inner}</a>' if href else inner

        return re.sub(r"`(?P<inner>[^`]+)`|\[(?P<text>[^\]]+)\]\((?P<target>[^)]+)\)", one, text)

    def _convert_prose(self, lines: list[str], numbers: list[int]) -> None:
        """Replaces a run of lines; it stays as many lines."""
        if not numbers:
            return
        first = numbers[0]
        raw = "\n".join(lines[number] for number in numbers)
        self._collect_claims(raw, first)
        converted = Inline(self.stage, self.id, self.file, first + 1).convert(raw).split("\n")
        alert = False
        for number, line in zip(numbers, converted):
            line = re.sub(r"^(\s*[-*+]) \[ \] ", r"\1 ☐ ", line)
            line = re.sub(r"^(\s*[-*+]) \[[xX]\] ", r"\1 ☑ ", line)
            opens = re.match(r"^> \[!(\w+)\]\s*$", line)
            if opens and opens[1] in ALERTS:
                alert, line = True, f"\\{ALERTS[opens[1]]}"
            elif alert and line.startswith(">"):
                line = line[1:].strip() or "<br>"
            else:
                alert = False
            lines[number] = self._folded(line, number)

    def _folded(self, line: str, number: int) -> str:
        """<details> survives Doxygen only as raw HTML."""
        match = re.fullmatch(
            r"\s*(<details[^>]*>)?\s*(?:<summary>(.*)</summary>)?\s*(</details>)?\s*",
            self.page.lines[number],
        )
        if not match or not any(match.groups()):
            return line
        summary = f"<summary>{self._small_html(match[2], number)}</summary>" if match[2] else ""
        return html_block((match[1] or "") + summary + (match[3] or ""))

    def _collect_claims(self, raw: str, first: int) -> None:
        """Notes each mark with its statement."""
        shielded = CODE_SPAN.sub(lambda match: match[0].replace("<", "\0"), raw)
        for match in TOKEN.finditer(raw):
            if not match["test"] or shielded[match.start()] != "<":
                continue
            line = first + raw.count("\n", 0, match.start())
            text = statement(raw, match.start())
            self.stage.claims.append(
                claims_of.Claim(self.id, line + 1, match["test"], match["label"], text)
            )
