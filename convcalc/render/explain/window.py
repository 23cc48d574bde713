"""One window for people: the formula, the numbers put in, the result, and what to do about it."""

from __future__ import annotations

from convcalc.analysis.edges import axes_text, on_axes
from convcalc.analysis.window_check import WindowReport
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.fit import AxisFit, Grade, Rounding, distinct_axes
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.traced import fraction_text
from convcalc.arithmetic.window import working
from convcalc.render.explain.strip import picture
from convcalc.render.options import RenderOptions
from convcalc.render.paint import Paint, plain

_MEANING = {
    Grade.EXACT: "the stride divides, and nothing is left over",
    Grade.PADDING_ONLY: "only zeros of the padding go unused",
    Grade.SKIPPED: "what lies after the last window is no worse than the gaps that the stride leaves anyway",
    Grade.INPUT_LOST: "pixels after the last window are never seen",
    Grade.PARTIAL: "the last window hangs over the edge",
}


def render(report: WindowReport, options: RenderOptions) -> str:
    """The check of one window, for people."""
    return window_text(report, options.paint, options.width)


def window_text(report: WindowReport, paint: Paint = plain, width: int | None = None) -> str:
    """The check of one window, as on a blackboard, within `width` columns."""
    axes = distinct_axes(report.axes)
    axes_of: dict[AxisFit, list[str]] = {}
    for name, fit in zip(AXES[len(report.axes)], report.axes, strict=True):
        axes_of.setdefault(fit, []).append(name)
    lines = []
    for name, fit in axes:
        if len(report.axes) > 1:
            lines += [paint(name, "bold")]
        lines += [*_axis_lines(axes_of[fit], fit, report, paint), *_picture(fit, width, paint), ""]
    return "\n".join([*lines, *_suggestion_lines(report, paint)]).rstrip()


def _axis_lines(names: list[str], fit: AxisFit, report: WindowReport, paint: Paint) -> list[str]:
    work = working(fit.window, fit.input)
    style = "help" if fit.divides else "error" if report.failed else "warning"
    verdict = (
        "fits" if fit.divides else "does not fit" if report.rounding is Rounding.STRICT or fit.impossible else "is rounded"
    )
    symbols = [f"W = {fit.input}", f"F = {fit.window.kernel}", f"S = {fit.window.stride}", _padding_symbols(fit)]
    if fit.window.dilation > 1:
        symbols.append(f"D = {fit.window.dilation}")
    indent = " " * len(work.formula)
    lines = [
        f"  {paint(', '.join(symbols), 'dim')}",
        "",
        f"  {work.formula} = {work.numbers}",
        f"  {indent} = {fraction_text(work.exact)}   {paint(verdict, style)}",
        "",
    ]
    return lines + [f"  {line}" for line in grade_text(names, fit)]


def _picture(fit: AxisFit, width: int | None, paint: Paint) -> list[str]:
    if fit.size is None:
        return []
    drawn = picture(Track(fit.window, fit.input, fit.size, lost=fit.lost or 0), width, paint)
    return ["", *(f"  {line}".rstrip() for line in drawn)] if drawn else []


def _padding_symbols(fit: AxisFit) -> str:
    window = fit.window
    if window.before == window.after:
        return f"P = {window.before}"
    return f"P₁ = {window.before}, P₂ = {window.after}"


def grade_text(names: list[str], fit: AxisFit) -> list[str]:
    """The grade of a window in words, on axes that fare alike."""
    if fit.grade is None:
        span = fit.window.extent
        padded = fit.input + fit.window.padding
        return [f"impossible: the kernel spans {span} pixels, and the padded input has {padded}."]
    lines = [f"grade {fit.grade}: {_MEANING[fit.grade]}."]
    positions = f"{fit.size:,} position{'s' if fit.size != 1 else ''}"
    if fit.divides and fit.size != fit.exact:
        lines.append(f"{positions}: one more would start in the padding behind the image.")
    elif fit.divides:
        lines.append(f"{positions}.")
    elif fit.grade is Grade.PARTIAL:
        lines.append(f"Rounding up: {positions}; {on_axes(names, fit)}.")
    elif fit.rounding is Rounding.CEIL:
        lines.append(f"Rounding up: {positions} all the same, since one more window would start behind the image;")
        lines.append(f"{on_axes(names, fit)}.")
    elif fit.rounding is Rounding.FLOOR:
        lines.append(f"Rounding down: {positions}; {on_axes(names, fit)}.")
    else:
        lines.append(f"A framework floors this without a word: {positions}; {on_axes(names, fit)}.")
    if fit.skipped:
        lines.append(f"{fit.skipped:,} pixel{'s lie' if fit.skipped > 1 else ' lies'} in gaps that no window touches.")
    return lines


def _suggestion_lines(report: WindowReport, paint: Paint) -> list[str]:
    rank = len(report.axes)
    lines = []
    for quantity, found in report.suggestions.items():
        values = [f"{axes_text(s.value, rank)} {paint(f'→ {axes_text(s.size, rank)}', 'dim')}" for s in found]
        lines.append(f"    {quantity:<8} {', '.join(values) if values else paint('none nearby', 'dim')}")
    return [f"  {'also fits' if report.fits else 'fits'} with (one change at a time, → positions)", *lines]
