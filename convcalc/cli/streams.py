"""Standard output and standard error as the program has them: what goes wrong on them, and how they end."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import TextIO

from convcalc.findings import UnreadableError
from convcalc.render.printable import outgoing


class ReaderLeft(Exception):
    """Who read the output has closed it.

    It is no OSError: typer and rich would take that for their own business, and end with 1 as if something had been found.
    """


class _Output(io.TextIOWrapper):
    """Standard output: raises ReaderLeft where nobody reads any more, UnreadableError where it cannot be written."""

    has_failed = False

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError as error:
            raise self._reported(error) from None

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            raise self._reported(error) from None

    def _reported(self, error: OSError) -> Exception:
        self.has_failed = True
        if isinstance(error, BrokenPipeError):
            return ReaderLeft()
        return UnreadableError(f"the output cannot be written: {error.strerror or error}")


class _Errors(io.TextIOWrapper):
    """Standard error: what cannot be written is lost, and the exit code says it. What typer writes is looked at too."""

    def write(self, text: str, /) -> int:
        with contextlib.suppress(OSError):
            super().write(outgoing(text))
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            super().flush()


def take_over() -> bool:
    """Put ours in the place of Python's streams; False where there is no standard output."""
    sys.stderr = _ours(_Errors, sys.stderr) or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (it stays open)
    if sys.stdout is None:  # closed by whoever called
        return False
    sys.stdout = _ours(_Output, sys.stdout)
    return True


def _ours(kind: type[io.TextIOWrapper], stream: TextIO | None) -> io.TextIOWrapper | None:
    """A stream on the same buffer; None where there is no stream."""
    if stream is None:
        return None
    lines, at_once = (bool(getattr(stream, name, False)) for name in ("line_buffering", "write_through"))
    return kind(stream.buffer, stream.encoding, "replace", line_buffering=lines, write_through=at_once)


def close_output() -> None:
    """Write what is still buffered, and let go of it; raises as writing does, but for what was raised before.

    Python would do it after the last line of the program, complain in its own words, and end with 120.
    """
    try:
        if isinstance(sys.stdout, _Output) and not sys.stdout.has_failed:
            sys.stdout.flush()
    finally:
        _close(sys.stdout)


def close_errors() -> None:
    """Let go of standard error."""
    _close(sys.stderr)


def _close(stream: TextIO) -> None:
    """Close a stream; even where that fails it is closed then, and Python leaves it alone."""
    with contextlib.suppress(OSError, ReaderLeft, UnreadableError):
        stream.close()
