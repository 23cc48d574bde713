"""What may be printed. All that comes from files, or is called as they are, goes through here, in every format.

Two things are kept out, since strangers' files are checked in CI and on terminals:

- characters that steer a terminal or a reader, or that nobody sees: controls, ends of lines beside the line feed, marks and
  overrides of direction, characters without a width;
- commands to a CI system. GitHub's runner looks for `##[command]` anywhere in a line, Azure's agent for `##vso[…]`, TeamCity
  for `##teamcity[…]`; GitHub takes a line that begins with `::` for a command too, whatever blanks stand before it.

People see a stand-in (`\\u202e`, `#\\#[group]`, `\\::error`). JSON writes the same characters in its own way, so that what
is parsed stays equal.
"""

from __future__ import annotations

import re

# Categories Cc, Cf, Cs, Co, Zl and Zp of Unicode, its Default_Ignorable_Code_Point, and what is no character (U+FFFE).
_C0_BUT_TAB_LINE_ESCAPE = "\x00-\x08\x0b-\x1a\x1c-\x1f"
_OTHERS = (
    "\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
_IN_DATA = re.compile(f"[\x00-\x1f{_OTHERS}]")
_IN_OUTPUT = re.compile(rf"[{_C0_BUT_TAB_LINE_ESCAPE}{_OTHERS}]|\x1b(?!\[[0-9;]*m)")
"""Whole outputs have lines, and the codes of our own colours."""
_COMMAND = re.compile(r"##(?=[\w.-]*\[)")
_COMMAND_LINE = re.compile(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*)::", re.MULTILINE)


def printable(text: str) -> str:
    """A text for people to see within a line."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return text
    return _COMMAND.sub(r"#\\#", _IN_DATA.sub(_written_out, text))


def in_json(text: str) -> str:
    """The text of JSON with the same characters and commands escaped; what is parsed stays equal.

    >>> in_json('"##[group]"')
    '"\\\\u0023#[group]"'
    """
    if "##" in text:  # only inside its strings
        text = _COMMAND.sub(r"\\u0023#", text)
    return _IN_OUTPUT.sub(_in_utf_16, text)


def outgoing(text: str, *, commands: bool = False) -> str:
    """A whole output, which may have lines and our colours; the last to look at it, whatever its format left in it.

    With `commands` its lines may be commands to GitHub's runner.
    """
    text = _IN_OUTPUT.sub(_written_out, text)
    if "##" in text:
        text = _COMMAND.sub(r"#\\#", text)
    return text if commands or "::" not in text else _COMMAND_LINE.sub(r"\1\\::", text)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _in_utf_16(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
