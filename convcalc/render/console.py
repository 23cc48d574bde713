"""Rich's console, set up so that what it renders is a text and nothing else."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, RenderableType

NO_LIMIT = 100_000
"""A width that nothing reaches."""


def rendered(what: RenderableType, room: int | None, color: bool) -> list[str]:
    """The lines of something within `room` columns (None: no limit), with ANSI codes only if `color` says so."""
    buffer = StringIO()  # rich's own capture would still touch standard output
    console = Console(
        file=buffer,
        width=min(room or NO_LIMIT, NO_LIMIT),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(what, soft_wrap=True)
    return buffer.getvalue().removesuffix("\n").split("\n")
