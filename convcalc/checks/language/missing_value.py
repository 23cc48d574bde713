"""A key or a parameter that is needed and not there.

Why it matters: there is no usual value for it, and a guess would be a number that nobody has written.
"""

from convcalc.spec.problems import MISSING

RULE = MISSING

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 8}
"""
PASSES = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
"""
