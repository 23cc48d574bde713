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

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor, gcd
from typing import Any, NamedTuple, NoReturn, TypeAlias

from convcalc.findings import ConvcalcError

MOST_TERMS = 10_000
"""How many terms a product may have."""
DEEPEST = 50
"""How deep floors may stand in floors; a chain of windows has one, whatever its length."""

Monomial: TypeAlias = tuple[int, ...]
"""The atoms of a product by their numbers, in order, each as often as its power: () is the constant."""


class Undecided(TypeError):
    """A question whose answer depends on a size that is not known."""


class TooLong(ConvcalcError):
    """A closed form that nobody could read or wait for."""


class Floor(NamedTuple):
    """⌊inside/divisor⌋."""

    inside: Closed
    divisor: int


class Least(NamedTuple):
    """The smallest of several closed forms, none of which is always below another."""

    of: tuple[Closed, ...]


class Divisor(NamedTuple):
    """The greatest common divisor of a closed form and a number."""

    inside: Closed
    number: int


Atom: TypeAlias = str | Floor | Least | Divisor
"""An unknown size by its name, or what is made of others."""


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
        self.texts: dict[int, str] = {}
        """How atoms are written, as far as that has been asked."""
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
        numbers = {n for form in inside if isinstance(form, Closed) for monomial in form.terms for n in monomial}
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


class Closed:
    """A whole number as a polynomial over the atoms of `unknowns`; one that is always the same is an `int` instead."""

    __slots__ = ("_hash", "terms", "unknowns")

    def __init__(self, unknowns: Unknowns, terms: dict[Monomial, int]) -> None:
        self.unknowns, self.terms = unknowns, terms
        self._hash: int | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        """Whether both are equal whatever the unknown sizes are; `same` asks whether they can be."""
        return isinstance(other, Closed) and self.terms == other.terms and self.unknowns is other.unknowns

    def __add__(self, other: int | Closed) -> Any:
        terms = dict(self.terms)
        for monomial, factor in _terms(other):
            terms[monomial] = terms.get(monomial, 0) + factor
        return _made(self.unknowns, terms)

    __radd__ = __add__

    def __neg__(self) -> Closed:
        return Closed(self.unknowns, {monomial: -factor for monomial, factor in self.terms.items()})

    def __sub__(self, other: int | Closed) -> Any:
        return self + -other

    def __rsub__(self, other: int | Closed) -> Any:
        return -self + other

    def __mul__(self, other: int | Closed) -> Any:
        terms: dict[Monomial, int] = {}
        if isinstance(other, Closed) and len(self.terms) * len(other.terms) > MOST_TERMS:
            who = f"{self.unknowns.asking}: " if self.unknowns.asking else ""
            raise TooLong(f"{who}the closed form has more than {MOST_TERMS:,} terms")
        for left, factor in self.terms.items():
            for right, other_factor in _terms(other):
                monomial = tuple(sorted(left + right)) if left and right else left + right
                terms[monomial] = terms.get(monomial, 0) + factor * other_factor
        return _made(self.unknowns, terms)

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
        # Loaded when asked for: the text is made of closed forms itself.
        from convcalc.arithmetic.closed_text import closed_text  # noqa: PLC0415

        return closed_text(self)

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return str(self)


def _terms(value: int | Closed) -> Iterable[tuple[Monomial, int]]:
    return value.terms.items() if isinstance(value, Closed) else (((), value),)


def _made(unknowns: Unknowns, terms: dict[Monomial, int]) -> Any:
    """The sum of the terms: an int where no unknown is left."""
    terms = {monomial: factor for monomial, factor in terms.items() if factor}
    if not terms or (len(terms) == 1 and () in terms):
        return terms.get((), 0)
    return Closed(unknowns, terms)


def _floor(unknowns: Unknowns, rest: dict[Monomial, int], divisor: int) -> Any:
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
            return (atom.inside + constant * atom.divisor) // (atom.divisor * divisor)
    return unknowns.of_atom(Floor(inside, divisor))


def value_at(value: Any, values: Sequence[Any]) -> Any:
    """A number or closed form where the atoms have these `values`."""
    if not isinstance(value, Closed):
        return value
    total: Any = 0
    for monomial, factor in value.terms.items():
        term: Any = factor
        for number in monomial:
            term = term * values[number]
        total = total + term
    return total


def is_number(*values: Any) -> bool:
    """Whether all of these are numbers, and none a form that depends on an unknown size."""
    return not any(isinstance(value, Closed) for value in values)


def proportion(size: Any, to: Any) -> tuple[int, int] | None:
    """Two numbers that are to each other as `size` is to `to` at every size; None where that depends on the size.

    >>> h = Unknowns().size("H")
    >>> proportion(h + 1, 2 * h + 2), proportion(4, 6), proportion(h, h + 1)
    ((1, 2), (4, 6), None)
    """
    if is_number(size, to):
        return size, to
    if is_number(size) or is_number(to):
        return None
    one, other = (gcd(*value.terms.values()) for value in (size, to))
    return (one, other) if size * other == to * one else None


# -- questions about sizes: the answer where it is the same for all sizes, a condition where it is not


def at_least(value: Any, least: Any) -> bool:
    """Whether `value` ≥ `least`; for closed forms, whether it can be, under a condition that is noted."""
    difference = value - least
    lowest, highest = _bounds(difference)
    if lowest is not None and lowest >= 0:
        return True
    if highest is not None and highest < 0:
        return False
    difference = _bare(difference)
    lowest, _ = _bounds(difference)
    if lowest is None or lowest < 0:
        difference.unknowns.assume(difference, False, 0)
    return True


def same(one: Any, other: Any) -> bool:
    """Whether both are equal; for closed forms, whether they can be, under a condition that is noted."""
    difference = one - other
    lowest, highest = _bounds(difference)
    if lowest == highest == 0:
        return True
    if (lowest is not None and lowest > 0) or (highest is not None and highest < 0):
        return False
    left, right = (one, other) if isinstance(one, Closed) else (other, one)
    left.unknowns.assume(left, True, right)
    return True


def smallest(values: Sequence[Any]) -> Any:
    """The smallest of several, an atom of its own where it depends on the unknown sizes which that is."""
    left: list[Any] = []
    for value in values:
        if any((low := _bounds(value - other)[0]) is not None and low >= 0 for other in left):
            continue
        left = [other for other in left if (low := _bounds(other - value)[0]) is None or low < 0] + [value]
    if len(left) == 1:
        return left[0]
    unknowns = next(value.unknowns for value in left if isinstance(value, Closed))
    return unknowns.of_atom(Least(tuple(left)))


def largest(values: Sequence[Any]) -> Any:
    """The largest of several; the first itself where all are equal."""
    return values[0] if all(value == values[0] for value in values) else -smallest([-value for value in values])


def common_divisor(size: Any, number: int) -> Any:
    """The greatest common divisor, an atom of its own where it depends on the unknown sizes.

    >>> h = Unknowns().size("H")
    >>> print(common_divisor(12, 8), common_divisor(h - 1, 8), common_divisor(h, 1))
    4 gcd(H − 1, 8) 1
    """
    if isinstance(size, Closed):
        return size.unknowns.of_atom(Divisor(size, number)) if number > 1 else 1
    return gcd(size, number)


def _bare(value: Closed) -> Closed:
    """A form that is at least 0 exactly where `value` is: k·⌊p/s⌋ + c ≥ 0 where p + ⌊c/k⌋·s ≥ 0, for k > 0."""
    while True:
        others = [monomial for monomial in value.terms if monomial]
        if len(others) != 1 or len(others[0]) != 1 or value.terms[others[0]] < 1:
            return value
        atom = value.unknowns.atoms[others[0][0]]
        constant = value.terms.get((), 0) // value.terms[others[0]]
        if not isinstance(atom, Floor):
            bare: Closed = value.unknowns.of_atom(atom) + constant
            return bare
        value = atom.inside + constant * atom.divisor


def _bounds(value: Any) -> tuple[int | None, int | None]:
    """Numbers that `value` is never below and never above, as far as that follows from what floors are.

    p/d − (d − 1)/d ≤ ⌊p/d⌋ ≤ p/d, and every size is at least 1. What is left of the sizes after that has no upper bound.
    A form is a whole number, so it is never below 0 if it is never below −1/2.
    """
    if not isinstance(value, Closed):
        return value, value
    high = _highest(-value)
    return (None if high is None else -high), _highest(value)


def _highest(value: Closed) -> int | None:
    atoms = value.unknowns.atoms
    terms: dict[Monomial, Fraction | int] = dict(value.terms)
    while True:
        floors = [m for m in terms if len(m) == 1 and isinstance(atoms[m[0]], Floor)]
        if not floors:
            break
        highest = max(floors)  # an atom is made of atoms before it
        factor, atom = terms.pop(highest), atoms[highest[0]]
        assert isinstance(atom, Floor)
        for monomial, inner in _terms(atom.inside):
            terms[monomial] = terms.get(monomial, 0) + Fraction(factor * inner, atom.divisor)
        if factor < 0:
            terms[()] = terms.get((), 0) - Fraction(factor * (atom.divisor - 1), atom.divisor)
    total = terms.pop((), 0)
    for monomial, factor in terms.items():
        if factor > 0 or (factor < 0 and any(not isinstance(atoms[number], str) for number in monomial)):
            return None
        total += factor
    return floor(total)
