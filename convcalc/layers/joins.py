"""Layers that read several volumes and make one of them."""

from typing import Annotated, ClassVar

from convcalc.arithmetic.sight import HERE, Sight
from convcalc.arithmetic.volume import Volume, size_text
from convcalc.arithmetic.window import Window
from convcalc.layers.base import JoinLayer, Misfit
from convcalc.layers.parameters import Checked, refuse, spell


def _crop(value: object) -> str:
    if value not in ("none", "center"):
        raise refuse("must be none or center, and is {value}", value=spell(value))
    return str(value)


Crop = Annotated[str, Checked(_crop, {"enum": ["none", "center"]})]


def _differ(what: str, xs: tuple[Volume, ...], names: tuple[str, ...], help: str) -> Misfit:
    """The first input and the first that does not agree with it."""
    first = xs[0]
    other = next(i for i, x in enumerate(xs) if x.size != first.size or x.channels != first.channels)
    message = f"{what}: {names[0]} gives {first}, and {names[other]} gives {xs[other]}"
    return Misfit("join-differs", message, help=help)


class Elementwise(JoinLayer):
    """Combines volumes of one size number by number."""

    def join(self, xs: tuple[Volume, ...], names: tuple[str, ...]) -> Volume:
        """The size and the channels that all have; raises Misfit."""
        if len(set(xs)) > 1:
            help = "give every input the same size and channels; a 1×1 convolution changes channels"
            raise _differ(f"{self.kind} needs volumes that are alike", xs, names, help)
        return xs[0]


class Add(Elementwise):
    """The sum, number by number (He et al. 2015)."""

    kind: ClassVar[str] = "add"
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "add: {main: [{conv: {filters: 16, kernel: 3, padding: 1}}], shortcut: []}",
    )


class Subtract(Elementwise):
    """The difference, number by number."""

    kind: ClassVar[str] = "subtract"
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "subtract: {main: [{conv: {filters: 16, kernel: 3, padding: 1}}], shortcut: []}",
    )


class Average(Elementwise):
    """The mean, number by number."""

    kind: ClassVar[str] = "average"
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "average: {main: [{conv: {filters: 16, kernel: 3, padding: 1}}], shortcut: []}",
    )


class Maximum(Elementwise):
    """The largest, number by number."""

    kind: ClassVar[str] = "maximum"
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "maximum: {main: [{conv: {filters: 16, kernel: 3, padding: 1}}], shortcut: []}",
    )


class Multiply(Elementwise):
    """The product, number by number; a 1×1×C gate multiplies each channel of an H×W×C volume (Hu et al. 2018)."""

    kind: ClassVar[str] = "multiply"
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "multiply: {gate: [global_avgpool, {conv: {filters: 16, kernel: 1}}, sigmoid], input: []}",
    )

    def join(self, xs: tuple[Volume, ...], names: tuple[str, ...]) -> Volume:
        """The largest size; inputs of one position are gates."""
        gated = [(x, name) for x, name in zip(xs, names, strict=True) if x.positions != 1 or x.rank == 0]
        if not gated or any(x.channels != xs[0].channels or x.rank != xs[0].rank for x in xs):
            return super().join(xs, names)
        volumes, kept = zip(*gated, strict=True)
        return super().join(volumes, kept)

    def sees_of(self, xs: tuple[Volume, ...], y: Volume) -> tuple[tuple[Sight, ...] | None, ...]:
        """The same position; gates are left out of account, or a single one would make every field the whole input."""
        return tuple(None if x.positions < y.positions else (HERE,) * x.rank for x in xs)


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
        """The sum of the channels; raises Misfit where the sizes differ."""
        channels = sum(x.channels for x in xs)
        if self.crop == "center" and len({x.rank for x in xs}) == 1:
            return Volume(tuple(map(min, zip(*(x.size for x in xs), strict=True))), channels)
        if len({x.size for x in xs}) > 1:
            alike = tuple(x._replace(channels=0) for x in xs)
            other = next(i for i, x in enumerate(alike) if x != alike[0])
            message = f"concat needs equal sizes: {names[0]} gives {xs[0]}, and {names[other]} gives {xs[other]}"
            raise Misfit("join-differs", message, help=f"{size_text(xs[0].size)} everywhere, or crop: center")
        return Volume(xs[0].size, channels)

    def sees_of(self, xs: tuple[Volume, ...], y: Volume) -> tuple[tuple[Sight, ...] | None, ...]:
        """The same position, counted from where the centre that is cut out begins; an odd pixel is cut off behind."""
        return tuple(tuple(Window(1, before=-((n - m) // 2)) for n, m in zip(x.size, y.size, strict=True)) for x in xs)

    def describe(self, x: Volume | None) -> str:
        """`concat, crop center` where it crops."""
        return self.kind if self.crop == "none" else f"{self.kind}, crop {self.crop}"

    def channels_joined(self, channels: list[int | None]) -> int | None:
        """Their sum."""
        known = [c for c in channels if c is not None]
        return sum(known) if len(known) == len(channels) else None
