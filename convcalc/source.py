"""Floor 0: texts, and places in them. Lines and columns count from 1, columns in characters."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    """A text and what it is called in messages, usually its path."""

    name: str
    text: str

    def line(self, number: int) -> str:
        """Line `number` of the text, without its end; empty beyond the last."""
        lines = self.text.splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""


class Span(NamedTuple):
    """From (line, column) up to, not including, (end_line, end_column)."""

    line: int
    column: int
    end_line: int
    end_column: int
