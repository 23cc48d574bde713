"""The figures under `expect:` are not compared, because the network was changed from outside.

Why it matters: they hold for the file as it is written; after `--input`, `--set`, `--batch` or `--rounding` they say
nothing, and their silence should not be read as agreement.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule

TRIGGERS = """\
input: 32x32x3
layers: [relu]
expect: {params: 0}
"""
GIVEN = {"batch": 2}
PASSES = """\
input: 32x32x3
layers: [relu]
expect: {params: 0}
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule."""
    architecture = report.architecture
    if architecture.suspended and architecture.expect_span:
        given = architecture.suspended
        message = (
            f"expect is not compared: {' and '.join(given)} {'were' if len(given) > 1 else 'was'} given beside the file"
        )
        yield Finding(rule, message, architecture.expect_span)
