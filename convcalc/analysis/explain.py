"""The derivation of a layer, as data: what it reads, each formula with its numbers and its result, and what that means.

Nothing is computed here. The numbers come from the layer's own methods, which are given numbers that remember how they were
written (`formulas.read`), and from `Window`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from convcalc.analysis.alternatives import alternatives
from convcalc.analysis.formulas import SIZES, Reading, letters_on_axis, read, read_params
from convcalc.analysis.growth import Growth, growth
from convcalc.analysis.letters import Letter, letters
from convcalc.analysis.report import Report
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.fit import AxisFit
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.traced import TracedInt
from convcalc.arithmetic.volume import Volume, memory_bytes
from convcalc.arithmetic.window import lettered
from convcalc.findings import OptionError
from convcalc.language.problems import did_you_mean
from convcalc.layers import JoinLayer, Layer
from convcalc.layers.windows import WindowLayer

MOST_LAYERS = 40
"""So many layers are explained in one go."""


class Derivation(NamedTuple):
    """One result: its symbol or name, how it is worked out, and its value; `axes` are those on which it is the same.

    `value` differs from `work.exact` where a size is rounded. `because` says in words why the formula is as it is.
    """

    symbol: str
    work: TracedInt
    value: int | None
    axes: tuple[str, ...] = ()
    because: str = ""

    @property
    def exact(self) -> Fraction:
        """The value without any rounding."""
        return self.work.exact

    @property
    def others(self) -> tuple[str, ...]:
        """The symbols of the other axes that fare alike."""
        return tuple(f"{axis[0].upper()}′" for axis in self.axes if f"{axis[0].upper()}′" != self.symbol)


class Alternative(NamedTuple):
    """A layer that makes the same output in another way, or the layer itself."""

    name: str
    operation: str
    params: Derivation


class Explanation(NamedTuple):
    """Everything that is to be said of one layer. What is not known is None or not there."""

    row: Row
    reads: tuple[tuple[str, Volume | None], ...]
    letters: tuple[Letter, ...] = ()
    extents: tuple[Derivation, ...] = ()
    output: tuple[Derivation, ...] = ()
    params: Derivation | None = None
    buffers: Derivation | None = None
    macs: Derivation | None = None
    memory: Derivation | None = None
    growth: tuple[Growth, ...] = ()
    tracks: tuple[Track, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def fits(self) -> tuple[AxisFit, ...]:
        """How the window comes out on each axis."""
        return self.row.fit or ()

    @property
    def own(self) -> Alternative | None:
        """The layer itself among the alternatives."""
        return next((way for way in self.alternatives if way.operation == self.row.operation), None)

    @property
    def counts(self) -> tuple[Derivation, ...]:
        """The parameters, the buffers and the MACs that there are."""
        return tuple(one for one in (self.params, self.buffers, self.macs) if one)


class ExplainReport(NamedTuple):
    """The layers that were asked for, in a network."""

    report: Report
    layers: tuple[Explanation, ...]


def explain(report: Report, layer: str | None = None) -> ExplainReport:
    """Explain a layer, all of a block, a group or a join's branch, or without a name a whole small network.

    Raises OptionError for a name that there is not, and for more than `MOST_LAYERS` layers.

    >>> from convcalc.api import analyze
    >>> found = explain(analyze("alexnet"), "conv1").layers[0].params
    >>> print(found.work.formula, "=", found.work.numbers, "=", found.value)
    K·(F·F·C + 1) = 96·(11·11·3 + 1) = 34944
    """
    if report.architecture.unknowns is not None:
        names = " and ".join(report.architecture.unknowns.names)
        raise OptionError("input", f"{names} left open, and what is worked out needs numbers; give an input of a size")
    rows = _asked_for(report, layer)
    if len(rows) > MOST_LAYERS:
        names = ", ".join(row.name for row in rows[:4])
        what = layer or report.name
        message = f"{what} has {len(rows):,} layers, and at most {MOST_LAYERS} are explained in one go; name one: {names} …"
        raise OptionError("layer", message)
    return ExplainReport(report, tuple(_explained(report, row) for row in rows))


def _asked_for(report: Report, layer: str | None) -> list[Row]:
    rows = report.rows
    if layer is None:
        return rows
    found = _called(rows, layer) or _called(rows, re.sub(r"…\d+", "", layer)) or _called(rows, _last_copy(report, layer))
    if not found:
        hint = did_you_mean(layer, report.names)
        raise OptionError("layer", f"there is no layer {layer} in {report.name}{'; ' if hint else ''}{hint}")
    return found


def _called(rows: list[Row], name: str) -> list[Row]:
    """The row of that name, or those inside; of the copies that a table folds, `s1_1…3`, the first, without the `…3`."""
    return [row for row in rows if row.name == name] or [row for row in rows if row.name.startswith(f"{name}/")]


def _last_copy(report: Report, name: str) -> str:
    """The last of several copies, which is what their name as it is written means."""
    return next((step.last for step in reversed(report.architecture.layers) if step.called == name), name)


def _explained(report: Report, row: Row) -> Explanation:
    found = Explanation(row, tuple(zip(row.reads_from, row.inputs, strict=True)))
    known = tuple(x for x in row.inputs if x is not None)
    size_unknown = row.output is None and row.shape_error is None  # the layer that it takes its size of gives none
    if len(known) < len(row.inputs) or size_unknown:
        return found
    if row.shape_error is None:
        reading = read(row.layer, *known)
        found = _derived(found, reading, report)
        others = _alternatives(reading, known[0], row)
        found = found._replace(growth=growth(report, row), tracks=_tracks(row), alternatives=others)
    elif row.fit:
        found = found._replace(extents=_extents(row), output=_sizes(row))
    if row.shape_error is not None and row.params is not None and not isinstance(row.layer, JoinLayer):
        found = found._replace(params=_count(row, "params", read_params(row.layer, known[0])))
    return found._replace(letters=letters(row.layer, known, list(_works(found))))


def _works(found: Explanation) -> Iterator[TracedInt]:
    """Everything that is worked out."""
    alternatives = (other.params for other in found.alternatives)
    yield from (one.work for one in (*found.extents, *found.output, *found.counts, *alternatives))
    for one in found.growth:
        yield from (number for number in (one.size, one.stride, one.padding) if number is not None)


def _derived(found: Explanation, reading: Reading, report: Report) -> Explanation:
    row, a = found.row, report.architecture
    channels = Derivation("C′", TracedInt.of(reading.output.channels), reading.y.channels)
    batch, size = TracedInt.named("batch", a.batch) if a.batch > 1 else 1, TracedInt.named("bytes", a.value_bytes)
    memory = TracedInt.of(memory_bytes(reading.y, batch, size))
    return found._replace(
        extents=_extents(row),
        output=(*(_sizes(row) if row.fit else _read_sizes(reading)), channels),
        params=_count(row, "params", reading.params),
        buffers=_count(row, "buffers", reading.buffers),
        macs=_count(row, "macs", reading.macs),
        memory=None if row.shares_memory else Derivation("memory", memory, int(memory)),
    )


def _count(row: Row, what: str, work: TracedInt) -> Derivation | None:
    """A count with the reason that its method gives; None where there is nothing to count."""
    if not work and not work.is_worked_out:
        return None
    method = getattr(type(row.layer), what)
    if method is getattr(Layer, what):
        return Derivation(what, work, int(work))
    seen = " ".join((method.__doc__ or "").split())
    return Derivation(what, work, int(work), because=f"{seen.split('; raises')[0].rstrip('.')}.")


def _sizes(row: Row) -> tuple[Derivation, ...]:
    """The output's sides as the window gives them; `read` would show what rounding up and SAME do to the padding."""
    assert row.fit is not None
    sides = zip(AXES[len(row.fit)], SIZES[len(row.fit)], row.fit, strict=True)
    found = []
    for k, (axis, symbol, fit) in enumerate(sides):
        window = lettered(fit.window, letters_on_axis(tuple(f.window for f in row.fit), k))
        extent = TracedInt.of(window.extent)
        names = {extent.formula: TracedInt.named("E", extent)} if extent.is_worked_out else {}
        work = TracedInt.of(window.positions(TracedInt.named(symbol, fit.input))).abbreviated(names)
        found.append(Derivation(f"{symbol}′", work, fit.size, (axis,)))
    return _together(found)


def _read_sizes(reading: Reading) -> tuple[Derivation, ...]:
    if not reading.y.rank:
        return ()
    sides = zip(AXES[reading.y.rank], reading.symbols, reading.output.size, reading.y.size, strict=True)
    return _together([Derivation(symbol, TracedInt.of(n), int(size), (axis,)) for axis, symbol, n, size in sides])


def _extents(row: Row) -> tuple[Derivation, ...]:
    """What a dilated window spans."""
    if not isinstance(row.layer, WindowLayer) or row.input is None:
        return ()
    windows = row.layer.windows(row.input)
    found = []
    for k, (axis, window) in enumerate(zip(AXES[len(windows)], windows, strict=True)):
        if window.dilation > 1:
            work = TracedInt.of(lettered(window, letters_on_axis(windows, k)).extent)
            found.append(Derivation("E", work, window.extent, (axis,)))
    return _together(found)


def _together(found: list[Derivation]) -> tuple[Derivation, ...]:
    """Axes with equal numbers as one, under the symbol of the last: the lecture speaks of W."""
    alike: dict[tuple[str, int | None], Derivation] = {}
    for one in found:
        key = (one.work.numbers, one.value)
        axes = alike[key].axes if key in alike else ()
        alike[key] = one._replace(axes=(*axes, *one.axes))
    return tuple(alike.values())


def _tracks(row: Row) -> tuple[Track, ...]:
    assert row.input is not None
    assert row.output is not None
    tracks = row.layer.tracks(row.input, row.output)
    lost = [fit.lost or 0 for fit in row.fit] if row.fit else [0] * len(tracks)
    return tuple(track._replace(lost=n) for track, n in zip(tracks, lost, strict=True))


def _alternatives(reading: Reading, x: Volume, row: Row) -> tuple[Alternative, ...]:
    """The lecture's comparison; the operations are told by the layer without letters."""
    if row.output is None:
        return ()
    plain = alternatives(row.layer, x, row.output)
    found = []
    for name, (layer, reads) in alternatives(reading.layer, reading.inputs[0], reading.y).items():
        params = TracedInt.of(layer.params(reads)).abbreviated(reading.names)
        because = " ".join((type(layer).__doc__ or "").split("\n\n")[0].split())
        derivation = Derivation("params", params, int(params), because=because)
        found.append(Alternative(name, plain[name][0].describe(x), derivation))
    return tuple(found)
