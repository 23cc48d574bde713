"""Floor 0: tables of what there is more than one of, each loaded when it is asked for: kinds, rules, formats.

A table is a list of rows. A row has a name, and says where the thing is that goes by it; what has to be known of the thing
before it is loaded stands in the row as well. So all that lists names follows from the table: choices, completions, help
texts, schemas and documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Generic, NamedTuple, Protocol, TypeVar, cast


class Named(Protocol):
    """What every row of a table has.

    `where` is a module and, after a colon, what in it is meant: `convcalc.layers.dense:Fc`; without a colon, the module.
    """

    @property
    def name(self) -> str:
        """The name by which it is asked for, one of its own."""

    @property
    def where(self) -> str:
        """The module, and what in it."""


class Home(NamedTuple):
    """A row of which nothing needs to be known before it is loaded."""

    name: str
    where: str


R = TypeVar("R", bound=Named)
T = TypeVar("T")


class Registry(Mapping[str, T], Generic[R, T]):
    """The things of one sort by name, in the order of their rows.

    To ask whether there is one, to count them and to go through their names loads nothing; `rows` has what is known of them
    without loading. Raises ValueError for a second row of the same name.

    >>> shapes = Registry[Home, type]("number", [Home("whole", "builtins:int"), Home("exact", "fractions:Fraction")])
    >>> "exact" in shapes, list(shapes), shapes["whole"]
    (True, ['whole', 'exact'], <class 'int'>)
    >>> shapes.add(Home("whole", "numbers:Integral"))
    Traceback (most recent call last):
    ValueError: two rows for the number whole: builtins:int and numbers:Integral
    """

    def __init__(self, what: str, rows: Iterable[R]) -> None:
        """`what` is the sort of thing in words, one of them: "layer kind"."""
        self.what = what
        self.rows: dict[str, R] = {}
        self._loaded: dict[str, T] = {}
        for row in rows:
            self.add(row)

    def add(self, row: R) -> None:
        """One row more, behind the others."""
        if row.name in self.rows:
            raise ValueError(f"two rows for the {self.what} {row.name}: {self.rows[row.name].where} and {row.where}")
        self.rows[row.name] = row

    def starting(self, beginning: str) -> list[str]:
        """The names that begin so, for completion."""
        return [name for name in self.rows if name.startswith(beginning)]

    def __getitem__(self, name: str) -> T:
        if name not in self._loaded:
            module, _, attribute = self.rows[name].where.partition(":")
            loaded = import_module(module)
            self._loaded[name] = cast(T, getattr(loaded, attribute) if attribute else loaded)
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
