"""A name that cannot be used: of a layer, a parameter, a block, an input or a branch.

Why it matters: a name that is taken, reserved, or no word makes a reference to it mean nothing, or two things.
"""

from convcalc.spec.problems import BAD_NAME

RULE = BAD_NAME

TRIGGERS = """\
input: 32x32x3
layers:
  - {relu: , name: act}
  - {tanh: , name: act}
"""
PASSES = """\
input: 32x32x3
layers:
  - {relu: , name: act1}
  - {tanh: , name: act2}
"""
