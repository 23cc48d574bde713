"""Polynomials with whole coefficients over atoms, as data: what closed forms are made of.

Atoms are the unknown sizes themselves, floors ⌊p/d⌋ of other polynomials, greatest common divisors with a number, and the
smallest of several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

Monomial: TypeAlias = tuple[int, ...]
"""The atoms of a product by their numbers, in order, each as often as its power: () is the constant."""

Terms: TypeAlias = dict[Monomial, int]
"""The factor of each product."""


class Space(Protocol):
    """Where atoms have their numbers."""

    atoms: list[Atom]

    def of_atom(self, atom: Atom) -> Any:
        """The polynomial that is this atom and nothing else."""

    def assume(self, left: Any, equal: bool, right: Any) -> None:
        """Note that from here on answers hold only where `left` is at least `right`, or equals it."""


class Polynomial:
    """A sum of products of the atoms of a space."""

    __slots__ = ("_hash", "terms", "unknowns")

    def __init__(self, unknowns: Space, terms: Terms) -> None:
        self.unknowns, self.terms = unknowns, terms
        self._hash: int | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        """Whether both are equal whatever the unknown sizes are."""
        return isinstance(other, Polynomial) and self.terms == other.terms and self.unknowns is other.unknowns


@dataclass(frozen=True, slots=True)
class Floor:
    """⌊inside/divisor⌋."""

    inside: Polynomial
    divisor: int


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest of several polynomials and numbers, none of which is always below another."""

    of: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Divisor:
    """The greatest common divisor of a polynomial and a number."""

    inside: Polynomial
    number: int


Atom: TypeAlias = str | Floor | Least | Divisor
"""An unknown size by its name, or what is made of others."""


def terms_of(value: int | Polynomial) -> Iterable[tuple[Monomial, int]]:
    """The products with their factors; a number is a constant."""
    return value.terms.items() if isinstance(value, Polynomial) else (((), value),)


def total(left: Iterable[tuple[Monomial, int]], right: Iterable[tuple[Monomial, int]]) -> Terms:
    """The sum of both; factors that have become 0 are still in it."""
    terms = dict(left)
    for monomial, factor in right:
        terms[monomial] = terms.get(monomial, 0) + factor
    return terms


def multiplied(left: Terms, right: Iterable[tuple[Monomial, int]]) -> Terms:
    """The product of both; factors that have become 0 are still in it.

    >>> multiplied({(0,): 1, (): 1}, {(0,): 1, (): -1}.items())  # (x + 1)·(x − 1)
    {(0, 0): 1, (0,): 0, (): -1}
    """
    right = list(right)
    terms: Terms = {}
    for one, factor in left.items():
        for other, other_factor in right:
            monomial = tuple(sorted(one + other)) if one and other else one + other
            terms[monomial] = terms.get(monomial, 0) + factor * other_factor
    return terms


def is_number(*values: Any) -> bool:
    """Whether all of these are numbers, and none a form that depends on an unknown size."""
    return not any(isinstance(value, Polynomial) for value in values)


def value_at(value: Any, values: Sequence[Any]) -> Any:
    """A number or polynomial where the atoms have these `values`."""
    if not isinstance(value, Polynomial):
        return value
    result: Any = 0
    for monomial, factor in value.terms.items():
        term: Any = factor
        for number in monomial:
            term = term * values[number]
        result = result + term
    return result
