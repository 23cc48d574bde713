"""The columns that a table can have: one row of this table each. Formats differ in layout, never in content."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

from convcalc.analysis.fold import Entry
from convcalc.analysis.report import Report
from convcalc.analysis.tree.counts import QUANTITIES, Totals
from convcalc.arithmetic.operations import IN_WORDS
from convcalc.arithmetic.traced import fraction_text
from convcalc.render.numbers import binary, grouped, metric, percent
from convcalc.render.table.fields import UNKNOWN, exact_numbers, extent, numbers


class Column(NamedTuple):
    """One column: its title, what it says of a row and of the whole, and the amount that its bar shows."""

    title: str
    about: str
    cell: Callable[[Entry, Report], str]
    total: Callable[[Report], str] = lambda report: ""
    right: bool = True
    amount: Callable[[Entry], int | None] | None = None
    input: Callable[[Report], str] = lambda report: ""
    input_amount: Callable[[Report], int] = lambda report: 0
    exact: Callable[[Entry, Report], int | str | None] | None = None
    """The number behind the cell, for formats that machines read; None is not known."""

    def value(self, row: Entry, report: Report) -> str | int | None:
        """The cell for machines: the exact number, else the text."""
        if self.exact is not None:
            return self.exact(row, report)
        text = self.cell(row, report)
        return None if text == UNKNOWN else text


def _known(value: int | None, text: Callable[[int], str]) -> str:
    """A count as text: nothing for 0, `?` where it is not known."""
    return UNKNOWN if value is None else text(value) if value != 0 else ""


def _output(row: Entry, report: Report) -> str:
    return str(row.output) if row.output else UNKNOWN


def _memory(row: Entry, text: Callable[[int], str]) -> str:
    return "in place" if row.shares_memory and row.output else _known(row.memory_bytes, text)


def _exact(row: Entry, report: Report) -> str:
    return "×".join(fraction_text(fit.exact) for fit in row.fit) if row.fit else ""


def _partial(value: str, report: Report) -> str:
    """A sum that leaves out unknown rows says so."""
    return value if report.totals.complete else f"≥ {value}"


def _layers(report: Report) -> str:
    return f"{report.totals.layers} layer{'s' if report.totals.layers != 1 else ''}"


def _inputs(report: Report) -> str:
    return ", ".join(map(str, report.architecture.inputs.values()))


MANY = 4
"""From here on outputs are counted, not written out."""


def outputs(report: Report) -> str:
    """The volumes that come out; of a detector, which has ten, only how many."""
    if len(report.outputs) >= MANY:
        return f"{len(report.outputs)} outputs"
    return ", ".join(str(volume) if volume else UNKNOWN for volume in report.outputs.values())


def _counted(title: str, about: str, count: Callable[[Entry | Totals], int | None]) -> Column:
    """A column of operations, to the last one, in each line and in total."""
    return Column(
        title,
        about,
        lambda r, _: _known(count(r), grouped),
        lambda t: _partial(_known(count(t.totals), grouped) or grouped(0), t),
        exact=lambda r, _: count(r),
    )


def _quantity(title: str, key: str) -> Column:
    """A column of what is counted by the key."""
    return _counted(title, QUANTITIES[key].about, attrgetter(key))


def _sort(sort: str) -> Callable[[Entry | Totals], int | None]:
    """How many operations there are of a sort; None is not known."""
    return lambda r: None if r.operations is None else getattr(r.operations, sort)


_ABOUT_SORTS = {
    "add": "adds and subtracts beside those of MACs",
    "multiply": "multiplies beside those of MACs",
    "compare": "comparisons",
    "divide": "divisions",
    "exponential": "exponentials, logarithms, powers and roots",
}

COLUMNS: dict[str, Column] = {
    "layer": Column("layer", "the layer's name", lambda r, _: r.name, lambda _: "total", False, input=lambda _: "input"),
    "kind": Column("kind", "its kind", lambda r, _: r.kind, right=False),
    "operation": Column("operation", "the layer as on a slide", lambda r, _: r.operation, _layers, False),
    "from": Column("from", "the layers that it reads", lambda r, _: ", ".join(r.reads_from), right=False),
    "line": Column("line", "its line in the file", lambda r, _: str(r.line)),
    "input": Column("input", "the input volume", lambda r, _: str(r.input) if r.input else UNKNOWN, right=False),
    "output": Column(
        "output",
        "the output volume",
        _output,
        outputs,
        False,
        input=_inputs,
    ),
    "exact": Column(
        "exact",
        "the output size before rounding",
        _exact,
        right=False,
        exact=lambda r, _: "x".join(str(fit.exact) for fit in r.fit or ()),
    ),
    "params": _quantity("params", "params")._replace(amount=lambda r: r.params),
    "params%": Column("params%", "share of all parameters", lambda r, t: percent(r.params, t.totals.params)),
    "trainable": _quantity("trainable", "trainable_params"),
    "buffers": _quantity("buffers", "buffers"),
    "memory": Column(
        "memory",
        "the output's memory",
        lambda r, _: _memory(r, binary),
        lambda t: _partial(binary(t.totals.activations_bytes), t),
        amount=lambda r: r.memory_bytes,
        input=lambda t: binary(t.input_bytes),
        input_amount=lambda t: t.input_bytes,
        exact=lambda r, _: r.memory_bytes,
    ),
    "memory%": Column(
        "memory%",
        "share of all activations",
        lambda r, t: percent(r.memory_bytes, t.totals.activations_bytes),
        input=lambda t: percent(t.input_bytes, t.totals.activations_bytes),
    ),
    "bytes": Column(
        "bytes",
        "the output's memory in bytes",
        lambda r, _: _memory(r, grouped),
        lambda t: _partial(grouped(t.totals.activations_bytes), t),
        input=lambda t: grouped(t.input_bytes),
        exact=lambda r, _: r.memory_bytes,
    ),
    "macs": Column(
        "MACs",
        "multiply-accumulates, an image",
        lambda r, _: _known(r.macs, metric),
        lambda t: _partial(metric(t.totals.macs), t),
        amount=lambda r: r.macs,
        exact=lambda r, _: r.macs,
    ),
    "macs-exact": _quantity("MACs", "macs"),
    **{words: _counted(words, _ABOUT_SORTS[sort], _sort(sort)) for sort, words in IN_WORDS.items()},
    "operations": _counted("operations", QUANTITIES["operations"].about, _sort("total")),
    "flops": _counted("FLOPs", "two for each MAC, one for each operation beside them", lambda r: r.flops),
    "field": Column("field", "the receptive field, in pixels of the input", extent, exact=exact_numbers(lambda f: f.size)),
    "field-stride": Column(
        "f-stride",
        "how far apart the fields of neighbours are",
        numbers(lambda f: f.stride),
        exact=exact_numbers(lambda f: f.stride),
    ),
    "field-padding": Column(
        "f-padding",
        "how far the first neuron sees beyond the border",
        numbers(lambda f: f.padding),
        exact=exact_numbers(lambda f: f.padding),
    ),
    "field-center": Column(
        "f-center",
        "the middle of the first neuron's field",
        numbers(lambda f: f.center),
        exact=exact_numbers(lambda f: f.center),
    ),
    "macs%": Column("MACs%", "share of all multiply-accumulates", lambda r, t: percent(r.macs, t.totals.macs)),
}

FIELDS = frozenset(name for name in COLUMNS if name.startswith("field"))
"""The columns that speak of receptive fields, which are computed for them only."""

DEFAULT = ("layer", "operation", "output", "params", "memory", "macs")
