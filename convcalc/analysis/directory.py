"""The items of a report by their paths, so that a file that asks for thousands of them is not gone through for each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from convcalc.analysis.rows import Group, Item, Row

_MOST_DIGITS = 500
"""More than the number of a copy can have."""


class _Names(NamedTuple):
    """The items of one list: those with one name by it, copies by the stem of their names, in the order of their numbers."""

    by_name: dict[str, Item]
    copies: dict[str, list[Group]]
    longest: int


class Directory:
    """Finds items; each list is gone through once."""

    def __init__(self) -> None:
        self._known: dict[int, _Names] = {}
        self.lists_read = 0

    def find(self, items: tuple[Item, ...], name: str) -> Item:
        """The item that has the path `name` from the list; raises KeyError."""
        names = self._names(items)
        for path in _beginnings(name, names.longest + _MOST_DIGITS):
            item = names.by_name.get(path) or _copy(path, names)
            if item is None or (path != name and isinstance(item, Row)):
                continue
            if path == name or isinstance(item, Row):
                return item
            return self.find(item.items, name[len(path) + 1 :] if item.closed else name)
        raise KeyError(name)

    def _names(self, items: tuple[Item, ...]) -> _Names:
        if id(items) not in self._known:
            self._known[id(items)] = _read(items)
            self.lists_read += 1
        return self._known[id(items)]


def _read(items: tuple[Item, ...]) -> _Names:
    by_name: dict[str, Item] = {}
    copies: dict[str, list[Group]] = {}
    for item in items:
        if isinstance(item, Group) and item.closed and item.stem:
            copies.setdefault(item.copy_name(0).rpartition("_")[0], []).append(item)
        else:
            by_name.setdefault(item.name, item)
    for groups in copies.values():
        groups.sort(key=_first)
    return _Names(by_name, copies, max(map(len, (*by_name, *copies)), default=0))


def _first(group: Group) -> int:
    return group.first


def _beginnings(name: str, longest: int) -> Iterator[str]:
    """The path and those of what it stands in, the shortest first, without those longer than any."""
    end = name.find("/")
    while 0 <= end <= longest:
        yield name[:end]
        end = name.find("/", end + 1)
    if end < 0 and len(name) <= longest:
        yield name


def _copy(path: str, names: _Names) -> Group | None:
    """The copies of which one is called `path`."""
    stem, _, number = path.rpartition("_")
    groups = names.copies.get(stem, [])
    if not groups or not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
        return None
    before = bisect_right(groups, int(number), key=_first)
    found = groups[before - 1] if before else None
    return found if found is not None and found.copy_called(path) == path else None
