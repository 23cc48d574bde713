"""When an answer about a size repeats: closed forms along one unknown size, past which point and with which period.

Sizes are sums of floors of sums of the unknown size, so they are linear up to something that repeats: for every form there
is a period p and an advance a with form(n + p) = form(n) + a, past the point where every `min` in it has settled on one of
its sides. A form that advances is positive, or negative, from some point on; one that does not advance repeats. So whether a
remainder is 0, a form is at least 0, or two forms agree, depends past a point only on n modulo the least common multiple of
the periods: evaluating one period is a proof for all sizes. Products of sizes are polynomials in k on each n = p·k + r, and
a polynomial keeps its sign past a point that its coefficients give.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import zip_longest
from math import floor, gcd, lcm
from typing import Any, NamedTuple

from convcalc.arithmetic.closed import Closed
from convcalc.arithmetic.polynomial import Divisor, Floor, Least
from convcalc.findings import ConvcalcError

MOST_PIECES = 20_000
"""How many polynomials a product of sizes may consist of."""
MOST_VALUES = 200_000
"""How many values to keep for the next question."""


class TooManyCases(ConvcalcError):
    """The network leaves more cases open than are looked at."""


class Period(NamedTuple):
    """form(n + `length`) = form(n) + `advance` for every n from `start` on."""

    length: int
    advance: int
    start: int = 1

    def times(self, longer: int) -> int:
        """The advance over a multiple of the period."""
        return self.advance * (longer // self.length)


class PieceStrip(NamedTuple):
    """`rate`·n + `low` ≤ form(n) ≤ `rate`·n + `high` for every n from 1 on."""

    rate: Fraction
    low: Fraction
    high: Fraction

    def times(self, factor: int) -> PieceStrip:
        """The strip of the form so many times."""
        ends = self.low * factor, self.high * factor
        return PieceStrip(self.rate * factor, min(ends), max(ends))


class NotLinear(ValueError):
    """A form in which unknown sizes are multiplied."""


class Line:
    """The closed forms of one analysis along a line: every unknown size in them is n, or `times` n where that is given."""

    def __init__(self, atoms: list[Any], times: Mapping[str, int] | None = None) -> None:
        self.atoms, self.times = atoms, times or {}
        self._periods: dict[int, Period] = {}
        self._strips: dict[int, PieceStrip] = {}
        self._values: dict[tuple[int, int], int] = {}
        self._found_repeats: dict[int, tuple[int, int]] = {}
        self._polynomials: dict[int, list[int]] = {}
        """Those of the atoms on the piece at hand."""

    def at(self, value: Any, n: int) -> int:
        """The number that a form is where every size is n."""
        if not isinstance(value, Closed):
            return int(value)
        total = 0
        for monomial, factor in value.terms.items():
            for number in monomial:
                factor *= self._atom_at(number, n)  # noqa: PLW2901
            total += factor
        return total

    def _atom_at(self, number: int, n: int) -> int:
        atom = self.atoms[number]
        if isinstance(atom, str):
            return n * self.times.get(atom, 1)
        key = (number, n)
        if key not in self._values:
            if isinstance(atom, Floor):
                found = self.at(atom.inside, n) // atom.divisor
            elif isinstance(atom, Divisor):
                found = gcd(self.at(atom.inside, n), atom.number)
            else:
                found = min(self.at(one, n) for one in atom.of)
            if len(self._values) > MOST_VALUES:
                self._values.clear()
            self._values[key] = found
        return self._values[key]

    def period(self, value: Any) -> Period:
        """The period of a form; raises NotLinear where sizes are multiplied."""
        parts = [(factor, self._atom_period(number)) for factor, number in _linear(value)]
        length = lcm(*(period.length for _, period in parts))
        advance = sum(factor * period.times(length) for factor, period in parts)
        return Period(length, advance, max((period.start for _, period in parts), default=1))

    def _atom_period(self, number: int) -> Period:
        atom = self.atoms[number]
        if number in self._periods:
            return self._periods[number]
        if isinstance(atom, str):
            found = Period(1, self.times.get(atom, 1))
        elif isinstance(atom, Floor):
            inside = self.period(atom.inside)
            # ⌊(p + a·t)/d⌋ moves by whole numbers once a·t is a multiple of d.
            longer = atom.divisor // gcd(inside.advance, atom.divisor)
            found = Period(inside.length * longer, inside.advance * longer // atom.divisor, inside.start)
        elif isinstance(atom, Divisor):
            inside = self.period(atom.inside)
            # gcd(p + a·t, d) repeats once a·t is a multiple of d.
            found = Period(inside.length * (atom.number // gcd(inside.advance, atom.number)), 0, inside.start)
        else:
            found = self._settled(atom)
        self._periods[number] = found
        return found

    def _settled(self, atom: Least) -> Period:
        """Past the point where the flattest of several forms is the smallest, it alone counts; of equally flat ones all."""
        periods = [self.period(one) for one in atom.of]
        length = lcm(*(period.length for period in periods))
        advance = min(period.times(length) for period in periods)
        start = max(period.start for period in periods)
        for i, one in enumerate(atom.of):
            start = max([start, *(self.settles(one - other) for other in atom.of[:i])])
        return Period(length, advance, start)

    def strip(self, value: Any) -> PieceStrip:
        """Between which parallels a form stays; raises NotLinear where sizes are multiplied."""
        constant = Fraction(value.terms.get((), 0) if isinstance(value, Closed) else value)
        parts = [self._atom_strip(number).times(factor) for factor, number in _linear(value)]
        low, high = (sum((getattr(part, end) for part in parts), constant) for end in ("low", "high"))
        return PieceStrip(sum((part.rate for part in parts), Fraction(0)), low, high)

    def _atom_strip(self, number: int) -> PieceStrip:
        atom = self.atoms[number]
        if number in self._strips:
            return self._strips[number]
        if isinstance(atom, str):
            found = PieceStrip(Fraction(self.times.get(atom, 1)), Fraction(0), Fraction(0))
        elif isinstance(atom, Floor):
            inside, d = self.strip(atom.inside), atom.divisor
            found = PieceStrip(inside.rate / d, (inside.low - (d - 1)) / d, inside.high / d)
        elif isinstance(atom, Divisor):
            found = PieceStrip(Fraction(0), Fraction(1), Fraction(atom.number))
        else:
            # The smallest is never above the flattest, and n is at least 1: no other is below the flattest rate's line.
            of = [self.strip(one) for one in atom.of]
            rate = min(strip.rate for strip in of)
            found = PieceStrip(rate, min(s.low for s in of), min(s.high for s in of if s.rate == rate))
        self._strips[number] = found
        return found

    def settles(self, value: Any) -> int:
        """A point from which on a form keeps its sign if it advances, and repeats itself if it does not.

        Raises NotLinear where sizes are multiplied.
        """
        start, strip = self.period(value).start, self.strip(value)
        if strip.rate == 0:
            return start
        # rate·n + low > 0 from here on, or rate·n + high < 0
        last = -strip.low / strip.rate if strip.rate > 0 else -strip.high / strip.rate
        return max(start, floor(last) + 1)

    # -- products of sizes

    def pieces(self, value: Any) -> Period:
        """A form of any kind, by the length of its pieces and a point from which on each piece keeps its sign."""
        length, start = self._repeats(value)
        if length > MOST_PIECES:
            message = f"{length:,} cases would have to be told apart, and the limit is {MOST_PIECES:,}"
            raise TooManyCases(message)
        settled = start
        for n in range(start, start + length):
            self._polynomials.clear()
            settled = max(settled, n + length * _keeps_its_sign(self._polynomial(value, n, length)))
        return Period(length, 0, settled)

    def _repeats(self, value: Any) -> tuple[int, int]:
        """A length and a start so that the form is a polynomial in k, with whole coefficients, on each n + `length`·k."""
        numbers = {number for monomial in value.terms for number in monomial} if isinstance(value, Closed) else set()
        found = [self._atom_repeats(number) for number in numbers]
        return lcm(*(length for length, _ in found)), max((start for _, start in found), default=1)

    def _atom_repeats(self, number: int) -> tuple[int, int]:
        if number not in self._found_repeats:
            try:
                length, _, start = self._atom_period(number)
            except NotLinear:
                atom = self.atoms[number]
                if not isinstance(atom, Floor):
                    raise
                # Every power of k but the constant has a factor d on each n + length·d·k.
                length, start = self._repeats(atom.inside)
                length *= atom.divisor
            self._found_repeats[number] = length, start
        return self._found_repeats[number]

    def _polynomial(self, value: Any, n: int, length: int) -> list[int]:
        """The form at n + `length`·k as a polynomial in k: its coefficients, the constant first."""
        if not isinstance(value, Closed):
            return [value]
        total = [0]
        for monomial, factor in value.terms.items():
            term = [factor]
            for number in monomial:
                term = _multiplied(term, self._atom_polynomial(number, n, length))
            total = [a + b for a, b in zip_longest(total, term, fillvalue=0)]
        return total

    def _atom_polynomial(self, number: int, n: int, length: int) -> list[int]:
        if number not in self._polynomials:
            atom = self.atoms[number]
            if isinstance(atom, str):
                found = [n * self.times.get(atom, 1), length * self.times.get(atom, 1)]
            elif isinstance(atom, Floor):
                found = [factor // atom.divisor for factor in self._polynomial(atom.inside, n, length)]
            elif isinstance(atom, Divisor):  # it repeats itself after `length`
                found = [gcd(self._polynomial(atom.inside, n, length)[0], atom.number)]
            else:  # past its start the flattest is the smallest
                of = [self._polynomial(one, n, length) for one in atom.of]
                found = min(of, key=lambda p: (p[1] if p[1:] else 0, p[0]))
            self._polynomials[number] = found
        return self._polynomials[number]


def _linear(value: Any) -> list[tuple[int, int]]:
    """The factors and atoms of a sum of atoms, without its constant."""
    if not isinstance(value, Closed):
        return []
    if any(len(monomial) > 1 for monomial in value.terms):
        raise NotLinear
    return [(factor, monomial[0]) for monomial, factor in value.terms.items() if monomial]


def _multiplied(one: list[int], other: list[int]) -> list[int]:
    product = [0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            product[i + j] += a * b
    return product


def _keeps_its_sign(polynomial: list[int]) -> int:
    """From which k on: where the highest power outweighs all others together, as it does ever after."""
    degree = max((i for i, factor in enumerate(polynomial) if factor), default=0)
    if degree == 0:
        return 0
    k = 1
    while abs(polynomial[degree]) * k**degree <= sum(abs(factor) * k**i for i, factor in enumerate(polynomial[:degree])):
        k *= 2
    return k
