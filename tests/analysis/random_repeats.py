"""Random networks that repeat whatever can be repeated: layers, joins, groups with and without names, blocks, shared weights."""

from __future__ import annotations

from typing import Any

from tests.analysis import random_training
from tests.analysis.random_training import CHANNELS, SIDE

Names = tuple[str, ...]


class Maker(random_training.Maker):
    """Layers that all read and give 8×8×4, but for a few that shrink what they read."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.named = 0
        self.shareable: set[str] = set()

    def list(self, depth: int, names: Names, least: int = 0, most: int = 3, plain: bool = False) -> list[Any]:
        """A list of layers that sees `names`; a `plain` one has no names itself, so that a nameless group can repeat it."""
        found: list[Any] = []
        for _ in range(self.random.randint(least, most)):
            entries, name = self.entry(depth, names, plain)
            found += entries
            names = (*names, name) if name else names
        return found

    def entry(self, depth: int, names: Names, plain: bool) -> tuple[list[Any], str]:
        """A layer or several, and the name by which it can be read."""
        r = self.random
        beside: dict[str, Any] = {}
        name = ""
        if not plain and r.random() < 0.5:
            self.named += 1
            name = beside["name"] = f"n{self.named}" + r.choice(["", "", "", "_1", "_5"])
        if r.random() < 0.45:
            beside["repeat"] = r.choice([0, 1, 2, 2, 3, 4]) if not name else r.randint(1, 4)
        if r.random() < 0.12:
            beside["from"] = r.choice((*names, "input"))
        kinds = (
            ["leaf"] * 4 + ["read", "shared"] + ["add", "add", "concat", "gate", "block", "group", "nameless"] * (depth > 0)
        )
        kind = r.choice(kinds)
        if kind == "nameless":
            beside.pop("name", 0), beside.pop("from", 0)
            body = self.list(depth - 1, names, 1, 3, plain=True)
            return [{"layers": body, **beside}], ""
        if kind == "shared" and (known := [name for name in names if name in self.shareable]):
            return [{"share": r.choice(known), **beside}], name
        if kind == "read":
            beside.pop("from", 0)
            others = [r.choice((*names, "input", "previous")) for _ in range(r.randint(1, 3))]
            return [{r.choice(["add", "average", "maximum", "multiply"]): others, **beside}], name
        if kind == "shared" or (kind == "group" and not name):
            kind = "leaf"
        return [{**getattr(self, kind)(depth - 1, names, name, beside), **beside}], name

    def leaf(self, depth: int, names: Names, name: str, beside: dict[str, Any]) -> dict[str, Any]:
        r = self.random
        if r.random() < 0.04:
            return {"maxpool": {"kernel": 2, "stride": 1}}
        if names and r.random() < 0.04:
            return {"upsample": {"like": r.choice(names)}}
        layers = self.layer()
        if len(layers) > 1:
            return {"add": {"only": layers}}
        layer = {layers[0]: None} if isinstance(layers[0], str) else layers[0]
        if name and "conv" in layer:
            self.shareable.add(name)
            beside |= {"share": True} if r.random() < 0.3 and "repeat" in beside else {}
        return layer

    def add(self, depth: int, names: Names, name: str, beside: dict[str, Any]) -> dict[str, Any]:
        ways = {f"b{i}": self.list(depth, names) for i in range(self.random.randint(1, 3))}
        if self.random.random() < 0.3:  # a residual whose activation comes first
            ways = {"main": [self.random.choice(random_training.ACTIVATIONS), self.conv(3)], "shortcut": []}
        return {self.random.choice(["add", "add", "subtract", "average", "maximum", "multiply"]): ways}

    def concat(self, depth: int, names: Names, name: str, beside: dict[str, Any]) -> dict[str, Any]:
        ways = {f"b{i}": self.list(depth, names, most=2) for i in range(self.random.randint(1, 3))}
        layers = [{"concat": ways}, self.conv()]
        return {"layers": layers} if name else {"add": {"only": layers}}

    def gate(self, depth: int, names: Names, name: str, beside: dict[str, Any]) -> dict[str, Any]:
        gate = ["global_avgpool", self.conv(), self.random.choice(random_training.ACTIVATIONS)]
        return {"multiply": {"gate": gate, "volume": self.list(depth, names, most=2)}}

    def group(self, depth: int, names: Names, name: str, beside: dict[str, Any]) -> dict[str, Any]:
        return {"layers": self.list(depth, names)}

    def block(self, depth: int, names: Names, name: str, beside: dict[str, Any]) -> dict[str, Any]:
        r = self.random
        written = [word for word, block in self.blocks.items() if block]
        if written and r.random() < 0.3:
            word = r.choice(written)
        else:
            word = f"B{len(self.blocks)}"
            self.blocks[word] = {}
            self.blocks[word] = {"layers": self.list(depth, ())}
        if name:
            self.shareable.add(name)
            beside |= {"share": True} if r.random() < 0.3 and "repeat" in beside else {}
        return {word: None}


def random_file(seed: int) -> dict[str, Any]:
    """A file, as data."""
    maker = Maker(seed)
    layers: list[Any] = [maker.conv(3)] if maker.random.random() < 0.7 else []
    layers += maker.list(2, (), 2, 5)
    if maker.random.random() < 0.5:
        layers += [{maker.random.choice(["flatten", "global_avgpool"]): None}, {"fc": 5}]
    return {"input": f"{SIDE}x{SIDE}x{CHANNELS}", "batch": 2, "blocks": maker.blocks, "layers": layers}
