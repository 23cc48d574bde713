"""Layers that make every axis longer without parameters."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import model_validator

from convcalc.arithmetic.index_map import IndexMap, resized
from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import ShapeError
from convcalc.layers.like import SizedLike
from convcalc.layers.parameters import Checked, Size, one_of, refuse
from convcalc.layers.windows import NO_AXES, on_axes, on_axes_text, require_axes

_NEAREST = "nearest"
_AXES_OF_MODES = {
    _NEAREST: (1, 2, 3),
    "nearest-exact": (1, 2, 3),
    "linear": (1,),
    "bilinear": (2,),
    "bicubic": (2,),
    "trilinear": (3,),
}
"""How PyTorch's `nn.Upsample` can make pixels, and on how many axes each way works."""
_Mode = Annotated[str, Checked(one_of(tuple(_AXES_OF_MODES)), {"enum": list(_AXES_OF_MODES)})]


class Upsample(SizedLike):
    """Every axis made `factor` times as long, or as long as that of an earlier layer, `{like: c4}`.

    Pixels are copied or interpolated, as `mode` says; that changes no count, and the arithmetic of interpolating is in none.
    """

    kind: ClassVar[str] = "upsample"
    main: ClassVar[str | None] = "factor"
    example: ClassVar[tuple[str, str] | None] = ("28x28x256", "upsample: 2")
    symbols: ClassVar[dict[str, str]] = {"factor": "U"}

    factor: Size | None = None
    mode: _Mode = _NEAREST

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.factor is None) == (self.like is None):
            raise refuse("needs a factor, or the layer whose size to take: 2 or {like: name}")
        return self

    def no_op_reason(self, x: Volume) -> str:
        """Where the factor is 1; one that is as large as its model already may not be at another input."""
        return "its factor is 1" if set(self.factor or ()) == {1} else ""

    def output(self, x: Volume) -> Volume:
        """U times as many positions on each axis, or as many as the layer under `like` has; the same channels."""
        require_axes(self, x, NO_AXES)
        if x.rank not in _AXES_OF_MODES[self.mode]:
            axes = _AXES_OF_MODES[self.mode][0]
            message = f"mode {self.mode} needs {axes} spatial {'axis' if axes == 1 else 'axes'}, and the input has {x.rank}"
            fitting = [mode for mode, ranks in _AXES_OF_MODES.items() if x.rank in ranks]
            raise ShapeError("wrong-rank", message, parameter="mode", help=f"{', '.join(fitting[:-1])} or {fitting[-1]}")
        if self.factor is None:
            size = self.size_wanted(x)
            self.require_larger(size, x.size, x, help="upsample makes a volume larger; crop: {like: …} makes it smaller")
            return Volume(size, x.channels)
        factors = on_axes(self.factor, x.rank, "factor")
        return Volume(tuple(n * u for n, u in zip(x.size, factors, strict=True)), x.channels)

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """The position that is copied; interpolating reads its neighbour too, which is left out of account."""
        return tuple(map(resized, x.size, y.size))

    def resolved(self, x: Volume) -> dict[str, Any]:
        """The factor with one number for each axis, or the name under `like`."""
        return (
            self.parameters()
            if self.factor is None
            else {"factor": on_axes(self.factor, x.rank, "factor"), "mode": self.mode}
        )

    def describe(self, x: Volume | None) -> str:
        """`upsample 2×2`, `upsample 2×2 bilinear`, or `upsample to 28×28 like c4`."""
        way = "" if self.mode == _NEAREST else f" {self.mode}"
        if self.factor is None:
            return f"{self.kind} {self.like_text()}{way}"
        return f"{self.kind} {on_axes_text(self.factor, x.rank if x and x.rank else len(self.factor))}{way}"
