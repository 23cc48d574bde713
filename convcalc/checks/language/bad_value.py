"""A value that is not of the sort that its key takes, or out of its limits.

Why it matters: a size of 0, a rate above 1 or a text for a number has no meaning that could be computed with.
"""

from convcalc.spec.problems import BAD_VALUE

RULE = BAD_VALUE

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 0}
"""
PASSES = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 1}
"""
