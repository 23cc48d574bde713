"""What a file asks not to be told: by `allow:`, and by comments."""

from __future__ import annotations

import sys
from typing import NamedTuple

from convcalc.source import Source, Span


class Word(NamedTuple):
    """A rule as it is written, by name or code, and where."""

    text: str
    span: Span


class Suppression(NamedTuple):
    """Rules that give no finding in a region; `region` is None for an `allow:` at the top, which holds for all files."""

    words: tuple[Word, ...]
    region: Span | None
    comment: bool = False

    @property
    def source(self) -> Source:
        """The text that it is written in."""
        return self.words[0].span.source


class Malformed(NamedTuple):
    """A comment that was meant for convcalc, and that it cannot read."""

    span: Span
    message: str
    help: str


def whole(source: Source) -> Span:
    """All of a text."""
    return Span(source, 1, 1, sys.maxsize, 1)
