"""The walk over the network, along the structure that was written.

A closed block is evaluated once for each distinct input; copies that neither change the volume nor what may be overwritten
are alike from then on, so they are counted and not walked.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from convcalc.analysis.readers import Readers, readers_of
from convcalc.analysis.report import Report, Totals
from convcalc.analysis.rows import Group, Item, Reference, Row, Sums
from convcalc.analysis.sharing import Owner, with_weights_of
from convcalc.arithmetic.axes import MAX_DIGITS
from convcalc.arithmetic.volume import Volume, memory_bytes
from convcalc.findings import ArchitectureError, Finding
from convcalc.language.architecture import PREVIOUS, Architecture, Block, Body, Join, Node, Step
from convcalc.language.limits import more
from convcalc.language.problems import TOO_LARGE
from convcalc.layers import JoinLayer, Layer, Misfit, Reuse


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


class Outcome(NamedTuple):
    """A list of layers, evaluated."""

    items: tuple[Item, ...]
    output: Value
    sums: Sums
    scope: dict[str, Value]
    """What every name means at its end."""


def evaluate(architecture: Architecture) -> Report:
    """Every layer's volume and counts. A network that does not work out raises nothing, its rows say so.

    Raises ArchitectureError where copies that differ come to more layers than the file may ask for.
    """
    return evaluated(architecture, Walk(architecture))


def evaluated(architecture: Architecture, walk: Walk) -> Report:
    """What `walk` finds of the architecture."""
    names = tuple(architecture.inputs)
    readers = readers_of(architecture.layers, names, architecture.outputs)
    scope = {
        name: Value(volume, i, writable=False, readers=readers.of_input(name))
        for i, (name, volume) in enumerate(architecture.inputs.items())
    }
    outcome = walk.body(architecture.layers, {**scope, PREVIOUS: scope[names[0]]}, "", readers)
    values = [outcome.scope[name] for name in architecture.outputs] or [outcome.output]
    input_bytes = sum(walk.bytes_of(volume) for volume in architecture.inputs.values())
    return Report(
        architecture,
        outcome.items,
        input_bytes,
        _totals(outcome.sums, input_bytes, architecture),
        {_name(value, names): value.volume for value in values},
    )


def _name(value: Value, inputs: tuple[str, ...]) -> str:
    return inputs[value.made_by] if isinstance(value.made_by, int) else value.made_by


def _totals(sums: Sums, input_bytes: int, architecture: Architecture) -> Totals:
    return Totals(
        sums.complete,
        sums.layers,
        sums.params,
        sums.trainable_params,
        sums.buffers,
        sums.macs,
        sums.operations,
        params_bytes=sums.params * architecture.value_bytes,
        activations_bytes=input_bytes + sums.memory_bytes,
    )


class _Around(NamedTuple):
    """What a join or a named group sees of the list around it, with its readers, and how often its own output is read."""

    scope: dict[str, Value]
    readers: Readers
    after: int


class Walk:
    """Evaluates one architecture."""

    def __init__(self, architecture: Architecture) -> None:
        self.architecture = architecture
        self.batch, self.value_bytes = architecture.batch, architecture.value_bytes
        self.walked: set[int] = set()
        """The steps that have been evaluated, by their identity."""
        self.walked_again = 0
        """How many evaluations came after the first of a step."""
        self.memo: dict[Any, Outcome] = {}
        self.answers: dict[tuple[Layer, Volume], dict[str, Any]] = {}
        """What layers answer to what they read: deep networks ask the same of many."""
        self.owners: dict[str, Owner] = {}
        """Whose weights the layers of the closed list at hand have, by their paths."""

    def bytes_of(self, volume: Volume) -> int:
        """The memory of a volume, for the whole batch."""
        return memory_bytes(volume, self.batch, self.value_bytes)

    def body(self, body: Body, scope: dict[str, Value], path: str, readers: Readers) -> Outcome:
        """A list in which `scope` can be read; `path` is where it stands in its closed list."""
        scope = dict(scope)
        items: list[Item] = []
        sums = Sums()
        for step in body:
            for item, value in self.step(step, scope, path, readers):
                items.append(item)
                sums = sums.plus(item.sums, item.copies if isinstance(item, Group) else 1)
                scope[PREVIOUS] = value
            owner = self.owner(step.shares or step.name, path) if step.shares or step.one_set else None
            for name in step.known_as:
                scope[name] = scope[PREVIOUS]
                self.owners[path + name] = owner or Owner(path + step.last, items[-1])
        return Outcome(tuple(items), scope[PREVIOUS], sums, scope)

    def step(self, step: Step, scope: dict[str, Value], path: str, readers: Readers) -> list[tuple[Item, Value]]:
        """The copies of one step, with what each gives; copies that are alike are one item."""
        read = tuple(scope[name] for name in step.reads)
        found: list[tuple[Item, Value]] = []
        done = 0
        while done < step.copies:
            item, value = self.copy(step, done, read, scope, path, readers)
            left = step.copies - done
            if left > 1 and _settled(step, done, read, value):
                item = _copies(item, step, done, left)
                value = value._replace(
                    made_by=item.output_name(left - 1) if isinstance(item.output_from, str) else value.made_by,
                    readers=readers.of_step(step),
                )
            elif isinstance(item, Group) and item.closed:
                left, item = 1, item._replace(stem=step.stem, first=step.first + done)
            else:
                left = 1
            found.append((item, value))
            done += left
            read = (value,)
        return found

    def copy(
        self, step: Step, index: int, read: tuple[Value, ...], scope: dict[str, Value], path: str, readers: Readers
    ) -> tuple[Item, Value]:
        """One copy of a step; raises ArchitectureError where there are more than the file may ask for."""
        self.count(step)
        name = path + step.copy_name(index)
        after = readers.of_copy(step, index)
        made: tuple[Item, Value]
        if isinstance(step.what, Node):
            made = self.leaf(step, step.what, read[0], name, after, scope.get(step.like))
        elif isinstance(step.what, Join):
            made = self.join(step, step.what, read, name, _Around(scope, readers, after))
        elif step.what.closed:
            made = self.block(step, step.what, read, name, after)
        else:
            made = self.group(step, step.what, read, name, _Around(scope, readers, after))
        item, value = made
        if step.shares:
            return with_weights_of(self.owner(step.shares, path), item), value
        if step.one_set and index == 0:
            self.owners[name] = Owner(name, item)
        elif step.one_set:
            return with_weights_of(self.owner(step.name, path), item), value
        return item, value

    def count(self, step: Step) -> None:
        """Count an evaluation of a step. A file line by line is as long as it is; what repeats may come to any number."""
        if id(step) not in self.walked:
            self.walked.add(id(step))
            return
        self.walked_again += 1
        most = self.architecture.expansion
        if self.walked_again > most:
            message = (
                f"copies that read other volumes, or see the layers around them, come to more than {most:,} layers by now"
            )
            help = f"copies of a block that read equal volumes are evaluated once; {more('expansion')}"
            finding = Finding(TOO_LARGE, message, step.span, help=help)
            raise ArchitectureError((finding,), self.architecture.source, self.architecture.bases)

    def owner(self, name: str, path: str) -> Owner:
        """Whose weights the layer `name` has, which stands in the list at `path` or around it."""
        while path and path + name not in self.owners:
            path = path[: path.rstrip("/").rfind("/") + 1]
        return self.owners[path + name]

    def leaf(self, step: Step, node: Node, x: Value, name: str, readers: int, like: Value | None) -> tuple[Row, Value]:
        """One layer; `like` is what it takes the size of."""
        if like is not None and like.volume is not None:
            node = node._replace(layer=node.layer.beside(like.volume))
        reuse = node.layer.reuse if node.in_place else Reuse.NEW
        shares = reuse is Reuse.VIEW or (reuse is Reuse.IN_PLACE and x.may_be_overwritten)
        row = Row(name, node.layer, node, step.span, (x.made_by,), (x.volume,), shares_memory=shares)
        if x.volume is not None and (like is None or like.volume is not None):
            row = row._replace(**self.known(node, x.volume, shares))
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
            raise Misfit("beyond-counting", message, help="no network is that large")
        known["output"] = output
        known["macs"] = layer.macs(x, output)
        known["operations"] = layer.operations(x, output)

    def answer(self, layer: Layer, x: Volume) -> dict[str, Any]:
        """What the layer answers; what it answered before a Misfit stays."""
        known: dict[str, Any] = {}
        try:
            self.ask(layer, x, known)
        except Misfit as misfit:
            known["misfit"] = misfit
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

    def join(self, step: Step, join: Join, read: tuple[Value, ...], name: str, around: _Around) -> tuple[Item, Value]:
        """A join of named volumes is a row; one with branches a group of them and of that row."""
        items: list[Item] = []
        sums = Sums()
        joined = list(read)
        sides = [value.made_by for value in read]
        if join.branches:
            joined, sides = [], []
            for branch in join.branches:
                inner = {**around.scope, PREVIOUS: read[0]}
                readers = around.readers.below(f"{step.name}/{branch.name}/")
                outcome = self.body(branch.body, inner, f"{name}/{branch.name}/", readers)
                items += outcome.items
                sums = sums.plus(outcome.sums)
                joined.append(outcome.output)
                sides.append(f"{name}/{branch.name}")
        row = self.joined(step, join.layer, joined, tuple(sides), name)
        value = Value(row.output, name, True, around.after)
        if not join.branches:
            return row, value
        group = Group(
            name, _title(join), step.span, tuple(v.made_by for v in read), (*items, row), name,
            tuple(v.volume for v in read), row.output, sums.plus(row.sums), closed=False,
        )  # fmt: skip
        return group, value

    def joined(self, step: Step, layer: JoinLayer, joined: list[Value], sides: tuple[Reference, ...], name: str) -> Row:
        """The row of a join, which reads the values `joined`; messages call them `sides`."""
        inputs = tuple(value.volume for value in joined)
        node = Node(layer, {})
        row = Row(name, layer, node, step.span, tuple(v.made_by for v in joined), inputs, sides=sides)
        volumes = tuple(volume for volume in inputs if volume is not None)
        if len(volumes) < len(inputs):
            return row
        known: dict[str, Any] = {"params": 0, "trainable_params": 0, "buffers": 0, "macs": 0}
        try:
            known["output"] = layer.join(volumes, tuple(map(str, sides)))
            known["operations"] = layer.operations_of(volumes, known["output"])
            known["memory_bytes"] = self.bytes_of(known["output"])
        except Misfit as misfit:
            known["misfit"] = misfit
        return row._replace(**known)

    def group(self, step: Step, block: Block, read: tuple[Value, ...], name: str, around: _Around) -> tuple[Group, Value]:
        """A named group sees what is around it, so it is evaluated where it stands."""
        readers = around.readers.below(f"{step.name}/")
        outcome = self.body(block.body, {**around.scope, PREVIOUS: read[0]}, f"{name}/", readers)
        references = tuple(v.made_by for v in read)
        output = outcome.output
        if output is not read[0]:  # an empty group gives what it reads
            output = output._replace(readers=around.after)
        group = Group(
            name, "group", step.span, references, outcome.items, output.made_by,
            tuple(v.volume for v in read), output.volume, outcome.sums, closed=False,
        )  # fmt: skip
        return group, output

    def block(self, step: Step, block: Block, read: tuple[Value, ...], name: str, readers: int) -> tuple[Group, Value]:
        """A closed block: evaluated once for each distinct input."""
        key = (id(block.body), tuple((value.volume, value.may_be_overwritten) for value in read))
        outcome = self.memo.get(key)
        if outcome is None:
            inside = readers_of(block.body, block.inputs)
            scope = {
                word: Value(value.volume, i, value.may_be_overwritten, inside.of_input(word))
                for i, (word, value) in enumerate(zip(block.inputs, read, strict=True))
            }
            scope[PREVIOUS] = scope[block.inputs[0]]
            around, self.owners = self.owners, {}
            outcome = self.memo[key] = self.body(block.body, scope, "", inside)
            self.owners = around
        output = outcome.output
        references = tuple(value.made_by for value in read)
        group = Group(
            name, block.title, step.span, references, outcome.items, output.made_by,
            tuple(value.volume for value in read), output.volume, outcome.sums,
        )  # fmt: skip
        made_by = references[output.made_by] if isinstance(output.made_by, int) else f"{name}/{output.made_by}"
        return group, Value(output.volume, made_by, output.writable, readers)


def _title(join: Join) -> str:
    branches = len(join.branches)
    return f"{join.layer.kind} of {branches} branch{'es' if branches > 1 else ''}"


def _settled(step: Step, index: int, read: tuple[Value, ...], value: Value) -> bool:
    """Whether all copies from this one on are alike: it gives what it read, and sees nothing else."""
    sees_around = isinstance(step.what, Join) or (isinstance(step.what, Block) and not step.what.closed)
    if sees_around or len(read) != 1 or (step.one_set and index == 0):
        return False
    return (value.volume, value.may_be_overwritten) == (read[0].volume, read[0].may_be_overwritten)


def _copies(item: Item, step: Step, index: int, copies: int) -> Group:
    """One item for `copies` copies that are alike, from copy `index` on."""
    if isinstance(item, Group):
        return item._replace(copies=copies, stem=step.stem, first=step.first + index)
    # Copies of a single layer: a closed group without a title, whose row is renamed for each copy.
    return Group(
        item.name, "", item.span, item.reads, (item._replace(reads=(0,)),), item.name, item.inputs, item.output, item.sums,
        closed=True, copies=copies, stem=step.stem, first=step.first + index,
    )  # fmt: skip
