"""A layer of a kind that there is not, and that the file does not define as a block.

Why it matters: nothing is known of its output, nor of what comes behind. `convcalc layers` lists the kinds.
"""

from convcalc.spec.problems import UNKNOWN_KIND

RULE = UNKNOWN_KIND

TRIGGERS = """\
input: 32x32x3
layers:
  - relv
"""
PASSES = """\
input: 32x32x3
layers:
  - relu
"""
