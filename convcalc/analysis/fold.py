"""What a table shows of a network: each layer, or the groups that stand for several, as deep as the reader wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from convcalc.analysis.evaluation import MOST_ROWS, Evaluation
from convcalc.analysis.tree import paths
from convcalc.analysis.tree.counts import UNKNOWN_COUNTS, Counts, known_counts, multiplied
from convcalc.analysis.tree.node import LayerList, Reference, TreeNode
from convcalc.analysis.tree.row import Row
from convcalc.analysis.tree.structures import BlockUse, OpenGroup, Repeated
from convcalc.analysis.tree.visitor import Visitor
from convcalc.arithmetic.fit import AxisFit
from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.findings import OptionError
from convcalc.layers import ShapeError

if TYPE_CHECKING:
    from convcalc.analysis.receptive import Fields


@dataclass(frozen=True, kw_only=True)
class Entry(Counts[int | None, Operations | None]):
    """One line: a layer, or a group of `layers` layers with all that they have together. None is not known."""

    name: str
    kind: str
    operation: str
    reads_from: tuple[str, ...]
    """The lines that it reads, or inputs of the network."""
    line: int
    input: Volume | None
    output: Volume | None
    shares_memory: bool = False
    fit: tuple[AxisFit, ...] | None = None
    shape_error: ShapeError | None = None
    layers: int = 1
    has_error: bool = False
    """A layer inside does not fit where it must."""
    shared_with: str | None = None
    fields: Fields = field(default_factory=dict)
    """The receptive fields, where they were asked for; of several copies the last one's."""


class _EntryAtDepth(NamedTuple):
    """A line with the path of what makes its output."""

    entry: Entry
    made_by: str


def entries(report: Evaluation, depth: int | None, *, with_fields: bool = False) -> Iterator[Entry]:
    """The lines of a report: groups down to `depth` levels are opened (1: none), None opens all."""
    if with_fields:
        from convcalc.analysis.receptive import fields_of_all, receptive_fields  # noqa: PLC0415  (few ask for it)
    if depth is None:
        fields = fields_of_all(report) if with_fields else {}
        for row in report.rows:
            entry = entry_of_row(row)
            yield replace(entry, fields=fields[row.name]) if with_fields else entry
        return
    top = _FoldPosition("", "", dict(enumerate(report.architecture.inputs)))
    lines = _bounded(_Lines().of(report.tree, depth, top), depth)
    fields = receptive_fields(report, depth) if with_fields else {}
    yield from (replace(line.entry, fields=fields[line.made_by]) if with_fields else line.entry for line in lines)


def _bounded(lines: Iterator[_EntryAtDepth], depth: int) -> list[_EntryAtDepth]:
    """The lines; raises OptionError for more than anybody could read."""
    found = list(islice(lines, MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise OptionError("depth", f"{depth} levels have more than {MOST_ROWS:,} lines; open fewer")
    return found


class _FoldPosition(NamedTuple):
    """Where a closed list stands: what the names of its lines begin with, and of copies that are opened the first one's."""

    root: str
    first: str
    shown: dict[Reference, str]
    """Which line shows what can be read in the list, or which input of the network it is."""

    def lines_read(self, node: TreeNode) -> tuple[str, ...]:
        """The lines that a line for all of `node` reads: those that show what its layers read and do not make."""
        made: set[Reference] = set()
        read: dict[Reference, None] = {}
        for step in node.steps():
            read.update(dict.fromkeys(reference for reference in step.reads if reference not in made))
            made.add(step.made_by)
        return tuple(dict.fromkeys(self.shown[reference] for reference in read or node.reads))


class _Lines(Visitor):
    """The lines of a node, each with the path of what makes its output; `shown` learns which line shows the output."""

    def of(self, nodes: Iterable[TreeNode], depth: int, where: _FoldPosition) -> Iterator[_EntryAtDepth]:
        for node in nodes:
            yield from self.visit(node, depth, where, node.name)

    def visit_Row(self, row: Row, depth: int, where: _FoldPosition, name: str) -> Iterator[_EntryAtDepth]:
        reads = tuple(where.shown[reference] for reference in row.reads)
        where.shown[row.name] = where.root + name
        yield _EntryAtDepth(entry_of_row(replace(row, name=where.root + name, reads=reads)), where.first + row.name)

    def visit_OpenGroup(self, group: OpenGroup, depth: int, where: _FoldPosition, name: str) -> Iterator[_EntryAtDepth]:
        if depth > 1:
            return self.of(group.layers, depth - 1, where)
        return self.folded(group, where, name, name)

    def visit_BlockUse(self, use: BlockUse, depth: int, where: _FoldPosition, name: str) -> Iterator[_EntryAtDepth]:
        """A block, or the first of several copies; `name` says which."""
        if depth == 1:
            yield from self.folded(use, where, name, use.name)
            return
        inside: dict[Reference, str] = {i: where.shown[reference] for i, reference in enumerate(use.reads)}
        inner = _FoldPosition(where.root + paths.inside(name), where.first + paths.inside(use.name), inside)
        yield from self.of(use.body, depth - 1, inner)
        where.shown.setdefault(use.made_by, inside[use.output_from])

    def visit_Repeated(self, node: Repeated, depth: int, where: _FoldPosition, name: str) -> Iterator[_EntryAtDepth]:
        if depth > 1 and isinstance(node.one, BlockUse):
            yield from self.visit(node.one, depth, where, node.copies_name)
            where.shown.setdefault(node.made_by, where.shown[node.one.made_by])
        else:
            yield from self.folded(node, where, node.copies_name, node.copy_name(node.copies - 1))

    def folded(self, node: TreeNode, where: _FoldPosition, name: str, made_by: str) -> Iterator[_EntryAtDepth]:
        """A node as one line."""
        entry = _of_group(node, where.root + name, where.lines_read(node))
        where.shown.setdefault(node.made_by, entry.name)
        yield _EntryAtDepth(entry, where.first + made_by)


def entry_of_row(row: Row) -> Entry:
    """The line of one layer."""
    return Entry(
        name=row.name,
        kind=row.kind,
        operation=row.operation if row.copies == 1 else f"{row.operation} × {row.copies:,}",
        reads_from=row.reads_from,
        line=row.span.line,
        input=row.input,
        output=row.output,
        shares_memory=row.shares_memory,
        fit=row.fit,
        shape_error=row.shape_error,
        layers=row.copies,
        has_error=row.has_error,
        shared_with=row.shared_with,
        **multiplied(row, row.copies),
    )


def _of_group(node: TreeNode, name: str, reads: tuple[str, ...]) -> Entry:
    """A node as one line, with what all its copies have together."""
    sums = node.sums
    return Entry(
        name=name,
        kind=node.kind,
        operation=node.operation,
        reads_from=reads,
        line=node.span.line,
        input=node.input,
        output=node.output,
        layers=sums.layers,
        has_error=_ErrorSearch().visit(node),
        **(known_counts(sums) if sums.complete else UNKNOWN_COUNTS),
    )


class _ErrorSearch(Visitor):
    """Whether a layer inside does not fit where it must."""

    def __init__(self) -> None:
        self.fine: set[LayerList] = set()
        """Lists that may be used more than once."""

    def visit_Row(self, row: Row) -> bool:
        return row.has_error

    def visit_BlockUse(self, use: BlockUse) -> bool:
        if use.body in self.fine:
            return False
        if any(map(self.visit, use.body)):
            return True
        self.fine.add(use.body)
        return False

    def visit_TreeNode(self, node: TreeNode) -> bool:
        return any(map(self.visit, node.children()))
