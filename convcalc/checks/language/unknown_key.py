"""A key or a parameter that the language does not know.

Why it matters: passed over, a misspelled stride would be a stride of 1, and every number behind it wrong.
"""

from convcalc.spec.problems import UNKNOWN_KEY

RULE = UNKNOWN_KEY

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, strid: 2}
"""
PASSES = """\
input: 33x33x3
layers:
  - conv: {filters: 8, kernel: 3, stride: 2}
"""
