"""How a receptive field grew by one layer: the window of the layer behind the one that stands for all before it."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from convcalc.analysis.formulas import letters_on_axis
from convcalc.analysis.receptive import ReceptiveField
from convcalc.analysis.report import Report
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.index_map import IDENTITY, WHOLE, AxisField, IndexMap
from convcalc.arithmetic.traced import TracedInt
from convcalc.arithmetic.window import Window, lettered
from convcalc.layers import JoinLayer
from convcalc.layers.windows import WindowLayer


class How(Enum):
    """How a field came to be what it is."""

    GROWN = "grown"
    """By the window of the layer: `Growth.size`, `stride` and `padding` say how."""
    SAME = "same"
    """The layer works number by number, so that its field is that of what it reads."""
    JOINED = "joined"
    """From the first pixel to the last of all that it reads."""
    WHOLE = "whole"
    """The whole input."""
    IRREGULAR = "irregular"
    """Neighbours see differently, so that no single window says it."""
    UNKNOWN = "unknown"
    """It is not known."""


class Growth(NamedTuple):
    """The field on one input of the network, on axes that fare alike.

    `size`, `stride` and `padding` are worked out from R, J and Q, the field of what the layer reads. `image` is the side of
    the network's input.
    """

    input: str
    axes: tuple[str, ...]
    how: How
    field: AxisField
    image: int
    size: TracedInt | None = None
    stride: TracedInt | None = None
    padding: TracedInt | None = None
    before: Window | None = None
    """R, J and Q, as the window that the layer before it is."""

    @property
    def exceeds(self) -> bool:
        """It is larger than the image, whose border cuts it."""
        return self.field.size is not None and self.field.size > self.image


def growth(report: Report, row: Row) -> tuple[Growth, ...]:
    """How the field of `row` grew, on each input that it reaches; axes that fare alike are together."""
    found: dict[tuple[object, ...], Growth] = {}
    for name, field in report.receptive_fields.get(row.name, {}).items():
        volume = report.architecture.inputs[name]
        for k, axis in enumerate(AXES.get(volume.rank, ())):
            one = _on_axis(report, row, name, field, k)
            texts = tuple(number and number.numbers for number in (one.size, one.stride, one.padding))
            key = (name, one.how, one.field, one.image, texts)
            # Under the letters of the last axis, as everything that axes have in common: the lecture speaks of W.
            found[key] = one._replace(axes=(*(found[key].axes if key in found else ()), axis))
    return tuple(found.values())


def _on_axis(report: Report, row: Row, name: str, field: ReceptiveField, k: int) -> Growth:
    whole = field.whole[k]
    axis = AxisField(None if whole else field.size[k], field.stride[k], field.padding[k], field.center[k], whole)
    one = Growth(name, (), How.UNKNOWN, axis, field.input.size[k])
    if whole:
        return one._replace(how=How.WHOLE)
    if axis.size is None or row.input is None or row.output is None:
        return one
    if isinstance(row.layer, JoinLayer):
        return one._replace(how=How.JOINED)
    own = row.layer.index_map(row.input, row.output)
    sight: IndexMap = own[k] if k < len(own) else WHOLE
    if sight == IDENTITY:
        return one._replace(how=How.SAME)
    before = _before(report, row.reads_from[0], name, k)
    if not isinstance(sight, Window) or before is None:
        return one._replace(how=How.IRREGULAR)
    composed = before.then(_under_letters(row, sight, k))
    if (composed.kernel, composed.stride, composed.before) != (axis.size, axis.stride, axis.padding):
        return one._replace(how=How.IRREGULAR)  # what it reads is no window itself
    size, stride, padding = map(TracedInt.of, (composed.kernel, composed.stride, composed.before))
    return Growth(name, (), How.GROWN, axis, field.input.size[k], size, stride, padding, before)


def _before(report: Report, producer: str, name: str, k: int) -> Window | None:
    """What the layer reads sees, as one window with its numbers under the letters R, J and Q."""
    numbers: tuple[int | Fraction | None, ...] = (1, 1, 0)  # a pixel of the input itself
    if producer != name:
        field = report.receptive_fields.get(producer, {}).get(name)
        if field is None:
            return None
        numbers = (field.size[k], field.stride[k], field.padding[k])
    size, stride, padding = numbers
    if not isinstance(size, int) or not isinstance(stride, int) or not isinstance(padding, int):
        return None
    return Window(TracedInt.named("R", size), TracedInt.named("J", stride), TracedInt.named("Q", padding))


def _under_letters(row: Row, sight: Window, k: int) -> Window:
    """The window of a layer under its letters, the span of a dilated one under E; another's in numbers alone.

    What a transposed window looks at is a window too, but not the one that its letters speak of.
    """
    if row.input is None or not isinstance(row.layer, WindowLayer) or row.layer.windows(row.input)[k] != sight:
        numbers = map(TracedInt.of, (sight.extent, sight.stride, sight.before, sight.after))
        return Window(*numbers)
    window = lettered(sight, letters_on_axis(row.layer.windows(row.input), k))
    if sight.dilation == 1:
        return window
    return window._replace(kernel=TracedInt.named("E", sight.extent), dilation=1)
