"""Floor 2: the kinds of layers. A kind is one class in one file of this folder, found by itself.

To add one, write a class with a `kind` into the file where it belongs, and a row into the table of `tests/layers/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from convcalc.layers.base import JoinLayer, Layer, Misfit, Reuse

__all__ = ["JoinLayer", "Layer", "Misfit", "Reuse", "kinds"]


@cache
def kinds() -> dict[str, type[Layer]]:
    """Every kind by the name that files use, sorted; raises ValueError if two classes claim one name."""
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
    found: dict[str, type[Layer]] = {}
    for layer in sorted(_below(Layer), key=lambda c: c.kind):
        if found.get(layer.kind, layer) is not layer:  # a class with two bases is found below both
            raise ValueError(f"two layer kinds are called {layer.kind}: {found[layer.kind]} and {layer}")
        found[layer.kind] = layer
    return found


def _below(layer: type[Layer]) -> Iterator[type[Layer]]:
    for subclass in layer.__subclasses__():
        if subclass.kind:
            yield subclass
        yield from _below(subclass)
