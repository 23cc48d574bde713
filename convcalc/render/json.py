"""The JSON contract, version 1: what tools read. Absent means not built yet, null means unknown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import PurePath
from typing import Any, TypeAlias

from convcalc.analysis.closed_forms import ClosedReport
from convcalc.analysis.receptive import Fields, ReceptiveField
from convcalc.analysis.report import Report
from convcalc.analysis.tree.counts import QUANTITIES, Counts
from convcalc.analysis.tree.row import Row
from convcalc.analysis.window_check import WindowReport
from convcalc.arithmetic.axes import Padding
from convcalc.arithmetic.closed import Closed, Undecided
from convcalc.arithmetic.fit import AxisFit
from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.findings import Finding
from convcalc.language.architecture import Training
from convcalc.layers import Layer
from convcalc.render.formats import Examined, Look
from convcalc.render.listed import Omitted, by_name
from convcalc.render.printable import in_json

FORMAT = 1


def render(examined: list[Examined], look: Look) -> str:
    """An object for one network, a list for several or a folder."""
    data = [
        {**report_data(e.report, look.training or Training(), e.findings, e.omitted), **closed_data(e.closed)}
        if e.report
        else broken_data(PurePath(e.source.name).stem, e.source.name, e.findings, e.omitted)
        for e in examined
    ]
    return dumps(data if look.several else data[0])


def dumps(data: Any) -> str:
    """JSON text of what the functions here return."""
    return in_json(json.dumps(data, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    """Exact fractions and closed forms as texts."""
    if isinstance(value, Fraction | Closed):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


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


def broken_data(name: str, file: str, findings: tuple[Finding, ...], omitted: Omitted = ()) -> dict[str, Any]:
    """A file that opens but is not right."""
    data = {"format": FORMAT, "name": name, "file": file, "layers": [], "totals": None}
    return {**data, **listed_data(findings, omitted)}


def volume_data(volume: Volume | None) -> dict[str, Any] | None:
    """A volume; null where it is not known."""
    return None if volume is None else {"size": volume.size, "channels": volume.channels}


_Windows: TypeAlias = dict[tuple[Layer, Volume], tuple[dict[str, Any], list[dict[str, Any]] | None]]


def _row(row: Row, report: Report, windows: _Windows) -> dict[str, Any]:
    """One layer; `windows` remembers what equal layers that read equal volumes have in common."""
    layer = row.layer
    if row.input is None or row.misfit is not None:
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
    return None if row.fit is None else [fit_data(fit) for fit in row.fit]


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


def fit_data(fit: AxisFit) -> dict[str, Any]:
    """How a window comes out on one axis."""
    return {
        "exact": str(fit.exact),
        "remainder": fit.remainder,
        "grade": fit.grade,
        "lost": fit.lost,
        "skipped": fit.skipped,
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """One finding."""
    span = finding.span
    return {
        "code": finding.rule.code,
        "name": finding.rule.name,
        "severity": finding.severity,
        "file": finding.source.name,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "layer": finding.layer,
        "message": finding.message,
        "help": finding.help or None,
    }


def window_data(report: WindowReport) -> dict[str, Any]:
    """The check of one window."""
    return {
        "format": FORMAT,
        "fits": report.fits,
        "axes": [_axis(fit) for fit in report.axes],
        "suggestions": {
            quantity: [suggestion._asdict() for suggestion in found] for quantity, found in report.suggestions.items()
        },
    }


def _axis(fit: AxisFit) -> Mapping[str, Any]:
    window = fit.window
    return {
        "input": fit.input,
        "kernel": window.kernel,
        "stride": window.stride,
        "padding": (window.before, window.after),
        "dilation": window.dilation,
        "exact": str(fit.exact),
        "size": fit.size,
        **{key: value for key, value in fit_data(fit).items() if key != "exact"},
    }


def findings_data(
    findings: list[Finding], files: int, unreadable: tuple[str, ...] = (), omitted: Omitted = ()
) -> dict[str, Any]:
    """The findings of a check, and what is said of files that could not be opened or decoded."""
    return {"format": FORMAT, "files": files, "unreadable": list(unreadable), **listed_data(findings, omitted)}


def listed_data(findings: Iterable[Finding], omitted: Omitted = ()) -> dict[str, Any]:
    """The findings that are listed, and how many are not, by rule."""
    return {"findings": [finding_data(finding) for finding in findings], "omitted": by_name(omitted)}
