"""Numbers that are given once for all axes or once for each, and what the axes and their sides are called."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from convcalc.arithmetic.volume import size_text
from convcalc.arithmetic.window import Window

MAX_RANK = 3
MAX_DIGITS = 400
"""How long a number of a size may be."""

AXES = {1: ("width",), 2: ("height", "width"), 3: ("depth", "height", "width")}
"""What the spatial axes are called, by their number."""

SIDE_NAMES = {
    1: (("left", "right"),),
    2: (("top", "bottom"), ("left", "right")),
    3: (("front", "back"), ("top", "bottom"), ("left", "right")),
}
"""What the sides are called, (before, after) an axis, by the number of axes."""

_SIZE = re.compile(r"\d+(?:x\d+)*", re.ASCII)


class AxesError(ValueError):
    """A number for each axis, but not of as many axes as there are: `message`, and `help` with the way out."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message, self.help = message, help


def size_from_text(text: str) -> tuple[int, ...] | None:
    """`1x7` as (1, 7); None if the text is no size, or one with numbers of more than 400 digits."""
    parts = text.split("x") if _SIZE.fullmatch(text) else []
    return tuple(map(int, parts)) if parts and max(map(len, parts)) <= MAX_DIGITS else None


def _axes(rank: int) -> str:
    return f"{rank} spatial {'axis' if rank == 1 else 'axes'}"


def spread(value: tuple[int, ...], rank: int, what: str) -> tuple[int, ...]:
    """One number for each axis: (3,) on two axes is (3, 3); raises AxesError, which calls the value `what`."""
    if len(value) == 1:
        return value * rank
    if len(value) == rank:
        return value
    message = f"{what} {size_text(value)} has {len(value)} numbers, and the input has {_axes(rank)}"
    raise AxesError(message, f"give one number for all axes, or {rank} numbers")


class Padding(NamedTuple):
    """Zeros around a volume, as written: a size on both sides, named sides, or a rule.

    `mode` is `size` (`amounts` on both sides), `sides` (`named`), `half` or `same`.
    """

    mode: Literal["size", "sides", "half", "same"] = "size"
    amounts: tuple[int, ...] = (0,)
    named: tuple[tuple[str, int], ...] = ()

    def around(self, windows: list[Window], size: tuple[int, ...]) -> tuple[Window, ...]:
        """The windows, given without padding, with the zeros of each axis in pixels; raises AxesError."""
        sides = self._sides(windows, size)
        return tuple(w._replace(before=before, after=after) for w, (before, after) in zip(windows, sides, strict=True))

    def _sides(self, windows: list[Window], size: tuple[int, ...]) -> list[tuple[int, int]]:
        if self.mode == "half":
            return [(half, half) for half in (w.dilation * (w.kernel - 1) // 2 for w in windows)]
        if self.mode == "same":
            return [_same(w, n) for w, n in zip(windows, size, strict=True)]
        if self.mode == "size":
            return [(amount, amount) for amount in spread(self.amounts, len(size), "padding")]
        named = dict(self.named)
        pairs = [(named.pop(before, 0), named.pop(after, 0)) for before, after in SIDE_NAMES[len(size)]]
        if named:
            sides = ", ".join(name for pair in SIDE_NAMES[len(size)] for name in pair)
            message = f"padding names {', '.join(named)}, and the input has {_axes(len(size))}"
            raise AxesError(message, f"the sides here are {sides}")
        return pairs

    def __str__(self) -> str:
        if self.mode == "size":
            return size_text(self.amounts)
        return " ".join(f"{side} {n}" for side, n in self.named) if self.mode == "sides" else self.mode


NO_PADDING = Padding()
NAMED_PADDINGS = {"half": Padding("half"), "same": Padding("same"), "valid": NO_PADDING}
"""The paddings that are called by a word."""


def _same(window: Window, size: int) -> tuple[int, int]:
    """TensorFlow's SAME padding: as many positions as ⌈W/S⌉ takes, the odd zero after.

    Source: TensorFlow, `tf.nn` module documentation, "Notes on padding".
    """
    last = window.places_of_same(size) - 1
    total = max(last * window.stride - window.travel(size), 0)
    return total // 2, total - total // 2
