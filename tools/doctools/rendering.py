"""A page of the course as HTML: markdown-it renders it, and this adds what only the site has.

That is: ids of headings, links to the site's pages and to sources, captions of code, ticks behind tested statements.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from . import enclosing, regions
from .links import SOURCE_LINK
from .markdown import CAPTION, CLAIM, WEAVE, Page, parser, slugs
from .sheet import Sheet

COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
SUMMARY = re.compile(r"<summary>(.*?)</summary>")
CODE_HERE = "\0"  # stands in the rendered text where a block of code belongs


@dataclass
class Place:
    """Where a piece of text stands, and what is known there."""

    root: Path  # the course's folder
    page: str  # the page's id
    link: Callable[[str, int], str | None]  # target, line from 1 -> address on the site; None: no page
    image: Callable[[str, int], str]
    badge: Callable[[str, str, int], str]  # test, label, line from 1 -> HTML
    fragments: list[str] = field(default_factory=list)  # of the headings that are still to come
    code: list[tuple[str, str]] = field(default_factory=list)  # language and text of each block of code


class Renderer(RendererHTML):
    """The rules that differ from plain HTML. `env` is the Place."""

    def heading_open(self, tokens: list[Token], number: int, _options, env: Place) -> str:
        token = tokens[number]
        return f'<{token.tag} id="{env.page}-{env.fragments.pop(0)}">'

    def fence(self, tokens: list[Token], number: int, _options, env: Place) -> str:
        token = tokens[number]
        words = token.info.split()
        env.code.append((words[0] if words else "", token.content))
        return CODE_HERE

    def table_open(self, *_) -> str:
        return '<table class="markdownTable">\n'

    def th_open(self, tokens: list[Token], number: int, _options, _env) -> str:
        return _cell(tokens[number])

    def td_open(self, tokens: list[Token], number: int, _options, _env) -> str:
        return _cell(tokens[number])

    def link_open(self, tokens: list[Token], number: int, options, env: Place) -> str:
        target = tokens[number].attrs["href"]
        if "://" in target or target.startswith("mailto:"):
            return self.renderToken(tokens, number, options, env)
        href = env.link(target, tokens[number].meta["line"])
        if href:
            return f'<a href="{html.escape(href)}">'
        _matching(tokens, number, "link_close").hidden = True  # a folder has no page: plain words
        return ""

    def link_close(self, tokens: list[Token], number: int, _options, _env) -> str:
        return "" if tokens[number].hidden else "</a>"

    def image(self, tokens: list[Token], number: int, _options, env: Place) -> str:
        token = tokens[number]
        target = token.attrs["src"]
        source = target if "://" in target else env.image(target, token.meta["line"])
        return f'<img src="{html.escape(source)}" alt="{html.escape(" ".join(token.content.split()))}">'

    def html_inline(self, tokens: list[Token], number: int, _options, env: Place) -> str:
        token = tokens[number]
        claim = CLAIM.fullmatch(token.content)
        if claim:
            return env.badge(claim[1], claim[2], token.meta["line"])
        return "" if token.content.startswith("<!--") else token.content

    def html_block(self, tokens: list[Token], number: int, _options, env: Place) -> str:
        token = tokens[number]
        line = token.map[0] + 1
        text = CLAIM.sub(lambda match: env.badge(match[1], match[2], line), token.content)
        if text != token.content and not COMMENT.sub("", token.content).strip():
            return f"<p>{text.strip()}</p>\n"  # marks alone, below a block of code: a paragraph of ticks
        text = COMMENT.sub("", text)
        return SUMMARY.sub(lambda match: f"<summary>{inline(match[1], line, env)}</summary>", text)


MARKDOWN = parser(renderer_cls=Renderer)


def inline(text: str, line: int, place: Place) -> str:
    """A few words of Markdown as HTML. `line` counts from 1."""
    tokens = MARKDOWN.parseInline(text)
    _note_lines(tokens, line - 1)
    return MARKDOWN.renderer.render(tokens, MARKDOWN.options, place)


def render(page: Page, place: Place, sheet: Sheet) -> None:
    """Writes a page, but for its title, to a sheet."""
    place.fragments = slugs(page)[1:]
    tokens = page.tokens[3:]  # behind the title: open, words, close
    _note_lines(tokens, 0)
    text = MARKDOWN.renderer.render(_with_captions(tokens, page, place), MARKDOWN.options, place)
    for piece, code in zip(text.split(CODE_HERE), [*place.code, None]):
        sheet.html(piece)
        if code:
            sheet.code(*code)


def _note_lines(tokens: list[Token], first: int) -> None:
    """Tells each part of a text its line, from 1, for messages."""
    for token in tokens:
        line = (token.map[0] if token.map else 0) + first + 1
        for child in token.children or []:
            child.meta["line"] = line
            line += child.type in ("softbreak", "hardbreak") or child.content.count("\n")


def _with_captions(tokens: list[Token], page: Page, place: Place) -> list[Token]:
    """The paragraph behind a `weave:` directive is the caption of its block."""
    result = []
    for number, token in enumerate(tokens):
        before = tokens[number - 1] if number else None
        words = tokens[number + 1].content if token.type == "paragraph_open" else ""
        if before is not None and before.type == "html_block" and CAPTION.match(words):
            directive = WEAVE.match(page.lines[before.map[1] - 1])
            if directive:
                tokens[number + 1].children = []
                token.hidden = tokens[number + 2].hidden = True
                text = _caption(words.strip().strip("*"), directive[2], token.map[0] + 1, place)
                result.append(Token("html_block", "", 0, content=text, map=token.map))
        result.append(token)
    return result


def _caption(words: str, directive: str, line: int, place: Place) -> str:
    text = inline(words, line, place)
    parts = directive.split(maxsplit=2)
    if len(parts) == 3 and parts[0] == "region":
        text = _with_place(text, place.root / parts[1], parts[2], place.root)
    return f'<p class="caption">{text}</p>\n'


def _with_place(caption: str, file: Path, region: str, root: Path) -> str:
    """The link leads to the first line of the region; behind it stands what that is part of."""
    found = regions.scan(file, root)[0].get(region)
    if not found:
        return caption
    caption = re.sub(rf'(href="{SOURCE_LINK}[^"#]*)"', rf'\1#l{found.first_line:05}"', caption, count=1)
    last = found.first_line + found.text.count("\n")
    name = enclosing.name_at(file.read_text(encoding="utf-8"), found.first_line, last)
    if file.suffix not in regions.CPP_SUFFIXES or not name:
        return caption
    return caption.replace("</a>:", f"</a>, <code>{html.escape(name)}</code>:", 1)


def _cell(token: Token) -> str:
    right = ' class="right"' if "right" in str(token.attrs.get("style", "")) else ""
    return f"<{token.tag}{right}>"


def _matching(tokens: list[Token], number: int, kind: str) -> Token:
    """Links do not nest: the next closing token belongs to this one."""
    return next(token for token in tokens[number:] if token.type == kind)
