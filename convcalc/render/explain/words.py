"""What text and Markdown say of a layer beside its formulas."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from convcalc.analysis.explain import Alternative, Derivation, Explanation
from convcalc.analysis.growth import Growth, How
from convcalc.analysis.report import Report
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.fit import AxisFit
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.traced import decimal_text
from convcalc.arithmetic.volume import size_text
from convcalc.arithmetic.window import Window
from convcalc.render.explain.window import grade_text
from convcalc.render.numbers import grouped


def about(one: Explanation) -> str:
    """The first paragraph of the kind's description."""
    return " ".join((type(one.row.layer).__doc__ or "").split("\n\n", maxsplit=1)[0].split())


def sources(one: Explanation, report: Report) -> Iterator[tuple[str, object]]:
    """What the layer reads, the network's input told apart from layers."""
    inputs = report.architecture.inputs
    for name, volume in one.reads:
        yield ("the network's input" if name in inputs and len(inputs) == 1 else name), volume


def joined(one: Explanation) -> str:
    """How the volumes that a join reads agree."""
    volumes = [x for _, x in one.reads if x is not None]
    if len(set(volumes)) == 1:
        return f"{'Both' if len(volumes) == 2 else f'All {len(volumes)}'} are {volumes[0]}, and so is what comes out."
    if len({x.size for x in volumes}) == 1:
        return f"The sizes agree, {size_text(volumes[0].size)}; the channels are put one after another."
    return f"The sizes differ: {', '.join(map(str, volumes))}."


def grades(one: Explanation) -> Iterator[tuple[list[str], Track | None]]:
    """What is to be said of the window on axes that fare alike, and the picture to draw."""
    names = AXES.get(len(one.fits or one.tracks), ())
    axes_of: dict[tuple[AxisFit | None, Track | None], list[str]] = {}
    nothing = (None,) * len(names)
    for axis, fit, track in zip(names, one.fits or nothing, one.tracks or nothing, strict=True):
        axes_of.setdefault((fit, track), []).append(axis)
    for (fit, track), axes in axes_of.items():
        title = [f"{' and '.join(axes)}:"] if len(axes_of) > 1 else []
        yield title + (grade_text(axes, fit) if fit else []), track


def reasons(one: Explanation, found: Derivation) -> Iterator[str]:
    """Why a count is as it is, whose weights they are, and whether they are learned."""
    if found.because:
        yield found.because
    if found is one.params and one.row.shared_with:
        yield f"They are those of {one.row.shared_with}, and are counted there."
    elif found is one.params and one.row.params and not one.row.trainable_params:
        yield "They are frozen: training leaves them as they are."


def times(other: Alternative, own: Alternative | None) -> str:
    """How many times as many parameters as the layer has itself."""
    if own is None or other is own or not other.params.value or not own.params.value:
        return ""
    ratio = Fraction(other.params.value, own.params.value)
    if ratio == 1:
        return ", as many"
    more, ratio = ("as many", ratio) if ratio > 1 else ("fewer", 1 / ratio)
    return f", {grouped(round(ratio)) if ratio >= 10 else decimal_text(ratio)} times {more}"


def before_words(one: Explanation, window: Window | None, report: Report) -> str:
    """What the numbers that the layer reads see."""
    source = one.reads[0][0]
    if window is None or source in report.architecture.inputs:
        return "It reads pixels, which see themselves: R = 1, in steps of J = 1, with a padding of Q = 0."
    numbers = f"R = {grouped(window.kernel)}, in steps of J = {grouped(window.stride)}"
    return f"It reads {source}, whose neurons see {numbers}, with a padding of Q = {grouped(window.before)}."


def field_words(one: Explanation, grown: Growth, report: Report) -> str:
    """A field that no single window makes."""
    field, names = grown.field, [name for name, _ in one.reads]
    size = "" if field.size is None else f"{grouped(field.size)} pixel{'s' if field.size != 1 else ''}"
    steps = "" if field.stride is None else f", in steps of {field.stride}"
    if grown.how is How.WHOLE:
        return f"Every number sees the whole input, all {grouped(grown.image)} pixels."
    if grown.how is How.SAME and names[0] in report.architecture.inputs:
        return "Every number is made from the one in its place: it sees a single pixel."
    if grown.how is How.SAME:
        return f"Every number is made from the one in its place, so it sees what {names[0]} sees: {size}{steps}."
    if grown.how is How.JOINED:
        return f"From the first pixel to the last that {' and '.join(names)} see: {size}{steps}."
    if grown.how is How.IRREGULAR:
        on_average = (
            "" if field.stride is None else f"; from one to the next the field moves on by {field.stride} on average"
        )
        return f"Neighbours do not see alike. The most that one sees is {size}{on_average}."
    return "It is not known."
