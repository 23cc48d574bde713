"""convcalc: volumes, parameters, memory and operations of convolutional networks, exactly.

>>> import convcalc
>>> report = convcalc.analyze("alexnet")
>>> report.totals.params
60965224
>>> [str(row.output) for row in report.rows if row.name.startswith("pool")]
['27×27×96', '13×13×256', '6×6×256']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convcalc.analysis.closed_forms import ClosedReport as ClosedReport
    from convcalc.analysis.closed_forms import SizeError as SizeError
    from convcalc.analysis.explain import ExplainReport as ExplainReport
    from convcalc.analysis.explain import Explanation as Explanation
    from convcalc.analysis.fit_sizes import FitReport as FitReport
    from convcalc.analysis.largest_batch import LargestBatch as LargestBatch
    from convcalc.analysis.receptive import ReceptiveField as ReceptiveField
    from convcalc.analysis.report import Report as Report
    from convcalc.analysis.size_rule import SizeRule as SizeRule
    from convcalc.analysis.tree.counts import Totals as Totals
    from convcalc.analysis.tree.row import Row as Row
    from convcalc.analysis.window_check import check_window as check_window
    from convcalc.api import analyze as analyze
    from convcalc.api import check as check
    from convcalc.api import closed_forms as closed_forms
    from convcalc.api import explain as explain
    from convcalc.api import fit as fit
    from convcalc.api import largest_batch as largest_batch
    from convcalc.api import load as load
    from convcalc.arithmetic.periods import TooManyCases as TooManyCases
    from convcalc.arithmetic.volume import Volume as Volume
    from convcalc.findings import ArchitectureError as ArchitectureError
    from convcalc.findings import ConvcalcError as ConvcalcError
    from convcalc.findings import Finding as Finding
    from convcalc.findings import OptionError as OptionError
    from convcalc.findings import UnreadableError as UnreadableError
    from convcalc.source import Source as Source

__version__ = "0.1.0"

# Loaded when first used: `import convcalc` alone costs nothing, and a command pays for what it needs only.
_HOMES = {
    "convcalc.analysis.closed_forms": ("ClosedReport", "SizeError"),
    "convcalc.analysis.explain": ("ExplainReport", "Explanation"),
    "convcalc.analysis.fit_sizes": ("FitReport",),
    "convcalc.analysis.largest_batch": ("LargestBatch",),
    "convcalc.analysis.receptive": ("ReceptiveField",),
    "convcalc.analysis.report": ("Report",),
    "convcalc.analysis.tree.counts": ("Totals",),
    "convcalc.analysis.tree.row": ("Row",),
    "convcalc.analysis.size_rule": ("SizeRule",),
    "convcalc.analysis.window_check": ("check_window",),
    "convcalc.api": ("analyze", "check", "closed_forms", "explain", "fit", "largest_batch", "load"),
    "convcalc.arithmetic.periods": ("TooManyCases",),
    "convcalc.arithmetic.volume": ("Volume",),
    "convcalc.findings": ("ArchitectureError", "ConvcalcError", "Finding", "OptionError", "UnreadableError"),
    "convcalc.source": ("Source",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted([*_HOME, "__version__"])  # noqa: PLE0605  (a list, sorted)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'convcalc' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
