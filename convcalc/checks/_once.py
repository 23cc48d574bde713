"""What the rules share whose findings depend on what is written, and not on the sizes that flow through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from convcalc.findings import Finding
from convcalc.spec.architecture import Node


def once(found: Iterable[tuple[Node, Finding]]) -> Iterator[Finding]:
    """The first finding of each layer as it is written: a block that is used at several sizes is wrong in one place."""
    seen: set[int] = set()
    for node, finding in found:
        if id(node) not in seen:
            seen.add(id(node))
            yield finding
