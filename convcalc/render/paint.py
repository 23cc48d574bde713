"""Styles: a painter gives a text one, or leaves it as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Paint: TypeAlias = Callable[[str, str], str]
"""Gives a text a style, one of `STYLES`."""

STYLES = {
    "": "",
    "error": "\x1b[31m\x1b[1m",
    "warning": "\x1b[33m\x1b[1m",
    "note": "\x1b[36m",
    "help": "\x1b[32m\x1b[1m",
    "frame": "\x1b[34m",
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
    "header": "\x1b[1;2m",
    "strict": "\x1b[31m",
    "lost": "\x1b[33m",
    "strict mark": "\x1b[1;31m",
    "lost mark": "\x1b[1;33m",
    "unknown": "\x1b[2;31m",
    "params": "\x1b[36m",
    "memory": "\x1b[35m",
    "macs": "\x1b[34m",
}
"""The styles by what they are for, and the codes that a terminal takes them from."""


def plain(text: str, style: str) -> str:
    """A painter without colours."""
    return text


def ansi(text: str, style: str) -> str:
    """A painter for terminals; what is empty or has no style stays as it is."""
    return f"{STYLES[style]}{text}\x1b[0m" if text and style else text
