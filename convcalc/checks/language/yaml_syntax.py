"""A text that is no YAML.

Why it matters: brackets, quotes or columns do not match, so nobody can tell what is meant. The finding stands where the
parser gave up; the mistake is there or above.
"""

from convcalc.spec.problems import YAML_SYNTAX

RULE = YAML_SYNTAX

TRIGGERS = """\
input: 32x32x3
layers: [relu
"""
PASSES = """\
input: 32x32x3
layers: [relu]
"""
