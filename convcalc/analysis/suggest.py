"""Which strides, paddings, kernels and inputs near the given ones come out even."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

from convcalc.arithmetic.axes import NO_PADDING, Padding
from convcalc.arithmetic.window import Window

Axis: TypeAlias = tuple[Window, int]
"""A window and the pixels it slides along."""

QUANTITIES = ("stride", "padding", "kernel", "input")
REACH = 1000
"""How far from the present value to look."""


class Suggestion(NamedTuple):
    """A value at which the window comes out even, and the size that it gives; tuples where the axes differ."""

    value: int | tuple[int, ...]
    size: int | tuple[int, ...]


def suggestions(axes: tuple[Axis, ...], padding: Padding = NO_PADDING, most: int = 2) -> dict[str, list[Suggestion]]:
    """The values nearest to the present ones at which every axis comes out even, by quantity, smallest first.

    Names up to `most` below and `most` above the present value, within `REACH` steps. `padding` is the padding as
    written: one that follows a rule, `half` or `same`, follows the other quantities when they move.
    """
    return {quantity: sorted(_nearest(quantity, axes, padding, most), key=_magnitude) for quantity in QUANTITIES}


def _magnitude(suggestion: Suggestion) -> tuple[int, ...]:
    return suggestion.value if isinstance(suggestion.value, tuple) else (suggestion.value,)


def _nearest(quantity: str, axes: tuple[Axis, ...], padding: Padding, most: int) -> list[Suggestion]:
    """One value for all axes where there is one, else the nearest on each axis."""
    if quantity == "padding" and any(window.before != window.after for window, _ in axes):
        return []  # one number could not say what the two sides are
    values = [_VALUE[quantity](axis) for axis in axes]
    found: list[Suggestion] = []
    if len(set(values)) == 1:
        for step in (-1, 1):
            together = zip(*(_moving(quantity, axis, padding, step) for axis in axes), strict=False)
            fitting = (moved for moved in islice(together, 1, None) if all(map(_even, moved)))
            found += [_suggestion(quantity, moved) for moved in islice(fitting, most)]
    if found or len(axes) == 1:
        return found
    for step in (-1, 1):
        nearest = [next(filter(_even, _moving(quantity, axis, padding, step)), None) for axis in axes]
        each = tuple(axis for axis in nearest if axis)
        if len(each) == len(axes):
            found.append(_suggestion(quantity, each))
    return [s for s in dict.fromkeys(found) if s.value != tuple(values)]


def _moving(quantity: str, axis: Axis, padding: Padding, step: int) -> Iterator[Axis]:
    """The axis as it is, then with the quantity moved step by step as far as a window could still come out even."""
    farthest = max(0, min(_room(quantity, axis, step), REACH))
    moved = (_moved(quantity, axis, move * step) for move in range(farthest + 1))
    if quantity == "padding" or padding.mode not in ("half", "same"):
        return moved
    return (_padded(window, size, padding) for window, size in moved)


def _padded(window: Window, size: int, padding: Padding) -> Axis:
    """The axis with the zeros that the rule gives it."""
    (padded,) = padding.around([window._replace(before=0, after=0)], (size,))
    return padded, size


def _room(quantity: str, axis: Axis, step: int) -> int:
    """How far the quantity can move until the window stops making sense."""
    window, size = axis
    if step < 0:
        return min(window.before, window.after) if quantity == "padding" else _VALUE[quantity](axis) - 1
    travel = window.travel(size)
    rooms = {
        "stride": travel - window.stride,
        "padding": window.extent - 1 - max(window.before, window.after),
        "kernel": travel // window.dilation,
    }
    return rooms.get(quantity, REACH)


def _suggestion(quantity: str, axes: tuple[Axis, ...]) -> Suggestion:
    values = tuple(_VALUE[quantity](axis) for axis in axes)
    sizes = tuple(window.positions(size) for window, size in axes)
    return Suggestion(_one_or_each(values), _one_or_each(sizes))


def _one_or_each(values: tuple[int, ...]) -> int | tuple[int, ...]:
    return values[0] if len(set(values)) == 1 else values


_VALUE: dict[str, Callable[[Axis], int]] = {
    "stride": lambda axis: axis[0].stride,
    "padding": lambda axis: axis[0].before,
    "kernel": lambda axis: axis[0].kernel,
    "input": lambda axis: axis[1],
}


def _moved(quantity: str, axis: Axis, move: int) -> Axis:
    window, size = axis
    if quantity == "input":
        size += move
    elif quantity == "stride":
        window = window._replace(stride=window.stride + move)
    elif quantity == "kernel":
        window = window._replace(kernel=window.kernel + move)
    else:
        window = window._replace(before=window.before + move, after=window.after + move)
    return window, size


def _even(axis: Axis) -> bool:
    """Whether the window comes out even. One that can lie in the padding alone is no answer to anything."""
    window, size = axis
    padding = max(window.before, window.after)
    sees_input = padding == 0 or padding < window.extent
    return sees_input and window.travel(size) >= 0 and window.remainder(size) == 0
