"""A network at a size that is not known: every count as a closed form of the input's height and width.

The same walk evaluates the same formulas; it is only given unknown sizes. What it cannot decide (does this window fit, do
these paths meet?) it takes for granted and notes, so that every answer stands beside the conditions under which it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from convcalc.analysis.evaluate import Value, Walk, evaluated
from convcalc.analysis.report import Report, Totals
from convcalc.analysis.rows import Group, Item, Reference, Row, Sums
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.closed import Condition, Unknowns
from convcalc.arithmetic.operations import Operations
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
        return self._numbers.report(values)

    @cached_property
    def never(self) -> tuple[str, ...]:
        """The layers that work out at no size, and why."""
        return tuple(f"{row.name}: {row.misfit.message}" for row in self.report.distinct if row.misfit)

    @cached_property
    def _numbers(self) -> _Numbers:
        return _Numbers(self.report)


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
    return ClosedReport(evaluated(architecture, walk), architecture.unknowns, tuple(walk.placements.values()))


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
    return architecture._replace(inputs=inputs, unknowns=unknowns, expect=(), suspended=(), budget=())


class _ClosedWalk(Walk):
    """Evaluates an architecture whose sizes are unknown."""

    def __init__(self, architecture: Architecture, unknowns: Unknowns) -> None:
        super().__init__(architecture)
        self.unknowns = unknowns
        self.way: list[str] = []
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

    def copy(self, step: Step, index: int, *around: Any) -> tuple[Item, Value]:
        """One copy of a step, which is who asks."""
        self.unknowns.asking = "/".join([*self.way, around[2] + step.copy_name(index)])
        return super().copy(step, index, *around)

    def joined(self, step: Step, layer: JoinLayer, joined: list[Value], sides: tuple[Reference, ...], name: str) -> Row:
        """A join, which asks after its branches have."""
        self.unknowns.asking = "/".join([*self.way, name])
        return super().joined(step, layer, joined, sides, name)

    def block(self, step: Step, block: Block, read: tuple[Value, ...], name: str, readers: int) -> tuple[Group, Value]:
        """A closed block, by whose path its layers ask."""
        self.way.append(name)
        try:
            return super().block(step, block, read, name, readers)
        finally:
            self.way.pop()


class _Numbers:
    """Puts numbers for the unknown sizes into an analysis."""

    def __init__(self, closed: Report) -> None:
        self.closed = closed

    def report(self, values: list[Any]) -> Report:
        """The analysis where the atoms have these values."""
        closed = self.closed
        done: dict[int, tuple[Item, ...]] = {}
        inputs = {name: self.volume(volume, values) for name, volume in closed.architecture.inputs.items()}
        return replace(
            closed,
            architecture=closed.architecture._replace(inputs=inputs, unknowns=None),
            items=self.items(closed.items, values, done),
            input_bytes=value_at(closed.input_bytes, values),
            totals=Totals(*(_at(total, values) for total in closed.totals)),
            outputs={name: self.volume(volume, values) for name, volume in closed.outputs.items()},
        )

    def volume(self, volume: Volume | None, values: list[Any]) -> Any:
        if volume is None:
            return None
        return Volume(tuple(value_at(n, values) for n in volume.size), value_at(volume.channels, values))

    def items(self, items: tuple[Item, ...], values: list[Any], done: dict[int, tuple[Item, ...]]) -> tuple[Item, ...]:
        """The rows and groups of a list; a list that several groups share is done once."""
        if id(items) not in done:
            done[id(items)] = tuple(self.item(item, values, done) for item in items)
        return done[id(items)]

    def item(self, item: Item, values: list[Any], done: dict[int, tuple[Item, ...]]) -> Item:
        inputs = tuple(self.volume(x, values) for x in item.inputs)
        output = self.volume(item.output, values)
        if isinstance(item, Group):
            sums = Sums(*(_at(n, values) for n in item.sums))
            return item._replace(items=self.items(item.items, values, done), inputs=inputs, output=output, sums=sums)
        counts = {name: _at(getattr(item, name), values) for name in _COUNTS}
        layer = item.layer.put(lambda volume: self.volume(volume, values))
        return item._replace(layer=layer, node=item.node._replace(layer=layer), inputs=inputs, output=output, **counts)


_COUNTS = ("params", "trainable_params", "buffers", "macs", "operations", "memory_bytes")


def _at(count: Any, values: list[Any]) -> Any:
    """A count, or the operations of all sorts, where the atoms have these values."""
    if isinstance(count, Operations):
        return Operations(*(value_at(of_a_sort, values) for of_a_sort in count))
    return value_at(count, values)
