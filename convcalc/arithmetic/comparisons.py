"""Questions about sizes: the answer where it is the same for all sizes, a condition where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor, gcd
from typing import Any

from convcalc.arithmetic.polynomial import Atom, Divisor, Floor, Least, Monomial, Polynomial, Terms, is_number


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
    left, right = (one, other) if isinstance(one, Polynomial) else (other, one)
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
    unknowns = next(value.unknowns for value in left if isinstance(value, Polynomial))
    return unknowns.of_atom(Least(tuple(left)))


def largest(values: Sequence[Any]) -> Any:
    """The largest of several; the first itself where all are equal."""
    return values[0] if all(value == values[0] for value in values) else -smallest([-value for value in values])


def common_divisor(size: Any, number: int) -> Any:
    """The greatest common divisor, an atom of its own where it depends on the unknown sizes.

    >>> from convcalc.arithmetic.closed import Unknowns
    >>> h = Unknowns().size("H")
    >>> print(common_divisor(12, 8), common_divisor(h - 1, 8), common_divisor(h, 1))
    4 gcd(H − 1, 8) 1
    """
    if isinstance(size, Polynomial):
        return size.unknowns.of_atom(Divisor(size, number)) if number > 1 else 1
    return gcd(size, number)


def proportion(size: Any, to: Any) -> tuple[int, int] | None:
    """Two numbers that are to each other as `size` is to `to` at every size; None where that depends on the size.

    >>> from convcalc.arithmetic.closed import Unknowns
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


def _bare(value: Any) -> Any:
    """A form that is at least 0 exactly where `value` is: k·⌊p/s⌋ + c ≥ 0 where p + ⌊c/k⌋·s ≥ 0, for k > 0."""
    while True:
        others = [monomial for monomial in value.terms if monomial]
        if len(others) != 1 or len(others[0]) != 1 or value.terms[others[0]] < 1:
            return value
        atom = value.unknowns.atoms[others[0][0]]
        constant = value.terms.get((), 0) // value.terms[others[0]]
        if not isinstance(atom, Floor):
            return value.unknowns.of_atom(atom) + constant
        value = atom.inside + constant * atom.divisor


def _bounds(value: Any) -> tuple[int | None, int | None]:
    """Numbers that `value` is never below and never above, as far as that follows from what floors are.

    p/d − (d − 1)/d ≤ ⌊p/d⌋ ≤ p/d, and every size is at least 1. What is left of the sizes after that has no upper bound.
    A form is a whole number, so it is never below 0 if it is never below −1/2.
    """
    if not isinstance(value, Polynomial):
        return value, value
    atoms = value.unknowns.atoms
    high = _highest({monomial: -factor for monomial, factor in value.terms.items()}, atoms)
    return (None if high is None else -high), _highest(value.terms, atoms)


def _highest(of: Terms, atoms: Sequence[Atom]) -> int | None:
    terms: dict[Monomial, Fraction | int] = dict(of)
    while True:
        floors = [m for m in terms if len(m) == 1 and isinstance(atoms[m[0]], Floor)]
        if not floors:
            break
        highest = max(floors)  # an atom is made of atoms before it
        factor, atom = terms.pop(highest), atoms[highest[0]]
        assert isinstance(atom, Floor)
        for monomial, inner in atom.inside.terms.items():
            terms[monomial] = terms.get(monomial, 0) + Fraction(factor * inner, atom.divisor)
        if factor < 0:
            terms[()] = terms.get((), 0) - Fraction(factor * (atom.divisor - 1), atom.divisor)
    total = terms.pop((), 0)
    for monomial, factor in terms.items():
        if factor > 0 or (factor < 0 and any(not isinstance(atoms[number], str) for number in monomial)):
            return None
        total += factor
    return floor(total)
