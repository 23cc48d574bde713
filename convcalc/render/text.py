"""Text in columns of a terminal: how wide it is, and how it is broken and cut."""

from __future__ import annotations

import re
import textwrap
import unicodedata

_NO_WIDTH = {"Mn", "Me", "Cf"}
"""The categories of characters that a terminal draws over the one before, or not at all."""


def text_width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH or "\u1160" <= character <= "\u11ff":  # the rest of a Hangul syllable
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """A text in so many columns: of a longer one the beginning, with a mark that there is more."""
    if text_width(text) <= columns:
        return text
    while text and text_width(text) > columns - 1:
        text = text[:-1]
    return f"{text}…"


def padded(text: str, columns: int, right: bool = False) -> str:
    """A text that fills so many columns, at the left of them or at the right."""
    blanks = " " * (columns - text_width(text))
    return blanks + text if right else text + blanks


_UNIT = re.compile(r"(?<=\d) (?=(?:[KMGTPE]i?B|[KMGTPEB])\b|%)|(?<=line) (?=\d)")


def wrapped(text: str, width: int | None, indent: str) -> list[str]:
    """A text in lines of `width` columns, broken between words; the later ones are indented."""
    if width is None or text_width(text) <= width:
        return [text]
    bound = _UNIT.sub("\u00a0", text)  # a number and its unit stay together
    lines = textwrap.wrap(bound, max(width, 20), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\u00a0", " ") for line in lines]


def packed(phrases: list[str], width: int) -> list[str]:
    """Phrases behind one another with semicolons, in lines of `width` columns that break between them."""
    lines: list[str] = []
    for i, phrase in enumerate(phrases):
        text = phrase if i == len(phrases) - 1 else f"{phrase};"
        if lines and text_width(f"{lines[-1]} {text}") <= width:
            lines[-1] += f" {text}"
        else:
            lines.append(text)
    return lines
