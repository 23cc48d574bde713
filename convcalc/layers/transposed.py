"""Transposed convolutions, which spread each input over a window of the output."""

from typing import Any, ClassVar

from convcalc.arithmetic.comparisons import at_least
from convcalc.arithmetic.index_map import IndexMap, transposed
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.volume import CROSS, Volume, size_text
from convcalc.layers.autograd import INPUT, SavedTensors, TrainingContext
from convcalc.layers.base import ShapeError
from convcalc.layers.convolution import Convolution
from convcalc.layers.groups import channels_of_a_group
from convcalc.layers.parameters import Positive, Sides
from convcalc.layers.windows import on_axes, require_axes


class ConvTranspose(Convolution):
    """Each number of the input is spread over a window of the output; a convolution's backward pass read forwards.

    Sources: Dumoulin & Visin 2016, chapter 4, for the sizes; multiply-accumulates are counted on the input's grid, where
    the work is done.
    """

    kind: ClassVar[str] = "conv_transpose"
    main: ClassVar[str | None] = "filters"
    takes_rounding: ClassVar[bool] = False
    example: ClassVar[tuple[str, str] | None] = (
        "4x4x512",
        "conv_transpose: {filters: 256, kernel: 4, stride: 2}",
    )
    symbols: ClassVar[dict[str, str]] = {"filters": "K", "groups": "G", "output_padding": "A"}

    filters: Positive
    output_padding: Sides = (0,)
    groups: Positive = 1

    def output(self, x: Volume) -> Volume:
        """(W − 1)·S + E − 2P + A positions on each axis, one channel a filter."""
        require_axes(self, x, self.instead_of_vector)
        if self.padding.mode == "same":
            message = "padding: same is not defined for a transposed convolution"
            raise ShapeError("wrong-padding", message, parameter="padding", help="give a size, and output_padding if needed")
        extra = on_axes(self.output_padding, x.rank, "output_padding")
        windows = self.windows(x)
        for window, more in zip(windows, extra, strict=True):
            if more >= max(window.stride, window.dilation) and more > 0:
                message = f"output_padding {more} is not smaller than the stride or the dilation"
                help = "it chooses among the sizes that one stride gives"
                raise ShapeError("wrong-padding", message, parameter="output_padding", help=help)
        size = tuple(window.transposed(n, more) for window, n, more in zip(windows, x.size, extra, strict=True))
        if not all(at_least(n, 1) for n in size):
            message = f"the padding leaves an output of {size_text(size)}"
            help = "every side of the output must be at least 1"
            raise ShapeError("crop-too-large", message, parameter="padding", help=help)
        return Volume(size, self.filters)

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """One channel a filter."""
        return self.filters

    def params(self, x: Volume) -> int:
        """A kernel for each channel and each filter of its group, and, if there is one, a bias a filter."""
        channels = channels_of_a_group(x, self.filters, self.groups)
        return self.held_by(self.filters, self.kernel_area(x) * channels)

    def macs(self, x: Volume, y: Volume) -> int:
        """Each number of the input is multiplied with all taps of all filters of its group."""
        channels_of_a_group(x, self.filters, self.groups)
        filters = self.filters // self.groups if self.groups > 1 else self.filters
        return x.numel * self.kernel_area(x) * filters

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, even where its weights are frozen; its padding is cut off the output."""
        return INPUT

    def fits(self, x: Volume) -> None:
        """There is no remainder: every size comes out."""

    def tracks(self, x: Volume, y: Volume) -> tuple[Track, ...]:
        """The pixels of the output: the window of each number of the input, which is spread over it."""
        sides = zip(self.windows(x), y.size, x.size, strict=True)
        return tuple(Track(window, n, places, "output") for window, n, places in sides)

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """The inputs that are spread over a position; with a stride neighbours see differently."""
        return tuple(map(transposed, self.windows(x)))

    def resolved(self, x: Volume) -> dict[str, Any]:
        """The parameters, with one number for each axis."""
        extra = on_axes(self.output_padding, x.rank, "output_padding")
        return {**super().resolved(x), "output_padding": extra}

    def details(self) -> list[str]:
        """Filters first, as on a slide."""
        more = [f"output pad {CROSS.join(map(str, self.output_padding))}"] if any(self.output_padding) else []
        groups = [f"groups {self.groups}"] if self.groups > 1 else []
        return [str(self.filters), *super().details(), *more, *groups]
