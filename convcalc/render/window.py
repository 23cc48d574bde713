"""One window for people: the formula, the numbers put in, the result, and what to do about it."""

from __future__ import annotations

from convcalc.analysis.edges import consequence, value_text
from convcalc.analysis.window_check import WindowReport
from convcalc.arithmetic.fit import AxisFit, Grade, Rounding, distinct_axes
from convcalc.arithmetic.volume import size_text
from convcalc.arithmetic.window import working
from convcalc.arithmetic.written import fraction_text
from convcalc.render.text import Paint, plain

_MEANING = {
    Grade.EXACT: "the stride divides, every pixel is treated alike",
    Grade.PADDING_ONLY: "only zeros of the padding go unused",
    Grade.SKIPPED: "what lies after the last window is no worse than the gaps that the stride leaves anyway",
    Grade.INPUT_LOST: "pixels after the last window are never seen",
    Grade.PARTIAL: "the last window hangs over the edge",
}


def window_text(report: WindowReport, paint: Paint = plain) -> str:
    """The check of one window, as on a blackboard."""
    axes = distinct_axes(report.axes)
    lines = []
    for name, fit in axes:
        if len(report.axes) > 1:
            lines += [paint(name, "bold")]
        lines += [*_axis(fit, report, paint), ""]
    return "\n".join([*lines, *_suggestions(report, paint)]).rstrip()


def _axis(fit: AxisFit, report: WindowReport, paint: Paint) -> list[str]:
    work = working(fit.window, fit.input)
    style = "help" if fit.even else "error" if report.failed else "warning"
    verdict = (
        "fits" if fit.even else "does not fit" if report.rounding is Rounding.STRICT or fit.impossible else "is rounded"
    )
    symbols = [f"W = {fit.input}", f"F = {fit.window.kernel}", f"S = {fit.window.stride}", _padding(fit)]
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
    return lines + [f"  {line}" for line in _verdict(fit)]


def _padding(fit: AxisFit) -> str:
    window = fit.window
    if window.before == window.after:
        return f"P = {window.before}"
    return f"P₁ = {window.before}, P₂ = {window.after}"


def _verdict(fit: AxisFit) -> list[str]:
    if fit.grade is None:
        span = fit.window.extent
        padded = fit.input + fit.window.padding
        return [f"impossible: the kernel spans {span} pixels, and the padded input has {padded}."]
    lines = [f"grade {fit.grade}: {_MEANING[fit.grade]}."]
    positions = f"{fit.size:,} position{'s' if fit.size != 1 else ''}"
    if fit.even:
        lines.append(f"{positions}.")
    elif fit.grade is Grade.PARTIAL:
        lines.append(f"Rounding up: {positions}; {consequence((fit,))}.")
    else:
        floor = f"A framework floors this without a word: {positions}"
        lines.append(f"{floor}; {consequence((fit,))}.")
    if fit.skipped:
        lines.append(f"{fit.skipped:,} pixel{'s lie' if fit.skipped > 1 else ' lies'} in gaps that no window touches.")
    return lines


def _suggestions(report: WindowReport, paint: Paint) -> list[str]:
    lines = []
    for quantity, found in report.suggestions.items():
        if found:
            values = ", ".join(f"{value_text(s)} {paint(f'→ {_size(s.size)}', 'dim')}" for s in found)
            lines.append(f"    {quantity:<8} {values}")
    if not lines:
        return []
    return [f"  {'also fits' if report.fits else 'fits'} with (one change at a time, → positions)", *lines]


def _size(size: int | tuple[int, ...]) -> str:
    return size_text(size) if isinstance(size, tuple) else str(size)
