"""The derivation of a layer for people: what a teacher writes on the blackboard."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.explain import Derivation, ExplainReport, Explanation
from convcalc.analysis.growth import Growth
from convcalc.analysis.report import Report
from convcalc.arithmetic.fit import AxisFit, Rounding
from convcalc.arithmetic.traced import fraction_text
from convcalc.layers import JoinLayer
from convcalc.render.explain.strip import picture
from convcalc.render.explain.words import about, before_words, field_words, grades, joined, reasons, sources, times
from convcalc.render.numbers import binary, grouped
from convcalc.render.options import RenderOptions
from convcalc.render.paint import Paint, plain
from convcalc.render.printable import printable
from convcalc.render.text import packed, wrapped

ROOM = 100
"""How wide the text is where nothing limits it."""


def render(found: ExplainReport, options: RenderOptions) -> str:
    """The layers one after another, for people."""
    return explain_text(found, options.width, options.paint)


def explain_text(found: ExplainReport, width: int | None = None, paint: Paint = plain) -> str:
    """The layers one after another, each within `width` columns."""
    board = Board(found.report, min(width or ROOM, ROOM), paint)
    return "\n\n".join("\n".join(board.layer(one)).rstrip() for one in found.layers)


class Board:
    """Writes the explanations of one network's layers."""

    def __init__(self, report: Report, width: int = ROOM, paint: Paint = plain) -> None:
        self.report, self.width, self.paint = report, width, paint

    def layer(self, one: Explanation) -> Iterator[str]:
        """Everything that is known of a layer."""
        yield from self.first(one)
        yield from self.section("output", self.output(one))
        spreads = any(track.over == "output" for track in one.tracks)
        yield from self.section("what the windows are spread over" if spreads else "how the window fits", self.fit(one))
        yield from self.section("parameters", self.count(one, one.params))
        yield from self.section("buffers, kept and not learned", self.count(one, one.buffers))
        yield from self.section("multiply-accumulates, for one image", self.count(one, one.macs))
        yield from self.section("memory", self.memory(one))
        yield from self.section("receptive field, in pixels of the input, along each axis", self.fields(one))
        yield from self.section("the same output in other ways, in parameters", self.alternatives(one))

    def section(self, title: str, lines: Iterator[str]) -> Iterator[str]:
        """Lines below a title; nothing where there are none."""
        found = list(lines)
        if found:
            yield ""
            yield self.paint(title, "bold")
            yield from (f"  {line}".rstrip() for line in found)

    def words(self, text: str, inside: int = 2) -> list[str]:
        """A sentence in lines that will stand `inside` columns to the right."""
        bound = printable(text).replace(" = ", "\u00a0=\u00a0")  # no line breaks within an equation
        return [line.replace("\u00a0", " ") for line in wrapped(bound, self.width - inside, "")]

    def first(self, one: Explanation) -> Iterator[str]:
        """What the layer is, reads and gives, and what the letters stand for."""
        row = one.row
        yield self.paint(printable(f"{row.name}: {row.operation}"), "bold")
        reads = " and ".join(f"{'?' if x is None else x} from {name}" for name, x in sources(one, self.report))
        yield from (f"  {line}" for line in self.words(f"reads {reads}, gives {row.output or '?'}"))
        yield from (f"  {line}" for line in self.words(about(one)))
        if row.copies > 1:
            yield f"  {row.copies:,} layers are like this one"
        if None in row.inputs:
            yield "  what it reads is not known, because a layer above does not work out"
        if one.letters:
            yield from (f"  {line}" for line in packed(self.letters(one), self.width - 2))
        if row.shape_error is not None:
            facts = (row.shape_error.message, *row.shape_error.facts)
            yield ""
            yield from (f"  {self.paint(line, 'error')}" for fact in facts for line in self.words(fact))
            yield from (f"  {line}" for line in self.words(row.shape_error.help) if line)

    def letters(self, one: Explanation) -> list[str]:
        """`W = H = 227 and C = 3 of the input`, `F = 11 kernel` and so on."""
        of_input = [letter for letter in one.letters if letter.of_input]
        sides: dict[str, list[str]] = {}
        for letter in of_input:
            if letter.means != "channels":
                sides.setdefault(letter.value, []).insert(0, letter.letter)
        texts = [f"{' = '.join(names)} = {value}" for value, names in sides.items()]
        texts += [f"{letter.letter} = {letter.value}" for letter in of_input if letter.means == "channels"]
        own = [f"{letter.means} {letter.letter} = {letter.value}" for letter in one.letters if not letter.of_input]
        return ([f"input: {', '.join(texts)}"] if texts else []) + own

    def output(self, one: Explanation) -> Iterator[str]:
        """The sides and the channels of the output."""
        if isinstance(one.row.layer, JoinLayer) and len(one.reads) > 1 and one.row.shape_error is None:
            yield from self.words(joined(one))
        for derivation in one.extents:
            yield from self.equation(derivation, f"{derivation.symbol} = ", ", what a dilated kernel spans")
        for derivation in one.output:
            fit = next((f for f in one.fits if f.size == derivation.value and derivation.exact == f.exact), None)
            likewise = f", and {' and '.join(derivation.others)} likewise" if derivation.others else ""
            if derivation.axes and fit is not None and (not fit.divides or fit.size != fit.exact):
                likewise = f", {self.rounded(fit)}{likewise}"
            yield from self.equation(derivation, f"{derivation.symbol} = ", likewise)

    def rounded(self, fit: AxisFit) -> str:
        """What becomes of a size that is not whole."""
        if fit.size is None:
            return self.paint("which must be at least 1", "error")
        if fit.rounding is Rounding.STRICT:
            return self.paint(f"not whole! A framework would round down to {grouped(fit.size)}", "error")
        if fit.rounding is Rounding.CEIL and fit.size < fit.exact:
            return f"rounded up, and one less, which would start behind the image: {grouped(fit.size)}"
        return f"rounded {'up' if fit.size > fit.exact else 'down'} to {grouped(fit.size)}"

    def equation(
        self, found: Derivation, before: str = "", after: str = "", unit: str = "", inside: int = 2
    ) -> Iterator[str]:
        """Formula = numbers = result; below one another where they do not fit side by side."""
        work = found.work
        result = (
            grouped(found.value) if found.value == found.exact and found.value is not None else fraction_text(found.exact)
        )
        parts = list(dict.fromkeys((work.formula, work.numbers.replace("-", "−"))))
        if parts[-1] == str(found.value) or not work.is_worked_out:
            parts = [part for part in parts if part != str(found.value)]
        parts.append(f"{self.paint(result, 'bold')}{unit}{after}")
        bare = before + " = ".join([*parts[:-1], f"{result}{unit}{after}"])
        if len(bare) <= self.width - inside:
            yield before + " = ".join(parts)
            return
        indent = " " * max(0, len(before) - 2)
        first = before if before else "  "
        yield first + parts[0]
        yield from (f"{indent}= {part}" for part in parts[1:])

    def fit(self, one: Explanation) -> Iterator[str]:
        """The grade in words, and the picture."""
        for i, (words, track) in enumerate(grades(one)):
            yield from [""] if i else []
            yield from (line for sentence in words for line in self.words(sentence))
            if track is not None and (lines := picture(track, self.width, self.paint)):
                yield from (*([""] if words else []), *lines)

    def count(self, one: Explanation, found: Derivation | None) -> Iterator[str]:
        """A count with its reason."""
        if found is not None:
            yield from self.equation(found)
            for reason in reasons(one, found):
                yield from self.words(reason)

    def memory(self, one: Explanation) -> Iterator[str]:
        """The bytes of the output."""
        if one.row.shares_memory:
            yield from self.words("None of its own: it works in place, or gives the same numbers in another shape.")
        if one.memory is None or one.memory.value is None:
            return
        a = self.report.architecture
        value = one.memory.value
        unit = f" bytes{f' ≈ {binary(value)}' if value >= 1024 else ''}"
        yield from self.equation(one.memory, unit=unit)
        batch = f", and batch = {a.batch:,} images" if a.batch > 1 else ""
        yield f"bytes = {a.value_bytes}, the size of a {a.dtype}{batch}."

    def fields(self, one: Explanation) -> Iterator[str]:
        """How the receptive field grew."""
        several = len(self.report.architecture.inputs) > 1
        for grown in one.growth:
            names = [grown.input] if several else []
            alike = len([g for g in one.growth if g.input == grown.input]) == 1
            names += [] if alike else [" and ".join(grown.axes)]
            yield from self.field(one, grown, f"{', '.join(names)}: " if names else "")

    def field(self, one: Explanation, grown: Growth, label: str) -> Iterator[str]:
        """How it grew on axes that fare alike."""
        if grown.size is not None and grown.stride is not None and grown.padding is not None:
            yield from self.words(label + before_words(one, grown.before, self.report))
            for name, work in (("size", grown.size), ("stride", grown.stride), ("padding", grown.padding)):
                yield from self.equation(Derivation("", work, int(work)), f"{name:<9}")
        else:
            yield from self.words(label + field_words(one, grown, self.report))
        if grown.exceeds:
            yield from self.words(f"That is more than the {grouped(grown.image)} pixels of the image, whose border cuts it.")

    def alternatives(self, one: Explanation) -> Iterator[str]:
        """The lecture's comparison."""
        own = one.own
        for other in one.alternatives:
            yield from self.words(f"{other.name}: {other.operation}")
            if other is not own:
                yield from (f"  {line}" for line in self.words(other.params.because, inside=4))
            yield from (f"  {line}" for line in self.equation(other.params, after=times(other, own), inside=4))
