"""Converts the inline parts of a page: links, code, marks, what Doxygen takes for commands."""

import html
import re
from pathlib import Path

from . import claims as claims_of
from . import literal

# Hidden in a code span. The others are left, so that l01::Socket and socket.h become links there.
CODE_CHARACTERS = "!\"#$%&'()*+,;<=>?@[\\]^`{|}~"

TOKEN = re.compile(
    r"""
    (?P<code>(?<!`)(?P<ticks>`+)(?!`)(?P<inner>.+?)(?<!`)(?P=ticks)(?!`))
  | <!--\s*test:\s*(?P<test>\S+)\s+(?P<label>\S+)\s*-->
  | (?P<comment><!--.*?-->)
  | (?P<image>!)?\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]
    \(\s*(?P<target>[^()\s]+)(?:\s+"[^"]*")?\s*\)
  | <(?P<angled>https?://[^\s>]+)>
  | (?P<bare>https?://[^\s<>()]+[\w/])
  | (?P<tag></?[a-zA-Z][^<>]*>)
  | \\(?P<escaped>[!-/:-@\[-`{-~])
  | &\#(?P<entity>\d+);
  | (?P<call>(?<=\w)\(\))
  | (?P<special>[@\\%#])
""",
    re.VERBOSE | re.DOTALL,
)


class Inline:
    """Converts the inline parts of a run of lines."""

    def __init__(self, stage, page: str, file: Path, first_line: int):
        self.stage = stage
        self.id = page
        self.file = file
        self.first_line = first_line
        self.text = ""

    def convert(self, text: str) -> str:
        self.text = text
        return TOKEN.sub(self._same_lines, text)

    def _same_lines(self, match: re.Match) -> str:
        token = self._token(match)
        return token + "\n" * (match[0].count("\n") - token.count("\n"))

    def _token(self, match: re.Match) -> str:
        line = self.first_line + self.text.count("\n", 0, match.start())
        if match["code"]:
            return self._code(match)
        if match["test"]:
            return self._badge(match["test"], match["label"], line)
        if match["comment"]:
            return ""
        if match["target"]:
            return self._link(match, line)
        if match["angled"] or match["bare"]:
            url = html.escape(match["angled"] or match["bare"])
            return f'<a href="{url}">{literal.hide(match["angled"] or match["bare"])}</a>'
        if match["tag"]:
            return match[0]
        if match["entity"]:
            return literal.hide(chr(int(match["entity"])))
        if match["escaped"]:
            return literal.hide(match["escaped"])
        return literal.hide(
            match[0]
        )  # () behind a word would make Doxygen look for a function; @ \ % #

    def _code(self, match: re.Match) -> str:
        """A code span; l01::Socket in it still becomes a link to the reference."""
        inner = match["inner"]
        start = self.text.rfind("\n", 0, match.start()) + 1
        if self.text[start:].lstrip().startswith("|"):
            inner = inner.replace("\\|", "|")  # how a table's cell writes a bar on GitHub
        hidden = literal.hide_some(inner.strip(), CODE_CHARACTERS)
        # Behind a quotation mark Doxygen takes a backtick for a character.
        quoted = self.text[: match.start()].endswith(('"', "'"))
        return f"<code>{hidden}</code>" if quoted else f"`{hidden}`"

    def _link(self, match: re.Match, line: int) -> str:
        inner = Inline(self.stage, self.id, self.file, line).convert(match["text"])
        target = match["target"].strip("<>")
        if match["image"]:
            href = target if "://" in target else self.stage.image(target, self.file, line)
            alt = html.escape(" ".join(match["text"].split()))
            return f'<img src="{href}" alt="{alt}">'
        if "://" in target or target.startswith("mailto:"):
            return f'<a href="{html.escape(target)}">{inner}</a>'
        href = self.stage.link(target, self.id, self.file, line)
        return f'<a href="{href}">{inner}</a>' if href else inner

    def _badge(self, test: str, label: str, line: int) -> str:
        claim = claims_of.Claim(self.id, line, test, label, "")
        return (
            f'<a id="{back(claim)}"></a><a class="verified" href="verified.html#{claim.anchor}">'
            f"verified by {literal.hide(test)}</a>"
        )


def back(claim: claims_of.Claim) -> str:
    """The place of a badge in its page."""
    return f"{claim.page}-claim-{claim.line}-{re.sub(r'[^a-zA-Z0-9]', '-', claim.test)}"


def html_block(text: str) -> str:
    return f"\\htmlonly[block]{text}\\endhtmlonly"
