"""Carries characters through Doxygen that it would read as commands.

Pages are GitHub's Markdown: `@`, a backslash, `%` and `#` mean nothing there. Doxygen sees each of
them as a character of Unicode's private area instead, which it prints as it is; the finished HTML
gets the real one back.
"""

import html
import re

_BASE = 0xE000
_HIDDEN = re.compile(f"[{chr(_BASE + 0x20)}-{chr(_BASE + 0x7E)}]")


def hide(text: str) -> str:
    """Every ASCII character of `text`, letters and spaces too, made meaningless for Doxygen."""
    return "".join(chr(_BASE + ord(c)) if 0x20 <= ord(c) < 0x7F else c for c in text)


def hide_some(text: str, characters: str) -> str:
    """Only these characters of `text`."""
    return "".join(hide(c) if c in characters else c for c in text)


def reveal(document: str) -> str:
    """An HTML document with the real characters."""
    return _HIDDEN.sub(lambda match: html.escape(chr(ord(match[0]) - _BASE)), document)
