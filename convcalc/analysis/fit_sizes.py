"""Which input sizes fit: those at which every window comes out even and all paths meet, for all sizes and not by trying.

The conditions of the closed forms depend, past a smallest size, only on the size modulo a number; `arithmetic/periods.py`
says why. Below that point every size is looked at; above it one period is sieved, condition by condition, the short
periods first, so that only the remainders that survived are looked at in the longer ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import gcd, lcm
from typing import Any, NamedTuple

from convcalc.analysis.closed_forms import ClosedReport, Placement
from convcalc.analysis.size_rule import NOWHERE, SizeRule
from convcalc.arithmetic.closed import Closed, Condition
from convcalc.arithmetic.fit import Grade, Rounding, grade_of
from convcalc.arithmetic.periods import Line, NotLinear, TooManyCases
from convcalc.arithmetic.polynomial import Atom, Least, value_at
from convcalc.arithmetic.volume import Volume
from convcalc.arithmetic.window import Window
from convcalc.layers import JoinLayer

MOST_REMAINDERS = 100_000
"""How many remainders to keep in sight; a network that leaves more of them open is refused."""
MOST_SIZES = 200_000
"""Up to which size sizes are looked at one by one."""
MOST_QUESTIONS = 1_000_000
"""How often to ask whether a requirement holds at a size."""


class Requirement(NamedTuple):
    """One thing that must hold: whether it does depends, from `start` on, on the size modulo `period`."""

    who: str
    holds: Callable[[int], bool]
    period: int
    start: int


class FitReport(NamedTuple):
    """Which sizes fit, for each group of sizes of the input that go together: usually each by itself."""

    closed: ClosedReport
    rules: dict[str, SizeRule]
    """The rule of every unknown size by its name."""
    together: tuple[tuple[str, ...], ...]
    """Sizes that a condition ties to one another; their rule is for inputs of today's proportions, or equal sides."""
    accepted: frozenset[Grade]

    @property
    def nowhere(self) -> bool:
        """Whether no size fits: some side has none."""
        return any(rule.minimum is None and not rule.others for rule in self.rules.values())

    @property
    def joins(self) -> bool:
        """Whether the network has joins: at the sizes that fit all paths into each of them agree."""
        return any(isinstance(row.layer, JoinLayer) for row in self.closed.report.distinct)

    def fits(self, sizes: dict[str, int]) -> bool:
        """Whether an input of these sizes fits, whatever they are to one another."""
        values = self.closed.unknowns.values(sizes)
        return (
            not self.closed.never
            and all(condition.holds(values) for condition in self.closed.conditions)
            and all(
                _comes_out(_window(placement, axis)(size), size, placement.layer.rounding, self.accepted)
                for placement in self.closed.placements
                for axis, size in enumerate(value_at(side, values) for side in placement.input.size)
            )
        )


def fit_sizes(closed: ClosedReport, accept: Iterable[Grade] = (), today: Mapping[str, int] | None = None) -> FitReport:
    """The input sizes at which every window of the network fits with remainder 0, or at a grade in `accept`.

    `today` are sizes whose proportions are kept where sizes are tied to one another; without it those are equal.
    Raises TooManyCases where the periods are too long to be looked at.

    >>> from convcalc.api import closed_forms
    >>> rule = fit_sizes(closed_forms("alexnet")).rules["H"]
    >>> rule.modulus, rule.remainders, rule.minimum
    (32, (3,), 67)
    """
    accepted = frozenset({Grade.EXACT, *accept})
    ties = [_names(condition.left) | _names(condition.right) for condition in closed.conditions]
    ties += [_names(side) for placement in closed.placements for side in placement.input.size]
    groups = _groups(closed.unknowns.names, ties)
    rules = {}
    for group in groups:
        common = gcd(*((today or {}).get(name, 1) for name in group))
        times = {name: (today or {}).get(name, 1) // common for name in group}
        rule = NOWHERE if closed.never else _solved(_asked(closed, Line(closed.unknowns.atoms, times), set(group), accepted))
        rules.update({name: rule.times(times[name]) for name in group})
    return FitReport(
        closed, {name: rules[name] for name in closed.unknowns.names}, tuple(g for g in groups if len(g) > 1), accepted
    )


def _asked(closed: ClosedReport, line: Line, group: set[str], accepted: frozenset[Grade]) -> list[Requirement]:
    """What is asked of the sizes in `group`, and what is asked of none."""
    asked = []
    for condition, who in closed.conditions.items():
        names = _names(condition.left) | _names(condition.right)
        if names & group or not names:
            asked.append(_of_condition(line, condition, who))
    for placement in closed.placements:
        for axis, side in enumerate(placement.input.size):
            names = _names(side)
            if names & group or not names:
                asked.append(_of_window(line, placement, axis, accepted))
    return asked


def _names(value: Any) -> set[str]:
    """The unknown sizes in a form."""
    if not isinstance(value, Closed):
        return set()
    atoms, found = value.unknowns.atoms, set()
    left, seen = [value], set[int]()
    while left:
        for number in {n for monomial in left.pop().terms for n in monomial} - seen:
            seen.add(number)
            atom: Atom = atoms[number]
            if isinstance(atom, str):
                found.add(atom)
            else:
                inside = atom.of if isinstance(atom, Least) else (atom.inside,)
                left += [form for form in inside if isinstance(form, Closed)]
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
        length = 1 if period.advance else period.length  # what advances has one sign for good
    except NotLinear:
        length, _, start = line.pieces(difference)
    return Requirement(who, lambda n: _meets(line.at(difference, n), equal), length, start)


def _meets(difference: int, equal: bool) -> bool:
    return difference == 0 if equal else difference >= 0


def _of_window(line: Line, placement: Placement, axis: int, accepted: frozenset[Grade]) -> Requirement:
    """A window that must come out at an accepted grade."""
    side, layer = placement.input.size[axis], placement.layer
    bare = layer.bare_windows(placement.input)[axis]
    smallest = 1 if layer.padding.mode == "same" else bare.extent - layer.windows(placement.input)[axis].padding
    period = line.period(side)
    whole = period.length * (bare.stride // gcd(period.advance, bare.stride))
    # Every side is at least 1 where the conditions hold, and they are asked for too.
    start = line.settles(side - smallest) if smallest > 1 else period.start
    window, rounding = _window(placement, axis), layer.rounding

    def holds(n: int) -> bool:
        size = line.at(side, n)
        return _comes_out(window(size), size, rounding, accepted)

    return Requirement(placement.name, holds, whole, start)


def _comes_out(window: Window, size: int, rounding: Rounding, accepted: frozenset[Grade]) -> bool:
    """Whether a window comes out at an accepted grade on an axis of `size` pixels."""
    return size >= 1 and window.travel(size) >= 0 and grade_of(window, size, rounding) in accepted


def _window(placement: Placement, axis: int) -> Callable[[int], Window]:
    """The window on one axis by the size of that axis, on which only the zeros of `same` depend: else it is made once."""
    layer, x = placement.layer, placement.input
    if layer.padding.mode == "same":
        return lambda size: layer.windows(Volume((size,) * x.rank, 1))[axis]
    window = layer.windows(x)[axis]
    return lambda size: window


def _solved(requirements: list[Requirement]) -> SizeRule:
    """The sizes at which all requirements hold."""
    start = max((r.start for r in requirements), default=1)
    if start > MOST_SIZES:
        raise TooManyCases(f"sizes up to {start:,} would have to be looked at one by one, and the limit is {MOST_SIZES:,}")
    modulus, remainders, questions = 1, [0], 0
    for requirement in sorted(requirements, key=lambda r: r.period):
        longer = lcm(modulus, requirement.period)
        cases = len(remainders) * (longer // modulus)
        questions += cases
        if cases > MOST_REMAINDERS or questions > MOST_QUESTIONS:
            message = f"more than {MOST_REMAINDERS:,} remainders by {longer:,} would have to be looked at"
            raise TooManyCases(message)
        remainders = [r + modulus * i for r in remainders for i in range(longer // modulus)]
        modulus = longer
        remainders = [r for r in remainders if requirement.holds(r + modulus * max(0, -(-(start - r) // modulus)))]
        if not remainders:
            break
    small = _small(requirements, start)
    if not remainders:
        return SizeRule(1, (), None, tuple(small))
    modulus, remainders = _reduced(modulus, sorted(remainders))
    return _with_minimum(modulus, remainders, start, small)


def _small(requirements: list[Requirement], start: int) -> list[int]:
    """The sizes below `start` at which all requirements hold."""
    sizes, questions = list(range(1, start)), 0
    for requirement in sorted(requirements, key=lambda r: -r.start):  # what settles last refuses most
        questions += len(sizes)
        if questions > MOST_QUESTIONS:
            raise TooManyCases(f"{len(sizes):,} sizes below {start:,} would have to be looked at layer by layer")
        sizes = [n for n in sizes if requirement.holds(n)]
    return sizes


def _reduced(modulus: int, remainders: list[int]) -> tuple[int, list[int]]:
    """The same remainders by the smallest modulus that tells them apart."""
    known = set(remainders)
    for times in range(len(known), 1, -1):  # so many of the remainders are one by a modulus that many times smaller
        smaller, rest = divmod(modulus, times)
        if not rest and len(known) % times == 0 and all((r + smaller) % modulus in known for r in known):
            return smaller, sorted({r % smaller for r in known})
    return modulus, remainders


def _with_minimum(modulus: int, remainders: list[int], start: int, small: list[int]) -> SizeRule:
    """The rule reaches down as far as it tells the truth; what fits below that is named."""
    family, fitting = set(remainders), set(small)
    minimum = SizeRule(modulus, tuple(remainders), start).above(start - 1)
    assert minimum is not None
    for n in range(start - 1, 0, -1):
        if (n in fitting) != (n % modulus in family):
            break
        if n in fitting:
            minimum = n
    return SizeRule(modulus, tuple(remainders), minimum, tuple(n for n in small if n < minimum))
