"""Floor 0: texts, and places in them. Lines and columns count from 1, columns in characters."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

STDIN = "<stdin>"
"""What standard input is called where a file has a name."""


@lru_cache(maxsize=16)
def _lines(text: str) -> list[str]:
    return text.splitlines()


class Source(NamedTuple):
    """A text, what it is called in messages (usually its path), and the folder that it may refer to other files of."""

    name: str
    text: str
    folder: Path | None = None

    def line(self, number: int) -> str:
        """Line `number` of the text, without its end; empty beyond the last."""
        lines = _lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""


class Span(NamedTuple):
    """From (line, column) of a source up to, not including, (end_line, end_column)."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"
