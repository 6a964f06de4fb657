#!/usr/bin/env python3
"""Doxygen's input filter for C++: the course's plain comments become documentation comments.

    cpp_filter.py FILE      prints FILE as Doxygen is to read it; every line keeps its number

A learner reads `//`; Doxygen wants `///`. So, on the way:
  - the comment at the head of a file documents the file;
  - a comment behind a member documents the member, also when it goes on in the next lines;
  - what every reader knows (move, copy, compare) gets its line by itself, and a function that only
    returns a member says what stands behind that member;
  - a comment speaks for everything up to the next empty line, and a `@name` group for all it holds:
    a member whose name says everything (bind, listen, send) needs no words of its own there.
The reference is made from headers: of a .cc file only the head is passed on.
The pages that show sources are made from the files as they are.
"""

import re
import sys
from pathlib import Path

if __package__:
    from . import literal
else:
    import literal  # Doxygen runs this file on its own

SCOPE = re.compile(
    r"^\s*(?:template\s*<.*>\s*)?(?:enum\s+)?(?:class|struct|union|enum|namespace|extern)\b[^()]*$"
)
TRAILING = re.compile(r"^(?P<code>\s*[^\s/].*?[;,}\w\])=])(?P<gap>\s+)//(?![/!])\s?(?P<text>.*)$")
CONTINUED = re.compile(r"^(?P<gap>\s+)//(?![/!])\s?(?P<text>.*)$")
TYPE_OR_END = re.compile(
    r"^\s*(?:[})]|(?:class|struct|union|enum|namespace|extern|friend|static_assert)\b"
    r"|template\s*<.*>\s*(?:class|struct)\b)"
)
ACCESSOR = re.compile(r"^\s*[^()]*\b\w+\(\)[\w\s]*\{ return (\w+_); \}")
KNOWN = [
    (
        re.compile(r"^\s*(\w+)\(\1&&( \w+)?\)"),
        "Takes over what the other one owns; that one is empty afterwards.",
    ),
    (
        re.compile(r"^\s*\w+& operator=\(\w+&&( \w+)?\)"),
        "Gives up its own and takes over what the other one owns.",
    ),
    (re.compile(r"^\s*(?:explicit )?(\w+)\(const \1&( \w+)?\)"), "A copy of its own."),
    (re.compile(r"^\s*\w+& operator=\(const \w+&( \w+)?\)"), "Becomes a copy."),
    (re.compile(r"^\s*(friend )?(constexpr )?bool operator(==|!=)\("), "Compares every part."),
    (re.compile(r"^\s*(virtual )?~\w+\("), "Gives back what it owns."),
]


def convert(text: str, name: str) -> str:
    """The text Doxygen reads, with as many lines as `text`, which is the file called `name`."""
    original = text.split("\n")
    lines = _head(original, name)
    if name.endswith(".cc"):
        return "\n".join(lines[: _head_size(original)]) + "\n" * (len(lines) - _head_size(original))
    scopes: list[bool] = []  # for each open brace: may members stand here?
    wide = None  # the last line's comment column, when it documents a member
    documented = False  # a documentation comment stands right above
    shared = False  # a comment above speaks for the members up to the next empty line
    group = False  # between @{ and @}
    head = ""  # what has been read since the last brace or semicolon
    for number, line in enumerate(original):
        code = re.sub(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])*\'|//.*|/\*.*?\*/|^\s*#.*', "", line)
        code = re.sub(r"\b(public|private|protected):", "", code)
        group = "@{" in line or (group and "@}" not in line)
        is_comment = bool(re.match(r"\s*(///|/\*\*)(?!.*@([{}]|name\b))", line))
        shared = is_comment or (shared and bool(line.strip()))
        if all(scopes):
            wide = _members(lines, number, wide)
            if "@{" in line:
                lines[number] = line.replace(
                    "/// @{", "/** @{ */"
                )  # or the next comment would be the group's
            elif wide is None and code.strip() and not head.strip() and not documented:
                said = (
                    _known(line)
                    or _accessor(line, original)
                    or ((shared or group) and _shared(line))
                )
                lines[number] = f"/** {said} */ {line}" if said else line
        documented = is_comment or (documented and not code.strip())
        for part in re.split("([{};])", code):
            if part == "{":
                scopes.append(bool(SCOPE.match(head)))
            elif part == "}" and scopes:
                scopes.pop()
            head = "" if part in ("{", "}", ";") else f"{head} {part}"
    return "\n".join(lines)


def _head_size(lines: list[str]) -> int:
    return next((n for n, line in enumerate(lines) if not line.startswith("//")), len(lines))


def _head(lines: list[str], name: str) -> list[str]:
    """The file's first comment, as its documentation."""
    size = _head_size(lines)
    if size == 0 or lines[0].startswith("///"):
        return lines
    text = [re.sub(r"^// ?", "", line) for line in lines[:size]]
    brief = next((n for n, line in enumerate(text) if not line.strip()), size)
    drawn = any(
        line.startswith("  ") for line in text[brief:]
    )  # a table or a drawing: keep its shape
    text = [_plain(line) for line in text]
    text[0] = f"/** @file {name} @brief {text[0]}"
    if drawn:
        text[brief] = "<pre>"
    text[-1] += ("</pre>" if drawn else "") + " */"
    return text + lines[size:]


def _members(lines: list[str], number: int, wide: int | None) -> int | None:
    """Turns a comment behind a member, or its next line, into documentation."""
    trailing = TRAILING.match(lines[number])
    if trailing and not trailing["code"].lstrip().startswith(("#", "}")):
        lines[number] = f"{trailing['code']}{trailing['gap']}///< {_plain(trailing['text'])}"
        return len(trailing["code"]) + len(trailing["gap"])
    continued = CONTINUED.match(lines[number])
    if continued and wide is not None and len(continued["gap"]) == wide:
        lines[number] = f"{continued['gap']}///< {_plain(continued['text'])}"
        return wide
    return None


def _known(line: str) -> str:
    """What everybody knows of a move, a copy, a comparison."""
    return next(
        (brief for pattern, brief in KNOWN if pattern.match(line) and "= delete" not in line), ""
    )


def _accessor(line: str, original: list[str]) -> str:
    """A function that only returns a member says what stands behind the member."""
    match = ACCESSOR.match(line)
    member = match and next(
        (
            trailing
            for trailing in map(TRAILING.match, original)
            if trailing and re.search(rf"\b{match[1]}\b", trailing["code"])
        ),
        None,
    )
    return _plain(member["text"]) if member else ""


def _shared(line: str) -> str:
    """A member without a word of its own below one that has some is shown with its name only."""
    return "" if TYPE_OR_END.match(line) or "= delete" in line else literal.hide(" ")


def _plain(text: str) -> str:
    return literal.hide_some(text, "@\\%#<>*")


if __name__ == "__main__":
    path = Path(sys.argv[1])
    sys.stdout.reconfigure(encoding="utf-8")
    # Doxygen's name of the file: several lessons have a room `demo`, so the lesson belongs to it.
    name = path.parts[path.parts.index("lessons") + 1 :] if "lessons" in path.parts else path.parts[-2:]
    sys.stdout.write(convert(path.read_text(encoding="utf-8"), "/".join(name)))
