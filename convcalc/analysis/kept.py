"""The tensors that PyTorch's autograd keeps for the backward pass, each once, along the structure that was written.

A closed block is gone through once for each way in which its inputs come (with a gradient or without, to be written over or
not). Its summary says what is kept inside, which inputs are kept, and whose memory the output lies in. Summaries compose
exactly, so copies that are alike are put together by squaring.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from convcalc.analysis.rows import Group, Item, Reference, Row
from convcalc.layers import JoinLayer, Reuse
from convcalc.layers.keeping import NOTHING, Keeps, Numbers, Use, a_copy


class Bytes(NamedTuple):
    """Bytes that are there once, and bytes for each image."""

    once: int = 0
    image: int = 0

    def plus(self, other: Bytes) -> Bytes:
        """The sum."""
        return Bytes(self.once + other.once, self.image + other.image)


class State(NamedTuple):
    """How a value comes: whether a gradient flows back to it, whether its maker lets others write over it, and whether it is
    a part of its memory with gaps between.
    """

    grad: bool = False
    free: bool = False
    gaps: bool = False


class Storage:
    """Memory that one or several values lie in, in bytes an image, and whether it is kept."""

    def __init__(self, image: int = 0, kept: bool = False) -> None:
        self.image, self.kept = image, kept


class Value(NamedTuple):
    """A tensor: the memory that it lies in, and how it comes."""

    storage: Storage
    state: State


class Output(NamedTuple):
    """What a list gives: in the memory of the input number `input`, or of `image` bytes of its own."""

    state: State
    input: int | None
    image: int = 0
    kept: bool = False


class Summary(NamedTuple):
    """What a list of layers keeps: `inside`, apart from its inputs and its output; and the `inputs` that it keeps."""

    inside: Bytes
    inputs: frozenset[int]
    output: Output | None
    complete: bool = True

    @property
    def gives(self) -> tuple[State, ...]:
        """How its output comes to a list behind it."""
        return (self.output.state if self.output else State(),)

    def then(self, after: Summary) -> Summary:
        """This and, behind it, a list with a single input."""
        complete = self.complete and after.complete
        inside = self.inside.plus(after.inside)
        if self.output is None:
            return Summary(inside, self.inputs, None, complete=False)
        if self.output.input is not None:  # the output lies in an input, which the other may keep too
            inputs = self.inputs | ({self.output.input} if after.inputs else set())
            output = after.output
            if output is not None and output.input is not None:
                output = output._replace(input=self.output.input)
            return Summary(inside, inputs, output, complete)
        between = self.output._replace(kept=self.output.kept or bool(after.inputs))
        if after.output is not None and after.output.input is not None:
            output = between._replace(state=after.output.state)
            return Summary(inside, self.inputs, output, complete)
        inside = inside.plus(Bytes(0, between.image if between.kept else 0))
        return Summary(inside, self.inputs, after.output, complete)


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


class Walk:
    """Follows the tensors through the items of a report."""

    def __init__(self, value_bytes: int, device: str) -> None:
        self.value_bytes = value_bytes
        on_cuda = device == "cuda"
        self.sizes = {
            Numbers.VALUE: value_bytes,
            Numbers.STATISTIC: max(value_bytes, 4) if on_cuda else value_bytes,
            Numbers.INDEX: 8,
            Numbers.MASK: 1 if on_cuda else value_bytes,
        }
        self.memo: dict[tuple[int, tuple[State, ...]], Summary] = {}

    def summary(self, items: tuple[Item, ...], states: tuple[State, ...], output_from: Reference | None = None) -> Summary:
        """What a closed list keeps whose inputs come as `states` say."""
        inputs = [Storage() for _ in states]
        scene = Scene({i: Value(inputs[i], state) for i, state in enumerate(states)})
        self.items(items, scene)
        given = None if output_from is None else scene.known[output_from]
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

    def items(self, items: tuple[Item, ...], scene: Scene) -> None:
        """The items of a list, into the scene."""
        for item in items:
            if isinstance(item, Row):
                scene.known[item.name] = self.row(item, scene)
            elif item.closed:
                scene.known[item.output_name(item.copies - 1)] = self.closed(item, scene)
            else:
                self.items(item.items, scene)

    def closed(self, group: Group, scene: Scene) -> Value | None:
        """All copies of a closed group."""
        before = [value for reference in group.reads if (value := scene.known[reference]) is not None]
        if len(before) < len(group.reads):
            scene.complete = False
            return None
        summary = self.copies(group, tuple(value.state for value in before), group.copies)
        scene.beside = scene.beside.plus(summary.inside)
        scene.complete = scene.complete and summary.complete
        for i in summary.inputs:
            before[i].storage.kept = True
        output = summary.output
        if output is None:
            return None
        storage = scene.new(output.image, output.kept) if output.input is None else before[output.input].storage
        return Value(storage, output.state)

    def copies(self, group: Group, states: tuple[State, ...], copies: int) -> Summary:
        """`copies` copies, each reading the one before it, put together by squaring."""
        many: dict[
            tuple[State, ...], Summary
        ] = {}  # of 1, 2, 4 … copies, for every way in which the first one's input comes
        state = states
        while state not in many:
            many[state] = self.copy(group, state)
            state = many[state].gives if copies > 1 else state
        found: Summary | None = None
        while copies:
            if copies % 2:
                found = found.then(many[found.gives]) if found else many[states]
            copies //= 2
            if copies:
                many = {state: one.then(many[one.gives]) for state, one in many.items()}
        assert found is not None
        return found

    def copy(self, group: Group, states: tuple[State, ...]) -> Summary:
        """One copy."""
        key = (id(group.items), states)
        if key not in self.memo:
            self.memo[key] = self.summary(group.items, states, group.output_from)
        return self.memo[key]

    def row(self, row: Row, scene: Scene) -> Value | None:
        """One layer; None where it is not known what it gives."""
        values = [value for reference in row.reads if (value := scene.known[reference]) is not None]
        volumes = tuple(volume for volume in row.inputs if volume is not None)
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
            gaps = reuse is not Reuse.NEW and (values[0].state.gaps or row.layer.leaves_gaps(volumes[0], row.output))
            if row.layer.reads_one_piece and values[0].state.gaps and keeps.inputs:
                keeps = a_copy(volumes[0].numel)
            new = reuse is Reuse.NEW
            storage = scene.new(row.output.numel * self.value_bytes) if new else values[0].storage
            free = values[0].state.free and row.shares_memory if reuse is Reuse.VIEW else not keeps.output
            made = Value(storage, State(trained or grads[0], free, gaps))
        self.keep(keeps, values, made, scene)
        return made

    def reuse(self, row: Row, x: Value) -> Reuse:
        """Whether the output is a tensor of its own; PyTorch refuses to write over what the input's maker keeps.

        What has gaps cannot be seen as a vector, so it is copied.
        """
        reuse = row.layer.reuse_in_training()
        if x.state.gaps and row.layer.reads_one_piece:
            return Reuse.NEW
        overwrites = row.shares_memory and x.state.free
        return Reuse.NEW if reuse is Reuse.IN_PLACE and not overwrites else reuse

    def keep(self, keeps: Keeps, values: list[Value], made: Value, scene: Scene) -> None:
        """Mark what one layer keeps."""
        for i in keeps.inputs:
            values[i].storage.kept = True
        made.storage.kept = made.storage.kept or keeps.output
        for tensor in keeps.beside:
            bytes = tensor.amount * self.sizes[tensor.of]
            scene.beside = scene.beside.plus(Bytes(bytes, 0) if tensor.once else Bytes(0, bytes))
