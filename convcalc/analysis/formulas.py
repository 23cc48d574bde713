"""The formulas of a kind, read off the bodies that compute: it is given numbers that remember how they were written."""

from __future__ import annotations

from typing import Any, NamedTuple

from convcalc.arithmetic.axes import Padding
from convcalc.arithmetic.traced import TracedInt, numbered
from convcalc.arithmetic.volume import Volume
from convcalc.arithmetic.window import Window
from convcalc.layers import JoinLayer, Layer
from convcalc.layers.windows import WindowLayer

_WINDOW = {"kernel": "F", "stride": "S"}
_ALWAYS = ("kernel", "stride", "output", "width", "output_padding")
DILATION = {3: "d"}
"""How dilations are written by the number of axes, where D is taken: it is the depth there."""
SIZES = {0: "", 1: "W", 2: "HW", 3: "DHW"}


class Formulas(NamedTuple):
    """The texts of what a layer gives, with its symbols; empty where there is nothing to count.

    `output` has a text for each axis, by its symbol, and the channels last; `operations` has one for each sort that there is
    beside the MACs. `letters` are the parameters that stand in the texts, by their letter.
    """

    output: dict[str, str]
    params: str
    buffers: str
    macs: str
    operations: dict[str, str]
    letters: dict[str, str]


class Reading(NamedTuple):
    """What a layer gives, in numbers that remember how they were written.

    `inputs` and `y` are the volumes under their symbols, `output` is what `y` was worked out as, `extents` the spans of
    dilated windows by axis, which the others write as E.
    """

    layer: Layer
    inputs: tuple[Volume, ...]
    y: Volume
    output: Volume
    extents: tuple[TracedInt, ...]
    params: TracedInt
    buffers: TracedInt
    macs: TracedInt
    operations: dict[str, TracedInt]
    """By sort, those that there are."""
    names: dict[str, TracedInt]
    """What longer formulas are written as, such as the output's sides."""

    @property
    def symbols(self) -> tuple[str, ...]:
        """What the axes of the output are called: H′ and W′."""
        return tuple(f"{symbol}′" for symbol in SIZES[self.y.rank])


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
    found = read(layer, *xs)
    sides = zip((*found.symbols, "C′"), (*found.output.size, found.output.channels), strict=True)
    texts = {symbol: _text(n) for symbol, n in sides}
    params, buffers, macs = _text(found.params), _text(found.buffers), _text(found.macs)
    operations = {sort: _text(n) for sort, n in found.operations.items()}
    used = set("".join((*texts.values(), params, buffers, macs, *operations.values())))
    return Formulas(
        texts, params, buffers, macs, operations, {k: name for k, name in letters_of(layer, xs[0].rank).items() if k in used}
    )


def letters_of(layer: Layer, rank: int) -> dict[str, str]:
    """The letters of a layer's parameters, with the names that files use."""
    names = {"F": "kernel", "S": "stride", "P": "padding", DILATION.get(rank, "D"): "dilation"}
    letters = names | {letter: name for name, letter in layer.symbols.items()}
    known = layer.attributes()
    return {letter: name for letter, name in letters.items() if name in known}


def read(layer: Layer, *xs: Volume) -> Reading:
    """What `layer` makes of the inputs `xs`, by giving its own methods numbers that remember; raises ShapeError."""
    named, inputs = _named(layer, xs[0].rank), _inputs(xs)
    if isinstance(layer, JoinLayer) and isinstance(named, JoinLayer):
        names = tuple("" for _ in xs)
        y, output = layer.join(xs, names), named.join(inputs, names)
    else:
        y, output = layer.output(xs[0]), named.output(inputs[0])
    extents = _extents(named, inputs[0])
    long = {extent.formula: TracedInt.named("E", extent) for extent in extents if extent.is_worked_out}
    size = tuple(TracedInt.of(n).abbreviated(long) for n in output.size)
    y_size = tuple(TracedInt.named(f"{symbol}′", n) for symbol, n in zip(SIZES[y.rank], y.size, strict=True))
    channels = TracedInt.of(output.channels)
    letter = channels if channels.formula.isalpha() else TracedInt.named("C′", y.channels)
    # A count that works out the output again says the output's symbol.
    long |= {n.formula: side for n, side in zip(map(TracedInt.of, output.size), y_size, strict=True) if n.is_worked_out}
    y_named = Volume(y_size, letter)
    counts = (named.params(inputs[0]), named.buffers(inputs[0]), named.macs(inputs[0], y_named))
    params, buffers, macs = (TracedInt.of(n).abbreviated(long) for n in counts)
    done = named.operations_of(inputs, y_named) if isinstance(named, JoinLayer) else named.operations(inputs[0], y_named)
    operations = {sort: TracedInt.of(n).abbreviated(long) for sort, n in done.by_sort().items()}
    return Reading(named, inputs, y_named, Volume(size, channels), extents, params, buffers, macs, operations, long)


def read_params(layer: Layer, x: Volume) -> TracedInt:
    """The parameters alone, which may be known where the output is not; raises ShapeError."""
    return TracedInt.of(_named(layer, x.rank).params(*_inputs((x,))))


def _extents(named: Layer, x: Volume) -> tuple[TracedInt, ...]:
    """What the window spans on each axis; nothing for a kind without one, or with a rule of its own for the border."""
    if not isinstance(named, WindowLayer):
        return ()
    return tuple(TracedInt.of(window.extent) for window in named.bare_windows(x))


def _inputs(xs: tuple[Volume, ...]) -> tuple[Volume, ...]:
    """The inputs with their sides and channels under their symbols."""
    alike = len({x.channels for x in xs}) == 1
    return tuple(
        Volume(
            tuple(TracedInt.named(symbol, n) for symbol, n in zip(SIZES[x.rank], x.size, strict=True)),
            TracedInt.named("C" if alike else numbered("C", i), x.channels),
        )
        for i, x in enumerate(xs)
    )


def _named(layer: Layer, rank: int) -> Layer:
    """The layer with its parameters under their symbols; groups, dilations and such only where they are not the usual 1."""
    symbols = {**_WINDOW, "dilation": DILATION.get(rank, "D"), **layer.symbols}
    changes: dict[str, Any] = {}
    for name, attribute in layer.attributes().items():
        value = getattr(layer, attribute)
        if isinstance(value, Padding) and value.mode == "size":
            changes[attribute] = Padding("size", _each("P", value.amounts))
        elif name not in symbols or value is None:
            continue
        elif isinstance(value, tuple) and (name in _ALWAYS or set(value) not in ({1}, {0})):
            changes[attribute] = _each(symbols[name], value)
        elif isinstance(value, int) and value > 1:
            changes[attribute] = TracedInt.named(symbols[name], value)
    return layer.model_copy(update=changes)


def letters_on_axis(windows: tuple[Window, ...], axis: int) -> dict[str, str]:
    """What stands for a window's letters on an axis: F₁, F₂ … where kernels differ, and so for strides and dilations."""
    quantities = {"F": {w.kernel for w in windows}, "S": {w.stride for w in windows}, "D": {w.dilation for w in windows}}
    names = {letter: DILATION.get(len(windows), letter) if letter == "D" else letter for letter in quantities}
    return {letter: numbered(name, axis) if len(quantities[letter]) > 1 else name for letter, name in names.items()}


def _each(symbol: str, values: tuple[int, ...]) -> tuple[TracedInt, ...]:
    """The numbers of the axes under one symbol, which is F₁, F₂ … where they differ."""
    alike = len(set(values)) == 1
    return tuple(TracedInt.named(symbol if alike else numbered(symbol, i), n) for i, n in enumerate(values))


def _text(value: int) -> str:
    if not isinstance(value, TracedInt):
        return str(value) if value else ""
    return value.formula if value or value.is_worked_out or not value.formula.isdecimal() else ""
