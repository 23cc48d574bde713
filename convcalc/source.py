"""Floor 0: texts, and places in them. Lines and columns count from 1, columns in characters."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

STDIN = "<stdin>"
"""What standard input is called where a file has a name."""


_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line, here as in YAML 1.1: `str.splitlines` takes form feeds and separators of fields for ends too."""


@lru_cache(maxsize=16)
def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends; the last is empty where the text ends with one."""
    return _LINE_END.split(text)


def place_after(text: str) -> tuple[int, int]:
    """The line and the column of what follows a text, which is the beginning of a file.

    >>> place_after("input: 3\\n- ")
    (2, 3)
    """
    lines = _LINE_END.split(text)
    return len(lines), len(lines[-1]) + 1


class Source(NamedTuple):
    """A text, what it is called in messages (usually its path), and the folder that it may refer to other files of."""

    name: str
    text: str
    folder: Path | None = None

    def line(self, number: int) -> str:
        """Line `number` of the text, without its end; empty beyond the last."""
        lines = lines_of(self.text)
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
