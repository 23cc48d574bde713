"""Layers that combine several volumes number by number."""

from typing import ClassVar

from convcalc.arithmetic.sight import HERE, Sight
from convcalc.arithmetic.volume import Volume
from convcalc.layers.agreement import agree
from convcalc.layers.base import JoinLayer, Misfit
from convcalc.layers.keeping import Beside, Keeps, Numbers


def _differ(what: str, xs: tuple[Volume, ...], names: tuple[str, ...], help: str) -> Misfit:
    """The first input and the first that does not agree with it."""
    first = xs[0]
    other = next(i for i, x in enumerate(xs) if not agree(first, x))
    message = f"{what}: {names[0]} gives {first}, and {names[other]} gives {xs[other]}"
    return Misfit("join-differs", message, help=help)


class Elementwise(JoinLayer):
    """Combines volumes of one size number by number."""

    def join(self, xs: tuple[Volume, ...], names: tuple[str, ...]) -> Volume:
        """The size and the channels that all have; raises Misfit."""
        if not all(agree(xs[0], x) for x in xs[1:]):
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

    def keeps_of(self, xs: tuple[Volume, ...], y: Volume, grads: tuple[bool, ...]) -> Keeps:
        """Both sides of each pair that is compared, from the first one with a gradient on; several are taken in turn."""
        first = max(grads.index(True), 1)
        inputs = range(0 if first == 1 else first, len(xs))
        return Keeps(tuple(inputs), beside=(Beside(y.numel, Numbers.VALUE),) * (len(xs) - max(first, 2)))


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

    def keeps_of(self, xs: tuple[Volume, ...], y: Volume, grads: tuple[bool, ...]) -> Keeps:
        """Of each pair that is multiplied, each side for the gradient of the other; several inputs are taken in turn."""
        kept, beside = set(), []
        largest, grad = xs[0], grads[0]
        for i in range(1, len(xs)):
            if grad:
                kept.add(i)
            if grads[i] and i == 1:
                kept.add(0)
            elif grads[i]:
                beside.append(Beside(largest.numel, Numbers.VALUE))
            largest, grad = max(largest, xs[i], key=lambda x: x.positions), grad or grads[i]
        return Keeps(tuple(sorted(kept)), beside=tuple(beside))
