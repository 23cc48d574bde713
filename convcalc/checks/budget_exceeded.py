"""An upper limit under `budget:` that the network exceeds.

Why it matters: the file says how much the network may have, so that a change which makes it larger is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from convcalc.analysis.report import Report
from convcalc.arithmetic.operations import IN_WORDS
from convcalc.findings import Finding, Rule
from convcalc.language.architecture import GRADIENTS, Allowance

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
budget:
  params: 0.76K
  flops: 2M
  training: {memory: 1MiB, batch: 8, optimizer: adam}
"""


def _operations(sort: str) -> Callable[[Report], int | None]:
    """Reads how many operations there are of a sort."""
    return lambda report: getattr(report.totals.operations, sort)


_READS: dict[str, Callable[[Report], int | None]] = {
    "params": lambda report: report.totals.params,
    "macs": lambda report: report.totals.macs,
    "flops": lambda report: report.totals.flops,
    "operations": lambda report: report.totals.operations.total,
    **{words: _operations(sort) for sort, words in IN_WORDS.items()},
    "activations": lambda report: report.totals.activations_bytes,
    "peak": lambda report: report.peak and report.peak.bytes,
}
_UNITS = {
    "flops": "FLOPs",
    "operations": "operations beside MACs",
    "activations": "bytes of activations",
    "peak": "bytes in use at once while inferring",
}


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule. A sum that is not complete may exceed its limit all the same."""
    for allowance in report.architecture.budget:
        unit, actual = _measured(allowance, report)
        if report.architecture.unknowns is not None and not isinstance(actual, int):
            message = f"the budget of {allowance.written} cannot be held: the {unit} grow with the input, whose size is open"
            yield Finding(rule, message, allowance.span)
        elif allowance.training and report.architecture.dtype not in GRADIENTS:
            message = f"the budget of {allowance.written} is for training, and {report.architecture.dtype} has no gradients"
            yield Finding(rule, message, allowance.span)
        elif actual is not None and actual > allowance.most:
            excess = actual - allowance.most
            message = f"{actual:,} {unit} exceed the budget of {allowance.written} by {excess:,}"
            yield Finding(rule, message, allowance.span)


def _measured(allowance: Allowance, report: Report) -> tuple[str, int | None]:
    """What the allowance limits, and how much of it there is; None is not known, for a cause that is a finding already."""
    how = allowance.training
    if how is None:
        return _UNITS.get(allowance.what, allowance.what), _READS[allowance.what](report)
    batch = how.batch or report.architecture.batch
    unit = f"bytes to train a batch of {batch:,} with {how.optimizer} on {how.device}"
    if report.architecture.unknowns is not None:
        return unit, None
    return unit, report.training(how.optimizer, how.device).at(batch).total_bytes
