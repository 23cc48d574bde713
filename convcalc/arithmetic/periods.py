"""When an answer about a size repeats: closed forms along one unknown size, past which point and with which period.

Sizes are sums of floors of sums of the unknown size, so they are linear up to something that repeats: for every form there
is a period p and an advance a with form(n + p) = form(n) + a, past the point where every `min` in it has settled on one of
its sides. So whether a remainder is 0, a form is at least 0, or two forms agree, depends past a point only on n modulo the
least common multiple of the periods: evaluating one period is a proof for all sizes.
"""

from __future__ import annotations

from math import gcd, lcm
from typing import Any, NamedTuple

from convcalc.arithmetic.closed import Closed, Divisor, Floor, Least


class Period(NamedTuple):
    """form(n + `length`) = form(n) + `advance` for every n from `start` on."""

    length: int
    advance: int
    start: int = 1

    def times(self, longer: int) -> int:
        """The advance over a multiple of the period."""
        return self.advance * (longer // self.length)


class NotLinear(ValueError):
    """A form in which unknown sizes are multiplied."""


class Line:
    """The closed forms of one analysis along a line: all of the sizes called `names` are n, and forms use no others."""

    def __init__(self, atoms: list[Any]) -> None:
        self.atoms = atoms
        self._periods: dict[int, Period] = {}
        self._values: dict[tuple[int, int], int] = {}

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
            return n
        key = (number, n)
        if key not in self._values:
            if isinstance(atom, Floor):
                self._values[key] = self.at(atom.inside, n) // atom.divisor
            elif isinstance(atom, Divisor):
                self._values[key] = gcd(self.at(atom.inside, n), atom.number)
            else:
                self._values[key] = min(self.at(one, n) for one in atom.of)
        return self._values[key]

    def period(self, value: Any) -> Period:
        """The period of a form; raises NotLinear where sizes are multiplied."""
        if not isinstance(value, Closed):
            return Period(1, 0)
        parts = []
        for monomial, factor in value.terms.items():
            if len(monomial) > 1:
                raise NotLinear(str(value))
            if monomial:
                parts.append((factor, self._atom_period(monomial[0])))
        length = lcm(*(period.length for _, period in parts))
        advance = sum(factor * period.times(length) for factor, period in parts)
        return Period(length, advance, max(period.start for _, period in parts))

    def _atom_period(self, number: int) -> Period:
        atom = self.atoms[number]
        if number in self._periods:
            return self._periods[number]
        if isinstance(atom, str):
            found = Period(1, 1)
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
        for one in atom.of:
            for other in atom.of:
                if one is not other:
                    start = max(start, self.settles(one - other))
        return Period(length, advance, start)

    def settles(self, difference: Any) -> int:
        """A point from which on the sign of a form depends only on n modulo its period."""
        period = self.period(difference)
        if period.advance == 0:
            return period.start
        first = range(period.start, period.start + period.length)
        farthest = max(abs(self.at(difference, n)) for n in first)
        return period.start + period.length * (farthest // abs(period.advance) + 1)
