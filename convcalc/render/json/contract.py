"""What all of the JSON shares: the version, the text, volumes, and how a window comes out."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from convcalc.arithmetic.closed import Closed
from convcalc.arithmetic.fit import AxisFit
from convcalc.arithmetic.volume import Volume
from convcalc.arithmetic.window import Window
from convcalc.render.printable import in_json

FORMAT = 1


def dumps(data: Any) -> str:
    """JSON text of what the functions here return."""
    return in_json(json.dumps(data, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    """Exact fractions and closed forms as texts."""
    if isinstance(value, Fraction | Closed):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def volume_data(volume: Volume | None) -> dict[str, Any] | None:
    """A volume; null where it is not known."""
    return None if volume is None else {"size": volume.size, "channels": volume.channels}


def window_keys(window: Window) -> dict[str, Any]:
    """The extents of a window on one axis."""
    return {
        "kernel": window.kernel,
        "stride": window.stride,
        "padding": (window.before, window.after),
        "dilation": window.dilation,
    }


def axis_fit_data(fit: AxisFit) -> dict[str, Any]:
    """How a window comes out on one axis."""
    return {
        "exact": str(fit.exact),
        "remainder": fit.remainder,
        "grade": fit.grade,
        "lost": fit.lost,
        "skipped": fit.skipped,
    }
