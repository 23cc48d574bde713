"""The walk over the network, along the structure that was written.

A closed block is evaluated once for each distinct input; copies that neither change the volume nor what may be overwritten
are alike from then on, so they are counted and not walked.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from convcalc.analysis.answers import Answers, Value
from convcalc.analysis.evaluation import Evaluation
from convcalc.analysis.readers import Readers, readers_of
from convcalc.analysis.sharing import Owner, with_weights_of
from convcalc.analysis.tree import paths
from convcalc.analysis.tree.counts import Sums, Totals, known_counts
from convcalc.analysis.tree.node import LayerList, TreeNode
from convcalc.analysis.tree.row import Row
from convcalc.analysis.tree.structures import BlockUse, JoinGroup, NamedGroup, Repeated
from convcalc.findings import ArchitectureError, Finding
from convcalc.language.architecture import PREVIOUS, Architecture, Block, Body, Join, Node, Step
from convcalc.language.limits import more
from convcalc.language.problems import TOO_LARGE


class Outcome(NamedTuple):
    """A list of layers, evaluated."""

    layers: LayerList
    output: Value
    scope: dict[str, Value]
    """What every name means at its end."""


def evaluate(architecture: Architecture) -> Evaluation:
    """Every layer's volume and counts. A network that does not work out raises nothing, its rows say so.

    Raises ArchitectureError where copies that differ come to more layers than the file may ask for.
    """
    return evaluated(architecture, Walk(architecture))


def evaluated(architecture: Architecture, walk: Walk) -> Evaluation:
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
    return Evaluation(
        architecture=architecture,
        tree=outcome.layers,
        input_bytes=input_bytes,
        totals=_totals(outcome.layers.sums, input_bytes, architecture),
        outputs={_name(value, names): value.volume for value in values},
    )


def _name(value: Value, inputs: tuple[str, ...]) -> str:
    return inputs[value.made_by] if isinstance(value.made_by, int) else value.made_by


def _totals(sums: Sums, input_bytes: int, architecture: Architecture) -> Totals:
    return Totals(
        complete=sums.complete,
        layers=sums.layers,
        params_bytes=sums.params * architecture.value_bytes,
        activations_bytes=input_bytes + sums.memory_bytes,
        **known_counts(sums),
    )


class _Surroundings(NamedTuple):
    """What a join or a named group sees of the list around it, with its readers, and how often its own output is read."""

    scope: dict[str, Value]
    readers: Readers
    after: int


class Walk(Answers):
    """Evaluates one architecture."""

    def __init__(self, architecture: Architecture) -> None:
        super().__init__(architecture)
        self.walked: set[int] = set()
        """The steps that have been evaluated, by their identity."""
        self.walked_again = 0
        """How many evaluations came after the first of a step."""
        self.memo: dict[Any, Outcome] = {}
        self.owners: dict[str, Owner] = {}
        """Whose weights the layers of the closed list at hand have, by their paths."""

    def body(self, body: Body, scope: dict[str, Value], root: str, readers: Readers) -> Outcome:
        """A list in which `scope` can be read; its paths begin with `root` in its closed list."""
        scope = dict(scope)
        nodes: list[TreeNode] = []
        for step in body:
            for node, value in self.step(step, scope, root, readers):
                nodes.append(node)
                scope[PREVIOUS] = value
            owner = self.owner(step.shares or step.name, root) if step.shares or step.one_set else None
            for name in step.known_as:
                scope[name] = scope[PREVIOUS]
                self.owners[root + name] = owner or Owner(root + step.last, nodes[-1])
        return Outcome(LayerList(tuple(nodes)), scope[PREVIOUS], scope)

    def step(self, step: Step, scope: dict[str, Value], root: str, readers: Readers) -> list[tuple[TreeNode, Value]]:
        """The copies of one step, with what each gives; copies that are alike are one node."""
        read = tuple(scope[name] for name in step.reads)
        found: list[tuple[TreeNode, Value]] = []
        done = 0
        while done < step.copies:
            node, value = self.copy(step, done, read, scope, root, readers)
            left = step.copies - done
            if left > 1 and _settled(step, done, read, value) and isinstance(node, Row | BlockUse):
                node = Repeated.of(node, left, step.stem, step.first + done)
                value = value._replace(made_by=node.made_by, readers=readers.of_step(step))
            else:
                left = 1
            found.append((node, value))
            done += left
            read = (value,)
        return found

    def copy(
        self, step: Step, index: int, read: tuple[Value, ...], scope: dict[str, Value], root: str, readers: Readers
    ) -> tuple[TreeNode, Value]:
        """One copy of a step; raises ArchitectureError where there are more than the file may ask for."""
        self.count(step)
        name = root + step.copy_name(index)
        after = readers.of_copy(step, index)
        made: tuple[TreeNode, Value]
        if isinstance(step.what, Node):
            made = self.leaf(step, step.what, read[0], name, after, scope.get(step.like))
        elif isinstance(step.what, Join):
            made = self.join(step, step.what, read, name, _Surroundings(scope, readers, after))
        elif step.what.closed:
            made = self.block(step, step.what, read, name, after)
        else:
            made = self.group(step, step.what, read, name, _Surroundings(scope, readers, after))
        node, value = made
        if step.shares:
            return with_weights_of(self.owner(step.shares, root), node), value
        if step.one_set and index == 0:
            self.owners[name] = Owner(name, node)
        elif step.one_set:
            return with_weights_of(self.owner(step.name, root), node), value
        return node, value

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

    def owner(self, name: str, root: str) -> Owner:
        """Whose weights the layer `name` has, which stands in the list at `root` or around it."""
        while root and root + name not in self.owners:
            root = paths.around(root)
        return self.owners[root + name]

    def join(
        self, step: Step, join: Join, read: tuple[Value, ...], name: str, around: _Surroundings
    ) -> tuple[TreeNode, Value]:
        """A join of named volumes is a row; one with branches a group of them and of that row."""
        nodes: list[TreeNode] = []
        joined = list(read)
        sides = [value.made_by for value in read]
        if join.branches:
            joined, sides = [], []
            for branch in join.branches:
                inner = {**around.scope, PREVIOUS: read[0]}
                readers = around.readers.below(f"{step.name}/{branch.name}/")
                side = paths.joined(name, branch.name)
                outcome = self.body(branch.body, inner, paths.inside(side), readers)
                nodes += outcome.layers
                joined.append(outcome.output)
                sides.append(side)
        row = self.joined(step, join.layer, joined, tuple(sides), name)
        value = Value(row.output, name, True, around.after)
        if not join.branches:
            return row, value
        group = JoinGroup(
            name=name, span=step.span, reads=tuple(v.made_by for v in read), inputs=tuple(v.volume for v in read),
            output=row.output, layers=LayerList((*nodes, row)), output_from=name, join=row.kind, branches=len(join.branches),
        )  # fmt: skip
        return group, value

    def group(
        self, step: Step, block: Block, read: tuple[Value, ...], name: str, around: _Surroundings
    ) -> tuple[NamedGroup, Value]:
        """A named group sees what is around it, so it is evaluated where it stands."""
        readers = around.readers.below(f"{step.name}/")
        outcome = self.body(block.body, {**around.scope, PREVIOUS: read[0]}, paths.inside(name), readers)
        output = outcome.output
        if output is not read[0]:  # an empty group gives what it reads
            output = output._replace(readers=around.after)
        group = NamedGroup(
            name=name, span=step.span, reads=tuple(v.made_by for v in read), inputs=tuple(v.volume for v in read),
            output=output.volume, layers=outcome.layers, output_from=output.made_by,
        )  # fmt: skip
        return group, output

    def block(self, step: Step, block: Block, read: tuple[Value, ...], name: str, readers: int) -> tuple[BlockUse, Value]:
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
        use = BlockUse(
            name=name, span=step.span, reads=tuple(v.made_by for v in read), inputs=tuple(v.volume for v in read),
            output=output.volume, title=block.title, body=outcome.layers, output_from=output.made_by,
        )  # fmt: skip
        return use, Value(output.volume, use.made_by, output.writable, readers)


def _settled(step: Step, index: int, read: tuple[Value, ...], value: Value) -> bool:
    """Whether all copies from this one on are alike: it gives what it read, and sees nothing else."""
    sees_around = isinstance(step.what, Join) or (isinstance(step.what, Block) and not step.what.closed)
    if sees_around or len(read) != 1 or (step.one_set and index == 0):
        return False
    return (value.volume, value.may_be_overwritten) == (read[0].volume, read[0].may_be_overwritten)
