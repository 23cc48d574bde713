"""Convolutions whose filters are shared over space."""

from typing import ClassVar

from convcalc.arithmetic.operations import NONE, Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import SavedTensors, TrainingContext, saved_copy
from convcalc.layers.base import ShapeError
from convcalc.layers.filling import KEEPING, ZEROS, Filling, require_room
from convcalc.layers.groups import channels_of_a_group
from convcalc.layers.parameters import Flag, Positive, Size
from convcalc.layers.windows import WindowLayer


class Convolution(WindowLayer):
    """What all convolutions share: a stride, a dilation and a bias, and what a set of filters holds."""

    instead_of_vector: ClassVar[str] = "a layer over a vector is an fc"

    kernel: Size
    stride: Size = (1,)
    dilation: Size = (1,)
    bias: Flag = True

    @property
    def strides(self) -> Size:
        """The stride as written."""
        return self.stride

    @property
    def dilations(self) -> Size:
        """The dilation as written."""
        return self.dilation

    def adds_to_channels(self) -> bool:
        """A bias a filter."""
        return self.bias

    def held_by(self, filters: int, taps: int) -> int:
        """The parameters of filters that each weigh `taps` numbers: K · (taps + bias)."""
        return filters * (taps + self.bias)

    def operations(self, x: Volume, y: Volume) -> Operations:
        """The bias is added to each number of the output."""
        return Operations(add=y.numel) if self.bias else NONE

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, even where its weights are frozen; the padded one where the padding is uneven."""
        return self.input_kept(x)


class BorderedConvolution(Convolution):
    """A convolution whose padding may be of other pixels than zeros, as PyTorch's `padding_mode`."""

    padding_mode: Filling = ZEROS

    def size(self, x: Volume) -> tuple[int, ...]:
        """The spatial size of the output; raises ShapeError where the padding cannot be filled from the volume."""
        size = super().size(x)
        if self.padding_mode != ZEROS:
            if self.padding.mode == "same" and set(self.strides) != {1}:
                message = f"padding: same with a stride is TensorFlow's, which has no padding_mode {self.padding_mode}"
                help = "give the padding as a size, or leave out padding_mode"
                raise ShapeError("wrong-padding", message, parameter="padding_mode", help=help)
            sides = [(window.before, window.after) for window in self.windows(x)]
            require_room(self.padding_mode, sides, x, "padding")
        return size

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, even where its weights are frozen; the padded one where PyTorch pads first.

        That is where the padding is uneven or of other pixels; for the gradient of some of those it needs both.
        """
        if self.padding_mode == ZEROS:
            return super().saved_tensors(x, y, context)
        size = tuple(n + window.padding for n, window in zip(x.size, self.windows(x), strict=True))
        padded = saved_copy(Volume(size, x.channels).numel)
        return padded._replace(inputs=(0,)) if context.grad and self.padding_mode in KEEPING else padded

    def details(self) -> list[str]:
        """What the padding is of, where it is not zeros."""
        return [*super().details(), *([] if self.padding_mode == ZEROS else [self.padding_mode])]


class Conv(BorderedConvolution):
    """Filters slide over the volume; each position is one dot product.

    `connections` says how many pairs of an input map and a filter are wired, for tables such as LeNet-5's
    (LeCun et al. 1998, table 1); without it a filter reads all maps of its group.
    """

    kind: ClassVar[str] = "conv"
    main: ClassVar[str | None] = "filters"
    example: ClassVar[tuple[str, str] | None] = ("32x32x3", "conv: {filters: 10, kernel: 5, padding: 2}")
    symbols: ClassVar[dict[str, str]] = {"filters": "K", "groups": "G", "connections": "N"}

    filters: Positive
    groups: Positive = 1
    connections: Positive | None = None

    def output(self, x: Volume) -> Volume:
        """(W − F + 2P)/S + 1 positions on each axis, one channel a filter."""
        return Volume(self.size(x), self.filters)

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """One channel a filter."""
        return self.filters

    def params(self, x: Volume) -> int:
        """One weight for each tap and each channel that a filter reads, and, if there is one, a bias a filter."""
        if self.connections is not None:
            return self.wired(x) * self.kernel_area(x) + self.filters * self.bias
        return self.held_by(self.filters, self.kernel_area(x) * self.channels_read(x))

    def macs(self, x: Volume, y: Volume) -> int:
        """One dot product for each number of the output."""
        if self.connections is not None:
            return y.positions * self.wired(x) * self.kernel_area(x)
        return y.numel * self.kernel_area(x) * self.channels_read(x)

    def channels_read(self, x: Volume) -> int:
        """How many channels one filter reads; raises ShapeError where the groups do not divide."""
        return channels_of_a_group(x, self.filters, self.groups)

    def wired(self, x: Volume) -> int:
        """The connections; raises ShapeError for more than there are pairs."""
        connections, most = self.connections or 0, self.filters * self.channels_read(x)
        if connections > most:
            message = f"{connections} connections, and there are {most} pairs of an input map and a filter"
            raise ShapeError("too-many-connections", message, parameter="connections", help=f"{most} or fewer")
        return connections

    def details(self) -> list[str]:
        """Filters first, as on a slide: `96, pad 2, groups 2`."""
        groups = [f"groups {self.groups}"] if self.groups > 1 else []
        wired = [f"{self.connections} connections"] if self.connections is not None else []
        return [str(self.filters), *super().details(), *groups, *wired]
