"""What a network is evaluated to: its tree, its totals, and its layers as a list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from convcalc.analysis.directory import Directory
from convcalc.analysis.flat import Uses, flat
from convcalc.analysis.tree import paths
from convcalc.analysis.tree.counts import Totals
from convcalc.analysis.tree.node import LayerList
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.volume import Volume
from convcalc.language.architecture import Architecture

MOST_ROWS = 100_000
"""From here on rows stay folded: each is there once, with the number of its copies."""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """Every layer's volume and counts. What an analysis finds in addition is a function of it, or in `Report`."""

    architecture: Architecture
    tree: LayerList
    input_bytes: int
    totals: Totals
    outputs: dict[str, Volume | None]
    """The network's outputs by the name of the row that makes them."""

    @property
    def name(self) -> str:
        """The network's name."""
        return self.architecture.name

    @property
    def folds(self) -> bool:
        """There are so many layers that those that are alike are there once."""
        return self.totals.layers > MOST_ROWS

    @cached_property
    def rows(self) -> list[Row]:
        """Every layer with its path from the network; beyond `MOST_ROWS` those that are alike once, with their count."""
        return self._flat(folded=self.folds)

    @cached_property
    def lines(self) -> dict[str, int]:
        """The line in the file of every layer that differs from those before it."""
        return {row.name: row.span.line for row in self.distinct}

    @cached_property
    def distinct(self) -> list[Row]:
        """Every layer that differs from those before it: of copies and of uses of a block that are alike the first."""
        return self._flat(folded=True)

    def _flat(self, folded: bool) -> list[Row]:
        return list(flat(self.tree, Uses(self.tree) if folded else None, tuple(self.architecture.inputs)))

    def row(self, name: str) -> Row:
        """The row called `name`; raises KeyError."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Row]:
        return {row.name: row for row in self.rows}

    def volume(self, name: str) -> Volume | None:
        """The output of the layer, block, group, join or copy called `name`; raises KeyError."""
        return self._directory.find(self.tree, name).output

    @cached_property
    def _directory(self) -> Directory:
        return Directory()

    @cached_property
    def names(self) -> list[str]:
        """The paths of all layers and of what they stand in: blocks, groups, joins and branches."""
        return list(dict.fromkeys(path for row in self.rows for path in paths.prefixes(row.name)))
