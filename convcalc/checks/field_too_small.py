"""A receptive field that is smaller than the objects, whose size the file gives under `object:`.

Why it matters: a neuron that sees part of an object cannot know the whole of it. What comes behind, such as a mean over all
places, can only count parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from convcalc.analysis.report import Report
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.volume import size_text
from convcalc.findings import Finding, Rule

if TYPE_CHECKING:
    from convcalc.analysis.receptive import ReceptiveField

TRIGGERS = """\
input: 64x64x3
object: 24
layers:
  - conv: {filters: 16, kernel: 3, padding: 1}
  - maxpool: 2
  - conv: {filters: 32, kernel: 3, padding: 1}
"""
PASSES = """\
input: 64x64x3
object: 8
layers:
  - conv: {filters: 16, kernel: 3, padding: 1}
  - maxpool: 2
  - conv: {filters: 32, kernel: 3, padding: 1}
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule: of what the network gives, and of what a pool over everything reads on the way there."""
    object = report.architecture.object
    if object is None or report.architecture.unknowns is not None:
        return
    for row in _judged(report):
        for name, field in report.receptive_fields.get(row.name, {}).items():
            if len(field.size) == len(object.size) and _is_smaller(field, object.size):
                whose = f" of {name}" if len(report.architecture.inputs) > 1 else ""
                seen = size_text(tuple(n for n in field.size if n is not None))
                message = f"{row.name} sees {seen} pixels{whose}, and objects have {size_text(object.size)}"
                facts = (f"object is said in line {object.span.line}", *row.use_path)
                yield Finding(rule, message, row.span, "", facts, layer=row.name)


def _is_smaller(field: ReceptiveField, object: tuple[int, ...]) -> bool:
    """Whether a field is known and smaller than the objects on an axis where it is not all there is."""
    axes = zip(field.size, object, field.whole, strict=True)
    return None not in field.size and any(n is not None and n < wanted and not whole for n, wanted, whole in axes)


def _judged(report: Report) -> Iterator[Row]:
    """The layers with places of their own that an output rests on, from the outputs back."""
    waiting, seen = list(report.outputs), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            row = report.row(name)
        except KeyError:  # an input, or a copy that is folded away
            continue
        fields = report.receptive_fields.get(name, {})
        if not all(field.is_whole for field in fields.values()):
            yield row
        elif fields and not _weighs_places(row):
            waiting += row.reads_from


def _weighs_places(row: Row) -> bool:
    """Whether a layer that sees everything can tell one place from another: it puts them into one vector."""
    x, y = row.input, row.output
    return x is not None and y is not None and x.positions > 1 and y.rank == 0
