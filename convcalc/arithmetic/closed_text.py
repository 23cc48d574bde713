"""How closed forms are written: as the lecture writes sizes, `⌊(H − 19)/8⌋ + 1`, and as products where they are products."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from convcalc.arithmetic.polynomial import Atom, Divisor, Floor, Polynomial, Terms, multiplied, total
from convcalc.arithmetic.traced import MINUS, TIMES

MOST_TERMS_WRITTEN = 200
"""Of a longer sum the text says only how many terms it has."""
LONGEST_ATOM = 400
"""What stands in a floor or a minimum is left out where it is longer."""

_POWERS = {2: "²", 3: "³"}


class Texts:
    """How polynomials over some atoms are written."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self.atoms = atoms
        self.known: dict[int, str] = {}
        """How atoms are written, as far as that has been asked."""

    def of(self, value: Polynomial | int) -> str:
        """The polynomial as text.

        >>> from convcalc.arithmetic.closed import Unknowns
        >>> unknowns = Unknowns()
        >>> h = unknowns.size("H")
        >>> [unknowns.texts.of(form) for form in ((h + 5) // 8 - 2, h // 2, 3 * h * h + 6 * h + 4)]
        ['⌊(H − 19)/8⌋ + 1', '⌊H/2⌋', '3·(H + 1)² + 1']
        """
        return self._of(value.terms) if isinstance(value, Polynomial) else _signed(value)

    def _of(self, terms: Terms) -> str:
        if len(terms) > MOST_TERMS_WRITTEN:
            return f"a sum of {len(terms):,} terms"
        return self._window(terms) or self._product(terms) or self._sum(terms)

    def _atom(self, number: int) -> str:
        if number not in self.known:
            atom = self.atoms[number]
            if isinstance(atom, str):
                text = atom
            elif isinstance(atom, Floor):
                text = self._divided(atom.inside.terms, atom.divisor)
            elif isinstance(atom, Divisor):
                text = f"gcd({self.of(atom.inside)}, {atom.number})"
            else:
                text = f"min({', '.join(map(self.of, atom.of))})"
            if len(text) > LONGEST_ATOM:
                text = f"⌊…/{atom.divisor}⌋" if isinstance(atom, Floor) else "min(…)"
            self.known[number] = text
        return self.known[number]

    def _window(self, terms: Terms) -> str:
        """One floor and a constant, as the formula of a window: (H − F + 2P)/S + 1. Empty for anything else.

        A constant moves in and out of the floor: ⌊p/s⌋ + c = ⌊(p + c·s)/s⌋. Where nothing is subtracted inside it is all
        drawn in, ⌊H/2⌋; else one is left outside, and what is subtracted is the size of the window less its padding.
        """
        others = [monomial for monomial in terms if monomial]
        if len(others) != 1 or len(others[0]) != 1 or terms[others[0]] != 1:
            return ""
        atom = self.atoms[others[0][0]]
        if not isinstance(atom, Floor):
            return ""
        inside = atom.inside.terms
        constant = inside.get((), 0) + terms.get((), 0) * atom.divisor
        if constant >= 0:
            return self._divided(_with_constant(inside, constant), atom.divisor)
        return f"{self._divided(_with_constant(inside, constant - atom.divisor), atom.divisor)} + 1"

    def _divided(self, inside: Terms, divisor: int) -> str:
        text = self._of(inside)
        return f"⌊{text if text.isalnum() else f'({text})'}/{divisor}⌋"

    def _product(self, terms: Terms) -> str:
        """A product of sums of one atom and a constant, with a constant beside it; empty for anything else."""
        found = _factors(terms)
        if found is None:
            return ""
        factor, powers, remaining = found
        # K·(F·F·C + 1): a constant that divides the rest is one a filter or unit.
        common = remaining if remaining and factor % remaining == 0 else 1
        words = [
            self._factor(number, offset) + _POWERS.get(power, f"^{power}" if power > 1 else "")
            for (number, offset), power in powers.items()
        ]
        text = TIMES.join([*([_signed(factor // common)] if factor != common else []), *words])
        if not remaining:
            return text
        text += f" {'+' if remaining > 0 else MINUS} {abs(remaining // common)}"
        return text if common == 1 else f"{common}{TIMES}({text})"

    def _factor(self, number: int, offset: int) -> str:
        """The sum of an atom and a constant as it stands in a product."""
        text = self._of(_with_constant({(number,): 1}, offset))
        return text if " " not in text or (text.startswith("⌊") and text.endswith("⌋")) else f"({text})"

    def _sum(self, terms: Terms) -> str:
        """A sum, the highest powers first; products of two sides are written as such."""
        terms = dict(terms)
        text = ""
        for words, factor in [*self._areas(terms), *self._rest(terms)]:
            size = abs(factor)
            word = TIMES.join([*([str(size)] if size > 1 or not words else []), *words])
            sign = f" {MINUS if factor < 0 else '+'} " if text else MINUS if factor < 0 else ""
            text += sign + word
        return text

    def _rest(self, terms: Terms) -> Iterator[tuple[list[str], int]]:
        for monomial in sorted(terms, key=lambda m: (-len(m), m)):
            atoms = [self._atom(n) + _POWERS.get(monomial.count(n), "") for n in dict.fromkeys(monomial)]
            yield atoms, terms[monomial]

    def _areas(self, terms: Terms) -> Iterator[tuple[list[str], int]]:
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
            yield [self._factor(left, of_left), self._factor(right, of_right)], factor


def _signed(value: int) -> str:
    return f"{MINUS}{-value}" if value < 0 else str(value)


def _with_constant(terms: Terms, constant: int) -> Terms:
    """The terms with another constant; none where it is 0."""
    others = {monomial: factor for monomial, factor in terms.items() if monomial}
    return {**others, (): constant} if constant else others


def _factors(terms: Terms) -> tuple[int, dict[tuple[int, int], int], int] | None:
    """A sum as c·(A + a)·(B + b)… + r: c, the powers of the sums by atom and constant, and r; None where it is none."""
    degree = max(map(len, terms))
    top = [monomial for monomial in terms if len(monomial) == degree]
    if degree < 2 or len(top) != 1:
        return None
    (highest,) = top
    factor = terms[highest]
    factors: list[tuple[int, int]] = []
    product: Terms = {(): -factor}
    for i, number in enumerate(highest):
        below = highest[:i] + highest[i + 1 :]
        # x²'s neighbour 2·e·x has the offset e as often as x is a factor.
        offset, rest = divmod(terms.get(below, 0), factor * highest.count(number))
        product = multiplied(product, _with_constant({(number,): 1}, offset).items())
        if rest or len(product) > len(terms) + 1:  # no term of such a product vanishes again
            return None
        factors.append((number, offset))
    remaining = {monomial: n for monomial, n in total(terms.items(), product.items()).items() if n}
    if remaining.keys() - {()}:
        return None
    return factor, {one: factors.count(one) for one in factors}, remaining.get((), 0)
