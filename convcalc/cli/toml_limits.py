"""Limits for configurations, which may be a stranger's: `tomllib` has none, so a text is looked at before it is parsed."""

from __future__ import annotations

import re

MOST_BYTES = 2**18
"""The size of a configuration."""
MOST_PARTS = 16
"""The parts of a dotted key, each of which is a table in a table."""
MOST_CHARACTERS = 400
"""The characters of a number, or of a key without quotes."""
MOST_DEPTH = 50
"""How deep lists and tables nest in a value."""

# A quote that is not closed takes the rest of the line, or of the text, as its own: the parser says what is wrong with it.
# Three quotes open, up to five close, since two may belong to the text.
_TOKENS = re.compile(
    r"""
    (?P<dot> [ \t]*+ \. [ \t]*+ )
  | (?P<nothing> [ \t\r\n,=]++ | \#[^\n]*+ )
  | (?P<part> \"{3} (?: [^"\\]++ | \\. | "{1,2}(?!") )*+ (?:"{3,5})?
      | '{3} (?: [^']++ | '{1,2}(?!') )*+ (?:'{3,5})?
      | " (?: [^"\\\n]++ | \\[^\n] )*+ "?
      | ' [^'\n]*+ '?
      | (?P<word> [^\s"'\#\[\]{}=,.]++ ) )
  | (?P<open> [\[{] ) | (?P<close> [\]}] )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)


def beyond_limits(text: str) -> str:
    """What a TOML text has too much of, with the line in front, `3: a key …`; empty where it may be parsed."""
    parts = depth = 0
    for token in _TOKENS.finditer(text):
        kind = token.lastgroup
        if kind == "part":
            parts += 1
            if parts > MOST_PARTS:
                return _at(text, token.start(), f"a dotted key of more than {MOST_PARTS} parts")
            if len(token["word"] or "") > MOST_CHARACTERS:
                return _at(text, token.start(), f"a number or a key of more than {MOST_CHARACTERS} characters")
        elif kind == "open":
            parts, depth = 0, depth + 1
            if depth > MOST_DEPTH:
                return _at(text, token.start(), f"lists and tables nest more than {MOST_DEPTH} deep")
        elif kind == "close":
            parts, depth = 0, max(depth - 1, 0)
        elif kind != "dot":
            parts = 0
    return ""


def _at(text: str, place: int, message: str) -> str:
    return f"{text.count(chr(10), 0, place) + 1}: {message}, which is the limit"
