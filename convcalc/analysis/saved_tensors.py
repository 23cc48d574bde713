"""The tensors that PyTorch's autograd keeps for the backward pass, each once, along the structure that was written.

A closed block is gone through once for each way in which its inputs come (with a gradient or without, to be written over or
not). Its summary says what is kept inside, which inputs are kept, and whose memory the output lies in. Summaries compose
exactly, so copies that are alike are put together by squaring.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from convcalc.analysis.saved_summary import Bytes, Output, Summary, TensorState, of_copies
from convcalc.analysis.tree.node import LayerList, Reference
from convcalc.analysis.tree.row import Row
from convcalc.analysis.tree.structures import BlockUse, Repeated
from convcalc.analysis.tree.visitor import Visitor
from convcalc.layers import JoinLayer, Reuse
from convcalc.layers.autograd import NOTHING, Numbers, SavedTensors, TrainingContext


class Storage:
    """Memory that one or several values lie in, in bytes an image, and whether it is kept."""

    def __init__(self, image: int = 0, kept: bool = False) -> None:
        self.image, self.kept = image, kept


class TensorValue(NamedTuple):
    """A tensor: the memory that it lies in, and how it comes."""

    storage: Storage
    state: TensorState


@dataclass
class Scene:
    """What is known in a closed list: what its names mean, the memory that its layers made, and what is kept beside."""

    known: dict[Reference, TensorValue | None]
    storages: list[Storage] = field(default_factory=list)
    extra: Bytes = field(default_factory=Bytes)
    complete: bool = True

    def new(self, image: int, kept: bool = False) -> Storage:
        """Memory of its own for a tensor."""
        self.storages.append(Storage(image, kept))
        return self.storages[-1]


class AutogradWalk(Visitor):
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
        self.memo: dict[tuple[LayerList, tuple[TensorState, ...]], Summary] = {}

    def summary(self, layers: LayerList, states: tuple[TensorState, ...], output_from: Reference | None = None) -> Summary:
        """What a closed list keeps whose inputs come as `states` say."""
        scene, inputs = _scene(states)
        for step in layers.steps():
            made = self.visit(step, [scene.known[reference] for reference in step.reads], scene)
            scene.known.setdefault(step.made_by, made)
        return _summary(scene, inputs, None if output_from is None else scene.known[output_from])

    def visit_BlockUse(self, context: BlockUse, read: list[TensorValue | None], scene: Scene) -> TensorValue | None:
        """A block that is used once."""
        return self.behind(read, scene, lambda states: self.of_block(context, states))

    def visit_Repeated(self, node: Repeated, read: list[TensorValue | None], scene: Scene) -> TensorValue | None:
        """All copies."""
        return self.behind(read, scene, lambda states: of_copies(states, node.copies, lambda s: self.of_one(node.one, s)))

    def behind(
        self, read: list[TensorValue | None], scene: Scene, summary_of: Callable[[tuple[TensorState, ...]], Summary]
    ) -> TensorValue | None:
        """What a closed list, of which there is a summary, makes of what it reads."""
        before = [value for value in read if value is not None]
        if len(before) < len(read):
            scene.complete = False
            return None
        summary = summary_of(tuple(value.state for value in before))
        scene.extra = scene.extra.plus(summary.inside)
        scene.complete = scene.complete and summary.complete
        for i in summary.inputs:
            before[i].storage.kept = True
        output = summary.output
        if output is None:
            return None
        storage = scene.new(output.image, output.kept) if output.input is None else before[output.input].storage
        return TensorValue(storage, output.state)

    def of_one(self, node: Row | BlockUse, states: tuple[TensorState, ...]) -> Summary:
        """One of several copies."""
        if isinstance(node, BlockUse):
            return self.of_block(node, states)
        scene, inputs = _scene(states)
        return _summary(scene, inputs, self.visit(node, list(scene.known.values()), scene))

    def of_block(self, context: BlockUse, states: tuple[TensorState, ...]) -> Summary:
        """A block, gone through once for each way in which its inputs come."""
        key = (context.body, states)
        if key not in self.memo:
            self.memo[key] = self.summary(context.body, states, context.output_from)
        return self.memo[key]

    def visit_Row(self, row: Row, read: list[TensorValue | None], scene: Scene) -> TensorValue | None:
        """One layer; None where it is not known what it gives."""
        values = [value for value in read if value is not None]
        volumes = row.known_inputs
        if row.output is None or len(values) < len(row.reads) or len(volumes) < len(row.inputs):
            scene.complete = False
            return None
        grads = tuple(value.state.grad for value in values)
        if isinstance(row.layer, JoinLayer):
            saved_tensors = row.layer.saved_tensors_of(volumes, row.output, grads) if any(grads) else NOTHING
            made = TensorValue(
                scene.new(row.output.numel * self.value_bytes), TensorState(any(grads), not saved_tensors.output)
            )
        else:
            trained = row.node.trainable and row.layer.params(volumes[0]) > 0
            reuse = self.reuse(row, values[0])
            context = TrainingContext(reuse is Reuse.IN_PLACE, trained, grads[0])
            saved_tensors = row.layer.saved_tensors(volumes[0], row.output, context) if trained or grads[0] else NOTHING
            new = reuse is Reuse.NEW
            non_contiguous = not new and (
                values[0].state.non_contiguous or row.layer.is_non_contiguous(volumes[0], row.output)
            )
            part = not new and (values[0].state.part or row.output.numel < volumes[0].numel)
            if self.copies(row, values[0]):
                saved_tensors = saved_tensors.of_a_copy(volumes[0].numel)
            storage = scene.new(row.output.numel * self.value_bytes) if new else values[0].storage
            free = values[0].state.free and row.shares_memory if reuse is Reuse.VIEW else not saved_tensors.output
            made = TensorValue(storage, TensorState(trained or grads[0], free, non_contiguous, part))
        self.keep(saved_tensors, values, made, scene)
        return made

    def reuse(self, row: Row, x: TensorValue) -> Reuse:
        """Whether the output is a tensor of its own; PyTorch refuses to write over what the input's maker keeps.

        What has gaps cannot be seen as a vector, so it is copied.
        """
        reuse = row.layer.reuse_in_training()
        if self.copies(row, x):
            return Reuse.NEW
        overwrites = row.shares_memory and x.state.free
        return Reuse.NEW if reuse is Reuse.IN_PLACE and not overwrites else reuse

    def copies(self, row: Row, x: TensorValue) -> bool:
        """Whether a layer takes its input from a copy that has no gaps."""
        image, batch = row.layer.needs_contiguous_input, row.layer.needs_contiguous_batch
        return (image and x.state.non_contiguous) or (batch and x.state.part)

    def keep(self, saved_tensors: SavedTensors, values: list[TensorValue], made: TensorValue, scene: Scene) -> None:
        """Mark what one layer keeps."""
        for i in saved_tensors.inputs:
            values[i].storage.kept = True
        made.storage.kept = made.storage.kept or saved_tensors.output
        for tensor in saved_tensors.extra:
            bytes = tensor.amount * self.sizes[tensor.of]
            scene.extra = scene.extra.plus(Bytes(bytes, 0) if tensor.once else Bytes(0, bytes))


def _scene(states: tuple[TensorState, ...]) -> tuple[Scene, list[Storage]]:
    """A closed list whose inputs come as `states` say, and their memory."""
    inputs = [Storage() for _ in states]
    return Scene({i: TensorValue(inputs[i], state) for i, state in enumerate(states)}), inputs


def _summary(scene: Scene, inputs: list[Storage], given: TensorValue | None) -> Summary:
    """What a closed list keeps that has been gone through, and gives `given`."""
    inside = scene.extra
    for storage in scene.storages:
        if storage.kept and (given is None or storage is not given.storage):
            inside = inside.plus(Bytes(0, storage.image))
    output = None
    if given is not None:
        place = next((i for i, storage in enumerate(inputs) if storage is given.storage), None)
        output = Output(given.state, place, given.storage.image, given.storage.kept and place is None)
    kept = frozenset(i for i, storage in enumerate(inputs) if storage.kept)
    return Summary(inside, kept, output, scene.complete)
