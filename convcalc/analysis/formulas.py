"""The formulas of a kind, read off the bodies that compute: it is given numbers that remember how they were written."""

from __future__ import annotations

from typing import Any, NamedTuple

from convcalc.arithmetic.axes import Padding
from convcalc.arithmetic.volume import Volume
from convcalc.arithmetic.written import Written
from convcalc.layers import Layer

_WINDOW = {"kernel": "F", "stride": "S", "dilation": "D"}
_ALWAYS = ("kernel", "stride", "output", "width")
_SIZES = {0: "", 1: "W", 2: "HW", 3: "DHW"}


class Formulas(NamedTuple):
    """The texts of what a layer gives, with its symbols; empty where there is nothing to count.

    `output` has a text for each axis, by its symbol, and the channels last.
    """

    output: dict[str, str]
    params: str
    buffers: str
    macs: str


def formulas(layer: Layer, x: Volume) -> Formulas:
    """How `layer` counts on an input with the axes of `x`; W, H and C are the input's, W′, H′ and C′ the output's.

    >>> from convcalc.layers import kinds
    >>> fc = kinds()["fc"].model_validate({"units": 10})
    >>> formulas(fc, Volume((), 100)).params
    'K·(C + 1)'
    """
    named = _named(layer)
    symbols = _SIZES[x.rank]
    size = tuple(Written.named(symbol, n) for symbol, n in zip(symbols, x.size, strict=True))
    written = Volume(size, Written.named("C", x.channels))
    y = layer.output(x)
    output_symbols = _SIZES[y.rank]
    y_size = tuple(Written.named(f"{symbol}′", n) for symbol, n in zip(output_symbols, y.size, strict=True))
    channels = named.output(written).channels
    y_written = Volume(y_size, channels if _text(channels).isalpha() else Written.named("C′", y.channels))
    return Formulas(
        output={
            **{f"{symbol}′": _text(n) for symbol, n in zip(output_symbols, named.output(written).size, strict=True)},
            "C′": _text(channels),
        },
        params=_text(named.params(written)),
        buffers=_text(named.buffers(written)),
        macs=_text(named.macs(written, y_written)),
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
