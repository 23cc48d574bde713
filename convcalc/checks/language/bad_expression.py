"""An expression after a `$` that has no value.

Why it matters: it names a parameter that there is not, or mixes what cannot be computed with, so the layer has no number.
"""

from convcalc.spec.problems import BAD_EXPRESSION

RULE = BAD_EXPRESSION

TRIGGERS = """\
input: 32x32x3
parameters: {width: 8}
layers:
  - conv: {filters: $(2 * widht), kernel: 3}
"""
PASSES = """\
input: 32x32x3
parameters: {width: 8}
layers:
  - conv: {filters: $(2 * width), kernel: 3}
"""
