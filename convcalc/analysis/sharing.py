"""Layers with the weights of others: parameters count where they are first, and shapes must agree."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.analysis.rows import Group, Item, Row, Sums, WeightsDiffer
from convcalc.arithmetic.comparisons import same


class Owner(NamedTuple):
    """The layer or block whose weights are used, and what it is called in the closed list."""

    name: str
    item: Item


def with_weights_of(owner: Owner, item: Item) -> Item:
    """`item` without parameters of its own; a layer in it that would need others than the owner's says so."""
    return _shared(item, owner.item, owner.name, inside=False)


def _shared(item: Item, original: Item | None, there: str, inside: bool) -> Item:
    """`there` is the path of `original`; rows inside a closed group are told by it whose weights they use."""
    if isinstance(item, Row):
        return _row(item, original)._replace(shared_with=None if inside else there)
    originals = {_key(original, i): i for i in original.items} if isinstance(original, Group) else {}
    items = []
    sums = Sums()
    for part in item.items:
        key = _key(item, part)
        below = "" if item.closed and not item.title else f"/{key}" if item.closed else key
        made = _shared(part, originals.get(key), there + below, inside or item.closed)
        items.append(made)
        sums = sums.plus(made.sums, made.copies if isinstance(made, Group) else 1)
    shared_with = there if item.closed and not inside else None
    return item._replace(items=tuple(items), sums=sums, shared_with=shared_with)


def _key(group: Group, part: Item) -> str:
    """What a part is called in its group, whatever the group is called."""
    return part.name if group.closed else part.name[len(group.name) :]


def _row(row: Row, original: Item | None) -> Row:
    if isinstance(original, Group) and original.items and not original.title:
        original = original.items[0]  # copies of a single layer
    if isinstance(original, Row) and row.params is not None and original.params is not None:
        misfit = WeightsDiffer(row.name, original.name, row.params, original.params)
        if not same(row.params, original.params):
            row = row._replace(output=None, macs=None, operations=None, memory_bytes=None, misfit=misfit)
    return row._replace(params=0, trainable_params=0, buffers=0)
