"""Rich's console, set up so that what it renders is a text and nothing else."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, RenderableType

NO_LIMIT = 100_000
"""A width that nothing reaches."""


def console_for(room: int | None, color: bool) -> Console:
    """A console of `room` columns (None: no limit) that writes ANSI codes only if `color` says so."""
    return Console(
        width=min(room or NO_LIMIT, NO_LIMIT),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def lines_of(console: Console, what: RenderableType) -> list[str]:
    """The lines that the console makes of something."""
    buffer = StringIO()  # rich's own capture would still touch standard output
    console.file = buffer
    console.print(what, soft_wrap=True)
    return buffer.getvalue().splitlines()


def rendered(what: RenderableType, room: int | None, color: bool) -> list[str]:
    """The lines of something by itself."""
    return lines_of(console_for(room, color), what)
