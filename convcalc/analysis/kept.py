"""The tensors that PyTorch's autograd keeps for the backward pass, each once, along the structure that was written.

A closed block is gone through once for each way in which its inputs come (with a gradient or without, to be written over or
not). Its summary says what is kept inside, which inputs are kept, and whose memory the output lies in. Summaries compose
exactly, so copies that are alike are put together by squaring.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from convcalc.analysis.kept_summary import Bytes, Output, State, Summary, of_copies
from convcalc.analysis.tree.node import LayerList, Reference
from convcalc.analysis.tree.row import Row
from convcalc.analysis.tree.structures import BlockUse, Repeated
from convcalc.analysis.tree.visitor import Visitor
from convcalc.layers import JoinLayer, Reuse
from convcalc.layers.keeping import NOTHING, Keeps, Numbers, Use


class Storage:
    """Memory that one or several values lie in, in bytes an image, and whether it is kept."""

    def __init__(self, image: int = 0, kept: bool = False) -> None:
        self.image, self.kept = image, kept


class Value(NamedTuple):
    """A tensor: the memory that it lies in, and how it comes."""

    storage: Storage
    state: State


@dataclass
class Scene:
    """What is known in a closed list: what its names mean, the memory that its layers made, and what is kept beside."""

    known: dict[Reference, Value | None]
    storages: list[Storage] = field(default_factory=list)
    beside: Bytes = field(default_factory=Bytes)
    complete: bool = True

    def new(self, image: int, kept: bool = False) -> Storage:
        """Memory of its own for a tensor."""
        self.storages.append(Storage(image, kept))
        return self.storages[-1]


class Walk(Visitor):
    """Follows the tensors through the tree of a network: a node is visited with the values that it reads."""

    def __init__(self, value_bytes: int, device: str) -> None:
        self.value_bytes = value_bytes
        on_cuda = device == "cuda"
        self.sizes = {
            Numbers.VALUE: value_bytes,
            Numbers.STATISTIC: max(value_bytes, 4) if on_cuda else value_bytes,
            Numbers.INDEX: 8,
            Numbers.MASK: 1 if on_cuda else value_bytes,
        }
        self.memo: dict[tuple[LayerList, tuple[State, ...]], Summary] = {}

    def summary(self, layers: LayerList, states: tuple[State, ...], output_from: Reference | None = None) -> Summary:
        """What a closed list keeps whose inputs come as `states` say."""
        scene, inputs = _scene(states)
        for step in layers.steps():
            made = self.visit(step, [scene.known[reference] for reference in step.reads], scene)
            scene.known.setdefault(step.made_by, made)
        return _summary(scene, inputs, None if output_from is None else scene.known[output_from])

    def visit_BlockUse(self, use: BlockUse, read: list[Value | None], scene: Scene) -> Value | None:
        """A block that is used once."""
        return self.behind(read, scene, lambda states: self.of_block(use, states))

    def visit_Repeated(self, node: Repeated, read: list[Value | None], scene: Scene) -> Value | None:
        """All copies."""
        return self.behind(read, scene, lambda states: of_copies(states, node.copies, lambda s: self.of_one(node.one, s)))

    def behind(
        self, read: list[Value | None], scene: Scene, summary_of: Callable[[tuple[State, ...]], Summary]
    ) -> Value | None:
        """What a closed list, of which there is a summary, makes of what it reads."""
        before = [value for value in read if value is not None]
        if len(before) < len(read):
            scene.complete = False
            return None
        summary = summary_of(tuple(value.state for value in before))
        scene.beside = scene.beside.plus(summary.inside)
        scene.complete = scene.complete and summary.complete
        for i in summary.inputs:
            before[i].storage.kept = True
        output = summary.output
        if output is None:
            return None
        storage = scene.new(output.image, output.kept) if output.input is None else before[output.input].storage
        return Value(storage, output.state)

    def of_one(self, node: Row | BlockUse, states: tuple[State, ...]) -> Summary:
        """One of several copies."""
        if isinstance(node, BlockUse):
            return self.of_block(node, states)
        scene, inputs = _scene(states)
        return _summary(scene, inputs, self.visit(node, list(scene.known.values()), scene))

    def of_block(self, use: BlockUse, states: tuple[State, ...]) -> Summary:
        """A block, gone through once for each way in which its inputs come."""
        key = (use.body, states)
        if key not in self.memo:
            self.memo[key] = self.summary(use.body, states, use.output_from)
        return self.memo[key]

    def visit_Row(self, row: Row, read: list[Value | None], scene: Scene) -> Value | None:
        """One layer; None where it is not known what it gives."""
        values = [value for value in read if value is not None]
        volumes = row.known_inputs
        if row.output is None or len(values) < len(row.reads) or len(volumes) < len(row.inputs):
            scene.complete = False
            return None
        grads = tuple(value.state.grad for value in values)
        if isinstance(row.layer, JoinLayer):
            keeps = row.layer.keeps_of(volumes, row.output, grads) if any(grads) else NOTHING
            made = Value(scene.new(row.output.numel * self.value_bytes), State(any(grads), not keeps.output))
        else:
            trained = row.node.trainable and row.layer.params(volumes[0]) > 0
            reuse = self.reuse(row, values[0])
            use = Use(reuse is Reuse.IN_PLACE, trained, grads[0])
            keeps = row.layer.keeps(volumes[0], row.output, use) if trained or grads[0] else NOTHING
            new = reuse is Reuse.NEW
            gaps = not new and (values[0].state.gaps or row.layer.leaves_gaps(volumes[0], row.output))
            part = not new and (values[0].state.part or row.output.numel < volumes[0].numel)
            if self.copies(row, values[0]):
                keeps = keeps.of_a_copy(volumes[0].numel)
            storage = scene.new(row.output.numel * self.value_bytes) if new else values[0].storage
            free = values[0].state.free and row.shares_memory if reuse is Reuse.VIEW else not keeps.output
            made = Value(storage, State(trained or grads[0], free, gaps, part))
        self.keep(keeps, values, made, scene)
        return made

    def reuse(self, row: Row, x: Value) -> Reuse:
        """Whether the output is a tensor of its own; PyTorch refuses to write over what the input's maker keeps.

        What has gaps cannot be seen as a vector, so it is copied.
        """
        reuse = row.layer.reuse_in_training()
        if self.copies(row, x):
            return Reuse.NEW
        overwrites = row.shares_memory and x.state.free
        return Reuse.NEW if reuse is Reuse.IN_PLACE and not overwrites else reuse

    def copies(self, row: Row, x: Value) -> bool:
        """Whether a layer takes its input from a copy that has no gaps."""
        image, batch = row.layer.reads_one_piece, row.layer.reads_batch_in_one_piece
        return (image and x.state.gaps) or (batch and x.state.part)

    def keep(self, keeps: Keeps, values: list[Value], made: Value, scene: Scene) -> None:
        """Mark what one layer keeps."""
        for i in keeps.inputs:
            values[i].storage.kept = True
        made.storage.kept = made.storage.kept or keeps.output
        for tensor in keeps.beside:
            bytes = tensor.amount * self.sizes[tensor.of]
            scene.beside = scene.beside.plus(Bytes(bytes, 0) if tensor.once else Bytes(0, bytes))


def _scene(states: tuple[State, ...]) -> tuple[Scene, list[Storage]]:
    """A closed list whose inputs come as `states` say, and their memory."""
    inputs = [Storage() for _ in states]
    return Scene({i: Value(inputs[i], state) for i, state in enumerate(states)}), inputs


def _summary(scene: Scene, inputs: list[Storage], given: Value | None) -> Summary:
    """What a closed list keeps that has been gone through, and gives `given`."""
    inside = scene.beside
    for storage in scene.storages:
        if storage.kept and (given is None or storage is not given.storage):
            inside = inside.plus(Bytes(0, storage.image))
    output = None
    if given is not None:
        place = next((i for i, storage in enumerate(inputs) if storage is given.storage), None)
        output = Output(given.state, place, given.storage.image, given.storage.kept and place is None)
    kept = frozenset(i for i, storage in enumerate(inputs) if storage.kept)
    return Summary(inside, kept, output, scene.complete)
