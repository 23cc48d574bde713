"""Paths of layers: `stage2_1/conv1` is the layer conv1 in the first copy of stage2."""

from __future__ import annotations

from itertools import accumulate

SEPARATOR = "/"


def joined(*names: str) -> str:
    """The path of what is called so, from the outside in."""
    return SEPARATOR.join(names)


def inside(path: str) -> str:
    """What the paths of all that stands in `path` begin with."""
    return path + SEPARATOR


def parent(path: str) -> str:
    """The path of what a layer stands in; empty for one of the network's own list."""
    return path.rpartition(SEPARATOR)[0]


def around(root: str) -> str:
    """The beginning of paths one level further out: `a/b/` gives `a/`, and `a/` nothing."""
    outer = parent(root.removesuffix(SEPARATOR))
    return inside(outer) if outer else ""


def prefixes(path: str) -> list[str]:
    """The path and the paths of all that it stands in, from the outside in."""
    return list(accumulate(path.split(SEPARATOR), joined))


def beside(path: str, name: str) -> str:
    """The path of what is called `name` and stands where `path` does."""
    outer = parent(path)
    return joined(outer, name) if outer else name


def of_copies(first: str, copies: int, number: int) -> str:
    """`conv4_2…6` for the copies 2 to 6, the first of which is called `first` and has the number `number`."""
    return f"{first}…{number + copies - 1}"
