"""The layer that puts several volumes beside each other."""

from typing import Annotated, ClassVar

from convcalc.arithmetic.comparisons import smallest
from convcalc.arithmetic.index_map import IndexMap
from convcalc.arithmetic.volume import Volume, size_text
from convcalc.arithmetic.window import Window
from convcalc.layers.agreement import agree
from convcalc.layers.base import JoinLayer, ShapeError
from convcalc.layers.parameters import Checked, format_value, refuse


def _crop(value: object) -> str:
    if value not in ("none", "center"):
        raise refuse("must be none or center, and is {value}", value=format_value(value))
    return str(value)


Crop = Annotated[str, Checked(_crop, {"enum": ["none", "center"]})]


class Concat(JoinLayer):
    """The channels of all inputs one after another; `crop: center` cuts them to the smallest size first.

    Sources: Szegedy et al. 2014 for the channels, Ronneberger et al. 2015 for the crop.
    """

    kind: ClassVar[str] = "concat"
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "concat: {1x1: [{conv: {filters: 8, kernel: 1}}], pool: [{maxpool: {kernel: 3, stride: 1, padding: 1}}]}",
    )

    crop: Crop = "none"

    def join(self, xs: tuple[Volume, ...], names: tuple[str, ...]) -> Volume:
        """The sum of the channels; raises ShapeError where the sizes differ."""
        channels = sum(x.channels for x in xs)
        if self.crop == "center" and len({x.rank for x in xs}) == 1:
            return Volume(tuple(map(smallest, zip(*(x.size for x in xs), strict=True))), channels)
        bare = [Volume(x.size, 0) for x in xs]
        other = next((i for i, x in enumerate(bare) if not agree(bare[0], x)), None)
        if other is not None:
            message = f"concat needs equal sizes: {names[0]} gives {xs[0]}, and {names[other]} gives {xs[other]}"
            raise ShapeError("join-differs", message, help=f"{size_text(xs[0].size)} everywhere, or crop: center")
        return Volume(xs[0].size, channels)

    def index_maps(self, xs: tuple[Volume, ...], y: Volume) -> tuple[tuple[IndexMap, ...] | None, ...]:
        """The same position, counted from where the centre that is cut out begins; an odd pixel is cut off behind."""
        return tuple(tuple(Window(1, before=-((n - m) // 2)) for n, m in zip(x.size, y.size, strict=True)) for x in xs)

    def describe(self, x: Volume | None) -> str:
        """`concat, crop center` where it crops."""
        return self.kind if self.crop == "none" else f"{self.kind}, crop {self.crop}"

    def channels_joined(self, channels: list[int | None]) -> int | None:
        """Their sum."""
        known = [c for c in channels if c is not None]
        return sum(known) if len(known) == len(channels) else None
