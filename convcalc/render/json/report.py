"""An analysis as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any, TypeAlias

from convcalc.analysis.closed_forms import ClosedReport
from convcalc.analysis.receptive import Fields, ReceptiveField
from convcalc.analysis.report import Report
from convcalc.analysis.tree.counts import QUANTITIES, Counts
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.axes import Padding
from convcalc.arithmetic.closed import Undecided
from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.findings import Finding
from convcalc.language.architecture import Training
from convcalc.layers import Layer
from convcalc.render.analysis import AnalysisOptions, Examined
from convcalc.render.findings.listed import Omitted
from convcalc.render.json.contract import FORMAT, axis_fit_data, dumps, volume_data
from convcalc.render.json.findings import broken_data, listed_data


def render(examined: list[Examined], options: AnalysisOptions) -> str:
    """An object for one network, a list for several or a folder."""
    data = [
        {**report_data(e.report, options.training or Training(), e.findings, e.omitted), **closed_data(e.closed)}
        if e.report
        else broken_data(PurePath(e.source.name).stem, e.source.name, e.findings, e.omitted)
        for e in examined
    ]
    return dumps(data if options.several else data[0])


def report_data(
    report: Report,
    how: Training = Training(),  # noqa: B008  (never changed)
    findings: Iterable[Finding] | None = None,
    omitted: Omitted = (),
) -> dict[str, Any]:
    """One analysis; `how` says how the network is trained, `findings` which are listed where `omitted` counts others."""
    a, totals = report.architecture, report.totals
    windows: _Windows = {}
    return {
        "format": FORMAT,
        "name": a.name,
        "file": a.source.name,
        "inputs": {name: volume_data(volume) for name, volume in a.inputs.items()},
        "batch": a.batch,
        "dtype": a.dtype,
        "rounding": a.rounding,
        "layers": [_row(row, report, windows) for row in report.rows],
        "outputs": {name: volume_data(volume) for name, volume in report.outputs.items()},
        "totals": {
            "complete": totals.complete,
            "layers": totals.layers,
            **_counts(totals, _OF_TOTALS),
            "memory": {
                "params_bytes": totals.params_bytes,
                "activations_bytes": totals.activations_bytes,
                **_peak(report),
                **_training(report, how),
            },
        },
        **listed_data(report.findings if findings is None else findings, omitted),
    }


_MEMORY = "memory_bytes"
_OF_TOTALS = (*(key for key in QUANTITIES if key != _MEMORY), "flops")
_OF_ROWS = (*_OF_TOTALS, _MEMORY)


def _counts(counts: Counts[Any, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """What is counted, by its keys; operations by their sorts."""
    found = {key: getattr(counts, key) for key in keys}
    return {key: value.by_sort() if isinstance(value, Operations) else value for key, value in found.items()}


def _peak(report: Report) -> dict[str, Any]:
    """The most memory in use at once while inferring, where sizes are known."""
    if report.architecture.unknowns is not None:
        return {}
    peak = report.peak
    return {"peak_inference_bytes": peak and peak.bytes, "peak_inference_at": peak and peak.at}


def _training(report: Report, how: Training) -> dict[str, Any]:
    """What training needs, where sizes are known."""
    if report.architecture.unknowns is not None:
        return {}
    memory = report.training(how.optimizer, how.device)
    return {
        "training": {
            "device": memory.device,
            "optimizer": memory.optimizer,
            "saved_bytes": memory.saved_bytes,
            "buffers_bytes": memory.buffers_bytes,
            "gradients_bytes": memory.gradients_bytes,
            "optimizer_bytes": memory.optimizer_bytes,
            "total_bytes": memory.total_bytes,
        }
    }


def closed_data(closed: ClosedReport | None) -> dict[str, Any]:
    """What stands beside the numbers where sizes are unknown: their names, and what the closed forms take for granted."""
    if closed is None:
        return {}
    conditions = [{"layer": who, "condition": str(condition)} for condition, who in closed.conditions.items()]
    least = {name: n for name, (n, _) in closed.least_sizes().items()}
    return {"unknowns": closed.unknowns.names, "minimum": least, "conditions": conditions}


_Windows: TypeAlias = dict[tuple[Layer, Volume], tuple[dict[str, Any], list[dict[str, Any]] | None]]


def _row(row: Row, report: Report, windows: _Windows) -> dict[str, Any]:
    """One layer; `windows` remembers what equal layers that read equal volumes have in common."""
    layer = row.layer
    if row.input is None or row.shape_error is not None:
        parameters, fit = _as_written(layer.parameters()), _fit(row)
    elif (layer, row.input) in windows:
        parameters, fit = windows[layer, row.input]
    else:
        parameters, fit = windows[layer, row.input] = _resolved(layer, row.input), _fit(row)
    return {
        "name": row.name,
        "kind": layer.kind,
        "copies": row.copies,
        "line": row.span.line,
        "from": row.reads_from,
        "parameters": parameters,
        "input": [volume_data(x) for x in row.inputs],
        "output": volume_data(row.output),
        **_counts(row, _OF_ROWS),
        "shared_with": row.shared_with,
        **_fields(row, report),
        "assumed": row.assumed,
        "fit": fit,
    }


def _fit(row: Row) -> list[dict[str, Any]] | None:
    return None if row.fit is None else [axis_fit_data(fit) for fit in row.fit]


def _resolved(layer: Layer, x: Volume) -> dict[str, Any]:
    """The parameters axis by axis; as written where they depend on an unknown size, as the zeros of `same` do."""
    try:
        return layer.resolved(x)
    except Undecided:
        return _as_written(layer.parameters())


def _fields(row: Row, report: Report) -> dict[str, Any]:
    """What the layer sees, where sizes are known."""
    if report.architecture.unknowns is not None:
        return {}
    fields = report.receptive_fields[row.name]
    return {
        "receptive_field": _of_inputs(fields, report, _field),
        "field_center": _of_inputs(fields, report, lambda field: _on_axes(field.center)),
    }


def _of_inputs(fields: Fields, report: Report, data: Callable[[ReceptiveField], Any]) -> Any:
    """What there is of each input that is reached, by name where the network has several; null where nothing is known."""
    if not fields:
        return None
    if len(report.architecture.inputs) == 1:
        return data(*fields.values())
    return {name: data(field) for name, field in fields.items()}


def _field(field: ReceptiveField) -> dict[str, Any] | None:
    if field.is_unknown:
        return None
    return {"size": field.size, "stride": _on_axes(field.stride), "padding": _on_axes(field.padding)}


def _on_axes(values: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """A number for each axis; null where there is none on any."""
    return None if all(value is None for value in values) else values


def _as_written(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters behind an unknown volume, where nothing can be said axis by axis."""
    return {name: str(value) if isinstance(value, Padding) else value for name, value in parameters.items()}
