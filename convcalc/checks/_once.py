"""What the rules share whose findings depend on what is written, and not on the sizes that flow through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from convcalc.analysis.rows import Row
from convcalc.findings import Finding
from convcalc.spec.architecture import Node


def written_at(row: Row) -> tuple[str, int, int]:
    """Where a layer is written: one place for all uses of its block, whatever the block is given in them."""
    return row.span.source.name, row.span.line, row.span.column


def once(found: Iterable[tuple[Node, Finding]]) -> Iterator[Finding]:
    """The first finding of each layer: uses of a block share it, at whatever sizes, unless their arguments differ."""
    seen: set[int] = set()
    for node, finding in found:
        if id(node) not in seen:
            seen.add(id(node))
            yield finding
