"""A name from PyTorch, Keras, Caffe or ONNX, or a letter of CS231n, that is called otherwise here.

Why it matters: one vocabulary in all files lets everybody read them. The finding says what the word is here, so a newcomer
needs one try.
"""

from convcalc.spec.problems import FOREIGN_NAME

RULE = FOREIGN_NAME

TRIGGERS = """\
input: 32x32x3
layers:
  - Conv2d: {out_channels: 8, kernel_size: 3}
"""
PASSES = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
"""
