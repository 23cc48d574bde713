"""An `extends` whose file is not there, lies outside the folder, or leads back to this file.

Why it matters: what the file begins with is missing. Files outside the folder are not read, so that a file from elsewhere
cannot look into yours.
"""

from convcalc.spec.problems import BAD_EXTENDS

RULE = BAD_EXTENDS

TRIGGERS = """\
extends: resnet5
"""
PASSES = """\
extends: resnet50
"""
