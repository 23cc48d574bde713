"""One window by itself: does it come out even, and if not, which would?"""

from __future__ import annotations

from typing import NamedTuple

from convcalc.analysis.suggest import Suggestion, suggestions
from convcalc.arithmetic.axes import MAX_RANK, NO_PADDING, AxesError, Padding, spread
from convcalc.arithmetic.fit import AxisFit, Rounding, fit_axis
from convcalc.arithmetic.window import Window
from convcalc.findings import OptionError


class WindowReport(NamedTuple):
    """How a window fits on each axis, and the nearest values of each quantity that make it fit."""

    axes: tuple[AxisFit, ...]
    rounding: Rounding
    suggestions: dict[str, list[Suggestion]]

    @property
    def fits(self) -> bool:
        """All remainders are 0."""
        return all(fit.divides for fit in self.axes)

    @property
    def failed(self) -> bool:
        """An error: the window is impossible, or does not come out even where it must."""
        return any(fit.impossible for fit in self.axes) or (self.rounding is Rounding.STRICT and not self.fits)


def check_window(
    input: tuple[int, ...],
    kernel: tuple[int, ...] = (3,),
    stride: tuple[int, ...] = (1,),
    padding: Padding = NO_PADDING,
    dilation: tuple[int, ...] = (1,),
    rounding: Rounding = Rounding.STRICT,
) -> WindowReport:
    """Check one window; a single number holds for all axes. Raises OptionError for numbers that make no window.

    An input of one or two numbers has sides only; the last of three or four is the channels, as in files, unless the
    kernel or what goes with it has three numbers too.

    >>> check_window((7,), stride=(3,)).axes[0].exact
    Fraction(7, 3)
    """
    three = any(len(value) == MAX_RANK for value in (kernel, stride, dilation, padding.amounts))
    if len(input) == MAX_RANK + 1 or (len(input) == MAX_RANK and not three):
        if input[-1] < 1:
            raise OptionError("input", f"must be at least 1, and is {input[-1]}")
        input = input[:-1]
    given = {"input": input, "kernel": kernel, "stride": stride, "dilation": dilation}
    for name, value in given.items():
        if min(value) < 1:
            raise OptionError(name, f"must be at least 1, and is {min(value)}")
    if min(padding.amounts, default=0) < 0:
        raise OptionError("padding", f"must be at least 0, and is {min(padding.amounts)}")
    rank = max(len(value) for value in (*given.values(), padding.amounts))
    if rank > MAX_RANK:
        raise OptionError("input", f"a window has at most {MAX_RANK} axes, and here are {rank}")
    try:
        size, kernels, strides, dilations = (spread(value, rank, name) for name, value in given.items())
        bare = [Window(kernels[i], strides[i], dilation=dilations[i]) for i in range(rank)]
        windows = padding.around(bare, size)
    except AxesError as error:
        raise OptionError("input", f"{error.message}; {error.help}") from None
    axes = tuple(zip(windows, size, strict=True))
    return WindowReport(tuple(fit_axis(w, n, rounding) for w, n in axes), rounding, suggestions(axes, padding))
