"""What the letters of a layer's formulas stand for, with their values."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.analysis.formulas import SIZES, letters_of
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.traced import TracedInt, numbered
from convcalc.arithmetic.volume import Volume
from convcalc.layers import Layer
from convcalc.layers.parameters import format_value
from convcalc.layers.windows import WindowLayer


class Letter(NamedTuple):
    """A letter of the formulas, what it stands for, and its value; with axes that differ F₁, F₂ and a value each.

    `of_input` tells the sides and channels of the input from the parameters of the layer.
    """

    letter: str
    means: str
    value: str
    of_input: bool = False


def letters(layer: Layer, xs: tuple[Volume, ...], works: list[TracedInt]) -> tuple[Letter, ...]:
    """The letters that stand in the formulas of `works`: the input's sides, its channels, and the parameters."""
    used = {letter for work in works for letter in work.letters}
    x = xs[0]
    sides = zip(SIZES[x.rank], AXES.get(x.rank, ()), x.size, strict=True)
    found = [Letter(symbol, axis, str(side), of_input=True) for symbol, axis, side in sides if not used.isdisjoint("DHW")]
    channels = [("C" if "C" in used else numbered("C", i), volume.channels) for i, volume in enumerate(xs)]
    found += [Letter(symbol, "channels", str(n), of_input=True) for symbol, n in dict.fromkeys(channels) if symbol in used]
    bare = {letter[0] for letter in used}
    return (
        *found,
        *(_letter(layer, x, letter, name) for letter, name in letters_of(layer, x.rank).items() if letter in bare),
    )


def _letter(layer: Layer, x: Volume, letter: str, name: str) -> Letter:
    """A parameter: its number, or one for each axis under F₁, F₂."""
    if name == "padding" and isinstance(layer, WindowLayer):
        sides = tuple(dict.fromkeys((w.before, w.after) for w in layer.windows(x)))
        if all(before == after for before, after in sides):
            return Letter(letter, name, " and ".join(str(before) for before, _ in sides))
        return Letter("P₁, P₂", "padding before and after", " and ".join(f"{a}, {b}" for a, b in sides))
    number = getattr(layer, layer.attributes()[name])
    if name == "stride" and isinstance(layer, WindowLayer):
        number = layer.strides
    if isinstance(number, tuple) and len(set(number)) > 1:
        symbols = ", ".join(numbered(letter, i) for i in range(len(number)))
        return Letter(symbols, name, ", ".join(map(str, number)))
    return Letter(letter, name, format_value(number[0] if isinstance(number, tuple) else number))
