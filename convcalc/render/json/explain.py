"""The derivation of a layer as JSON: every formula as text and in LaTeX, with its numbers and its exact result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convcalc.analysis.explain import Derivation, ExplainReport, Explanation
from convcalc.analysis.growth import Growth
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.traced import TracedInt
from convcalc.render.json.contract import FORMAT, axis_fit_data, dumps, volume_data, window_keys
from convcalc.render.options import RenderOptions


def render(found: ExplainReport, options: RenderOptions) -> str:
    """The layers as data."""
    return explain_json(found)


def explain_json(found: ExplainReport) -> str:
    """An object with a list of layers, in the order of the table."""
    a = found.report.architecture
    head = {"format": FORMAT, "name": a.name, "file": a.source.name, "batch": a.batch, "dtype": a.dtype}
    return dumps({**head, "layers": [_layer_data(one) for one in found.layers]})


def _layer_data(one: Explanation) -> Mapping[str, Any]:
    row = one.row
    return {
        "name": row.name,
        "kind": row.layer.kind,
        "operation": row.operation,
        "line": row.span.line,
        "reads": [{"from": name, "volume": volume_data(x)} for name, x in one.reads],
        "output": volume_data(row.output),
        "problem": None if row.shape_error is None else row.shape_error.message,
        "letters": [{"letter": one.letter, "means": one.means, "value": one.value} for one in one.letters],
        "extent": [_derivation(each) for each in one.extents],
        "size": [_derivation(each) for each in one.output],
        "params": _derivation(one.params),
        "buffers": _derivation(one.buffers),
        "macs": _derivation(one.macs),
        "memory_bytes": _derivation(one.memory),
        "receptive_field": [_growth(grown) for grown in one.growth],
        "fit": None if row.fit is None else [axis_fit_data(fit) for fit in row.fit],
        "windows": [_track(track) for track in one.tracks],
        "instead": [
            {"way": other.name, "operation": other.operation, "params": _derivation(other.params)}
            for other in one.alternatives
        ],
    }


def _derivation(found: Derivation | None) -> dict[str, Any] | None:
    if found is None:
        return None
    axes = {"symbol": found.symbol, "axes": found.axes} if found.symbol.endswith("′") or found.axes else {}
    because = {"because": found.because} if found.because else {}
    return {**axes, **_work(found.work), "value": found.value, **because}


def _work(work: TracedInt) -> dict[str, Any]:
    return {
        "formula": work.formula,
        "numbers": work.numbers,
        "latex": work.latex,
        "latex_numbers": work.latex_numbers,
        "exact": str(work.exact),
    }


def _growth(grown: Growth) -> dict[str, Any]:
    field = grown.field
    return {
        "input": grown.input,
        "axes": grown.axes,
        "how": grown.how.value,
        "size": grown.image if field.whole else field.size,
        "stride": field.stride,
        "padding": field.padding,
        "exceeds_image": grown.exceeds,
        "working": None
        if grown.size is None or grown.stride is None or grown.padding is None
        else {"size": _work(grown.size), "stride": _work(grown.stride), "padding": _work(grown.padding)},
    }


def _track(track: Track) -> dict[str, Any]:
    return {
        "over": track.over,
        "pixels": track.size,
        "places": track.places,
        **window_keys(track.window),
    }
