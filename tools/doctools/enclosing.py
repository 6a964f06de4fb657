"""Which function, class or other named thing a line of C++ belongs to, for the captions of code.

No compiler: the course's code is laid out by clang-format, so what stands at the beginning of a
line, and the braces, tell enough. Where they do not, the caption names the file alone.
"""

import re

# The head of a function at namespace level, on one line: `void Counter::Add(` → Counter::Add.
FUNCTION = re.compile(
    r"^(?!(?:if|for|while|switch|return|using|namespace|static_assert|else|do)\b)"
    r"(?:[A-Za-z_][\w:<>,&*\s\[\]]*?[\s&*])?"
    r"(?P<name>(?:[A-Za-z_]\w*(?:<[^<>]*>)?::)*(?:~|operator)?[\w=!<>+-]+)\("
)
CLASS = re.compile(r"^(?:template\s*<.*>\s*)?(?:class|struct|enum class|enum)\s+(?P<name>[\w:]+\w)\b[^;]*$")
MEMBER = re.compile(
    r"^  (?! )(?!(?:if|for|while|switch|return|using|public|private|protected)\b)"
    r"[A-Za-z_~\[][^=;]*?(?P<name>operator\(\)|~?[A-Za-z_]\w*)\("
)


def name_at(text: str, first: int, last: int) -> str:
    """The name of what lines `first` to `last` (from 1) define or lie in; empty if unknown."""
    lines = text.splitlines()
    for number in range(first - 1, min(last, len(lines))):
        found = _at_the_margin(lines, number)
        if found:
            return found  # the passage begins a function or a class
        if lines[number].strip() and not lines[number].startswith(("//", "#", "template", "}")):
            break
    for number in range(first - 2, -1, -1):
        line = lines[number]
        if line.startswith("}"):
            return ""  # what began above has ended above
        outer = _at_the_margin(lines, number)
        if outer:
            return outer + _member(lines, first - 1, number, CLASS.match(line) is not None)
    return ""


def _at_the_margin(lines: list[str], number: int) -> str:
    line = lines[number]
    match = CLASS.match(line) or FUNCTION.match(line)
    if not match or _is_declaration(lines, number):
        return ""
    return re.sub(r"<[^<>]*>", "", match["name"])


def _is_declaration(lines: list[str], number: int) -> bool:
    """`int Send(Socket&);` only declares; a body or a new line of parameters follows otherwise."""
    for line in lines[number : number + 6]:
        if line.rstrip().endswith(";") and "{" not in line:
            return True
        if "{" in line:
            return False
    return False


def _member(lines: list[str], first: int, head: int, is_class: bool) -> str:
    """`::Name` of the member function of a class that the passage begins."""
    if not is_class:
        return ""
    for line in lines[first : first + 6]:
        match = MEMBER.match(line)
        if match:
            return f"::{match['name']}"
        if line.strip() and not line.lstrip().startswith("//"):
            return ""
    return ""
