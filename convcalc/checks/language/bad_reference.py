"""A reference to a layer that is not above, or more layers than can be read.

Why it matters: without it nobody knows what flows into the layer. The order of the file is the order of the network, so only
names above can be read.
"""

from convcalc.spec.problems import BAD_REFERENCE

RULE = BAD_REFERENCE

TRIGGERS = """\
input: 32x32x3
layers:
  - {conv: {filters: 3, kernel: 1}, name: conv1}
  - add: [conv2, input]
"""
PASSES = """\
input: 32x32x3
layers:
  - {conv: {filters: 3, kernel: 1}, name: conv1}
  - add: [conv1, input]
"""
