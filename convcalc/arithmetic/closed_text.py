"""How closed forms are written: as the lecture writes sizes, `⌊(H − 19)/8⌋ + 1`, and as products where they are products."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import prod

from convcalc.arithmetic.closed import Closed, Divisor, Floor, Monomial, Unknowns
from convcalc.arithmetic.written import MINUS, TIMES

MOST_TERMS_WRITTEN = 200
"""Of a longer sum the text says only how many terms it has."""
LONGEST_ATOM = 400
"""What stands in a floor or a minimum is left out where it is longer."""

_POWERS = {2: "²", 3: "³"}


def closed_text(value: Closed | int) -> str:
    """The closed form as text.

    >>> h = Unknowns().size("H")
    >>> closed_text((h + 5) // 8 - 2), closed_text(h // 2), closed_text(3 * h * h + 6 * h + 4)
    ('⌊(H − 19)/8⌋ + 1', '⌊H/2⌋', '3·(H + 1)² + 1')
    """
    if not isinstance(value, Closed):
        return _signed(value)
    if len(value.terms) > MOST_TERMS_WRITTEN:
        return f"a sum of {len(value.terms):,} terms"
    return _window(value) or _product(value) or _sum(value.unknowns, value.terms)


def _signed(value: int) -> str:
    return f"{MINUS}{-value}" if value < 0 else str(value)


def _atom(unknowns: Unknowns, number: int) -> str:
    if number not in unknowns.texts:
        atom = unknowns.atoms[number]
        if isinstance(atom, str):
            text = atom
        elif isinstance(atom, Floor):
            text = _divided(atom.inside, atom.divisor)
        elif isinstance(atom, Divisor):
            text = f"gcd({closed_text(atom.inside)}, {atom.number})"
        else:
            text = f"min({', '.join(map(closed_text, atom.of))})"
        if len(text) > LONGEST_ATOM:
            text = f"⌊…/{atom.divisor}⌋" if isinstance(atom, Floor) else "min(…)"
        unknowns.texts[number] = text
    return unknowns.texts[number]


def _window(value: Closed) -> str:
    """One floor and a constant, as the formula of a window: (H − F + 2P)/S + 1. Empty for anything else.

    A constant moves in and out of the floor: ⌊p/s⌋ + c = ⌊(p + c·s)/s⌋. Where nothing is subtracted inside it is all
    drawn in, ⌊H/2⌋; else one is left outside, and what is subtracted is the size of the window less its padding.
    """
    others = [monomial for monomial in value.terms if monomial]
    if len(others) != 1 or len(others[0]) != 1 or value.terms[others[0]] != 1:
        return ""
    atom = value.unknowns.atoms[others[0][0]]
    if not isinstance(atom, Floor):
        return ""
    inside = atom.inside + value.terms.get((), 0) * atom.divisor
    if not isinstance(inside, Closed) or inside.terms.get((), 0) >= 0:
        return _divided(inside, atom.divisor)
    return f"{_divided(inside - atom.divisor, atom.divisor)} + 1"


def _divided(inside: Closed | int, divisor: int) -> str:
    text = closed_text(inside)
    return f"⌊{text if text.isalnum() else f'({text})'}/{divisor}⌋"


def _product(value: Closed) -> str:
    """A product of sums of one atom and a constant, with a constant beside it; empty for anything else."""
    degree = max(map(len, value.terms))
    top = [monomial for monomial in value.terms if len(monomial) == degree]
    if degree < 2 or len(top) != 1:
        return ""
    (highest,) = top
    factor = value.terms[highest]
    factors: list[Closed] = []
    for i, number in enumerate(highest):
        below = highest[:i] + highest[i + 1 :]
        # x²'s neighbour 2·e·x has the offset e as often as x is a factor.
        offset, rest = divmod(value.terms.get(below, 0), factor * highest.count(number))
        if rest:
            return ""
        factors.append(value.unknowns.of_atom(value.unknowns.atoms[number]) + offset)
    remaining = value - factor * prod(factors[1:], start=factors[0])
    if isinstance(remaining, Closed):
        return ""
    # K·(F·F·C + 1): a constant that divides the rest is one a filter or unit.
    common = remaining if remaining and factor % remaining == 0 else 1
    powers = {one: factors.count(one) for one in factors}
    words = [_factor(one) + _POWERS.get(power, f"^{power}" if power > 1 else "") for one, power in powers.items()]
    text = TIMES.join([*([_signed(factor // common)] if factor != common else []), *words])
    if not remaining:
        return text
    text += f" {'+' if remaining > 0 else MINUS} {abs(remaining // common)}"
    return text if common == 1 else f"{common}{TIMES}({text})"


def _factor(value: Closed) -> str:
    text = closed_text(value)
    return text if " " not in text or (text.startswith("⌊") and text.endswith("⌋")) else f"({text})"


def _sum(unknowns: Unknowns, terms: dict[Monomial, int]) -> str:
    """A sum, the highest powers first; products of two sides are written as such."""
    terms = dict(terms)
    text = ""
    for words, factor in [*_areas(unknowns, terms), *_rest(unknowns, terms)]:
        size = abs(factor)
        word = TIMES.join([*([str(size)] if size > 1 or not words else []), *words])
        sign = f" {MINUS if factor < 0 else '+'} " if text else MINUS if factor < 0 else ""
        text += sign + word
    return text


def _rest(unknowns: Unknowns, terms: dict[Monomial, int]) -> Iterator[tuple[list[str], int]]:
    for monomial in sorted(terms, key=lambda m: (-len(m), m)):
        atoms = [_atom(unknowns, n) + _POWERS.get(monomial.count(n), "") for n in dict.fromkeys(monomial)]
        yield atoms, terms[monomial]


def _areas(unknowns: Unknowns, terms: dict[Monomial, int]) -> Iterator[tuple[list[str], int]]:
    """Take c·A·B + c·b·A + c·a·B out of the terms, as c·(A + a)·(B + b): the volume of one layer in a sum over many."""
    pairs = [monomial for monomial in terms if len(set(monomial)) == len(monomial) == 2]
    uses = Counter(number for monomial in terms if len(monomial) > 1 for number in monomial)
    for left, right in sorted(pairs):
        factor = terms[left, right]
        (of_left, rest), (of_right, other_rest) = (divmod(terms.get((n,), 0), factor) for n in (right, left))
        if rest or other_rest or uses[left] > 1 or uses[right] > 1 or not (of_left or of_right):
            continue
        del terms[left, right]
        terms.pop((left,), None), terms.pop((right,), None)
        terms[()] = terms.get((), 0) - factor * of_left * of_right
        if not terms[()]:
            del terms[()]
        sides = (unknowns.of_atom(unknowns.atoms[n]) + offset for n, offset in ((left, of_left), (right, of_right)))
        yield [_factor(side) for side in sides], factor
