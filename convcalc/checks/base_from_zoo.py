"""A file extends a network of the zoo, since there is no such file beside it or below.

Why it matters: a file that was meant and lies elsewhere is passed over, as is one beside a text that is piped in without
`--stdin-name`; every number is then another network's.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule

TRIGGERS = """\
extends: lenet5
parameters: {classes: 26}
"""
PASSES = """\
input: 32x32x3
layers: [relu]
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule."""
    for base in report.architecture.zoo_bases:
        message = f"this extends the zoo's {base.name}, and no file"
        help = f"if a file is meant, {base.name}.yaml must lie in the folder of this one; else allow: [{rule.name}]"
        yield Finding(rule, message, base.span, help=help)
