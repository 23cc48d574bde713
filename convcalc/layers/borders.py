"""Layers that add a border to a volume or cut one off."""

from itertools import pairwise
from typing import Any, ClassVar, Self

from pydantic import model_validator

from convcalc.arithmetic.axes import SIDE_NAMES, Padding
from convcalc.arithmetic.comparisons import at_least
from convcalc.arithmetic.index_map import IndexMap
from convcalc.arithmetic.product import product
from convcalc.arithmetic.volume import Volume, size_text
from convcalc.arithmetic.window import Window
from convcalc.layers.autograd import INPUT, NOTHING, SavedTensors, TrainingContext
from convcalc.layers.base import Layer, Reuse, ShapeError
from convcalc.layers.filling import KEEPING, ZEROS, Filling, require_room
from convcalc.layers.like import SizedLike
from convcalc.layers.parameters import NonNegative, Sides, refuse
from convcalc.layers.windows import misfit_of, require_axes

NO_SIDES = "a vector has no sides"


class Border(Layer):
    """A border of pixels: as wide on all sides, or each side by its name."""

    main: ClassVar[str | None] = "width"
    symbols: ClassVar[dict[str, str]] = {"width": "P"}

    width: Sides | None = None
    front: NonNegative | None = None
    back: NonNegative | None = None
    top: NonNegative | None = None
    bottom: NonNegative | None = None
    left: NonNegative | None = None
    right: NonNegative | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.width is None) == (not self.named()):
            raise refuse("needs a width for all sides, or sides by name: 3 or {top: 1, bottom: 2}")
        return self

    def named(self) -> tuple[tuple[str, int], ...]:
        """The sides that are given by name, in pixels."""
        sides = [(name, getattr(self, name)) for pair in SIDE_NAMES[3] for name in pair]
        return tuple((name, amount) for name, amount in sides if amount is not None)

    def border(self) -> Padding:
        """The border as written."""
        return Padding("sides", named=self.named()) if self.width is None else Padding("size", self.width)

    def sides(self, x: Volume) -> list[tuple[int, int]]:
        """The border of each axis, (before, after), in pixels."""
        require_axes(self, x, NO_SIDES)
        with misfit_of("width"):
            around = self.border().around([Window(1)] * x.rank, x.size)
        return [(window.before, window.after) for window in around]

    def no_op_reason(self, x: Volume) -> str:
        """Where all sides are written as 0."""
        amounts = [*(self.width or ()), *(amount for _, amount in self.named())]
        return "all its sides are 0" if amounts and not any(amounts) else ""

    def resolved(self, x: Volume) -> dict[str, Any]:
        """The border of each axis."""
        return {"sides": self.sides(x)}

    def describe(self, x: Volume | None) -> str:
        """`pad 3` or `crop top 1 left 1`."""
        return f"{self.kind} {self.border()}"


class Pad(Border):
    """Adds a border of zeros, or, as `mode` says, of pixels reflected at the edge, the edge's own, or the other side's."""

    kind: ClassVar[str] = "pad"
    example: ClassVar[tuple[str, str] | None] = ("224x224x3", "pad: 3")

    mode: Filling = ZEROS

    def output(self, x: Volume) -> Volume:
        """The volume with its border; raises ShapeError where that is too wide to be filled from the volume."""
        sides = self.sides(x)
        require_room(self.mode, sides, x, None if self.width is None else "width")
        size = tuple(n + before + after for n, (before, after) in zip(x.size, sides, strict=True))
        return Volume(size, x.channels)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, where the border is reflected or repeats the edge."""
        return INPUT if self.mode in KEEPING else NOTHING

    def resolved(self, x: Volume) -> dict[str, Any]:
        """The border of each axis, and what it is filled with."""
        return {**super().resolved(x), "mode": self.mode}

    def describe(self, x: Volume | None) -> str:
        """`pad 3`, or `pad 3 reflect`."""
        return super().describe(x) if self.mode == ZEROS else f"{super().describe(x)} {self.mode}"

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """The position that many pixels before."""
        return tuple(Window(1, before=before, after=after) for before, after in self.sides(x))


class Crop(Border, SizedLike):
    """Cuts a border off, or all that is beyond the size of an earlier layer, as much on both sides: `{like: up1}`."""

    kind: ClassVar[str] = "crop"
    example: ClassVar[tuple[str, str] | None] = ("64x64x64", "crop: 4")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.width is not None) + bool(self.named()) + (self.like is not None) != 1:
            raise refuse("needs a width, sides by name, or the layer whose size to take: 3, {top: 1} or {like: name}")
        return self

    def sides(self, x: Volume) -> list[tuple[int, int]]:
        """What is cut off each axis, (before, after), in pixels; an odd pixel goes after."""
        if self.like is None:
            return super().sides(x)
        require_axes(self, x, NO_SIDES)
        size = self.size_wanted(x)
        self.require_larger(x.size, size, x, help="crop makes a volume smaller; upsample: {like: …} makes it larger")
        cut = [n - wanted for n, wanted in zip(x.size, size, strict=True)]
        return [(n // 2, n - n // 2) for n in cut]

    def reuse_in_training(self) -> Reuse:
        """PyTorch cuts nothing out: it is a part of the larger tensor, all of which is kept if the part is."""
        return Reuse.VIEW

    def is_non_contiguous(self, x: Volume, y: Volume) -> bool:
        """Where the steps from one number to the next are not all of one length: mostly behind each row that is cut."""
        steps = [product(x.size[i:]) for i in range(x.rank + 1)]  # of a channel, and of each axis
        lengths = (y.channels, *y.size)
        walked = [(step, n) for step, n in zip(steps, lengths, strict=True) if n > 1]  # who stays in place takes no step
        return any(step != below * n for (step, _), (below, n) in pairwise(walked))

    def describe(self, x: Volume | None) -> str:
        """`crop 4`, or `crop to 56×56 like up1`."""
        return super().describe(x) if self.like is None else f"{self.kind} {self.like_text()}"

    def output(self, x: Volume) -> Volume:
        """What is left; raises ShapeError if nothing is."""
        size = tuple(n - before - after for n, (before, after) in zip(x.size, self.sides(x), strict=True))
        if not all(at_least(n, 1) for n in size):
            message = f"the crop leaves {size_text(size)} of {size_text(x.size)}"
            raise ShapeError("crop-too-large", message, help="every side of the output must be at least 1")
        return Volume(size, x.channels)

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """The position that many pixels further on."""
        return tuple(Window(1, before=-before, after=-after) for before, after in self.sides(x))
