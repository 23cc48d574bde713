"""Floor 2: the kinds of layers. A kind is one class in one file of this folder, and one row of `HOMES`.

To add one, write a class with a `kind` into the file where it belongs, a row here, and a row into the table of
`tests/layers/`. A test compares the rows with the classes, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from convcalc.layers.base import JoinLayer, Layer, Misfit, Reuse

__all__ = ["JoinLayer", "Layer", "Misfit", "Reuse", "kinds"]

# A kind, and the file that its class is in. Setting up all classes takes a fifteenth of a start, and a network uses a few of
# them: a file is imported when the first of its kinds is asked for.
HOMES = {
    "adaptive_avgpool": "adaptive_pooling",
    "adaptive_maxpool": "adaptive_pooling",
    "add": "joins",
    "average": "joins",
    "avgpool": "pooling",
    "batchnorm": "norms",
    "channel_shuffle": "shapes",
    "concat": "concat",
    "conv": "convolution",
    "conv_transpose": "transposed",
    "crop": "borders",
    "depthwise": "depthwise",
    "drop_path": "regularisation",
    "dropout": "regularisation",
    "elu": "activations",
    "fc": "dense",
    "flatten": "shapes",
    "gelu": "activations",
    "global_avgpool": "global_pooling",
    "global_maxpool": "global_pooling",
    "groupnorm": "norms",
    "hardsigmoid": "activations",
    "hardswish": "activations",
    "identity": "shapes",
    "instancenorm": "norms",
    "layernorm": "norms",
    "leaky_relu": "rectifiers",
    "local": "local",
    "log_softmax": "softmax",
    "lrn": "lrn",
    "maximum": "joins",
    "maxpool": "pooling",
    "mish": "activations",
    "multiply": "joins",
    "pad": "borders",
    "pixel_shuffle": "shapes",
    "prelu": "rectifiers",
    "relu": "rectifiers",
    "relu6": "rectifiers",
    "reshape": "shapes",
    "scale": "norms",
    "selu": "activations",
    "sigmoid": "activations",
    "silu": "activations",
    "slice": "shapes",
    "softmax": "softmax",
    "subtract": "joins",
    "tanh": "activations",
    "upsample": "upsampling",
}


class _Kinds(Mapping[str, type[Layer]]):
    """The kinds by name, in the order of names. To ask whether there is one loads nothing, to go through them loads all."""

    def __init__(self) -> None:
        self.loaded: dict[str, type[Layer]] = {}

    def __getitem__(self, kind: str) -> type[Layer]:
        if kind not in self.loaded:
            self.loaded |= kinds_of(HOMES[kind])
        return self.loaded[kind]

    def __contains__(self, kind: object) -> bool:
        return kind in HOMES

    def __iter__(self) -> Iterator[str]:
        return iter(HOMES)

    def __len__(self) -> int:
        return len(HOMES)


@cache
def kinds() -> Mapping[str, type[Layer]]:
    """Every kind by the name that files use, in their order; its class is loaded when it is asked for."""
    return _Kinds()


def kinds_of(file: str) -> dict[str, type[Layer]]:
    """The kinds whose classes are in one file of this folder; raises ValueError if two classes claim one name."""
    module = import_module(f"{__name__}.{file}")
    found: dict[str, type[Layer]] = {}
    for layer in vars(module).values():
        # What the file imports has its home elsewhere.
        if isinstance(layer, type) and issubclass(layer, Layer) and layer.__module__ == module.__name__ and layer.kind:
            if layer.kind in found:
                raise ValueError(f"two layer kinds are called {layer.kind}: {found[layer.kind]} and {layer}")
            found[layer.kind] = layer
    return found
