"""Random networks for what training keeps, and what they keep counted out one layer at a time, without blocks."""

from __future__ import annotations

import json
import random
from typing import Any

from convcalc.analysis.report import Report
from convcalc.layers import JoinLayer, Reuse
from convcalc.layers.autograd import NOTHING, Numbers, TrainingContext

ACTIVATIONS = [
    "relu", "relu", "relu", "relu6", "leaky_relu", "elu", "selu", "silu", "mish", "hardswish", "hardsigmoid", "sigmoid", "tanh",
    "gelu", "prelu", "softmax", "log_softmax",
]  # fmt: skip
SIDE, CHANNELS = 8, 4


class Maker:
    """Layers that all read and give 8×8×4, so that they can stand behind each other and be repeated."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.blocks: dict[str, Any] = {}
        self.frozen = self.random.choice([0, 0, 0.4, 1])

    def maybe(self, chance: float, **beside: Any) -> dict[str, Any]:
        return beside if self.random.random() < chance else {}

    def conv(self, kernel: int = 1) -> dict[str, Any]:
        layer = {"filters": CHANNELS, "kernel": kernel, "padding": "half", **self.maybe(0.3, bias=False)}
        layer |= self.maybe(0.2, padding_mode=self.random.choice(["reflect", "replicate", "circular"]))
        return {"conv": layer, **self.maybe(self.frozen, trainable=False)}

    def layer(self) -> list[Any]:
        kind = self.random.choice(["conv", "norm", "activation", "activation", "pool", "drop", "view", "part", "cut"])
        if kind == "conv":
            return [self.conv(3)]
        if kind == "norm":
            return [{self.random.choice(["batchnorm", "scale"]): None, **self.maybe(self.frozen, trainable=False)}]
        if kind == "activation":
            return [{self.random.choice(ACTIVATIONS): None, **self.maybe(0.3, in_place=False)}]
        if kind == "pool":
            return [{self.random.choice(["maxpool", "avgpool"]): {"kernel": 3, "stride": 1, "padding": 1}}]
        if kind == "drop":
            return [{self.random.choice(["dropout", "drop_path"]): self.random.choice([0, 0.5, 0.5, 1])}]
        if kind == "view":
            return [{"identity": None, **self.maybe(0.2, in_place=False)}]
        between = self.activations()
        if kind == "part":
            return [{"slice": {"channels": [1, 3]}}, *between, self.conv()]
        mode = self.random.choice(["zeros", "reflect", "replicate", "circular"])
        return [{"crop": 1}, *between, {"pad": {"width": 1, "mode": mode}}]

    def activations(self) -> list[Any]:
        return [{self.random.choice(ACTIVATIONS): None} for _ in range(self.random.randint(0, 2))]

    def body(self, depth: int, most: int) -> list[Any]:
        return [layer for _ in range(self.random.randint(0, most)) for layer in self.one(depth)]

    def one(self, depth: int) -> list[Any]:
        kind = self.random.choice(["layer"] * 6 + ["join", "concat", "gate", "block", "group", "shared"] * (depth > 0))
        below = depth - 1
        if kind == "layer":
            return self.layer()
        if kind == "join":
            ways = {f"b{i}": self.body(below, 3) for i in range(self.random.randint(2, 3))}
            return [{self.random.choice(["add", "add", "subtract", "average", "maximum", "multiply"]): ways}]
        if kind == "concat":
            return [{"concat": {"a": self.body(below, 3), "b": self.body(below, 2)}}, self.conv()]
        if kind == "gate":
            gate = ["global_avgpool", self.conv(), {self.random.choice(ACTIVATIONS): None}]
            return [{"multiply": {"gate": gate, "volume": self.body(below, 2)}}]
        if kind == "group":
            return [{"layers": self.body(below, 3) or ["identity"], **self.maybe(0.3, repeat=2)}]
        name = f"B{len(self.blocks)}"
        self.blocks[name] = {}
        self.blocks[name] = {"layers": self.body(below, 4) or ["relu"]}
        share = {"share": True} if kind == "shared" else {}
        return [{name: None, "repeat": self.random.randint(2 if share else 1, 6), **share}]


def random_network(seed: int) -> str:
    """A file."""
    maker = Maker(seed)
    layers: list[Any] = []
    for i in range(maker.random.randint(2, 6)):
        if i > 1 and maker.random.random() < 0.4:
            others = [f"s{maker.random.randrange(i)}", "previous"]
            layers.append({maker.random.choice(["add", "maximum", "multiply"]): others, "name": f"s{i}"})
        else:
            layers.append({"layers": maker.one(depth=2), "name": f"s{i}"})
    if maker.random.random() < 0.7:
        layers += [maker.random.choice(["flatten", "global_avgpool"]), {"fc": 5}]
    return f"input: {SIDE}x{SIDE}x{CHANNELS}\nblocks: {json.dumps(maker.blocks)}\nlayers: {json.dumps(layers)}\n"


def one_by_one(report: Report, device: str) -> int:
    """The bytes that a batch keeps, with a set of the memory that tensors lie in and nothing cleverer."""
    a = report.architecture
    sizes = {Numbers.VALUE: 4, Numbers.STATISTIC: 4, Numbers.INDEX: 8, Numbers.MASK: 1 if device == "cuda" else 4}
    home = {name: name for name in a.inputs}  # the layer in whose memory an output lies
    numel = {name: volume.numel for name, volume in a.inputs.items()}
    grad, closed = dict.fromkeys(a.inputs, False), set(a.inputs)  # `closed` must not be written over
    kept, beside = set(), 0
    for row in report.rows:
        assert row.output is not None
        xs = tuple(volume for volume in row.inputs if volume is not None)
        grads = tuple(grad[name] for name in row.reads_from)
        first = row.reads_from[0]
        reuse, trained = Reuse.NEW, False
        if not isinstance(row.layer, JoinLayer):
            trained = row.node.trainable and row.layer.params(xs[0]) > 0
            reuse = row.layer.reuse_in_training()
            if reuse is Reuse.IN_PLACE and (first in closed or not row.shares_memory):
                reuse = Reuse.NEW
        grad[row.name] = any(grads) or trained
        saved_tensors = NOTHING
        if grad[row.name] and isinstance(row.layer, JoinLayer):
            saved_tensors = row.layer.saved_tensors_of(xs, row.output, grads)
        elif grad[row.name]:
            saved_tensors = row.layer.saved_tensors(
                xs[0], row.output, TrainingContext(reuse is Reuse.IN_PLACE, trained, grads[0])
            )
        home[row.name] = row.name if reuse is Reuse.NEW else home[first]
        numel[row.name] = row.output.numel
        if saved_tensors.output or (reuse is Reuse.VIEW and (first in closed or not row.shares_memory)):
            closed.add(row.name)
        kept |= {home[row.reads_from[i]] for i in saved_tensors.inputs} | (
            {home[row.name]} if saved_tensors.output else set()
        )
        beside += sum(t.amount * sizes[t.of] * (1 if t.once else a.batch) for t in saved_tensors.extra)
    return beside + 4 * a.batch * sum(numel[name] for name in kept)
