"""Layers that use the weights of others: whether their shapes agree, and that their parameters count once."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Group, Item, Row
from convcalc.arithmetic.closed import same
from convcalc.layers import Misfit


def without_weights(item: Item, shared_with: str) -> Item:
    """The same layers with the weights of others: parameters count where they are first.

    The name belongs to the closed list of the item, so what stands in a block has it from the block.
    """
    if isinstance(item, Row):
        return item._replace(params=0, trainable_params=0, buffers=0, shared_with=shared_with)
    sums = item.sums._replace(params=0, trainable_params=0, buffers=0)
    items = tuple(without_weights(i, "" if item.closed else shared_with) for i in item.items)
    return item._replace(items=items, sums=sums, shared_with=shared_with)


def agreeing(item: Item, original: Item, name: str, original_name: str) -> Item:
    """The item; a layer in it that would need other weights than the original's is a misfit."""
    if isinstance(item, Group) and isinstance(original, Group) and item.title and original.title:
        items = list(item.items)
        for i, theirs in _aligned(item.items, original.items):
            if items[i] is item.items[i]:
                mine = items[i]
                items[i] = agreeing(mine, theirs, _path(item, name, mine), _path(original, original_name, theirs))
        if all(after is before for after, before in zip(items, item.items, strict=True)):
            return item
        return item._replace(items=tuple(items), sums=item.sums._replace(complete=False))
    needed, there = item.sums, original.sums
    if not (needed.complete and there.complete) or same(needed.params, there.params):
        return item
    return _differing(item, name, needed.params, original_name, there.params)


def _aligned(items: tuple[Item, ...], originals: tuple[Item, ...]) -> Iterator[tuple[int, Item]]:
    """Every item, by its number, with the originals of its copies: the same layers, of which others may be alike."""
    runs = iter(originals)
    original: Item | None = None
    left = 0
    for i, item in enumerate(items):
        copies = item.copies
        while copies:
            if original is None or not left:
                original = next(runs)
                left = original.copies
            yield i, original
            both = min(copies, left)
            copies, left = copies - both, left - both


def _differing(item: Item, name: str, needed: int, original_name: str, there: int) -> Item:
    """The item, or the single layer that a group has copies of, as a misfit."""
    if isinstance(item, Group):
        row = _differing(item.items[0], name, needed, original_name, there)
        return item._replace(items=(row,), sums=item.sums._replace(complete=False))
    message = f"{name} would need {needed:,} parameters, and {original_name} has {there:,}"
    help = "layers share weights if they read as many channels, and fully connected layers if they read as many numbers"
    misfit = Misfit("weights-differ", message, help=help)
    return item._replace(output=None, macs=None, memory_bytes=None, misfit=misfit)


def _path(group: Group, name: str, item: Item) -> str:
    """What an item of a group is called if the group is called `name`."""
    if not group.title:
        return name
    return f"{name}/{item.name}" if group.closed else name + item.name.removeprefix(group.name)
