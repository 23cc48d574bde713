"""What PyTorch's autograd keeps of one layer for the backward pass, as data.

Rules, and who found them: PyTorch's derivatives.yaml says what each operation saves; tests/layers/test_autograd.py measures
every kind with `torch.autograd.graph.saved_tensors_hooks`. Parameters and buffers are held anyway and never counted here.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Numbers(Enum):
    """What kind of number is kept, which says how many bytes it has."""

    VALUE = "values"
    """In the network's data type."""
    STATISTIC = "statistics"
    """A mean or a deviation: at least float32 on CUDA, in the data type on the CPU."""
    INDEX = "int64 indices"
    MASK = "mask"
    """What dropout lets through: in the data type on the CPU, a byte on CUDA."""


class ExtraTensor(NamedTuple):
    """A tensor that is neither the layer's input nor its output: `amount` numbers an image, or in all if `once`."""

    amount: int
    of: Numbers
    once: bool = False


class SavedTensors(NamedTuple):
    """What is kept: some of the inputs by their places, the output, and tensors of the layer's own."""

    inputs: tuple[int, ...] = ()
    output: bool = False
    extra: tuple[ExtraTensor, ...] = ()

    def of_a_copy(self, amount: int) -> SavedTensors:
        """The same of a layer that read a copy of its input, of `amount` values."""
        return self._replace(inputs=(), extra=(*self.extra, ExtraTensor(amount, Numbers.VALUE))) if self.inputs else self


class TrainingContext(NamedTuple):
    """How a layer is used in training: whether it writes over its input, whether its own weights are trained, and whether
    a gradient flows back to its input.
    """

    in_place: bool
    trained: bool
    grad: bool = True


NOTHING = SavedTensors()
INPUT = SavedTensors((0,))
OUTPUT = SavedTensors(output=True)


def saved_copy(amount: int) -> SavedTensors:
    """A tensor of `amount` values that stands for the input, which is written over or is not what was read."""
    return SavedTensors(extra=(ExtraTensor(amount, Numbers.VALUE),))
