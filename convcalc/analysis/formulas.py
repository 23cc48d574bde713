"""The formulas of a kind, read off the bodies that compute: it is given numbers that remember how they were written."""

from __future__ import annotations

from typing import Any, NamedTuple

from convcalc.arithmetic.axes import Padding
from convcalc.arithmetic.volume import Volume
from convcalc.arithmetic.written import Written
from convcalc.layers import JoinLayer, Layer

_WINDOW = {"kernel": "F", "stride": "S", "dilation": "D"}
_ALWAYS = ("kernel", "stride", "output", "width")
_BELOW = "₁₂₃₄"
_SIZES = {0: "", 1: "W", 2: "HW", 3: "DHW"}


class Formulas(NamedTuple):
    """The texts of what a layer gives, with its symbols; empty where there is nothing to count.

    `output` has a text for each axis, by its symbol, and the channels last; `operations` has one for each sort that there is
    beside the MACs. `letters` are the parameters that stand in the
    texts, by their letter.
    """

    output: dict[str, str]
    params: str
    buffers: str
    macs: str
    operations: dict[str, str]
    letters: dict[str, str]


def formulas(layer: Layer, *xs: Volume) -> Formulas:
    """How `layer` counts on inputs with the axes of `xs`; W, H and C are the input's, W′, H′ and C′ the output's.

    >>> from convcalc.layers import kinds
    >>> fc = kinds()["fc"].model_validate({"units": 10})
    >>> formulas(fc, Volume((), 100)).params
    'K·(C + 1)'

    Where a join's inputs differ in their channels, those are C₁, C₂ …:

    >>> formulas(kinds()["concat"](), Volume((8, 8), 8), Volume((8, 8), 16)).output["C′"]
    'C₁ + C₂'
    """
    named = _named(layer)
    inputs = _inputs(xs)
    if isinstance(layer, JoinLayer) and isinstance(named, JoinLayer):
        names = tuple("" for _ in xs)
        y, output = layer.join(xs, names), named.join(inputs, names)
    else:
        y, output = layer.output(xs[0]), named.output(inputs[0])
    symbols = _SIZES[y.rank]
    y_size = tuple(Written.named(f"{symbol}′", n) for symbol, n in zip(symbols, y.size, strict=True))
    channels = output.channels
    y_written = Volume(y_size, channels if _text(channels).isalpha() else Written.named("C′", y.channels))
    texts = {f"{symbol}′": _text(n) for symbol, n in zip(symbols, output.size, strict=True)} | {"C′": _text(channels)}
    params, buffers = _text(named.params(inputs[0])), _text(named.buffers(inputs[0]))
    macs = _text(named.macs(inputs[0], y_written))
    operations = _operations(named, inputs, y_written)
    used = set("".join((*texts.values(), params, macs, *operations.values())))
    letters = {"P": "padding", **{letter: name for name, letter in (_WINDOW | layer.symbols).items()}}
    known = layer.attributes()
    letters = {letter: name for letter, name in letters.items() if letter in used and name in known}
    return Formulas(texts, params, buffers, macs, operations, letters)


def _operations(named: Layer, xs: tuple[Volume, ...], y: Volume) -> dict[str, str]:
    """The text of each sort that there is."""
    done = named.operations_of(xs, y) if isinstance(named, JoinLayer) else named.operations(xs[0], y)
    return {sort: _text(count) for sort, count in done.by_sort().items()}


def _inputs(xs: tuple[Volume, ...]) -> tuple[Volume, ...]:
    """The inputs with their sides and channels under their symbols."""
    alike = len({x.channels for x in xs}) == 1
    return tuple(
        Volume(
            tuple(Written.named(symbol, n) for symbol, n in zip(_SIZES[x.rank], x.size, strict=True)),
            Written.named("C" if alike else f"C{_BELOW[i]}", x.channels),
        )
        for i, x in enumerate(xs)
    )


def _named(layer: Layer) -> Layer:
    """The layer with its parameters under their symbols; groups, dilations and such only where they are not the usual 1."""
    symbols = {**_WINDOW, **layer.symbols}
    changes: dict[str, Any] = {}
    for name, attribute in layer.attributes().items():
        value = getattr(layer, attribute)
        if isinstance(value, Padding) and value.mode == "size":
            changes[attribute] = Padding("size", tuple(Written.named("P", n) for n in value.amounts))
        elif name not in symbols or value is None:
            continue
        elif isinstance(value, tuple) and (name in _ALWAYS or set(value) not in ({1}, {0})):
            changes[attribute] = tuple(Written.named(symbols[name], n) for n in value)
        elif isinstance(value, int) and value > 1:
            changes[attribute] = Written.named(symbols[name], value)
    return layer.model_copy(update=changes)


def _text(value: int) -> str:
    if isinstance(value, Written):
        return value.formula
    return str(value) if value else ""
