"""An upper limit under `budget:` that the network exceeds.

Why it matters: the file says how much the network may have, so that a change which makes it larger is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("E303", "budget-exceeded", Severity.ERROR)

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 10, kernel: 5, padding: 2}
budget: {params: 0.7K}
"""
PASSES = """\
input: 32x32x3
layers:
  - conv: {filters: 10, kernel: 5, padding: 2}
budget: {params: 0.76K, macs: 1M, activations: 64KiB}
"""

_UNITS = {"activations": "bytes of activations"}


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule. A sum that is not complete may exceed its limit all the same."""
    totals = report.totals
    actual = {"params": totals.params, "macs": totals.macs, "activations": totals.activations_bytes}
    for allowance in report.architecture.budget:
        unit = _UNITS.get(allowance.what, allowance.what)
        excess = actual[allowance.what] - allowance.most
        if not isinstance(excess, int):
            message = f"the budget of {allowance.written} cannot be held: the {unit} grow with the input, whose size is open"
            yield Finding(RULE, message, allowance.span)
        elif excess > 0:
            message = f"{actual[allowance.what]:,} {unit} exceed the budget of {allowance.written} by {excess:,}"
            yield Finding(RULE, message, allowance.span)
