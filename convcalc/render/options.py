"""What the reader wants to see, and where."""

from __future__ import annotations

from dataclasses import dataclass

from convcalc.render.paint import Paint, plain


@dataclass(frozen=True)
class RenderOptions:
    """Where something is shown to people: the width of the terminal (None: no limit), and how to give styles."""

    width: int | None = None
    paint: Paint = plain
