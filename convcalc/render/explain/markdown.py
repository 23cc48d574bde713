"""The derivation of a layer as Markdown with LaTeX, for notes and slides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from convcalc.analysis.explain import Derivation, ExplainReport, Explanation
from convcalc.analysis.report import Report
from convcalc.arithmetic.traced import latex_symbol
from convcalc.render.explain.strip import picture
from convcalc.render.explain.words import about, before_words, field_words, grades, reasons, sources, times
from convcalc.render.options import RenderOptions
from convcalc.render.table.markdown import escaped


def render(found: ExplainReport, options: RenderOptions) -> str:
    """The layers one after another, in Markdown."""
    return explain_markdown(found)


def explain_markdown(found: ExplainReport) -> str:
    """A section for every layer."""
    return "\n\n".join("\n".join(_layer_section(found.report, one)) for one in found.layers)


def _layer_section(report: Report, one: Explanation) -> Iterator[str]:
    row = one.row
    reads = " and ".join(f"{'?' if x is None else x} from {name}" for name, x in sources(one, report))
    yield from (f"### {escaped(row.name)}: {escaped(row.operation)}", "")
    yield escaped(f"Reads {reads}, gives {row.output or '?'}. {about(one)}")
    if row.shape_error is not None:
        yield from ("", f"**{escaped(row.shape_error.message)}**")
    if one.letters:
        letters = [f"{letter.means} ${latex_symbol(letter.letter)} = {letter.value}$" for letter in one.letters]
        yield from ("", f"Where {', '.join(letters)}.")
    yield from _section("Output", (_math(each, each.symbol) for each in (*one.extents, *one.output)))
    yield from _fit_section(one)
    for title, count in (("Parameters", one.params), ("Buffers", one.buffers), ("Multiply-accumulates", one.macs)):
        if count is not None:
            yield from _section(title, iter((*reasons(one, count), _math(count))))
    memory = one.memory
    yield from _section("Memory, in bytes", iter(() if memory is None else (_math(memory),)))
    yield from _section("Receptive field", _field_section(report, one))
    yield from _section("The same output in other ways, in parameters", _alternatives(one))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"**{title}**")
        for line in found:
            yield from ("", line)


def _math(found: Derivation, symbol: str = "") -> str:
    """A formula on a line of its own: formula = numbers = result."""
    work = found.work
    parts = [latex_symbol(symbol)] if symbol else []
    parts += [work.latex, work.latex_numbers] if work.is_worked_out else [work.latex]
    result = _grouped(found.value) if found.value == found.exact else _fraction(found.exact)
    if found.value != found.exact and found.value is not None:
        sign = "\\lfloor" if found.value < found.exact else "\\lceil"
        close = "\\rfloor" if found.value < found.exact else "\\rceil"
        result += f", \\quad {sign} {_fraction(found.exact)} {close} = {_grouped(found.value)}"
    likewise = f" \\quad ({', '.join(map(latex_symbol, found.others))} \\text{{ likewise}})" if found.others else ""
    return f"$${' = '.join(dict.fromkeys((*parts, result)))}{likewise}$$"


def _grouped(value: int | None) -> str:
    return re.sub(",", "{,}", f"{value:,}")


def _fraction(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"\\frac{{{value.numerator}}}{{{value.denominator}}}"


def _fit_section(one: Explanation) -> Iterator[str]:
    """The grade in words, and the picture as text."""
    for words, track in grades(one):
        yield ""
        if words:
            yield escaped(" ".join(words))
        if track is not None and (lines := picture(track)):
            yield from ("", "```text", *lines, "```")


def _field_section(report: Report, one: Explanation) -> Iterator[str]:
    for grown in one.growth:
        if grown.size is None or grown.stride is None or grown.padding is None:
            yield escaped(field_words(one, grown, report))
            continue
        yield escaped(before_words(one, grown.before, report))
        for name, work in (("size", grown.size), ("stride", grown.stride), ("padding", grown.padding)):
            yield _math(Derivation("", work, int(work)), name)


def _alternatives(one: Explanation) -> Iterator[str]:
    for other in one.alternatives:
        more = times(other, one.own)
        times_more = f" That is{more[1:]}." if more else ""
        yield f"{other.name}, {escaped(other.operation)}: {escaped(other.params.because)}{times_more}"
        yield _math(other.params)
