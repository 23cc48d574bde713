"""A key that is given twice in one mapping.

Why it matters: most readers take the last one without a word, and the other looks as if it counted.
"""

from convcalc.spec.problems import DUPLICATE_KEY

RULE = DUPLICATE_KEY

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, filters: 16}
"""
PASSES = """\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3}
"""
