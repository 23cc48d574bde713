"""The check of one window as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convcalc.analysis.window_check import WindowReport
from convcalc.arithmetic.fit import AxisFit
from convcalc.render.json.contract import FORMAT, axis_fit_data, dumps, window_keys
from convcalc.render.options import RenderOptions


def render(report: WindowReport, options: RenderOptions) -> str:
    """The numbers of each axis, and what would fit."""
    return dumps(window_data(report))


def window_data(report: WindowReport) -> dict[str, Any]:
    """The check of one window."""
    return {
        "format": FORMAT,
        "fits": report.fits,
        "axes": [_axis_data(fit) for fit in report.axes],
        "suggestions": {
            quantity: [suggestion._asdict() for suggestion in found] for quantity, found in report.suggestions.items()
        },
    }


def _axis_data(fit: AxisFit) -> Mapping[str, Any]:
    return {
        "input": fit.input,
        **window_keys(fit.window),
        "exact": str(fit.exact),
        "size": fit.size,
        **{key: value for key, value in axis_fit_data(fit).items() if key != "exact"},
    }
