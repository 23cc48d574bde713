"""A network at a size that is not known: every count as a closed form of the input's height and width.

The same walk evaluates the same formulas; it is only given unknown sizes. What it cannot decide (does this window fit, do
these paths meet?) it takes for granted and notes, so that every answer stands beside the conditions under which it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from convcalc.analysis.answers import Value
from convcalc.analysis.evaluate import Walk, evaluated
from convcalc.analysis.report import Report
from convcalc.analysis.tree.counts import mapped
from convcalc.analysis.tree.node import LayerList, Reference, TreeNode
from convcalc.analysis.tree.row import Row
from convcalc.analysis.tree.structures import BlockUse
from convcalc.analysis.tree.visitor import Visitor
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.closed import Condition, Unknowns
from convcalc.arithmetic.polynomial import value_at
from convcalc.arithmetic.volume import Volume
from convcalc.findings import ConvcalcError, OptionError
from convcalc.language.architecture import Architecture, Block, Step
from convcalc.layers import JoinLayer, Layer
from convcalc.layers.windows import WindowLayer


class SizeError(ConvcalcError):
    """Sizes of the input at which some layer does not work out: `reasons`, one for each."""

    def __init__(self, sizes: dict[str, int], reasons: tuple[str, ...]) -> None:
        super().__init__(f"{', '.join(f'{name} = {n}' for name, n in sizes.items())}: {'; '.join(reasons)}")
        self.sizes, self.reasons = sizes, reasons


class Placement(NamedTuple):
    """A layer with a window, and the volume of unknown size that the window slides over."""

    name: str
    layer: WindowLayer
    input: Volume


@dataclass(frozen=True)
class ClosedReport:
    """An analysis in closed forms: the volumes and counts of `report` are functions of the unknown sizes."""

    report: Report
    unknowns: Unknowns
    placements: tuple[Placement, ...]
    """Every window over an axis of unknown size, once for each such size."""

    @property
    def conditions(self) -> dict[Condition, str]:
        """What the sizes must fulfil, and the layer that asks for it."""
        return self.unknowns.conditions

    def least_sizes(self) -> dict[str, tuple[int, str]]:
        """For each unknown size the smallest at which everything that depends on it alone fits, and the layer that asks."""
        least: dict[str, tuple[int, str]] = {}
        for condition, who in self.conditions.items():
            if (bound := condition.bound()) is not None:
                name, n = bound
                if n > least.get(name, (1, ""))[0]:
                    least[name] = (n, who)
        return {name: least[name] for name in self.unknowns.names if name in least}

    def other_conditions(self) -> list[tuple[Condition, str]]:
        """The conditions that are no lower bound of one size."""
        return [(condition, who) for condition, who in self.conditions.items() if condition.bound() is None]

    def at(self, **sizes: int) -> Report:
        """The analysis at sizes by their names, `at(H=224, W=224)`, as the numeric one has it.

        It says nothing of how windows fit. Raises SizeError where the network does not work out, saying which layer is why,
        and OptionError for a size that is missing or not the network's.
        """
        if set(sizes) != set(self.unknowns.names):
            raise OptionError("sizes", f"give {' and '.join(self.unknowns.names)}")
        if any(n < 1 for n in sizes.values()):
            raise OptionError("sizes", "every size must be at least 1")
        values = self.unknowns.values(sizes)
        failed = [*self.never, *(f"{who} needs {c}" for c, who in self.conditions.items() if not c.holds(values))]
        if failed:
            raise SizeError(sizes, tuple(failed))
        return _Numbers(values).report(self.report)

    @cached_property
    def never(self) -> tuple[str, ...]:
        """The layers that work out at no size, and why."""
        return tuple(f"{row.name}: {row.shape_error.message}" for row in self.report.distinct if row.shape_error)


def closed_forms(architecture: Architecture) -> ClosedReport:
    """The closed forms of an architecture; a size that its file gives is as unknown as one that it leaves open.

    >>> from convcalc.api import load
    >>> forms = closed_forms(load("alexnet"))
    >>> str(forms.report.row("pool1").output.size[0])
    '⌊(H − 19)/8⌋ + 1'
    """
    if architecture.unknowns is None:
        architecture = opened(architecture)
    assert architecture.unknowns is not None
    walk = _ClosedWalk(architecture, architecture.unknowns)
    report = Report.of(evaluated(architecture, walk))
    return ClosedReport(report, architecture.unknowns, tuple(walk.placements.values()))


def opened(architecture: Architecture) -> Architecture:
    """The architecture with unknown sizes for its inputs: W, H×W or D×H×W, numbered where there are several inputs."""
    unknowns = Unknowns()
    inputs = {}
    for i, (name, volume) in enumerate(architecture.inputs.items(), 1):
        letters = [axis[0].upper() for axis in AXES.get(volume.rank, ())]
        number = str(i) if len(architecture.inputs) > 1 else ""
        size: tuple[Any, ...] = tuple(unknowns.size(letter + number) for letter in letters)
        inputs[name] = Volume(size, volume.channels)
    # What the file expects and allows is said of its own size.
    return replace(architecture, inputs=inputs, unknowns=unknowns, expect=(), suspended=(), budget=())


class _ClosedWalk(Walk):
    """Evaluates an architecture whose sizes are unknown."""

    def __init__(self, architecture: Architecture, unknowns: Unknowns) -> None:
        super().__init__(architecture)
        self.unknowns = unknowns
        self.use_path: list[str] = []
        self.placements: dict[Any, Placement] = {}

    def ask(self, layer: Layer, x: Volume, known: dict[str, Any]) -> None:
        """Fill in what the layer answers; how a window fits depends on the size and is asked later."""
        if isinstance(layer, WindowLayer) and layer.takes_rounding and x.rank:
            key = (layer.kernel, layer.strides, layer.padding, layer.dilations, layer.rounding, x.size)
            self.placements.setdefault(key, Placement(self.unknowns.asking, layer, x))
        known["params"] = layer.params(x)
        known["buffers"] = layer.buffers(x)
        known["output"] = layer.output(x)
        known["macs"] = layer.macs(x, known["output"])
        known["operations"] = layer.operations(x, known["output"])

    def copy(self, step: Step, index: int, *around: Any) -> tuple[TreeNode, Value]:
        """One copy of a step, which is who asks."""
        self.unknowns.asking = "/".join([*self.use_path, around[2] + step.copy_name(index)])
        return super().copy(step, index, *around)

    def joined(self, step: Step, layer: JoinLayer, joined: list[Value], sides: tuple[Reference, ...], name: str) -> Row:
        """A join, which asks after its branches have."""
        self.unknowns.asking = "/".join([*self.use_path, name])
        return super().joined(step, layer, joined, sides, name)

    def block(self, step: Step, block: Block, read: tuple[Value, ...], name: str, readers: int) -> tuple[BlockUse, Value]:
        """A closed block, by whose path its layers ask."""
        self.use_path.append(name)
        try:
            return super().block(step, block, read, name, readers)
        finally:
            self.use_path.pop()


class _Numbers(Visitor):
    """Puts numbers for the unknown sizes into an analysis: where the atoms have these values."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values
        self.done: dict[LayerList, LayerList] = {}

    def report(self, closed: Report) -> Report:
        """The whole analysis."""
        inputs = {name: self.known_volume(volume) for name, volume in closed.architecture.inputs.items()}
        return replace(
            closed,
            architecture=replace(closed.architecture, inputs=inputs, unknowns=None),
            tree=self.layers(closed.tree),
            input_bytes=self.number(closed.input_bytes),
            totals=replace(
                closed.totals,
                params_bytes=self.number(closed.totals.params_bytes),
                activations_bytes=self.number(closed.totals.activations_bytes),
                **mapped(closed.totals, self.number),
            ),
            outputs={name: self.volume(volume) for name, volume in closed.outputs.items()},
        )

    def number(self, count: Any) -> Any:
        return value_at(count, self.values)

    def volume(self, volume: Volume | None) -> Volume | None:
        return None if volume is None else self.known_volume(volume)

    def known_volume(self, volume: Volume) -> Volume:
        return Volume(tuple(map(self.number, volume.size)), self.number(volume.channels))

    def layers(self, layers: LayerList) -> LayerList:
        """The nodes of a list; a list that several blocks share is done once."""
        if layers not in self.done:
            self.done[layers] = LayerList(tuple(map(self.visit, layers)))
        return self.done[layers]

    def volumes(self, node: TreeNode) -> dict[str, Any]:
        return {"inputs": tuple(map(self.volume, node.inputs)), "output": self.volume(node.output)}

    def visit_TreeNode(self, node: TreeNode) -> TreeNode:
        changed: TreeNode = node.rebuilt(self.visit, self.layers, **self.volumes(node))
        return changed

    def visit_Row(self, row: Row) -> Row:
        layer = row.layer.substitute(self.known_volume)
        counts = mapped(row, self.number)
        return replace(row, layer=layer, node=row.node._replace(layer=layer), **self.volumes(row), **counts)
