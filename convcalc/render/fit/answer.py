"""What the formats of fitting sizes are given."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.analysis.fit_sizes import FitReport
from convcalc.analysis.fit_today import Today


class SizesAnswer(NamedTuple):
    """The sizes that fit, and how the network fares today; `today` is None for a file that leaves its input open.

    `otherwise` is what would fit if more were accepted, where nothing fits.
    """

    fit: FitReport
    today: Today | None
    otherwise: FitReport | None = None
