"""The result of an analysis, as data. None always means unknown, never 0."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.arithmetic.fit import AxisFit, Rounding
from convcalc.arithmetic.volume import Volume
from convcalc.findings import Finding
from convcalc.layers import Misfit
from convcalc.spec.architecture import Architecture, Node


class Row(NamedTuple):
    """What is known of one layer. Counts are per image; `memory_bytes` is of the whole batch.

    `shares_memory` says that the output takes no memory of its own. `misfit` says why the layer cannot read its input.
    """

    node: Node
    reads: tuple[str, ...]
    input: Volume | None
    output: Volume | None = None
    params: int | None = None
    trainable_params: int | None = None
    buffers: int | None = None
    macs: int | None = None
    memory_bytes: int | None = None
    shares_memory: bool = False
    fit: tuple[AxisFit, ...] | None = None
    misfit: Misfit | None = None

    @property
    def name(self) -> str:
        """The layer's name."""
        return self.node.name

    @property
    def assumed(self) -> bool:
        """The output is that of the rounded-down window, though the file allows no rounding."""
        return any(not fit.even and fit.rounding is Rounding.STRICT for fit in self.fit or ())

    @property
    def operation(self) -> str:
        """The layer as one would write it on a slide."""
        return self.node.layer.describe(self.input)


class Totals(NamedTuple):
    """Sums over the layers; where `complete` is False they leave out what is not known."""

    complete: bool
    layers: int
    params: int
    trainable_params: int
    buffers: int
    macs: int
    params_bytes: int
    activations_bytes: int


class Report(NamedTuple):
    """Everything that convcalc says of an architecture."""

    architecture: Architecture
    rows: tuple[Row, ...]
    input_bytes: int
    totals: Totals
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """The network's name."""
        return self.architecture.name

    @property
    def outputs(self) -> dict[str, Volume | None]:
        """The network's outputs by the name of their layer."""
        last = self.rows[-1]
        return {last.name: last.output}

    def row(self, name: str) -> Row:
        """The row called `name`; raises KeyError."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)
