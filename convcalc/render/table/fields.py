"""Receptive fields in words: what the columns and the remarks of a table say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from convcalc.analysis.fold import Entry
from convcalc.analysis.report import Report
from convcalc.arithmetic.traced import MINUS
from convcalc.arithmetic.volume import CROSS

if TYPE_CHECKING:
    from convcalc.analysis.receptive import ReceptiveField

UNKNOWN = "?"

Values: TypeAlias = "Callable[[ReceptiveField], tuple[int | Fraction | None, ...]]"
"""One number of a field for each axis."""


def extent(row: Entry, report: Report) -> str:
    """`195×195`; `all` where it is the whole input."""

    def text(field: ReceptiveField) -> str:
        sides = zip(field.size, field.whole, strict=True)
        return "all" if field.is_whole else CROSS.join("all" if whole else _number(n) for n, whole in sides)

    return _of_inputs(row, report, text)


def numbers(values: Values) -> Callable[[Entry, Report], str]:
    """Cells such as `32`, or `32×16` where the axes differ; nothing where the field is the whole input."""

    def text(field: ReceptiveField) -> str:
        sides = zip(values(field), field.whole, strict=True)
        texts = ["all" if whole else _number(n) for n, whole in sides]
        return "" if field.is_whole else texts[0] if len(set(texts)) == 1 else CROSS.join(texts)

    return lambda row, report: _of_inputs(row, report, text)


def exact_numbers(values: Values) -> Callable[[Entry, Report], str | None]:
    """Cells for machines: `32x16`, a number for each axis; nothing where there is none."""

    def cell(row: Entry, report: Report) -> str | None:
        texts = []
        for name, field in row.fields.items():
            if any(n is not None for n in values(field)):
                text = "x".join("" if n is None else str(n) for n in values(field))
                texts.append(text if len(report.architecture.inputs) == 1 else f"{name}={text}")
        return " ".join(texts) or None

    return cell


def field_remarks(report: Report, shown: list[Entry]) -> Iterator[str]:
    """What the columns do not show by themselves."""
    beyond = [entry.name for entry in shown if any(field.exceeds for field in entry.fields.values())]
    if len(beyond) == 1:
        yield f"the receptive field of {beyond[0]} is larger than the image, whose border cuts it"
    elif beyond:
        fields = f"the receptive fields of {len(beyond)} lines"
        yield f"from {beyond[0]} on {fields} are larger than the image, whose border cuts them"
    from convcalc.analysis.receptive import has_gates  # noqa: PLC0415  (loaded for those who options only)

    if has_gates(report.tree):
        yield "the fields leave gates out of account, 1×1 volumes that multiply a larger one"


def _of_inputs(row: Entry, report: Report, text: Callable[[ReceptiveField], str]) -> str:
    """A cell; of a network with several inputs it names those that are reached."""
    if not row.fields:
        return UNKNOWN
    alone = len(report.architecture.inputs) == 1
    texts = {name: text(field) for name, field in row.fields.items()}
    return ", ".join(text if alone else f"{name} {text}" for name, text in texts.items() if text)


def _number(value: int | Fraction | None) -> str:
    return UNKNOWN if value is None else str(value).replace("-", MINUS)
