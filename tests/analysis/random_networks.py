"""Random networks of every shape that the language allows, with what their layers see by brute force."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.analysis.propagation import Axis, InvalidError, adaptive, join, transpose, window


@dataclass(frozen=True)
class Piece:
    """A written layer: what the file says, as JSON, and how it makes the axes of its output of those of its input."""

    yaml: dict[str, Any]
    apply: Callable[[list[Axis]], list[Axis]]


def leaf(yaml: dict[str, Any], *per_axis: Callable[[Axis], Axis]) -> Piece:
    return Piece(yaml, lambda axes: [f(a) for f, a in zip(per_axis, axes, strict=True)])


def run(body: list[Piece], axes: list[Axis]) -> list[Axis]:
    for written in body:
        axes = written.apply(axes)
    return axes


class Maker:
    """Random layers for volumes of `rank` axes and two channels."""

    def __init__(self, seed: int, rank: int) -> None:
        self.random, self.rank = random.Random(seed), rank

    def each(self, *choices: int) -> list[int]:
        return [self.random.choice(choices) for _ in range(self.rank)]

    def conv(self, strides: list[int] | None = None) -> Piece:
        k, p, d = self.each(1, 2, 3, 4, 5), self.each(0, 0, 1, 2), self.each(1, 1, 1, 2, 3)
        s = strides or self.each(1, 1, 2, 3)
        given = {"kernel": k, "stride": s, "padding": p, "dilation": d}
        kind = self.random.choice(
            [{"conv": {**given, "filters": 2}}, {"depthwise": given}, {"local": {**given, "filters": 2}}]
        )
        return leaf(kind, *(lambda a, i=i: window(a, k[i], s[i], p[i], p[i], d[i]) for i in range(self.rank)))

    def same_size(self) -> Piece:
        k, d = self.each(1, 3, 5), self.each(1, 1, 2)
        yaml = {"conv": {"filters": 2, "kernel": k, "dilation": d, "padding": "half"}}
        halves = [d[i] * (k[i] - 1) // 2 for i in range(self.rank)]
        return leaf(yaml, *(lambda a, i=i: window(a, k[i], 1, halves[i], halves[i], d[i]) for i in range(self.rank)))

    def pool(self) -> Piece:
        k, s, p = self.each(1, 2, 3), self.each(1, 2, 3), self.each(0, 0, 1)
        kind, up = self.random.choice(["maxpool", "avgpool"]), self.random.random() < 0.3
        yaml = {kind: {"kernel": k, "stride": s, "padding": p}, "rounding": "ceil" if up else "floor"}
        return leaf(yaml, *(lambda a, i=i: window(a, k[i], s[i], p[i], p[i], 1, up) for i in range(self.rank)))

    def transposed(self) -> Piece:
        k, s, p, d = self.each(1, 2, 3, 4), self.each(1, 2, 2, 3), self.each(0, 0, 1), self.each(1, 1, 1, 2, 3)
        extra = [self.random.randrange(max(s[i], d[i])) if self.random.random() < 0.3 else 0 for i in range(self.rank)]
        yaml = {
            "conv_transpose": {"filters": 2, "kernel": k, "stride": s, "padding": p, "dilation": d, "output_padding": extra}
        }
        return leaf(yaml, *(lambda a, i=i: transpose(a, k[i], s[i], p[i], d[i], extra[i]) for i in range(self.rank)))

    def upsample(self) -> Piece:
        u = self.each(1, 2, 2, 3)

        def up(i: int) -> Callable[[Axis], Axis]:
            return lambda a: a.layer(lambda o: frozenset([o // u[i]]), a.n * u[i], Fraction(1, u[i]), u[i])

        return leaf({"upsample": u}, *map(up, range(self.rank)))

    def shuffle(self) -> Piece:
        r = self.random.choice([2, 3])
        up = leaf({}, *[lambda a: a.layer(lambda o: frozenset([o // r]), a.n * r, Fraction(1, r), r)] * self.rank)
        yaml = {"layers": [{"conv": {"filters": 2 * r**self.rank, "kernel": 1}}, {"pixel_shuffle": r}]}
        return Piece(yaml, up.apply)

    def adaptive(self) -> Piece:
        to = self.each(*range(2, 9), 1) if self.random.random() < 0.2 else self.each(*range(2, 9))
        kind = self.random.choice(["adaptive_avgpool", "adaptive_maxpool"])
        return leaf({kind: to}, *(lambda a, i=i: adaptive(a, to[i]) for i in range(self.rank)))

    def border(self) -> Piece:
        names = [("left", "right")] if self.rank == 1 else [("top", "bottom"), ("left", "right")]
        before, after = self.each(0, 1, 2), self.each(0, 1, 2)
        sides = {name: n for i, pair in enumerate(names) for name, n in zip(pair, (before[i], after[i]), strict=True)}
        sign = self.random.choice([-1, 1])

        def move(i: int) -> Callable[[Axis], Axis]:
            return lambda a: a.layer(
                lambda o: frozenset([o - sign * before[i]]), a.n + sign * (before[i] + after[i]), Fraction(1)
            )

        return leaf({"pad" if sign > 0 else "crop": sides}, *map(move, range(self.rank)))

    def pointwise(self) -> Piece:
        yaml = self.random.choice(
            [{"relu": None}, {"batchnorm": None}, {"dropout": 0.5}, {"groupnorm": 2}, {"lrn": 3}, {"identity": None}]
        )
        return Piece(yaml, lambda axes: axes)

    def one(self, depth: int) -> Piece:
        """Any layer, join, block or group."""
        simple = (
            [self.conv] * 5 + [self.pool] * 2 + [self.transposed, self.upsample, self.shuffle, self.adaptive, self.border]
        )
        if depth and self.random.random() < 0.4:
            return self.random.choice([self.joined, self.joined, self.residual, self.gated, self.repeated, self.group])(
                depth - 1
            )
        return self.random.choice([*simple, self.pointwise])()

    def body(self, depth: int, most: int = 3) -> list[Piece]:
        return [self.one(depth) for _ in range(self.random.randint(1, most))]

    def residual(self, depth: int) -> Piece:
        """A sum with a shortcut."""
        main = [self.same_size() for _ in range(self.random.randint(1, 2))]
        yaml = {self.random.choice(["add", "maximum", "average"]): {"main": [w.yaml for w in main], "shortcut": []}}
        return Piece(yaml, lambda axes: [join([a, b], [0, 0], a.n) for a, b in zip(axes, run(main, axes), strict=True)])

    def joined(self, depth: int) -> Piece:
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

        return Piece({"layers": [yaml, narrow]}, apply)

    def gated(self, depth: int) -> Piece:
        """A product with a gate of one position."""
        main = [self.conv()]
        gate = [{"global_avgpool": None}, {"conv": {"filters": 2, "kernel": 1}}, {"sigmoid": None}]
        yaml = {"multiply": {"gate": gate, "input": [w.yaml for w in main]}}

        def apply(axes: list[Axis]) -> list[Axis]:
            result = run(main, axes)
            if all(a.n == 1 for a in result):  # then the gate is an equal
                raise InvalidError
            return result

        return Piece(yaml, apply)

    def repeated(self, depth: int) -> Piece:
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
        return Piece({name: None, "repeat": copies, "body": [w.yaml for w in inside]}, apply)

    def group(self, depth: int) -> Piece:
        inside = self.body(depth, 2)
        return Piece({"layers": [w.yaml for w in inside]}, lambda axes: run(inside, axes))


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


def random_network(seed: int) -> tuple[str, dict[str, list[Axis]]]:
    """A file, and what each of its steps sees by brute force; raises InvalidError."""
    rank = 1 if seed % 4 else 2
    maker = Maker(seed, rank)
    axes = [Axis(lambda o: frozenset([o]), maker.random.choice([20, 27, 32])) for _ in range(rank)]
    size = "x".join(str(a.n) for a in axes)
    blocks: dict[str, Any] = {}
    layers: list[Any] = []
    want: dict[str, list[Axis]] = {}
    for i in range(maker.random.randint(2, 6)):
        alike = [name for name, other in want.items() if [a.n for a in other] == [a.n for a in axes] and name != f"s{i - 1}"]
        if alike and maker.random.random() < 0.5:
            other = maker.random.choice(alike)
            axes = [join([a, b], [0, 0], a.n) for a, b in zip(want[other], axes, strict=True)]
            layers.append({"add": [other, "previous"], "name": f"s{i}"})
        else:
            written = maker.one(depth=2)
            axes = written.apply(axes)
            layers.append({**blocks_of(written.yaml, blocks), "name": f"s{i}"})
        want[f"s{i}"] = axes
        if any(a.period > 200 for a in axes):
            raise InvalidError
    head = (
        f"input: {size}x2\nrounding: floor\nblocks: {json.dumps(blocks)}\n"
        if blocks
        else f"input: {size}x2\nrounding: floor\n"
    )
    return f"{head}layers: {json.dumps(layers)}\n", want
