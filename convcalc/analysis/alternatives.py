"""The lecture's comparison: layers that make the same output in other ways, with and without sharing."""

from __future__ import annotations

from functools import singledispatch
from typing import Any, TypeAlias

from convcalc.arithmetic.volume import Volume
from convcalc.layers import Layer
from convcalc.layers.convolution import Conv, Convolution
from convcalc.layers.dense import Fc
from convcalc.layers.depthwise import Depthwise
from convcalc.layers.local import Local

Alternatives: TypeAlias = dict[str, tuple[Layer, Volume]]
"""The layers by what they are called, each with what one of its filters reads."""


@singledispatch
def alternatives(layer: Layer, x: Volume, y: Volume) -> Alternatives:
    """Layers that make `y` of `x` in other ways, and the layer itself among them; none for most kinds.

    >>> fc = Fc(units=4096)
    >>> {name: other.kind for name, (other, _) in alternatives(fc, Volume((6, 6), 256), Volume((), 4096)).items()}
    {'as a convolution': 'conv', 'fully connected': 'fc'}
    """
    return {}


@alternatives.register(Conv)
def _of_conv(layer: Conv, x: Volume, y: Volume) -> Alternatives:
    """Filters that are wired to some maps only are left as they are."""
    return _of_convolution(layer, x, y, layer.channels_read(x)) if layer.connections is None else {}


@alternatives.register(Depthwise)
def _of_depthwise(layer: Depthwise, x: Volume, y: Volume) -> Alternatives:
    """A filter reads one channel."""
    return _of_convolution(layer, x, y, 1)


@alternatives.register(Local)
def _of_local(layer: Local, x: Volume, y: Volume) -> Alternatives:
    """As a convolution, it shares."""
    others = _of_convolution(layer, x, y, x.channels)
    shared = Conv.model_construct(filters=layer.filters, **_settings(layer))
    return {**others, "locally connected": (layer, x), "shared": (shared, x)}


@alternatives.register(Fc)
def _of_fc(layer: Fc, x: Volume, y: Volume) -> Alternatives:
    """As a convolution whose kernel is as large as the input, so that it takes a single place."""
    if not x.rank:
        return {}
    conv = Conv.model_construct(filters=layer.units, kernel=x.size, bias=layer.bias)
    return {"as a convolution": (conv, x), "fully connected": (layer, x)}


def _of_convolution(layer: Convolution, x: Volume, y: Volume, channels: int) -> Alternatives:
    """All connected to all, filters of `channels` that nobody shares, and this layer."""
    dense = Fc.model_construct(units=y.numel, bias=layer.bias)
    local = Local.model_construct(filters=y.channels, **_settings(layer))
    return {
        "fully connected": (dense, x),
        "locally connected": (local, Volume(x.size, channels)),
        "shared": (layer, x),
    }


def _settings(layer: Convolution) -> dict[str, Any]:
    """What all convolutions have, for `model_construct`: validating would forget how numbers were written."""
    return {name: getattr(layer, name) for name in Convolution.model_fields}
