"""A block that no layer uses, not through another block either.

Why it matters: its layers are not part of the network, and nothing in them is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule

TRIGGERS = """\
input: 32x32x3
blocks:
  Stem: {layers: [{conv: {filters: 8, kernel: 3}}, relu]}
layers:
  - conv: {filters: 8, kernel: 3}
  - relu
"""
PASSES = """\
input: 32x32x3
blocks:
  Stem: {layers: [{conv: {filters: 8, kernel: 3}}, relu]}
layers:
  - Stem
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule: of the file itself and not of those that it extends, whose blocks others may need."""
    for unused in report.architecture.unused_blocks:
        users = " and ".join([*unused.users[:3], *(["others"] if len(unused.users) > 3 else [])])
        facts = (f"only {users} use{'' if len(unused.users) > 1 else 's'} it, and no layer that",) if users else ()
        help = f"remove it, or use it: - {unused.name}"
        yield Finding(rule, f"no layer uses the block {unused.name}", unused.span, facts=facts, help=help)
