"""Pooling by a window."""

from typing import ClassVar

from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import ExtraTensor, Numbers, SavedTensors, TrainingContext
from convcalc.layers.parameters import Flag, Size
from convcalc.layers.windows import NO_AXES_LEFT, WindowLayer, on_axes_text


class Pool(WindowLayer):
    """A window slides over each channel by itself and leaves one number a position; its stride is its kernel."""

    main: ClassVar[str | None] = "kernel"
    instead_of_vector: ClassVar[str] = NO_AXES_LEFT
    unless_given: ClassVar[dict[str, str]] = {"stride": "the kernel"}

    kernel: Size
    stride: Size | None = None

    @property
    def strides(self) -> Size:
        """The stride, which is the kernel unless written."""
        return self.kernel if self.stride is None else self.stride

    def no_op_reason(self, x: Volume) -> str:
        """Where the window is a single pixel that goes to each."""
        border = (*self.padding.amounts, *(amount for _, amount in self.padding.named))
        alone = {*self.kernel, *self.strides} == {1} and not any(border)
        return f"its window is {on_axes_text(self.kernel, x.rank)}, in steps of 1" if alone else ""

    def output(self, x: Volume) -> Volume:
        """(W − F + 2P)/S + 1 positions on each axis, the same channels."""
        return Volume(self.size(x), x.channels)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input."""
        return self.input_kept(x)


class MaxPool(Pool):
    """The largest number under the window."""

    kind: ClassVar[str] = "maxpool"
    example: ClassVar[tuple[str, str] | None] = ("55x55x96", "maxpool: {kernel: 3, stride: 2}")

    def operations(self, x: Volume, y: Volume) -> Operations:
        """The largest of k² numbers takes k² − 1 comparisons, those of the border counted."""
        return Operations(compare=y.numel * (self.kernel_area(x) - 1))

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, and where each largest number was."""
        kept = super().saved_tensors(x, y, context)
        return kept._replace(extra=(*kept.extra, ExtraTensor(y.numel, Numbers.INDEX)))


class AvgPool(Pool):
    """The mean of the numbers under the window."""

    kind: ClassVar[str] = "avgpool"
    example: ClassVar[tuple[str, str] | None] = ("28x28x6", "avgpool: 2")

    count_padding: Flag = True

    def operations(self, x: Volume, y: Volume) -> Operations:
        """The sum of k² numbers takes k² − 1 adds, those of the border counted, and the mean a division."""
        return Operations(add=y.numel * (self.kernel_area(x) - 1), divide=y.numel)
