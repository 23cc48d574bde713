"""The rows of the tree: what is known of one layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from convcalc.analysis.tree.counts import Counts, Sums, known_counts
from convcalc.analysis.tree.node import Reference, TreeNode
from convcalc.arithmetic.fit import AxisFit, Rounding
from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.language.architecture import Node
from convcalc.layers import Layer, ShapeError


class WeightsDifferError(ShapeError):
    """A layer that has the weights of another, and would need other ones."""

    def __init__(self, name: str, owner: str, needs: int, has: int) -> None:
        self.needs, self.has = needs, has
        message = f"{name} would need {needs:,} parameters, and {owner} has {has:,}"
        help = "both must read equally many channels, and where it is fully connected volumes of one size"
        super().__init__("weights-differ", message, help=help)


@dataclass(frozen=True, kw_only=True)
class Row(Counts[int | None, Operations | None], TreeNode):
    """What is known of one layer. Counts are per image; `memory_bytes` is of the whole batch.

    `name` is the path from the closed list that the layer stands in; `Report.rows` has paths from the network. A join has
    several `inputs`. `shares_memory` says that the output takes no memory of its own, `shared_with` whose weights are used,
    `shape_error` why the layer cannot read its input.
    """

    layer: Layer
    node: Node
    shares_memory: bool = False
    fit: tuple[AxisFit, ...] | None = None
    shape_error: ShapeError | None = None
    shared_with: str | None = None
    sides: tuple[Reference, ...] = ()
    """What the inputs of a join are called where they do not agree: its branches, or the rows that it reads."""
    copies: int = 1
    """How many layers this row stands for, where rows stay folded."""
    use_path: tuple[str, ...] = ()
    """The uses of blocks that lead here, for messages."""

    @property
    def kind(self) -> str:
        """The layer's kind."""
        return self.layer.kind

    @property
    def operation(self) -> str:
        """The layer as one would write it on a slide."""
        return self.layer.describe(self.input)

    @property
    def reads_from(self) -> tuple[str, ...]:
        """The names of the rows that it reads."""
        return tuple(map(str, self.reads))

    @property
    def known_inputs(self) -> tuple[Volume, ...]:
        """The inputs whose volumes are known."""
        return tuple(volume for volume in self.inputs if volume is not None)

    @property
    def assumed(self) -> bool:
        """The output is that of the rounded-down window, though the file allows no rounding."""
        return any(not fit.divides and fit.rounding is Rounding.STRICT for fit in self.fit or ())

    @property
    def has_error(self) -> bool:
        """It does not fit where it must."""
        return self.assumed or self.shape_error is not None

    @property
    def sums(self) -> Sums:
        """The row as a sum of one."""
        complete = self.output is not None and self.operations is not None
        return Sums(layers=1, complete=complete, **known_counts(self))

    def output_as(self, name: str, reads: tuple[Any, ...]) -> Any:
        """The layer makes its output itself."""
        return name

    def placed(
        self, name: str, reads: tuple[str, ...], copies: int, use_path: tuple[str, ...], shared_with: str | None
    ) -> Row:
        """The row by its path from the network, and with the paths of what it reads.

        There is one for each layer of a network, and `replace` takes several times as long.
        """
        row = object.__new__(Row)
        row.__dict__.update(self.__dict__, name=name, reads=reads, copies=copies, use_path=use_path, shared_with=shared_with)
        return row
