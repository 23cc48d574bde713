"""What single layers answer to the volumes that they read, as rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from convcalc.analysis.tree.counts import UNKNOWN_COUNTS, ZERO_COUNTS
from convcalc.analysis.tree.node import Reference
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.axes import MAX_DIGITS
from convcalc.arithmetic.volume import Volume, memory_bytes
from convcalc.language.architecture import Architecture, Node, Step
from convcalc.layers import JoinLayer, Layer, Reuse, ShapeError

_OF_JOINS = {key: ZERO_COUNTS[key] for key in ("params", "trainable_params", "buffers", "macs")}
"""What joins have none of."""


class Value(NamedTuple):
    """What flows: a volume, the row that made it, and whether the one that reads it alone may write over it."""

    volume: Volume | None
    made_by: Reference
    writable: bool
    readers: int = 1

    @property
    def may_be_overwritten(self) -> bool:
        """Nobody else will read it."""
        return self.writable and self.readers == 1


class Answers:
    """Asks the layers of one architecture, each once for each volume."""

    def __init__(self, architecture: Architecture) -> None:
        self.architecture = architecture
        self.batch, self.value_bytes = architecture.batch, architecture.value_bytes
        self.answers: dict[tuple[Layer, Volume], dict[str, Any]] = {}
        """What layers answer to what they read: deep networks ask the same of many."""

    def bytes_of(self, volume: Volume) -> int:
        """The memory of a volume, for the whole batch."""
        return memory_bytes(volume, self.batch, self.value_bytes)

    def leaf(self, step: Step, node: Node, x: Value, name: str, readers: int, like: Value | None) -> tuple[Row, Value]:
        """One layer; `like` is what it takes the size of."""
        if like is not None and like.volume is not None:
            node = node._replace(layer=node.layer.resolve_like(like.volume))
        reuse = node.layer.reuse if node.in_place else Reuse.NEW
        shares = reuse is Reuse.VIEW or (reuse is Reuse.IN_PLACE and x.may_be_overwritten)
        known = dict(UNKNOWN_COUNTS)
        if x.volume is not None and (like is None or like.volume is not None):
            known.update(self.known(node, x.volume, shares))
        row = Row(
            name=name, layer=node.layer, node=node, span=step.span, reads=(x.made_by,), inputs=(x.volume,),
            shares_memory=shares, **known,
        )  # fmt: skip
        writable = x.may_be_overwritten if reuse is Reuse.VIEW else True
        return row, Value(row.output, name, writable, readers)

    def ask(self, layer: Layer, x: Volume, known: dict[str, Any]) -> None:
        """Fill in what the layer answers."""
        known["fit"] = layer.fits(x)
        known["params"] = layer.params(x)
        known["buffers"] = layer.buffers(x)
        output = layer.output(x)
        if max((*output.size, output.channels)) > 10**MAX_DIGITS:
            message = f"the output has a side or channels of more than {MAX_DIGITS} digits"
            raise ShapeError("beyond-counting", message, help="no network is that large")
        known["output"] = output
        known["macs"] = layer.macs(x, output)
        known["operations"] = layer.operations(x, output)

    def answer(self, layer: Layer, x: Volume) -> dict[str, Any]:
        """What the layer answers; what it answered before a ShapeError stays."""
        known: dict[str, Any] = {}
        try:
            self.ask(layer, x, known)
        except ShapeError as shape_error:
            known["shape_error"] = shape_error
        if "output" in known:
            known["memory_bytes"] = self.bytes_of(known["output"])
        return known

    def known(self, node: Node, x: Volume, shares: bool) -> dict[str, Any]:
        """What is known of a layer."""
        answer = self.answers.get((node.layer, x))
        if answer is None:
            answer = self.answers[node.layer, x] = self.answer(node.layer, x)
        known = dict(answer)
        if shares and "output" in known:
            known["memory_bytes"] = 0
        if "params" in known:
            known["trainable_params"] = known["params"] if node.trainable else 0
        return known

    def joined(self, step: Step, layer: JoinLayer, joined: list[Value], sides: tuple[Reference, ...], name: str) -> Row:
        """The row of a join, which reads the values `joined`; messages call them `sides`."""
        row = Row(
            name=name, layer=layer, node=Node(layer, {}), span=step.span, reads=tuple(v.made_by for v in joined),
            inputs=tuple(value.volume for value in joined), sides=sides, **UNKNOWN_COUNTS,
        )  # fmt: skip
        volumes = row.known_inputs
        if len(volumes) < len(row.inputs):
            return row
        known: dict[str, Any] = dict(_OF_JOINS)
        try:
            known["output"] = layer.join(volumes, tuple(map(str, sides)))
            known["operations"] = layer.operations_of(volumes, known["output"])
            known["memory_bytes"] = self.bytes_of(known["output"])
        except ShapeError as shape_error:
            known["shape_error"] = shape_error
        return replace(row, **known)
