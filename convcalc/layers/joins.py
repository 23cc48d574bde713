"""Layers that combine several volumes number by number."""

from typing import ClassVar

from convcalc.arithmetic.comparisons import largest, same
from convcalc.arithmetic.index_map import IDENTITY, IndexMap
from convcalc.arithmetic.operations import NONE, Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.agreement import agree
from convcalc.layers.autograd import ExtraTensor, Numbers, SavedTensors
from convcalc.layers.base import JoinLayer, ShapeError

ALIKE = "give every input the same size and channels; a 1×1 convolution changes channels"


def _differ(layer: "Elementwise", xs: tuple[Volume, ...], names: tuple[str, ...]) -> ShapeError:
    """The first input and the first that does not agree with it."""
    first = xs[0]
    other = next(i for i, x in enumerate(xs) if not agree(first, x))
    stretching = _needs_stretching(first, xs[other])
    what = f"{layer.kind} stretches {layer.stretches}" if stretching else f"{layer.kind} needs volumes that are alike"
    message = f"{what}: {names[0]} gives {first}, and {names[other]} gives {xs[other]}"
    return ShapeError("join-differs", message, help=stretching or layer.suggestion_text(first, xs[other]))


def _needs_stretching(one: Volume, other: Volume) -> str:
    """What to do where other tools would stretch sides of 1 so that the two agree; empty where they would not."""
    pairs = list(zip((*one.size, one.channels), (*other.size, other.channels), strict=False))
    if one.rank != other.rank or not all(n == m or 1 in (n, m) for n, m in pairs):
        return ""
    if one.size == other.size:
        return f"give both {max(one.channels, other.channels)} channels, with as many filters in the last convolution"
    return "bring both to one size, as upsample: {like: name} does with the smaller one"


class Elementwise(JoinLayer):
    """Combines volumes of one size number by number."""

    each: ClassVar[Operations] = NONE
    """What it takes to combine two numbers."""
    stretches: ClassVar[str] = "nothing"
    """Which inputs may be smaller than others."""

    def operations_of(self, xs: tuple[Volume, ...], y: Volume) -> Operations:
        """Of n inputs, n − 1 combinations a number of the output."""
        return self.each.times(len(xs) - 1).times(y.numel)

    def join(self, xs: tuple[Volume, ...], names: tuple[str, ...]) -> Volume:
        """The size and the channels that all have; raises ShapeError."""
        if not all(agree(xs[0], x) for x in xs[1:]):
            raise _differ(self, xs, names)
        return xs[0]

    def suggestion_text(self, one: Volume, other: Volume) -> str:
        """How two inputs that differ are brought together."""
        return ALIKE


class Add(Elementwise):
    """The sum, number by number (He et al. 2015)."""

    kind: ClassVar[str] = "add"
    each: ClassVar[Operations] = Operations(add=1)
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "add: {main: [{conv: {filters: 16, kernel: 3, padding: 1}}], shortcut: []}",
    )


class Subtract(Elementwise):
    """The difference, number by number."""

    kind: ClassVar[str] = "subtract"
    each: ClassVar[Operations] = Operations(add=1)
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "subtract: {main: [{conv: {filters: 16, kernel: 3, padding: 1}}], shortcut: []}",
    )


class Average(Elementwise):
    """The mean, number by number."""

    kind: ClassVar[str] = "average"
    each: ClassVar[Operations] = Operations(add=1)
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "average: {main: [{conv: {filters: 16, kernel: 3, padding: 1}}], shortcut: []}",
    )

    def operations_of(self, xs: tuple[Volume, ...], y: Volume) -> Operations:
        """The sum, and a division a number."""
        return super().operations_of(xs, y).plus(Operations(divide=y.numel))


class Maximum(Elementwise):
    """The largest, number by number."""

    kind: ClassVar[str] = "maximum"
    each: ClassVar[Operations] = Operations(compare=1)
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "maximum: {main: [{conv: {filters: 16, kernel: 3, padding: 1}}], shortcut: []}",
    )

    def saved_tensors_of(self, xs: tuple[Volume, ...], y: Volume, grads: tuple[bool, ...]) -> SavedTensors:
        """Both sides of each pair that is compared, from the first one with a gradient on; several are taken in turn."""
        first = max(grads.index(True), 1)
        inputs = range(0 if first == 1 else first, len(xs))
        return SavedTensors(tuple(inputs), extra=(ExtraTensor(y.numel, Numbers.VALUE),) * (len(xs) - max(first, 2)))


class Multiply(Elementwise):
    """The product, number by number; a 1×1×C gate multiplies each channel of an H×W×C volume (Hu et al. 2018)."""

    kind: ClassVar[str] = "multiply"
    each: ClassVar[Operations] = Operations(multiply=1)
    stretches: ClassVar[str] = "gates of 1×1×C, and nothing else"
    example: ClassVar[tuple[str, str] | None] = (
        "8x8x16",
        "multiply: {gate: [global_avgpool, {conv: {filters: 16, kernel: 1}}, sigmoid], input: []}",
    )

    def join(self, xs: tuple[Volume, ...], names: tuple[str, ...]) -> Volume:
        """The largest size; inputs of one position are gates."""
        if xs[0].rank == 0 or any(x.channels != xs[0].channels or x.rank != xs[0].rank for x in xs):
            return super().join(xs, names)
        larger = [(x, name) for x, name in zip(xs, names, strict=True) if x.positions != 1] or [(xs[0], names[0])]
        size = tuple(map(largest, zip(*(x.size for x, _ in larger), strict=True)))
        if all(gates(x, size) for x, _ in larger):
            return Volume(size, xs[0].channels)
        volumes, kept = zip(*larger, strict=True)
        return super().join(volumes, kept)

    def suggestion_text(self, one: Volume, other: Volume) -> str:
        """A vector of all channels is meant as a gate."""
        if 0 in (one.rank, other.rank) and one.channels == other.channels:
            gate = "x".join(["1"] * (one.rank + other.rank))
            return f"a gate is a volume with one position: write - reshape: {gate}x{one.channels} behind the vector"
        return super().suggestion_text(one, other)

    def index_maps(self, xs: tuple[Volume, ...], y: Volume) -> tuple[tuple[IndexMap, ...] | None, ...]:
        """The same position; gates are left out of account, or a single one would make every field the whole input."""
        return tuple(_seen_beside(x, y) for x in xs)

    def saved_tensors_of(self, xs: tuple[Volume, ...], y: Volume, grads: tuple[bool, ...]) -> SavedTensors:
        """Of each pair that is multiplied, each side for the gradient of the other; several inputs are taken in turn."""
        kept, extra = set(), []
        largest, grad = xs[0], grads[0]
        for i in range(1, len(xs)):
            if grad:
                kept.add(i)
            if grads[i] and i == 1:
                kept.add(0)
            elif grads[i]:
                extra.append(ExtraTensor(largest.numel, Numbers.VALUE))
            largest, grad = max(largest, xs[i], key=lambda x: x.positions), grad or grads[i]
        return SavedTensors(tuple(sorted(kept)), extra=tuple(extra))


def _seen_beside(x: Volume, y: Volume) -> tuple[IndexMap, ...] | None:
    """What positions of the product look at of one factor: nothing that counts of a gate.

    Of two sizes that are open it cannot be said here whether they are alike or one is a gate's.
    """
    if x.size == y.size:
        return (IDENTITY,) * x.rank
    return None if x.positions == 1 else (None,) * x.rank


def gates(x: Volume, size: tuple[int, ...]) -> bool:
    """Whether `x` is of the size, or of one position; no side of it is larger.

    Said as one equation, so that it can be asked of sizes that are not known: (H·W − 1)·(what its sides lack) = 0.
    """
    return same((x.positions - 1) * (sum(size) - sum(x.size)), 0)
