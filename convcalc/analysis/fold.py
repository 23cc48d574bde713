"""What a table shows of a network: each layer, or the groups that stand for several, as deep as the reader wants."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convcalc.analysis.flat import path
from convcalc.analysis.report import MOST_ROWS, Report
from convcalc.analysis.rows import Group, Item, Row, Sums
from convcalc.arithmetic.fit import AxisFit
from convcalc.arithmetic.operations import NONE, Operations
from convcalc.arithmetic.volume import Volume
from convcalc.findings import OptionError
from convcalc.layers import Misfit

if TYPE_CHECKING:
    from convcalc.analysis.receptive import Fields


class Entry(NamedTuple):
    """One line: a layer, or a group of `layers` layers with all that they have together. None is not known."""

    name: str
    kind: str
    operation: str
    reads_from: tuple[str, ...]
    line: int
    input: Volume | None
    output: Volume | None
    params: int | None
    trainable_params: int | None
    buffers: int | None
    macs: int | None
    operations: Operations | None
    memory_bytes: int | None
    shares_memory: bool = False
    fit: tuple[AxisFit, ...] | None = None
    misfit: Misfit | None = None
    layers: int = 1
    has_error: bool = False
    """A layer inside does not fit where it must."""
    shared_with: str | None = None
    fields: Fields = {}  # noqa: RUF012  (never changed)
    """The receptive fields, where they were asked for; of several copies the last one's."""

    @property
    def flops(self) -> int | None:
        """Floating point operations: two for each MAC, and one for each operation beside them."""
        return None if self.macs is None or self.operations is None else self.operations.flops(self.macs)


_Line: TypeAlias = tuple[Entry, str]
"""A line with the path of what makes its output."""


def entries(report: Report, depth: int | None, *, with_fields: bool = False) -> Iterator[Entry]:
    """The lines of a report: groups down to `depth` levels are opened (1: none), None opens all."""
    if depth is None:
        for row in report.rows:
            entry = entry_of_row(row)
            yield entry._replace(fields=report.receptive_fields[row.name]) if with_fields else entry
    else:
        lines = _bounded(_of_items(report.items, depth, "", "", tuple(report.architecture.inputs)), depth)
        if not with_fields:
            yield from (entry for entry, _ in lines)
            return
        from convcalc.analysis.receptive import receptive_fields  # noqa: PLC0415  (few ask for it)

        fields = receptive_fields(report, depth)
        yield from (entry._replace(fields=fields[made_by]) for entry, made_by in lines)


def _bounded(lines: Iterator[_Line], depth: int) -> list[_Line]:
    """The lines; raises OptionError for more than anybody could read."""
    found = list(islice(lines, MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise OptionError("depth", f"{depth} levels have more than {MOST_ROWS:,} lines; open fewer")
    return found


def _of_items(items: tuple[Item, ...], depth: int, root: str, first: str, producers: tuple[str, ...]) -> Iterator[_Line]:
    """The lines of a list whose paths begin with `root`, each with the path of what makes its output.

    `producers` are the rows that make the inputs of the list; of copies that are opened `first` is the first one's root.
    """
    for item in items:
        reads = tuple(path(reference, root, producers) for reference in item.reads)
        if isinstance(item, Row):
            yield entry_of_row(item._replace(name=root + item.name, reads=reads)), first + item.name
        elif depth > 1 and not (item.closed and not item.title):
            inside = (root, first, producers)
            if item.closed:
                inside = (f"{root}{_names(item)}/", f"{first}{item.copy_name(0)}/", reads)
            yield from _of_items(item.items, depth - 1, *inside)
        else:
            yield _of_group(item, root, reads), first + item.copy_name(item.copies - 1)


def entry_of_row(row: Row) -> Entry:
    """The line of one layer."""
    operation = row.operation if row.copies == 1 else f"{row.operation} × {row.copies:,}"
    return Entry(
        name=row.name,
        kind=row.layer.kind,
        operation=operation,
        reads_from=row.reads_from,
        line=row.span.line,
        input=row.input,
        output=row.output,
        params=_times(row.params, row.copies),
        trainable_params=_times(row.trainable_params, row.copies),
        buffers=_times(row.buffers, row.copies),
        macs=_times(row.macs, row.copies),
        operations=None if row.operations is None else NONE.plus(row.operations, row.copies),
        memory_bytes=_times(row.memory_bytes, row.copies),
        shares_memory=row.shares_memory,
        fit=row.fit,
        misfit=row.misfit,
        layers=row.copies,
        has_error=row.assumed or row.misfit is not None,
        shared_with=row.shared_with,
    )


def _times(value: int | None, copies: int) -> int | None:
    return None if value is None else value * copies


def _of_group(group: Group, root: str, reads: tuple[str, ...]) -> Entry:
    """A group as one line, with what all its copies have together."""
    sums = Sums().plus(group.sums, group.copies)
    known = group.sums.complete
    title = group.title or (group.items[0].operation if isinstance(group.items[0], Row) else "")
    kind = group.items[0].layer.kind if not group.title and isinstance(group.items[0], Row) else group.title
    return Entry(
        name=root + _names(group),
        kind=kind,
        operation=title if group.copies == 1 else f"{title} × {group.copies:,}",
        reads_from=reads,
        line=group.span.line,
        input=group.inputs[0],
        output=group.output,
        params=sums.params if known else None,
        trainable_params=sums.trainable_params if known else None,
        buffers=sums.buffers if known else None,
        macs=sums.macs if known else None,
        operations=sums.operations if known else None,
        memory_bytes=sums.memory_bytes if known else None,
        layers=sums.layers,
        has_error=_has_error(group.items, set()),
    )


def _has_error(items: tuple[Item, ...], fine: set[int]) -> bool:
    """Whether a layer inside does not fit; `fine` remembers the lists that are used more than once."""
    if id(items) in fine:
        return False
    if any(entry_of_row(i).has_error if isinstance(i, Row) else _has_error(i.items, fine) for i in items):
        return True
    fine.add(id(items))
    return False


def _names(group: Group) -> str:
    """`conv4_2…6` for the copies 2 to 6."""
    name = group.copy_name(0)
    return name if group.copies == 1 else f"{name}…{group.first + group.copies - 1}"
