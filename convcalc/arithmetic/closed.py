"""Closed forms: whole numbers that depend on sizes that are not known yet.

The formulas of convcalc are ordinary arithmetic, so given an unknown size they yield what the result is as a function of
it. A closed form is a polynomial with whole coefficients over *atoms*: the unknown sizes themselves, floors ⌊p/d⌋ of
other closed forms, greatest common divisors with a number, and the smallest of several. Two rules keep it short, and
both are exact for whole numbers:

- ⌊(d·q + r)/d⌋ = q + ⌊r/d⌋,
- ⌊(⌊p/s⌋ + b)/t⌋ = ⌊(p + b·s)/(s·t)⌋: a chain of windows is one window, with one floor however deep it is
  (Graham, Knuth & Patashnik, Concrete Mathematics, equation 3.11).

Equal polynomials over these atoms are equal numbers, and the text of the one is the text of the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd
from typing import Any, NamedTuple, NoReturn

from convcalc.arithmetic.closed_text import Texts
from convcalc.arithmetic.comparisons import common_divisor, smallest
from convcalc.arithmetic.polynomial import (
    Atom,
    Divisor,
    Floor,
    Least,
    Polynomial,
    Terms,
    multiplied,
    terms_of,
    total,
    value_at,
)
from convcalc.findings import ConvcalcError

MOST_TERMS = 10_000
"""How many terms a product may have."""
DEEPEST = 50
"""How deep floors may stand in floors; a chain of windows has one, whatever its length."""


class Undecided(TypeError):
    """A question whose answer depends on a size that is not known."""


class TooLong(ConvcalcError):
    """A closed form that nobody could read or wait for."""


class Condition(NamedTuple):
    """What a closed form takes for granted: `left` is at least `right`, or equals it."""

    left: Closed
    equal: bool
    right: int | Closed

    def holds(self, values: Sequence[Any]) -> bool:
        """Whether it is so where the atoms have these `values`."""
        left, right = value_at(self.left, values), value_at(self.right, values)
        return bool(left == right) if self.equal else bool(left >= right)

    def bound(self) -> tuple[str, int] | None:
        """The size and its lower bound, ("H", 19) for H ≥ 19; None for a condition of another form."""
        others = [monomial for monomial in self.left.terms if monomial]
        if self.equal or len(others) != 1 or len(others[0]) != 1 or self.left.terms[others[0]] != 1:
            return None
        atom = self.left.unknowns.atoms[others[0][0]]
        return (atom, -self.left.terms.get((), 0)) if isinstance(atom, str) else None

    def __str__(self) -> str:
        left, right = self.left, self.right
        if not self.equal and len(left.terms) == 2 and () in left.terms:  # H − 19 ≥ 0
            constant = left.terms[()]
            left, right = left - constant, right - constant
        return f"{left} {'=' if self.equal else '≥'} {right}"


class Unknowns:
    """The unknown sizes of one analysis, the atoms made of them, and the conditions under which the answers hold."""

    def __init__(self) -> None:
        self.atoms: list[Atom] = []
        self.numbers: dict[Atom, int] = {}
        self.depths: list[int] = []
        """How deep the atoms stand in one another."""
        self.texts = Texts(self.atoms)
        """How forms are written."""
        self.conditions: dict[Condition, str] = {}
        """The conditions in the order in which they were met, with who met them first."""
        self.asking = ""
        """Who asks at the moment, for the conditions."""

    def size(self, name: str) -> Closed:
        """An unknown size, written as `name`."""
        return self.of_atom(name)

    def of_atom(self, atom: Atom) -> Closed:
        """The closed form that is this atom and nothing else."""
        number = self.numbers.get(atom)
        if number is None:
            number = self.numbers[atom] = len(self.atoms)
            self.depths.append(self._depth(atom))
            self.atoms.append(atom)
        return Closed(self, {(number,): 1})

    def _depth(self, atom: Atom) -> int:
        if isinstance(atom, str):
            return 0
        inside = atom.of if isinstance(atom, Least) else (atom.inside,)
        numbers = {n for form in inside if isinstance(form, Polynomial) for monomial in form.terms for n in monomial}
        depth = 1 + max(self.depths[number] for number in numbers)
        if depth > DEEPEST:
            who = f"{self.asking}: " if self.asking else ""
            raise TooLong(f"{who}the closed form has floors within floors {DEEPEST} deep")
        return depth

    @property
    def names(self) -> list[str]:
        """The unknown sizes."""
        return [atom for atom in self.atoms if isinstance(atom, str)]

    def values(self, sizes: Mapping[str, Any]) -> list[Any]:
        """What every atom is where the unknown sizes are `sizes`; these may be closed forms over other unknowns.

        An atom is made of atoms before it, so one pass does it.
        """
        values: list[Any] = []
        for atom in self.atoms:
            if isinstance(atom, str):
                values.append(sizes[atom])
            elif isinstance(atom, Floor):
                values.append(value_at(atom.inside, values) // atom.divisor)
            elif isinstance(atom, Divisor):
                values.append(common_divisor(value_at(atom.inside, values), atom.number))
            else:
                values.append(smallest([value_at(one, values) for one in atom.of]))
        return values

    def assume(self, left: Any, equal: bool, right: Any) -> None:
        """Note that from here on answers hold only where this is so."""
        self.conditions.setdefault(Condition(left, equal, right), self.asking)


class Closed(Polynomial):
    """A whole number as a polynomial over the atoms of `unknowns`; one that is always the same is an `int` instead.

    Two are equal if they are so whatever the unknown sizes are; `same` asks whether they can be.
    """

    __slots__ = ()

    unknowns: Unknowns

    def __add__(self, other: int | Closed) -> Any:
        return _made(self.unknowns, total(self.terms.items(), terms_of(other)))

    __radd__ = __add__

    def __neg__(self) -> Closed:
        return Closed(self.unknowns, {monomial: -factor for monomial, factor in self.terms.items()})

    def __sub__(self, other: int | Closed) -> Any:
        return self + -other

    def __rsub__(self, other: int | Closed) -> Any:
        return -self + other

    def __mul__(self, other: int | Closed) -> Any:
        if isinstance(other, Closed) and len(self.terms) * len(other.terms) > MOST_TERMS:
            who = f"{self.unknowns.asking}: " if self.unknowns.asking else ""
            raise TooLong(f"{who}the closed form has more than {MOST_TERMS:,} terms")
        return _made(self.unknowns, multiplied(self.terms, terms_of(other)))

    __rmul__ = __mul__

    def __floordiv__(self, divisor: int | Closed) -> Any:
        if isinstance(divisor, Closed) or divisor < 1:
            raise Undecided(f"{self} can be divided only by a whole number above 0, not by {divisor}")
        whole, rest = {}, {}
        for monomial, factor in self.terms.items():
            whole[monomial], rest[monomial] = divmod(factor, divisor)
        return _made(self.unknowns, whole) + _floor(self.unknowns, rest, divisor)

    def __mod__(self, divisor: int) -> Any:
        return self - divisor * (self // divisor)

    def _refuse(self, other: object = None) -> NoReturn:
        raise Undecided(f"it depends on {', '.join(self.unknowns.names)} whether this holds: {self}")

    # A comparison that answered anything here would be right for some sizes and silently wrong for others.
    __bool__ = __lt__ = __le__ = __gt__ = __ge__ = __rfloordiv__ = __rmod__ = __index__ = __int__ = _refuse

    def __str__(self) -> str:
        return self.unknowns.texts.of(self)

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return str(self)


def _made(unknowns: Unknowns, terms: Terms) -> Any:
    """The sum of the terms: an int where no unknown is left."""
    terms = {monomial: factor for monomial, factor in terms.items() if factor}
    if not terms or (len(terms) == 1 and () in terms):
        return terms.get((), 0)
    return Closed(unknowns, terms)


def _floor(unknowns: Unknowns, rest: Terms, divisor: int) -> Any:
    """⌊rest/divisor⌋, where all factors of `rest` are from 0 to the divisor."""
    constant = rest.pop((), 0)
    terms = {monomial: factor for monomial, factor in rest.items() if factor}
    if not terms:
        return 0
    common = gcd(divisor, *terms.values())
    # ⌊(g·u + c)/(g·d)⌋ = ⌊(u + ⌊c/g⌋)/d⌋
    terms = {monomial: factor // common for monomial, factor in terms.items()}
    constant, divisor = constant // common, divisor // common
    inside = _made(unknowns, {**terms, (): constant})
    if divisor == 1:
        return inside
    if len(terms) == 1:
        ((monomial, factor),) = terms.items()
        atom = unknowns.atoms[monomial[0]]
        if len(monomial) == 1 and factor == 1 and isinstance(atom, Floor):
            inner: Any = atom.inside
            return (inner + constant * atom.divisor) // (atom.divisor * divisor)
    return unknowns.of_atom(Floor(inside, divisor))
