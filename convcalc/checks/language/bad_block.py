"""A block that needs a parameter which its use does not give, or that uses itself.

Why it matters: its layers cannot be written out: a number is missing, or there is no end.
"""

from convcalc.spec.problems import BAD_BLOCK

RULE = BAD_BLOCK

TRIGGERS = """\
input: 32x32x3
blocks:
  Stage:
    parameters: {width: required}
    layers: [{conv: {filters: $width, kernel: 3}}, relu]
layers:
  - Stage
"""
PASSES = """\
input: 32x32x3
blocks:
  Stage:
    parameters: {width: required}
    layers: [{conv: {filters: $width, kernel: 3}}, relu]
layers:
  - Stage: 16
"""
