"""A bar on the terminal while many files are checked; nothing where nobody would see it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 0.5
"""Seconds before the bar appears: what is done sooner needs none."""


class Bar:
    """Shows how many of the files are done, on standard error, and is gone at the end."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._since = monotonic()
        self._possible = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._progress:
            self._progress.stop()

    def show(self, done: int, total: int) -> None:
        """Say that `done` of `total` files are done."""
        if self._progress is None and self._possible and done < total and monotonic() - self._since > PATIENCE:
            self._progress = _progress()
            self._progress.add_task("checking", total=total)
            self._progress.start()
        if self._progress:
            self._progress.update(self._progress.task_ids[0], completed=done)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while something is written to standard output, if that is the same terminal."""
        progress = self._progress if sys.stdout.isatty() else None
        if progress:
            progress.stop()
        yield
        if progress:
            progress.start()


def _progress() -> Progress:
    """A bar that leaves standard output alone and goes when it is stopped; rich itself heeds NO_COLOR.

    It moves the cursor, which what goes through `sys.stderr` may not.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=sys.__stderr__), transient=True, redirect_stdout=False)
