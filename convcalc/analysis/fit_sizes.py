"""Which input sizes fit: those at which every window comes out even and all paths meet, for all sizes and not by trying.

The conditions of the closed forms depend, past a smallest size, only on the size modulo a number; `arithmetic/periods.py`
says why. Below that point every size is looked at; above it one period is sieved, condition by condition, the short
periods first, so that only the remainders that survived are looked at in the longer ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count, takewhile
from math import lcm
from typing import Any, NamedTuple

from convcalc.analysis.closed_forms import ClosedReport, Placement
from convcalc.arithmetic.closed import Atom, Closed, Condition, Least
from convcalc.arithmetic.fit import Grade, grade_of
from convcalc.arithmetic.periods import Line, NotLinear
from convcalc.arithmetic.volume import Volume
from convcalc.findings import ConvcalcError

MOST_REMAINDERS = 100_000
"""How many remainders to keep in sight; a network that leaves more of them open is refused."""
MOST_SIZES = 1_000_000
"""Up to which size sizes are looked at one by one."""


class TooManyCases(ConvcalcError):
    """The network leaves more cases open than are looked at."""


class Requirement(NamedTuple):
    """One thing that must hold: whether it does depends, from `start` on, on the size modulo `period`."""

    who: str
    holds: Callable[[int], bool]
    period: int
    start: int


class Rule(NamedTuple):
    """The sizes that fit: all n ≥ `minimum` whose remainder by `modulus` is in `remainders`, and those in `others`.

    Without remainders only the sizes in `others` fit.
    """

    modulus: int
    remainders: tuple[int, ...]
    minimum: int | None
    others: tuple[int, ...] = ()

    def fits(self, n: int) -> bool:
        """Whether the size n fits."""
        return n in self.others or (self.minimum is not None and n >= self.minimum and n % self.modulus in self.remainders)

    def up_to(self, largest: int) -> list[int]:
        """Every size that fits, up to `largest`."""
        return [n for n in range(1, largest + 1) if self.fits(n)]

    def below(self, n: int) -> int | None:
        """The largest size below n that fits."""
        reach = self.modulus if self.minimum is not None and n > self.minimum + self.modulus else n
        return next((m for m in range(n - 1, n - 1 - reach, -1) if m > 0 and self.fits(m)), None)

    def above(self, n: int) -> int | None:
        """The smallest size above n that fits."""
        if self.minimum is None:
            return next((m for m in self.others if m > n), None)
        found = next(m for m in count(max(n + 1, self.minimum)) if self.fits(m))
        return min([found, *(m for m in self.others if m > n)])


class FitReport(NamedTuple):
    """Which sizes fit, for each group of sizes of the input that go together: usually each by itself."""

    closed: ClosedReport
    rules: dict[str, Rule]
    """The rule of every unknown size by its name."""
    together: tuple[tuple[str, ...], ...]
    """Sizes that a condition ties to one another; their rule is for inputs where they are equal."""
    accepted: frozenset[Grade]


def fit_sizes(closed: ClosedReport, accept: Iterable[Grade] = ()) -> FitReport:
    """The input sizes at which every window of the network fits with remainder 0, or at a grade in `accept`.

    Raises TooManyCases where the periods are too long to be looked at.

    >>> from convcalc.api import closed_forms
    >>> rule = fit_sizes(closed_forms("alexnet")).rules["H"]
    >>> rule.modulus, rule.remainders, rule.minimum
    (32, (3,), 67)
    """
    accepted = frozenset({Grade.EXACT, *accept})
    asked: list[tuple[set[str], Requirement]] = []
    line = Line(closed.unknowns.atoms)
    for condition, who in closed.conditions.items():
        asked.append((_names(condition.left) | _names(condition.right), _of_condition(line, condition, who)))
    for placement in closed.placements:
        for axis, side in enumerate(placement.input.size):
            asked.append((_names(side), _of_window(line, placement, axis, accepted)))
    groups = _groups(closed.unknowns.names, [names for names, _ in asked])
    always = [requirement for names, requirement in asked if not names]
    rules = {}
    for group in groups:
        rule = _solved([r for names, r in asked if names & set(group)] + always)
        rules.update(dict.fromkeys(group, rule))
    return FitReport(
        closed, {name: rules[name] for name in closed.unknowns.names}, tuple(g for g in groups if len(g) > 1), accepted
    )


def _names(value: Any) -> set[str]:
    """The unknown sizes in a form."""
    if not isinstance(value, Closed):
        return set()
    found: set[str] = set()
    for number in {number for monomial in value.terms for number in monomial}:
        atom: Atom = value.unknowns.atoms[number]
        if isinstance(atom, str):
            found.add(atom)
        else:
            for inside in atom.of if isinstance(atom, Least) else (atom.inside,):
                found |= _names(inside)
    return found


def _groups(names: list[str], ties: list[set[str]]) -> list[tuple[str, ...]]:
    """The names, those together that stand in one condition."""
    groups = [{name} for name in names]
    for tie in ties:
        joined = [group for group in groups if group & tie]
        if len(joined) > 1:
            groups = [group for group in groups if not group & tie] + [set().union(*joined)]
    return sorted((tuple(sorted(group, key=names.index)) for group in groups), key=lambda g: names.index(g[0]))


def _of_condition(line: Line, condition: Condition, who: str) -> Requirement:
    difference = condition.left - condition.right
    equal = condition.equal
    try:
        period, start = line.period(difference), line.settles(difference)
    except NotLinear:
        return Requirement(who, lambda n: _meets(line.at(difference, n), equal), 1, _outgrown(line, difference))
    return Requirement(who, lambda n: _meets(line.at(difference, n), equal), period.length, start)


def _meets(difference: int, equal: bool) -> bool:
    return difference == 0 if equal else difference >= 0


def _outgrown(line: Line, difference: Closed) -> int:
    """A size past which a product of sizes keeps its sign: where it is above what all else in the form can make of it."""
    n = 1
    while n <= MOST_SIZES:
        n *= 2
        if all(line.at(difference, m) > 0 for m in (n, 2 * n, 4 * n)) or all(
            line.at(difference, m) < 0 for m in (n, 2 * n, 4 * n)
        ):
            return n
    raise TooManyCases(f"nothing can be said of all sizes at which {difference} is 0")


def _of_window(line: Line, placement: Placement, axis: int, accepted: frozenset[Grade]) -> Requirement:
    """A window that must come out at an accepted grade."""
    side, layer, rank = placement.input.size[axis], placement.layer, placement.input.rank
    bare = layer.bare_windows(placement.input)[axis]
    fixed = None if layer.padding.mode == "same" else layer.windows(placement.input)[axis]

    def holds(n: int) -> bool:
        size = line.at(side, n)
        window = fixed or layer.windows(Volume((size,) * rank, 1))[axis]
        return size >= 1 and window.travel(size) >= 0 and grade_of(window, size, layer.rounding) in accepted

    period = line.period(side)
    whole = period.length * (bare.stride // _gcd(period.advance, bare.stride))
    smallest = bare.extent if fixed is None else fixed.extent - fixed.padding
    return Requirement(placement.name, holds, whole, max(period.start, line.settles(side - max(smallest, 1))))


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return abs(a)


def _solved(requirements: list[Requirement]) -> Rule:
    """The sizes at which all requirements hold."""
    start = max((r.start for r in requirements), default=1)
    if start > MOST_SIZES:
        raise TooManyCases(f"sizes up to {start:,} would have to be looked at one by one, and the limit is {MOST_SIZES:,}")
    modulus, remainders = 1, [0]
    for requirement in sorted(requirements, key=lambda r: r.period):
        longer = lcm(modulus, requirement.period)
        if len(remainders) * (longer // modulus) > MOST_REMAINDERS:
            message = f"more than {MOST_REMAINDERS:,} remainders by {longer:,} would have to be looked at"
            raise TooManyCases(message)
        remainders = [r + modulus * i for r in remainders for i in range(longer // modulus)]
        modulus = longer
        remainders = [r for r in remainders if requirement.holds(r + modulus * max(0, -(-(start - r) // modulus)))]
        if not remainders:
            break
    small = [n for n in range(1, start) if all(r.holds(n) for r in requirements)]
    if not remainders:
        return Rule(1, (), None, tuple(small))
    modulus, remainders = _reduced(modulus, sorted(remainders))
    return _with_minimum(modulus, remainders, start, small)


def _reduced(modulus: int, remainders: list[int]) -> tuple[int, list[int]]:
    """The same remainders by the smallest modulus that tells them apart."""
    known = set(remainders)
    for smaller in sorted(d for d in range(1, modulus + 1) if modulus % d == 0 and len(known) % (modulus // d) == 0):
        if all((r + smaller) % modulus in known for r in known):
            return smaller, sorted({r % smaller for r in known})
    return modulus, remainders


def _with_minimum(modulus: int, remainders: list[int], start: int, small: list[int]) -> Rule:
    """The rule reaches down as far as it tells the truth; what fits below that is named."""
    fitting, minimum = set(small), next(n for n in count(start) if n % modulus in remainders)
    for n in range(start - 1, 0, -1):
        if (n in fitting) != (n % modulus in remainders):
            break
        if n in fitting:
            minimum = n
    return Rule(modulus, tuple(remainders), minimum, tuple(takewhile(lambda n: n < minimum, small)))
