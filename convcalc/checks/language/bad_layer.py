"""An entry of a list of layers that is no layer: no kind, several kinds, or something beside it that means nothing there.

Why it matters: a layer has one kind. Two under one dash are most likely two layers, of which one would be lost.
"""

from convcalc.spec.problems import BAD_LAYER

RULE = BAD_LAYER

TRIGGERS = """\
input: 32x32x3
layers:
  - relu:
    maxpool: 2
"""
PASSES = """\
input: 32x32x3
layers:
  - relu
  - maxpool: 2
"""
