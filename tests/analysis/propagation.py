"""Receptive fields by brute force: random networks, and the pixels that reach a neuron, one position at a time.

Nothing here knows of the program's windows and phases. A layer is a function from a position of its output to the set of
positions of its input that it reads, straight from the definition of the kind; positions are unbounded, since the
theoretical field is not cut at the border. Where ways of different strides meet every position is itself, and those
that do not exist read nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Any

Reads = Callable[[int], frozenset[int]]


class InvalidError(Exception):
    """A network that does not work out; another is tried."""


@dataclass(frozen=True)
class Axis:
    """What the positions of one volume see of the network's input."""

    reads: Reads
    n: int
    rate: Fraction = Fraction(1)
    period: int = 1
    irregular: bool = False
    whole: bool = False

    def layer(self, reads: Reads, n: int, rate: Fraction, period: int = 1, whole: bool = False) -> Axis:
        """A layer behind it, whose position o reads the positions `reads(o)` of this volume."""
        if not 1 <= n <= 60:
            raise InvalidError

        @cache
        def through(o: int) -> frozenset[int]:
            if self.irregular and not 0 <= o < n:
                return frozenset()
            return frozenset().union(*(self.reads(i) for i in reads(o)))

        return Axis(through, n, self.rate * rate, self.period * period, self.irregular, self.whole or whole)


def join(axes: list[Axis], shifts: list[int], n: int) -> Axis:
    """Several ways at once; way k is read `shifts[k]` further on."""
    irregular = any(a.irregular for a in axes) or len({a.rate for a in axes}) > 1
    period = 1
    for a in axes:
        period *= a.period

    @cache
    def reads(o: int) -> frozenset[int]:
        if irregular and not 0 <= o < n:
            return frozenset()
        return frozenset().union(*(a.reads(o + s) for a, s in zip(axes, shifts, strict=True)))

    return Axis(reads, n, axes[0].rate, period, irregular, any(a.whole for a in axes))


def window(a: Axis, k: int, s: int, before: int, after: int, d: int, up: bool = False) -> Axis:
    travel = a.n + before + after - (d * (k - 1) + 1)
    if travel < 0:
        raise InvalidError
    n = (-(-travel // s) if up else travel // s) + 1
    if up and (n - 1) * s >= a.n + before:  # PyTorch drops a last window that starts in the padding behind
        n -= 1
    return a.layer(lambda o: frozenset(o * s - before + t * d for t in range(k)), n, Fraction(s))


def transpose(a: Axis, k: int, s: int, p: int, d: int, extra: int) -> Axis:
    def reads(o: int) -> frozenset[int]:
        around = range(floor((o + p - d * k) / s) - 1, ceil((o + p) / s) + 2)
        return frozenset(i for i in around for t in range(k) if i * s - p + t * d == o)

    return a.layer(reads, (a.n - 1) * s + d * (k - 1) + 1 - 2 * p + extra, Fraction(1, s), s)


def adaptive(a: Axis, to: int) -> Axis:
    def reads(o: int) -> frozenset[int]:
        return frozenset(range(floor(Fraction(o * a.n, to)), ceil(Fraction((o + 1) * a.n, to))))

    return a.layer(reads, to, Fraction(a.n, to), to, whole=to == 1)


# A written layer is what the file says, as JSON, and how it makes an axis of an axis; one function for each axis.


@dataclass(frozen=True)
class Written:
    yaml: dict[str, Any]
    apply: Callable[[list[Axis]], list[Axis]]


def leaf(yaml: dict[str, Any], *per_axis: Callable[[Axis], Axis]) -> Written:
    return Written(yaml, lambda axes: [f(a) for f, a in zip(per_axis, axes, strict=True)])


def run(body: list[Written], axes: list[Axis]) -> list[Axis]:
    for written in body:
        axes = written.apply(axes)
    return axes


class Maker:
    """Random layers for volumes of `rank` axes and two channels."""

    def __init__(self, seed: int, rank: int) -> None:
        self.random, self.rank = random.Random(seed), rank

    def each(self, *choices: int) -> list[int]:
        return [self.random.choice(choices) for _ in range(self.rank)]

    def conv(self, strides: list[int] | None = None) -> Written:
        k, p, d = self.each(1, 2, 3, 4, 5), self.each(0, 0, 1, 2), self.each(1, 1, 1, 2, 3)
        s = strides or self.each(1, 1, 2, 3)
        given = {"kernel": k, "stride": s, "padding": p, "dilation": d}
        kind = self.random.choice(
            [{"conv": {**given, "filters": 2}}, {"depthwise": given}, {"local": {**given, "filters": 2}}]
        )
        return leaf(kind, *(lambda a, i=i: window(a, k[i], s[i], p[i], p[i], d[i]) for i in range(self.rank)))

    def same_size(self) -> Written:
        k, d = self.each(1, 3, 5), self.each(1, 1, 2)
        yaml = {"conv": {"filters": 2, "kernel": k, "dilation": d, "padding": "half"}}
        halves = [d[i] * (k[i] - 1) // 2 for i in range(self.rank)]
        return leaf(yaml, *(lambda a, i=i: window(a, k[i], 1, halves[i], halves[i], d[i]) for i in range(self.rank)))

    def pool(self) -> Written:
        k, s, p = self.each(1, 2, 3), self.each(1, 2, 3), self.each(0, 0, 1)
        kind, up = self.random.choice(["maxpool", "avgpool"]), self.random.random() < 0.3
        yaml = {kind: {"kernel": k, "stride": s, "padding": p}, "rounding": "ceil" if up else "floor"}
        return leaf(yaml, *(lambda a, i=i: window(a, k[i], s[i], p[i], p[i], 1, up) for i in range(self.rank)))

    def transposed(self) -> Written:
        k, s, p, d = self.each(1, 2, 3, 4), self.each(1, 2, 2, 3), self.each(0, 0, 1), self.each(1, 1, 1, 2, 3)
        extra = [self.random.randrange(max(s[i], d[i])) if self.random.random() < 0.3 else 0 for i in range(self.rank)]
        yaml = {
            "conv_transpose": {"filters": 2, "kernel": k, "stride": s, "padding": p, "dilation": d, "output_padding": extra}
        }
        return leaf(yaml, *(lambda a, i=i: transpose(a, k[i], s[i], p[i], d[i], extra[i]) for i in range(self.rank)))

    def upsample(self) -> Written:
        u = self.each(1, 2, 2, 3)

        def up(i: int) -> Callable[[Axis], Axis]:
            return lambda a: a.layer(lambda o: frozenset([o // u[i]]), a.n * u[i], Fraction(1, u[i]), u[i])

        return leaf({"upsample": u}, *map(up, range(self.rank)))

    def shuffle(self) -> Written:
        r = self.random.choice([2, 3])
        up = leaf({}, *[lambda a: a.layer(lambda o: frozenset([o // r]), a.n * r, Fraction(1, r), r)] * self.rank)
        yaml = {"layers": [{"conv": {"filters": 2 * r**self.rank, "kernel": 1}}, {"pixel_shuffle": r}]}
        return Written(yaml, up.apply)

    def adaptive(self) -> Written:
        to = self.each(*range(2, 9), 1) if self.random.random() < 0.2 else self.each(*range(2, 9))
        kind = self.random.choice(["adaptive_avgpool", "adaptive_maxpool"])
        return leaf({kind: to}, *(lambda a, i=i: adaptive(a, to[i]) for i in range(self.rank)))

    def border(self) -> Written:
        names = [("left", "right")] if self.rank == 1 else [("top", "bottom"), ("left", "right")]
        before, after = self.each(0, 1, 2), self.each(0, 1, 2)
        sides = {name: n for i, pair in enumerate(names) for name, n in zip(pair, (before[i], after[i]), strict=True)}
        sign = self.random.choice([-1, 1])

        def move(i: int) -> Callable[[Axis], Axis]:
            return lambda a: a.layer(
                lambda o: frozenset([o - sign * before[i]]), a.n + sign * (before[i] + after[i]), Fraction(1)
            )

        return leaf({"pad" if sign > 0 else "crop": sides}, *map(move, range(self.rank)))

    def pointwise(self) -> Written:
        yaml = self.random.choice(
            [{"relu": None}, {"batchnorm": None}, {"dropout": 0.5}, {"groupnorm": 2}, {"lrn": 3}, {"identity": None}]
        )
        return Written(yaml, lambda axes: axes)

    def one(self, depth: int) -> Written:
        """Any layer, join, block or group."""
        simple = (
            [self.conv] * 5 + [self.pool] * 2 + [self.transposed, self.upsample, self.shuffle, self.adaptive, self.border]
        )
        if depth and self.random.random() < 0.4:
            return self.random.choice([self.joined, self.joined, self.residual, self.gated, self.repeated, self.group])(
                depth - 1
            )
        return self.random.choice([*simple, self.pointwise])()

    def body(self, depth: int, most: int = 3) -> list[Written]:
        return [self.one(depth) for _ in range(self.random.randint(1, most))]

    def residual(self, depth: int) -> Written:
        """A sum with a shortcut."""
        main = [self.same_size() for _ in range(self.random.randint(1, 2))]
        yaml = {self.random.choice(["add", "maximum", "average"]): {"main": [w.yaml for w in main], "shortcut": []}}
        return Written(yaml, lambda axes: [join([a, b], [0, 0], a.n) for a, b in zip(axes, run(main, axes), strict=True)])

    def joined(self, depth: int) -> Written:
        """Branches, cut to one size; half of the time all with one stride."""
        ways = [self.body(depth) for _ in range(2)]
        if self.random.random() < 0.6:
            strides = self.each(1, 2, 3)
            ways = [[self.conv(strides), *([self.same_size()] if self.random.random() < 0.5 else [])] for _ in range(3)]
        yaml = {"concat": {"crop": "center", **{f"b{i}": [w.yaml for w in way] for i, way in enumerate(ways)}}}
        narrow = {"conv": {"filters": 2, "kernel": 1}}

        def apply(axes: list[Axis]) -> list[Axis]:
            found = [run(way, axes) for way in ways]
            result = []
            for i in range(self.rank):
                n = min(way[i].n for way in found)
                result.append(join([way[i] for way in found], [(way[i].n - n) // 2 for way in found], n))
            return result

        return Written({"layers": [yaml, narrow]}, apply)

    def gated(self, depth: int) -> Written:
        """A product with a gate of one position."""
        main = [self.conv()]
        gate = [{"global_avgpool": None}, {"conv": {"filters": 2, "kernel": 1}}, {"sigmoid": None}]
        yaml = {"multiply": {"gate": gate, "input": [w.yaml for w in main]}}

        def apply(axes: list[Axis]) -> list[Axis]:
            result = run(main, axes)
            if all(a.n == 1 for a in result):  # then the gate is an equal
                raise InvalidError
            return result

        return Written(yaml, apply)

    def repeated(self, depth: int) -> Written:
        """A block, several times over."""
        inside = [self.same_size(), self.pointwise()] if self.random.random() < 0.4 else self.body(depth, 2)
        if self.random.random() < 0.3:
            inside = [self.residual(0)]
        copies = self.random.randint(1, 4)

        def apply(axes: list[Axis]) -> list[Axis]:
            for _ in range(copies):
                axes = run(inside, axes)
            return axes

        name = f"B{self.random.randrange(10**9)}"
        return Written({name: None, "repeat": copies, "body": [w.yaml for w in inside]}, apply)

    def group(self, depth: int) -> Written:
        inside = self.body(depth, 2)
        return Written({"layers": [w.yaml for w in inside]}, lambda axes: run(inside, axes))


def blocks_of(yaml: Any, blocks: dict[str, Any]) -> Any:
    """The written layers with the bodies of their blocks taken out, into `blocks`."""
    if isinstance(yaml, list):
        return [blocks_of(item, blocks) for item in yaml]
    if not isinstance(yaml, dict):
        return yaml
    if "body" in yaml:
        name = next(iter(yaml))
        blocks[name] = {"layers": blocks_of(yaml["body"], blocks)}
        return {name: None, "repeat": yaml["repeat"]}
    return {key: blocks_of(value, blocks) for key, value in yaml.items()}
