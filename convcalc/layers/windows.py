"""What all layers with a sliding window share: kernel, stride, padding and dilation on every axis."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, ClassVar

from convcalc.arithmetic.axes import AXES, AxesError, Padding, spread
from convcalc.arithmetic.comparisons import at_least
from convcalc.arithmetic.fit import AxisFit, Rounding, distinct_axes, fit_axis, positions_of
from convcalc.arithmetic.index_map import IndexMap
from convcalc.arithmetic.product import product
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.volume import CROSS, Volume, size_text
from convcalc.arithmetic.window import Window, working
from convcalc.layers.autograd import INPUT, SavedTensors, saved_copy
from convcalc.layers.base import Layer, ShapeError
from convcalc.layers.parameters import Checked, PaddingValue, Size

NO_AXES = "a vector has no axes to change"
NO_AXES_LEFT = "a vector has no axes left to pool over"


@contextmanager
def misfit_of(parameter: str) -> Iterator[None]:
    """Turn an AxesError into a ShapeError that points at `parameter`."""
    try:
        yield
    except AxesError as error:
        raise ShapeError("wrong-rank", error.message, parameter=parameter, help=error.help) from None


def on_axes(value: tuple[int, ...], rank: int, parameter: str) -> tuple[int, ...]:
    """One number for each axis; raises a ShapeError that points at `parameter`."""
    with misfit_of(parameter):
        return spread(value, rank, parameter)


def require_axes(layer: Layer, x: Volume, instead: str) -> None:
    """Raise ShapeError unless `x` has one to three spatial axes."""
    if not 1 <= x.rank <= 3:
        what = f"a vector of {x.channels}" if x.rank == 0 else f"a volume with {x.rank} spatial axes"
        message = f"{layer.kind} needs a volume with 1 to 3 spatial axes, and reads {what}"
        raise ShapeError("needs-volume", message, help=instead)


class WindowLayer(Layer):
    """A window of F pixels slides over the volume in steps of S, over a border of P zeros."""

    takes_rounding: ClassVar[bool] = True
    instead_of_vector: ClassVar[str] = ""

    kernel: Size
    padding: PaddingValue = Padding()
    rounding: Annotated[Rounding, Checked(Rounding, {})] = Rounding.STRICT

    @property
    def strides(self) -> Size:
        """The stride, for all axes or one each."""
        raise NotImplementedError

    @property
    def dilations(self) -> Size:
        """The dilation, for all axes or one each."""
        return (1,)

    def windows(self, x: Volume) -> tuple[Window, ...]:
        """The window on each axis of `x`, with its padding in pixels."""
        bare = self.bare_windows(x)
        with misfit_of("padding"):
            return self.padding.around(bare, x.size)

    def bare_windows(self, x: Volume) -> list[Window]:
        """The window on each axis of `x`, without its padding."""
        require_axes(self, x, self.instead_of_vector)
        kernels = on_axes(self.kernel, x.rank, "kernel")
        strides = on_axes(self.strides, x.rank, "stride")
        dilations = on_axes(self.dilations, x.rank, "dilation")
        return [Window(kernels[i], strides[i], dilation=dilations[i]) for i in range(x.rank)]

    def fits(self, x: Volume) -> tuple[AxisFit, ...] | None:
        """How the window comes out on each axis."""
        return tuple(fit_axis(w, n, self.rounding) for w, n in zip(self.windows(x), x.size, strict=True))

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """What is under the window; rounding changes how many there are, and not what they see."""
        return self.windows(x)

    def tracks(self, x: Volume, y: Volume) -> tuple[Track, ...]:
        """The pixels of the input."""
        return tuple(map(Track, self.windows(x), x.size, y.size))

    def size(self, x: Volume) -> tuple[int, ...]:
        """The spatial size of the output; raises ShapeError where the window does not fit even once."""
        if self.padding.mode == "same":  # the places are given, and the zeros follow from them
            return tuple(window.places_of_same(n) for window, n in zip(self.bare_windows(x), x.size, strict=True))
        windows = self.windows(x)
        if not all(at_least(window.travel(n), 0) for window, n in zip(windows, x.size, strict=True)):
            raise _too_large(windows, x.size, self.rounding)
        return tuple(positions_of(window, n, self.rounding) for window, n in zip(windows, x.size, strict=True))

    def resolved(self, x: Volume) -> dict[str, Any]:
        """The parameters, with one number for each axis."""
        windows = self.windows(x)
        on_axes = {
            "kernel": tuple(w.kernel for w in windows),
            "stride": tuple(w.stride for w in windows),
            "padding": tuple((w.before, w.after) for w in windows),
            "dilation": tuple(w.dilation for w in windows),
        }
        known = {**super().resolved(x), **{name: value for name, value in on_axes.items() if name in self.attributes()}}
        return {name: known[name] for name in self.attributes() if name in known}

    def input_kept(self, x: Volume) -> SavedTensors:
        """The input; where one side is padded more than the other, a copy with what that side has more around it.

        PyTorch pads evenly only, and adds the rest first: its `padding="same"` (aten's convolution_same) does so.
        """
        windows = self.windows(x)
        if all(window.before == window.after for window in windows):
            return INPUT
        size = tuple(n + abs(w.after - w.before) for w, n in zip(windows, x.size, strict=True))
        return saved_copy(Volume(size, x.channels).numel)

    def kernel_area(self, x: Volume) -> int:
        """The number of taps of the kernel on all axes: F·F in 2-D."""
        return product(on_axes(self.kernel, x.rank, "kernel"))

    def describe(self, x: Volume | None) -> str:
        """`conv 11×11/4`, with padding and dilation where they are not the usual ones."""
        rank = x.rank if x and x.rank else len(self.kernel)
        text = f"{self.kind} {on_axes_text(self.kernel, rank)}"
        if set(self.strides) != {1}:
            text += f"/{size_text(self.strides)}"
        return ", ".join([text, *self.details()])

    def details(self) -> list[str]:
        """What follows the window on the slide."""
        details = []
        if self.padding != Padding():
            details.append(f"pad {self.padding}")
        if set(self.dilations) != {1}:
            details.append(f"dilation {size_text(self.dilations)}")
        return details


def on_axes_text(value: tuple[int, ...], rank: int) -> str:
    """`3×3` for (3,) on two axes."""
    return CROSS.join(map(str, value * rank if len(value) == 1 else value))


def _too_large(windows: tuple[Window, ...], size: tuple[int, ...], rounding: Rounding) -> ShapeError:
    # A side that is not known yet can be large enough; the numbers are what does not fit.
    known = [(w, n) for w, n in zip(windows, size, strict=True) if isinstance(n, int)]
    fits = tuple(fit_axis(window, n, rounding) for window, n in known)
    padded = tuple(n + window.padding for window, n in zip(windows, size, strict=True))
    short = max(-window.travel(n) for window, n in known)
    named = (
        distinct_axes(fits)
        if len(fits) == len(size)
        else zip((axis for axis, n in zip(AXES[len(size)], size, strict=True) if isinstance(n, int)), fits, strict=True)
    )
    facts = tuple(
        f"{axis}: {working(fit.window, fit.input)}, and must be at least 1" for axis, fit in named if fit.impossible
    )
    kernel, extent = tuple(w.kernel for w in windows), tuple(w.extent for w in windows)
    what = f"a kernel of {kernel[0]}" if len(kernel) == 1 else f"a {size_text(kernel)} kernel"
    span = f" (it spans {size_text(extent)})" if extent != kernel else ""
    padding = max(w.before for w in windows) + -(-short // 2)
    advice = f"padding of {padding} or more"
    if all(w.kernel == windows[0].kernel and w.dilation == windows[0].dilation for w in windows):
        largest = (min(n + window.padding for window, n in known) - 1) // windows[0].dilation + 1
        advice += f", or a kernel of {largest} or less" if largest >= 1 else ""
    return ShapeError(
        "kernel-too-large",
        f"{what}{span} does not fit in a padded input of {size_text(padded)}",
        parameter="kernel",
        facts=facts,
        help=advice,
    )
