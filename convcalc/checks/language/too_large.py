"""A file that asks for more than the limits allow: deeper, longer, or more often.

Why it matters: a short file can ask for more than any machine has. `--limit` raises a limit where it is meant.
"""

from convcalc.spec.problems import TOO_LARGE

RULE = TOO_LARGE

TRIGGERS = """\
input: 32x32x3
layers:
  - {relu: , repeat: 1000000000000}
"""
PASSES = """\
input: 32x32x3
layers:
  - {conv: {filters: 3, kernel: 1}, repeat: 100}
"""
