"""Shows a WebSocket frame bit by bit, when a test of lesson 05 compares octets: RFC 6455, section 5.2."""

import re

OPCODES = {0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}
# GoogleTest prints octets as '\x81' (129, 0x81) and spans of std::byte as 81-05-68.
GTEST_CHARS = re.compile(r"\(-?(\d+)(?:, 0x([0-9A-Fa-f]{1,2}))?\)")
GTEST_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|.)|(.)", re.S)
LETTERS = {"n": 10, "r": 13, "t": 9, "0": 0, "a": 7, "b": 8, "f": 12, "v": 11}
GTEST_BYTES = re.compile(r"\b([0-9A-Fa-f]{2}(?:[- ][0-9A-Fa-f]{2})+)\b")


def explain(message: str) -> list[str]:
    """The frames in a failure message, each with its header taken apart; nothing if there is none."""
    lines: list[str] = []
    for line in message.split("\n"):
        octets = _octets(line)
        if len(octets) >= 2 and is_header(octets):
            lines += [f"as a frame: {' '.join(f'{octet:02x}' for octet in octets[:16])}", *header(octets)]
    return lines


def _octets(line: str) -> list[int]:
    if match := GTEST_BYTES.search(line):
        return [int(pair, 16) for pair in re.split("[- ]", match[1])]
    if "\\x" in line and (texts := GTEST_TEXT.findall(line)):
        return [octet for text in texts for octet in _unescaped(text)]
    pairs = GTEST_CHARS.findall(line) if "{" in line else []
    return [int(hexadecimal, 16) if hexadecimal else int(decimal) & 255 for decimal, hexadecimal in pairs]


def _unescaped(text: str) -> list[int]:
    """The octets of a string as GoogleTest prints it: `\\x81\\x2hi`."""
    found = []
    for escaped, plain in ESCAPE.findall(text):
        if plain:
            found.append(ord(plain) & 255)
        elif escaped[0] == "x":
            found.append(int(escaped[1:], 16))
        else:
            found.append(LETTERS.get(escaped, ord(escaped) & 255))
    return found


def is_header(octets: list[int]) -> bool:
    """True if the first octet could begin a frame: a known opcode, and no RSV bit but that of a compressed message."""
    return octets[0] & 15 in OPCODES and (octets[0] & 0x70 == 0 or octets[0] in (0xC1, 0xC2))


def header(octets: list[int]) -> list[str]:
    """The header of a frame, one line for each field."""
    first, second = octets[0], octets[1]
    lines = [
        f"  {first:08b}  FIN={first >> 7} RSV={first >> 4 & 7:03b} opcode={first & 15} ({OPCODES[first & 15]})",
        f"  {second:08b}  MASK={second >> 7} length={second & 127}{_longer(second & 127)}",
    ]
    at = 2
    size = {126: 2, 127: 8}.get(second & 127, 0)
    if size:
        length = int.from_bytes(bytes(octets[at : at + size]), "big")
        lines.append(f"  {_hex(octets[at : at + size])}  the length: {length}")
        at += size
    if second >> 7:
        lines.append(f"  {_hex(octets[at : at + 4])}  the masking key")
        at += 4
    lines.append(f"  {_hex(octets[at : at + 8])}{' …' if len(octets) > at + 8 else ''}  payload")
    return lines


def _longer(length: int) -> str:
    return {126: " (the length is in the next 2 octets)", 127: " (the length is in the next 8 octets)"}.get(length, "")


def _hex(octets: list[int]) -> str:
    return " ".join(f"{octet:02x}" for octet in octets) or "(nothing)"
