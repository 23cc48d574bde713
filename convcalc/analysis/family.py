"""What a network costs at every size of a family m·k + r: exact polynomials in k."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm
from typing import Any, NamedTuple

from convcalc.analysis.fit_sizes import FitReport
from convcalc.arithmetic.closed import Unknowns
from convcalc.arithmetic.periods import Line
from convcalc.arithmetic.polynomial import Least, value_at


class Family(NamedTuple):
    """Totals as functions of k where each size in `remainders` is `modulus`·k + its remainder."""

    modulus: int
    remainders: dict[str, int]
    held: dict[str, int]
    """The sizes that stay as they are."""
    params: Any
    macs: Any
    activations_bytes: Any
    """Of the whole batch."""
    least: int
    """From which k on the polynomials hold and the sizes fit."""

    def size(self, name: str) -> str:
        """`32k + 3`, or the number where the size is held."""
        if name in self.held:
            return str(self.held[name])
        remainder = self.remainders[name]
        factor = "k" if self.modulus == 1 else f"{self.modulus}k"
        return f"{factor} + {remainder}" if remainder else factor


def shown_sizes(fit: FitReport, today: Mapping[str, int], as_it_is: bool) -> dict[str, int] | None:
    """Today's sizes if they fit, or if they are to be taken as they are; else the next larger ones that fit.

    None where there are none, and where sizes are tied: those that fit by themselves need not fit together.
    """
    if not fit.rules or (fit.together and len({fit.rules[name] for group in fit.together for name in group}) > 1):
        return None
    found = {}
    for name, rule in fit.rules.items():
        n = today.get(name)
        if n is None or not (as_it_is or rule.fits(n)):
            n = rule.above(n or 0)
        if n is None or (rule.minimum is None and not as_it_is):
            return None
        found[name] = n
    return found


def _varied(fit: FitReport) -> list[str]:
    """The sizes that grow together: those whose rule most sizes have, of equally many the last."""
    rules = list(fit.rules.values())
    most = max(reversed(rules), key=rules.count)
    return [name for name, rule in fit.rules.items() if rule == most]


def family(fit: FitReport, sizes: Mapping[str, int]) -> Family | None:
    """The family that holds `sizes`, of `shown_sizes`; None where it would not be one of sizes that fit.

    Every floor of the network's counts turns into a polynomial once the modulus is a multiple of all their periods.
    """
    closed, varied = fit.closed, _varied(fit)
    rule = fit.rules[varied[0]]
    line = Line(closed.unknowns.atoms)
    of_sizes = [line.period(side).length for row in closed.report.distinct if row.output for side in row.output.size]
    modulus = lcm(rule.modulus, *of_sizes)
    remainders = {name: sizes[name] % modulus for name in varied}
    held = {name: n for name, n in sizes.items() if name not in varied}
    smallest = rule.minimum or 1
    if not all(rule.fits(sizes[name]) for name in varied):  # sizes that are taken as they are
        if closed.other_conditions():
            return None
        smallest = max([1, *(n for name, (n, _) in closed.least_sizes().items() if name in varied)])
    least = max(-(-(smallest - r) // modulus) for r in remainders.values())
    unknowns = Unknowns()
    k = unknowns.size("k")
    values = closed.unknowns.values({**held, **{name: modulus * k + r for name, r in remainders.items()}})
    totals = closed.report.totals
    return Family(
        modulus,
        remainders,
        held,
        params=value_at(totals.params, values),
        macs=value_at(totals.macs, values),
        activations_bytes=value_at(totals.activations_bytes, values),
        # Which of several forms is the smallest was decided for sizes of at least 1, k among them.
        least=max(least, int(any(isinstance(atom, Least) for atom in closed.unknowns.atoms))),
    )


def growth(fit: FitReport, sizes: Mapping[str, int]) -> tuple[dict[str, int], int, int] | None:
    """The sizes nearest to twice the given ones, and the MACs here and there; None where nothing fits there.

    Sizes that fit grow to such that fit, those that are taken as they are to twice themselves.
    """
    grown = dict(sizes)
    for name in _varied(fit):
        rule, twice = fit.rules[name], 2 * sizes[name]
        if rule.fits(sizes[name]):
            near = [m for m in (rule.below(twice + 1), rule.above(twice)) if m is not None]
            grown[name] = min(near, key=lambda m: abs(m - twice))
        else:
            grown[name] = twice
    macs = fit.closed.report.totals.macs
    here, there = (value_at(macs, fit.closed.unknowns.values(at)) for at in (sizes, grown))
    return grown, here, there
