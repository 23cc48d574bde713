"""Which strides, paddings, kernels and inputs near the given ones come out even."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeAlias

from convcalc.arithmetic.axes import NO_PADDING, Padding
from convcalc.arithmetic.window import Window

Axis: TypeAlias = tuple[Window, int]
"""A window and the pixels it slides along."""

QUANTITIES = ("stride", "padding", "kernel", "input")
REACH = 100
"""How far from the present stride, padding and kernel to look."""


class Suggestion(NamedTuple):
    """A value at which the window comes out even, and the size that it gives; tuples where the axes differ."""

    value: int | tuple[int, ...]
    size: int | tuple[int, ...]


def suggestions(axes: tuple[Axis, ...], padding: Padding = NO_PADDING, most: int = 2) -> dict[str, list[Suggestion]]:
    """The values nearest to the present ones at which every axis comes out even, by quantity, smallest first.

    Names up to `most` below and `most` above the present value, within `REACH` steps. `padding` is the padding as
    written: one that follows a rule, `half` or `same`, follows the other quantities when they move.
    """
    # Networks repeat their windows, and a hostile file may have thousands: each is looked at once.
    return {quantity: list(found) for quantity, found in _suggestions(axes, padding, most)}


@lru_cache(maxsize=4096)
def _suggestions(axes: tuple[Axis, ...], padding: Padding, most: int) -> tuple[tuple[str, tuple[Suggestion, ...]], ...]:
    alike = axes[:1] if len(set(axes)) == 1 else axes
    found = ((quantity, _nearest(quantity, alike, padding, most)) for quantity in QUANTITIES)
    return tuple((quantity, tuple(sorted(values, key=_magnitude))) for quantity, values in found)


def _magnitude(suggestion: Suggestion) -> tuple[int, ...]:
    return suggestion.value if isinstance(suggestion.value, tuple) else (suggestion.value,)


def _nearest(quantity: str, axes: tuple[Axis, ...], padding: Padding, most: int) -> list[Suggestion]:
    """One value for all axes where there is one, else the nearest on each axis."""
    if quantity == "padding" and any(window.before != window.after for window, _ in axes):
        return []  # one number could not say what the two sides are
    if quantity == "input" and len(axes) == 1 and padding.mode != "same":
        return [_suggestion(quantity, (axis,)) for axis in _even_inputs(*axes[0], most)]
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


def _even_inputs(window: Window, size: int, most: int) -> list[Axis]:
    """The nearest inputs at which the travel W − E + 2P is a multiple of S, in closed form."""
    if not _sees_input(window):
        return []
    first = window.extent - window.padding
    if first < 1:
        first += -(-(1 - first) // window.stride) * window.stride
    below = (size - 1 - first) // window.stride  # the last one below is first + below · S
    above = max((size - first) // window.stride + 1, 0)
    numbers = [*range(max(0, below - most + 1), below + 1), *range(above, above + most)]
    return [(window, first + n * window.stride) for n in numbers]


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


def _sees_input(window: Window) -> bool:
    """Whether every place of the window touches the image; one that lies in the padding alone computes nothing there."""
    padding = max(window.before, window.after)
    return padding == 0 or padding < window.extent


def _even(axis: Axis) -> bool:
    """Whether the window comes out even. One that can lie in the padding alone is no answer to anything."""
    window, size = axis
    return _sees_input(window) and window.travel(size) >= 0 and window.remainder(size) == 0
