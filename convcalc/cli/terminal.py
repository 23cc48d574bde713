"""What the program is talking to: its width, its colours, and writing without breaking."""

from __future__ import annotations

import os
import re
import shutil
import sys
from enum import StrEnum
from typing import NoReturn

import typer

from convcalc.render.options import RenderOptions
from convcalc.render.paint import Paint, ansi, plain
from convcalc.render.printable import outgoing, printable


class Color(StrEnum):
    """When to use colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Exit:
    """The exit codes."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    INTERRUPTED = 130
    READER_LEFT = 141
    """What a shell makes of SIGPIPE: who read the output has gone, `| head` most likely."""


def colored(color: Color) -> bool:
    """Whether to write colours to standard output: as asked, else only to a terminal, and never under NO_COLOR."""
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def painter(color: Color) -> Paint:
    """Styles as ANSI codes, or no styles."""
    return ansi if colored(color) else plain


def terminal_width() -> int | None:
    """The width of the terminal, or of COLUMNS; None where the output is piped and nothing limits it."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


_WIDTH = re.compile(r"[1-9][0-9]{0,3}")
"""A size that a terminal can have."""


def settle_widths() -> None:
    """Drop sizes of terminals from the environment that are none: the help of typer and rich takes them as they stand.

    They fail at what `int` cannot read, and fill a line of any width with blanks.
    """
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        text = os.environ.get(name)
        if text is not None and not _WIDTH.fullmatch(text):
            del os.environ[name]


def options_for(color: Color) -> RenderOptions:
    """How to show something on standard output."""
    return RenderOptions(terminal_width(), painter(color))


# What to write where the output knows no such characters, so that a formula stays readable.
_ASCII: dict[int, int | str] = {ord("→"): "->", ord("≥"): ">=", ord("…"): "..."}
_ASCII.update(str.maketrans("−×·≈✗─█₁₂₃₄▏▎▍▌▋▊▉′■░┊", "-x*~x-#1234|||||||'#o|"))


def say(text: str, *, commands: bool = False) -> None:
    """Write a result to standard output; with `commands` its lines may be commands to GitHub's runner."""
    text = outgoing(text, commands=commands)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = text.translate(_ASCII)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def remark(text: str) -> None:
    """Write what is no result to standard error, one line: the name of a file may steer neither a terminal nor a CI log."""
    sys.stderr.write(outgoing(printable(text)) + "\n")


def fail(message: str) -> NoReturn:
    """End with a message about bad usage or unreadable input."""
    remark(f"error: {message}")
    raise typer.Exit(Exit.USAGE)
