"""Random networks of every shape that the language has, as files; most of them work out at some sizes and not at others."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

from convcalc.api import load
from convcalc.arithmetic.axes import SIDE_NAMES
from convcalc.arithmetic.volume import Volume
from convcalc.language.architecture import Architecture
from convcalc.source import Source

LETTERS = {1: ["W"], 2: ["H", "W"], 3: ["D", "H", "W"]}


class Maker:
    """Writes the layers of one network, knowing the rank and the channels of what flows but never its size."""

    def __init__(self, random: Random, rank: int) -> None:
        self.random, self.rank = random, rank
        self.names = 0
        self.blocks: dict[str, Any] = {}

    def chance(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def name(self) -> str:
        self.names += 1
        return f"n{self.names}"

    def size(self, least: int, most: int) -> Any:
        """One number, or now and then one for each axis."""
        if self.rank > 1 and self.chance(5):
            return [self.random.randint(least, most) for _ in range(self.rank)]
        return self.random.randint(least, most)

    def border(self, most: int) -> Any:
        if self.chance(3):
            sides = [side for pair in SIDE_NAMES[self.rank] for side in pair]
            return {
                side: self.random.randint(0, most) for side in self.random.sample(sides, self.random.randint(1, len(sides)))
            }
        return self.size(0, most)

    def padding(self) -> Any:
        return self.random.choice([0, 0, 1, "half", "half", "same", "valid", self.border(2)])

    def window(self, layer: dict[str, Any]) -> dict[str, Any]:
        """A window's layer, perhaps with a rounding of its own."""
        if self.chance(2):
            return {**layer, "rounding": self.random.choice(["floor", "ceil", "strict"])}
        return layer

    def conv(self, channels: int, out: int | None = None) -> tuple[dict[str, Any], int]:
        groups = self.random.choice([g for g in (1, 1, 1, 2, 3, 4) if channels % g == 0])
        filters = out or groups * self.random.randint(1, 4)
        groups = groups if filters % groups == 0 else 1
        stride = self.random.choice([1, 1, 2, 2, 3, self.size(1, 3)])
        dilation = self.random.choice([1, 1, 1, 2, self.size(1, 3)])
        what: dict[str, Any] = {"filters": filters, "kernel": self.size(1, 5), "stride": stride, "padding": self.padding()}
        what |= {"dilation": dilation, "groups": groups, "bias": not self.chance(3)}
        return self.window({"conv": what}), filters

    def divides(self, channels: int) -> list[Any]:
        """A layer that keeps the size and the channels."""
        groups = self.random.choice([g for g in (1, 2, 3, 4) if channels % g == 0])
        words = ["relu", "tanh", "batchnorm", "identity", "scale", "layernorm", "instancenorm", {"dropout": 0.5}, {"groupnorm": groups},
                 {"channel_shuffle": groups}, {"lrn": 5}, "prelu", {"conv": {"filters": channels, "kernel": 3, "padding": "half"}},
                 {"conv": {"filters": channels, "kernel": 2, "padding": "same"}}]  # fmt: skip
        return [self.random.choice(words)]

    def simple(self, channels: int) -> tuple[list[Any], int]:
        """One layer that may change the size, without anything beside it."""
        rare = ["upsample", "transpose", "depthwise", "local", "pad", "crop", "slice", "shuffle", "adaptive"]
        kind = self.random.choice(["conv"] * 5 + ["pool"] * 3 + ["even"] * 4 + rare)
        if kind in ("pad", "crop"):
            return [{kind: self.border(3)}], channels
        if kind == "slice" and channels > 1:
            return [{"slice": {"channels": [1, channels]}}], channels - 1
        if kind == "shuffle" and channels % 2**self.rank == 0:
            return [{"pixel_shuffle": 2}], channels // 2**self.rank
        if kind in ("pool", "depthwise", "local", "upsample", "transpose", "adaptive"):
            layer, channels = getattr(self, kind)(channels)
            return [layer], channels
        if kind == "conv":
            layer, channels = self.conv(channels)
            return [layer], channels
        return self.divides(channels), channels

    def pool(self, channels: int) -> tuple[dict[str, Any], int]:
        what = {"kernel": self.size(1, 3), "padding": self.random.choice([0, 0, 0, "same", 1])}
        if self.chance(2):
            what["stride"] = self.size(1, 3)
        return self.window({self.random.choice(["maxpool", "avgpool"]): what}), channels

    def depthwise(self, channels: int) -> tuple[dict[str, Any], int]:
        multiplier = self.random.randint(1, 2)
        what = {"kernel": self.size(1, 4), "stride": self.size(1, 2), "padding": self.padding(), "multiplier": multiplier}
        return self.window({"depthwise": what}), channels * multiplier

    def local(self, channels: int) -> tuple[dict[str, Any], int]:
        return self.window({"local": {"filters": 2, "kernel": self.size(1, 3), "stride": self.size(1, 2)}}), 2

    def upsample(self, channels: int) -> tuple[dict[str, Any], int]:
        return {"upsample": self.size(1, 3)}, channels

    def adaptive(self, channels: int) -> tuple[dict[str, Any], int]:
        return ({"adaptive_avgpool": self.size(1, 7)} if self.chance(3) else {"relu6": None}), channels

    def transpose(self, channels: int) -> tuple[dict[str, Any], int]:
        stride, filters = self.random.randint(1, 3), self.random.randint(1, 4)
        what = {"filters": filters, "kernel": self.size(1, 4), "stride": stride, "padding": self.random.randint(0, 2)}
        what |= {"output_padding": self.random.randrange(stride), "dilation": self.random.randint(1, 2)}
        return {"conv_transpose": what}, filters

    def branch(self, channels: int, out: int | None) -> tuple[list[Any], int]:
        """The layers of one branch, with `out` channels at its end where that is given."""
        layers: list[Any] = []
        for _ in range(self.random.randint(0, 2)):
            more, channels = self.simple(channels)
            layers += more
        if out is not None and channels != out:
            layers.append({"conv": {"filters": out, "kernel": 1}})
        return layers, out or channels

    def joined(self, channels: int) -> tuple[list[Any], int]:
        kind = self.random.choice(["add", "add", "concat", "concat", "center", "multiply", "gate", "maximum"])
        if kind == "gate":
            pooled = self.random.choice(["global_avgpool", {"adaptive_avgpool": 1}])
            gate = [pooled, {"conv": {"filters": channels, "kernel": 1}}, "sigmoid"]
            return [{"multiply": {"gate": gate, "volume": []}}], channels
        count = self.random.randint(2, 3)
        if kind in ("concat", "center"):
            made = [self.branch(channels, None) for _ in range(count)]
            join: dict[str, Any] = {f"b{i}": layers for i, (layers, _) in enumerate(made)}
            if kind == "center":
                join["crop"] = "center"
            return [{"concat": join}], sum(out for _, out in made)
        if self.chance(2):  # both sides the same stride
            stride = self.random.choice([1, 2, 2, 3])
            sides = [{"conv": {"filters": channels, "kernel": k, "stride": stride, "padding": k // 2}} for k in (1, 3)]
            return [{kind: {"a": [sides[0]], "b": [sides[1], *self.divides(channels)]}}], channels
        return [{kind: {f"b{i}": self.branch(channels, channels)[0] for i in range(count)}}], channels

    def block(self, channels: int) -> tuple[list[Any], int]:
        """A use of a block of the file's own, perhaps several times, perhaps with shared weights."""
        name = f"B{len(self.blocks)}"
        layers, inner = [], channels
        for _ in range(self.random.randint(1, 3)):
            more, inner = self.joined(inner) if self.chance(4) else self.simple(inner)
            layers += more
        if inner != channels:
            layers.append({"conv": {"filters": channels, "kernel": 1}})
        self.blocks[name] = {"layers": layers}
        use: dict[str, Any] = {name: None, "name": self.name()}
        if self.chance(2):
            use["repeat"] = self.random.randint(1, 4)
        elif self.chance(2):
            return [use, {"share": use["name"]}], channels
        return [use], channels

    def volume_layers(self, channels: int, length: int) -> tuple[list[Any], int]:
        """Layers over a volume, with references to earlier ones."""
        layers: list[Any] = []
        seen: list[tuple[str, int]] = []
        for _ in range(length):
            kind = self.random.choice(
                ["simple"] * 6 + ["joined", "joined", "block", "like", "back", "repeat", "group", "share"]
            )
            if kind in ("like", "back") and not seen:
                kind = "simple"
            made = getattr(self, kind)(channels, *([seen] if kind in ("like", "back") else []))
            more, channels = made
            last = more[-1]
            if isinstance(last, dict) and not {"name", "repeat", "share"} & set(last):
                last["name"] = self.name()
                seen.append((last["name"], channels))
            layers += more
        return layers, channels

    def like(self, channels: int, seen: list[tuple[str, int]]) -> tuple[list[Any], int]:
        return [{self.random.choice(["upsample", "crop"]): {"like": self.random.choice(seen)[0]}}], channels

    def back(self, channels: int, seen: list[tuple[str, int]]) -> tuple[list[Any], int]:
        """A join with an earlier layer."""
        name, there = self.random.choice(seen)
        if there == channels and self.chance(2):
            return [{"add": [name, "previous"]}], channels
        if self.chance(2):
            return [{"concat": [name, "previous"]}], channels + there
        skip = [{"identity": None, "from": name}]
        return [{"concat": {"skip": skip, "below": [], "crop": "center"}}], channels + there

    def repeat(self, channels: int) -> tuple[list[Any], int]:
        what = {
            "filters": channels,
            "kernel": self.size(1, 3),
            "stride": self.random.choice([1, 1, 2]),
            "padding": self.padding(),
        }
        shared = {"share": True} if self.chance(2) else {}
        return [{"conv": what, "repeat": self.random.randint(2, 3), **shared}], channels

    def group(self, channels: int) -> tuple[list[Any], int]:
        inner, channels = self.simple(channels)
        return [{"layers": [*inner, "relu"], "name": self.name()}], channels

    def share(self, channels: int) -> tuple[list[Any], int]:
        name = self.name()
        return [{"conv": {"filters": channels, "kernel": 3, "padding": 1}, "name": name}, "relu", {"share": name}], channels

    def end(self, channels: int) -> list[Any]:
        """What follows the volumes: nothing, or vectors."""
        kind = self.random.choice(["volume", "fc", "flatten", "pool", "reshape", "vectors", "wide"])
        if kind == "fc":
            return [{"fc": 5}, "relu", {"fc": 3}]
        if kind == "flatten":
            return ["flatten", "relu", *([{"groupnorm": 2}] if self.chance(3) else []), {"fc": {"units": 4, "bias": False}}]
        if kind == "pool":
            return ["global_avgpool", "flatten", {"fc": 7}]
        if kind == "reshape" and self.chance(2):
            shape = "x".join(map(str, [self.random.randint(1, 4) for _ in range(self.rank)]))
            return ["flatten", {"reshape": f"{shape}x{channels}"}, {"conv": {"filters": 2, "kernel": 1}}]
        if kind == "vectors":
            return [{"concat": {"a": ["flatten"], "b": ["global_maxpool", "flatten"]}}, {"fc": 3}]
        if kind == "wide":
            return ["flatten", {"slice": {"channels": [0, self.random.randint(1, 40)]}}, {"fc": 2}]
        return []


def network(seed: int, rank: int | None = None) -> dict[str, Any]:
    """A file without its input: one input of `rank` axes and 4 channels, or under `inputs` the names of two."""
    random = Random(seed)
    rank = rank or random.choice([1, 2, 2, 2, 2, 3])
    maker = Maker(random, rank)
    layers, channels = maker.volume_layers(4, random.randint(1, 7))
    several = random.randrange(8) == 0
    if several:
        more, other = maker.volume_layers(4, random.randint(1, 2))
        head = {"identity": None, "name": "second", "from": "right"}
        mid = {"identity": None, "name": "left_end"}
        tail = {"identity": None, "name": "right_end"}
        layers = [{"identity": None, "from": "left"}, *layers, mid, head, *more, tail]
        layers.append({"concat": ["left_end", "right_end"]})
        channels += other
    layers += maker.end(channels)
    made: dict[str, Any] = {"layers": layers, "rank": rank, "several": several}
    if maker.blocks:
        made["blocks"] = maker.blocks
    if random.randrange(2):
        made["rounding"] = random.choice(["floor", "ceil", {"conv": "floor", "maxpool": "ceil"}])
    if random.randrange(4) == 0:
        made["in_place"] = False
    made |= random.choice([{}, {"batch": 3, "dtype": "float16"}])
    return made


def text_of(network: dict[str, Any], *sizes: str) -> str:
    """The file with these inputs, `HxW` or `8x8`, without their channels."""
    rest = {key: value for key, value in network.items() if key not in ("rank", "several")}
    inputs = (
        {"inputs": {"left": f"{sizes[0]}x4", "right": f"{sizes[1]}x4"}} if network["several"] else {"input": f"{sizes[0]}x4"}
    )
    return json.dumps({**inputs, **rest})


def open_inputs(network: dict[str, Any], random: Random) -> tuple[str, ...]:
    """Inputs whose sides are open, equal, or given."""
    free = iter("ABCEFG")

    def one() -> str:
        kind = random.choice(["each", "each", "equal", "mixed"])
        if kind == "each":
            letters = LETTERS[network["rank"]] if not network["several"] else [next(free) for _ in range(network["rank"])]
        elif kind == "equal":
            letters = [next(free)] * network["rank"]
        else:
            letters = [next(free), *(str(random.randint(1, 12)) for _ in range(network["rank"] - 1))]
            random.shuffle(letters)
        return "x".join(letters)

    return tuple(one() for _ in range(2 if network["several"] else 1))


def loaded(text: str) -> Architecture:
    """The file, read."""
    return load(Source("net.yaml", text))


def at_size(architecture: Architecture, sizes: dict[str, int]) -> Architecture:
    """The architecture with numbers for its open sides: what the file says of its layers depends on no size."""
    inputs = {
        name: Volume(tuple(n if isinstance(n, int) else sizes[str(n)] for n in volume.size), volume.channels)
        for name, volume in architecture.inputs.items()
    }
    return replace(architecture, inputs=inputs, unknowns=None)
