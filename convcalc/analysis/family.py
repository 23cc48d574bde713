"""What a network costs at every size of a family m·k + r: exact polynomials in k."""

from __future__ import annotations

from math import lcm
from typing import Any, NamedTuple

from convcalc.analysis.closed_forms import ClosedReport
from convcalc.analysis.fit_sizes import FitReport
from convcalc.arithmetic.closed import Least, Unknowns, value_at
from convcalc.arithmetic.periods import Line


class Family(NamedTuple):
    """Totals as functions of k where each size is `modulus`·k + its remainder."""

    modulus: int
    remainders: dict[str, int]
    params: Any
    macs: Any
    activations_bytes: Any
    """Of the whole batch."""
    least: int
    """From which k on the polynomials hold."""

    def size(self, name: str) -> str:
        """`32·k + 3`."""
        remainder = self.remainders[name]
        factor = "k" if self.modulus == 1 else f"{self.modulus}k"
        return f"{factor} + {remainder}" if remainder else factor


def family(fit: FitReport, near: dict[str, int]) -> Family | None:
    """The family of fitting sizes that holds `near`, or what fits nearest to it; None where no family fits.

    Every floor of the network's counts turns into a polynomial once the modulus is a multiple of all their periods.
    """
    closed = fit.closed
    if not closed.unknowns.names or any(rule.minimum is None for rule in fit.rules.values()):
        return None
    line = Line(closed.unknowns.atoms)
    of_sizes = [line.period(side).length for row in closed.report.distinct() if row.output for side in row.output.size]
    modulus = lcm(*(rule.modulus for rule in fit.rules.values()), *of_sizes)
    remainders = {}
    for name, rule in fit.rules.items():
        n = near.get(name, 1)
        if not rule.fits(n):
            n = rule.above(n) or n
        remainders[name] = n % modulus
    sizes = Unknowns()
    k = sizes.size("k")
    values = closed.unknowns.values({name: modulus * k + remainder for name, remainder in remainders.items()})
    totals = closed.report.totals
    return Family(
        modulus,
        remainders,
        params=value_at(totals.params, values),
        macs=value_at(totals.macs, values),
        activations_bytes=value_at(totals.activations_bytes, values),
        # Which of several forms is the smallest was decided for sizes of at least 1, k among them.
        least=int(any(isinstance(atom, Least) for atom in closed.unknowns.atoms)),
    )


def growth(closed: ClosedReport, fit: FitReport, sizes: dict[str, int]) -> tuple[dict[str, int], int, int] | None:
    """The sizes that fit nearest to twice the given ones, and the MACs here and there; None where nothing fits there."""
    doubled = {}
    for name, n in sizes.items():
        rule = fit.rules[name]
        near = [m for m in (rule.below(2 * n + 1), rule.above(2 * n)) if m is not None]
        if not near:
            return None
        doubled[name] = min(near, key=lambda m: abs(m - 2 * n))
    macs = closed.report.totals.macs
    here, there = (value_at(macs, closed.unknowns.values(at)) for at in (sizes, doubled))
    return doubled, here, there
