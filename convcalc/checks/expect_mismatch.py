"""A figure under `expect:` that the network does not have.

Why it matters: the file says what its author believes; one of the two is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.volume import Volume, size_text
from convcalc.findings import Finding, Rule
from convcalc.language.architecture import Expectation

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 10, kernel: 5, padding: 2}
expect: {params: 999}
"""
PASSES = """\
input: 32x32x3
layers:
  - conv: {filters: 10, kernel: 5, padding: 2}
expect: {params: 760}
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule."""
    if report.architecture.suspended:
        return
    a = report.architecture
    last_copies = {step.called: step.last for step in a.layers} if a.expect else {}
    outputs = frozenset(a.outputs or report.outputs)
    for expectation in a.expect:
        message = (
            _volume(expectation, report, last_copies, outputs)
            if expectation.what == "output"
            else _count(expectation, report)
        )
        if message:
            yield Finding(rule, message, expectation.span, layer=expectation.layer)


def _count(expectation: Expectation, report: Report) -> str:
    """What is wrong with a count; nothing while the sum is not known, since the cause is a finding already."""
    expected, totals = expectation.value, report.totals
    actual = totals.params if expectation.what == "params" else totals.macs
    if not totals.complete or expected == actual or isinstance(expected, tuple):
        return ""
    if not isinstance(actual, int):
        return f"expected {expected:,} {expectation.what}, and they depend on the input's size: {actual}"
    difference = f"{abs(actual - expected):,} {'more' if actual > expected else 'fewer'}"
    return f"expected {expected:,} {expectation.what}, and the network has {actual:,} ({difference})"


def _volume(expectation: Expectation, report: Report, last_copies: dict[str, str], outputs: frozenset[str]) -> str:
    """What is wrong with a volume; the name of several copies means the last of them."""
    expected = expectation.value if isinstance(expectation.value, tuple) else ()
    name = last_copies.get(expectation.layer, expectation.layer) if expectation.layer else next(iter(report.outputs))
    if expectation.listed and expectation.layer not in outputs:
        return f"expected {size_text(expected)} from {expectation.layer}, and it is not one of the outputs"
    try:
        actual = report.volume(name) if expectation.layer else report.outputs[name]
    except KeyError:
        return f"expected {size_text(expected)} from {name}, and there is no layer of that name"
    if actual is None or actual == Volume(expected[:-1], expected[-1]):
        return ""
    return f"expected {size_text(expected)} from {name}, and it gives {actual}{_difference(expected, actual)}"


def _difference(expected: tuple[int, ...], actual: Volume) -> str:
    """How much a volume is off on each axis that is, ` (height −1, width −1)`; nothing of a vector, or where axes differ."""
    if not actual.rank or len(expected) != actual.rank + 1:
        return ""
    names = (*AXES.get(actual.rank, ()), "channels")
    numbers = zip(names, expected, (*actual.size, actual.channels), strict=True)
    off = [f"{name} {'+' if n > m else '−'}{abs(n - m):,}" for name, m, n in numbers if isinstance(n, int) and n != m]
    return f" ({', '.join(off)})" if off else ""
