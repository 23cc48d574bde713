"""A part of YAML that architecture files do without: tags, merge keys, several documents, aliases of what they stand in.

Why it matters: tags can make a reader run code, and the others make two texts of one that reads plainly. Parameters, blocks
and `extends` do the same in the open.
"""

from convcalc.spec.problems import YAML_FEATURE

RULE = YAML_FEATURE

TRIGGERS = """\
input: 32x32x3
layers:
  - fc: !!int "10"
"""
PASSES = """\
input: 32x32x3
layers:
  - fc: 10
"""
