"""Layers that can take the size of an earlier one."""

from collections.abc import Callable
from typing import Annotated, Any, Self

from pydantic import PrivateAttr

from convcalc.arithmetic.comparisons import at_least
from convcalc.arithmetic.volume import Volume, size_text
from convcalc.layers.base import Layer, ShapeError
from convcalc.layers.parameters import Checked, format_value, refuse


def _name(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse("must be the name of an earlier layer, and is {value}", value=format_value(value))
    return value


LayerName = Annotated[str, Checked(_name, {"type": "string", "description": "the name of an earlier layer"})]


class SizedLike(Layer):
    """A layer whose output may have the size of an earlier layer's: `like: down1`. Nothing but the size is read."""

    like: LayerName | None = None
    _model: Volume | None = PrivateAttr(default=None)

    def size_from(self) -> str | None:
        """The layer that is named under `like`."""
        return self.like

    def resolve_like(self, other: Volume) -> Self:
        """The layer with `other`, the volume of the layer that `like` names, filled in."""
        copy = self.model_copy()
        copy._model = other
        return copy

    def substitute(self, numbers: Callable[[Volume], Volume]) -> Self:
        """The layer with the numbers of the layer that `like` names."""
        return self if self._model is None else self.resolve_like(numbers(self._model))

    def size_wanted(self, x: Volume) -> tuple[int, ...]:
        """The size of the layer that `like` names; raises ShapeError unless it has the axes of the input `x`."""
        assert self._model is not None  # it is filled in before anything is asked
        if self._model.rank != x.rank:
            message = f"{self.like} gives {self._model}, and {self.kind} reads {x}"
            raise ShapeError("wrong-rank", message, parameter="like", help="both must have the same number of axes")
        return self._model.size

    def require_larger(self, large: tuple[int, ...], small: tuple[int, ...], x: Volume, help: str) -> None:
        """Raise ShapeError unless `large` is at least `small` on every axis; one of them is the input's size."""
        if not all(map(at_least, large, small)):
            size = size_text(self.size_wanted(x))
            message = f"{self.kind} reads {size_text(x.size)}, and {self.like} has {size}"
            raise ShapeError("like-does-not-fit", message, parameter="like", help=help)

    def like_text(self) -> str:
        """`like down1`, and the size where it is known: `to 56×56 like down1`."""
        size = f"to {size_text(self._model.size)} " if self._model and self._model.rank else ""
        return f"{size}like {self.like}"
