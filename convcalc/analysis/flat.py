"""From the structure to a list: every layer with its path from the network, or those that are alike once."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.rows import Group, Item, Reference, Row, WeightsDiffer
from convcalc.layers import JoinLayer, Misfit


class Uses:
    """How often every closed list is used in all, so that lists that are alike need to be gone through once only.

    A block that uses another twice, which uses a third twice, and so on, has more copies than anybody could list.
    """

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.counts: dict[int, int] = {}
        self.done: set[int] = set()
        order: list[tuple[Item, ...]] = []
        self._visit(items, order, set())
        self.counts = {id(items): 1}
        for outer in reversed(order):
            for group in _closed(outer):
                key = id(group.items)
                self.counts[key] = self.counts.get(key, 0) + self.counts[id(outer)] * group.copies

    def _visit(self, items: tuple[Item, ...], order: list[tuple[Item, ...]], seen: set[int]) -> None:
        """Lists inside before those around them."""
        seen.add(id(items))
        for group in _closed(items):
            if id(group.items) not in seen:
                self._visit(group.items, order, seen)
        order.append(items)

    def first(self, group: Group) -> bool:
        """Whether this is the first use of the group's list."""
        first = id(group.items) not in self.done
        self.done.add(id(group.items))
        return first


def _closed(items: tuple[Item, ...]) -> Iterator[Group]:
    """The closed groups of a closed list, those in its branches and named groups too."""
    for item in items:
        if isinstance(item, Group):
            if item.closed:
                yield item
            else:
                yield from _closed(item.items)


def flat(
    items: tuple[Item, ...],
    uses: Uses | None,
    root: str = "",
    producers: tuple[str, ...] = ("input",),
    count: int = 1,
    way: tuple[str, ...] = (),
    shared_root: str | None = None,
) -> Iterator[Row]:
    """The rows below `items` with their paths; with `uses` those that are alike once, with their count.

    `producers` are the rows that make the inputs of the closed list, `shared_root` is where the weights are that the closed
    list uses, if they are not its own.
    """
    for item in items:
        reads = tuple(path(reference, root, producers) for reference in item.reads)
        if isinstance(item, Row):
            shared = _shared(item, item.name, root, shared_root)
            row = item._replace(name=root + item.name, reads=reads, copies=count, way=way, shared_with=shared)
            yield _told_apart(row, tuple(path(side, root, producers) for side in item.sides))
        elif not item.closed:
            yield from flat(item.items, uses, root, producers, count, way, shared_root)
        else:
            if uses is not None and not uses.first(item):
                continue
            times = uses.counts[id(item.items)] if uses else count
            for i in range(1 if uses else item.copies):
                name = root + item.copy_name(i)
                if not item.title and isinstance(copied := item.items[0], Row):  # copies of a single layer
                    shared = _shared(copied, item.copy_name(i), root, shared_root)
                    yield copied._replace(name=name, reads=reads, copies=times, way=way, shared_with=shared)
                    reads = (name,)
                    continue
                here = (*way, f"{name} uses {item.title} in line {item.span.line}")
                if times > count * item.copies:
                    here = (*here, "and in other uses of it")
                shared = _shared(item, item.copy_name(i), root, shared_root)
                yield from flat(item.items, uses, f"{name}/", reads, times, here, shared and f"{shared}/")
                reads = (path(item.output_from, f"{name}/", reads),)


def _shared(item: Item, name: str, root: str, shared_root: str | None) -> str | None:
    """Whose weights are used: those of a layer that the item names, or what is called so where the list's are."""
    if item.shared_with:
        return root + item.shared_with
    return shared_root and shared_root + name


def _told_apart(row: Row, sides: tuple[str, ...]) -> Row:
    """A row that names two layers that do not agree, with their paths from the network."""
    volumes = tuple(volume for volume in row.inputs if volume is not None)
    if isinstance(row.misfit, WeightsDiffer):
        misfit = WeightsDiffer(row.name, row.shared_with or "", row.misfit.needs, row.misfit.has)
        return row._replace(misfit=misfit)
    if row.misfit is not None and isinstance(row.layer, JoinLayer):
        try:
            row.layer.join(volumes, sides)
        except Misfit as error:
            return row._replace(misfit=error)
    return row


def path(reference: Reference, root: str, producers: tuple[str, ...]) -> str:
    """The path of what is read in a list whose paths begin with `root` and whose inputs the rows `producers` make."""
    return producers[reference] if isinstance(reference, int) else root + reference
