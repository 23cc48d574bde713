"""A border of zeros that is not narrower than the window over it.

Why it matters: the outermost windows see nothing but zeros, so what they give says nothing of the image, and the volume is
larger for it. Most often the padding was kept when the kernel was made smaller.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.strip import Track
from convcalc.checks.common import once, reads, tracks_of
from convcalc.findings import Finding, Rule
from convcalc.language.architecture import Node

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 1, padding: 1}
"""
PASSES = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, padding: 2}
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule. What a dilated kernel spans counts: its outermost windows reach the image."""
    return once(_found(report, rule))


def _found(report: Report, rule: Rule) -> Iterator[tuple[Node, Finding]]:
    for row in report.distinct:
        tracks = tracks_of(row)
        wide = [i for i, track in enumerate(tracks) if _widest(track) >= track.window.extent]
        if wide:
            yield row.node, _finding(report, rule, row, tracks, wide)


def _widest(track: Track) -> int:
    return max(track.window.before, track.window.after)


def _finding(report: Report, rule: Rule, row: Row, tracks: tuple[Track, ...], wide: list[int]) -> Finding:
    axes = "" if len(wide) == len(tracks) else f" on the {' and the '.join(AXES[len(tracks)][i] for i in wide)}"
    track = tracks[wide[0]]
    extent = track.window.extent
    what = (
        "the outermost windows see only the border"
        if track.over == "input"
        else "all that the outermost pixels give is cut off"
    )
    return Finding(
        rule=rule,
        message=f"{row.name} has a padding of {_widest(track)}{axes}, and its window spans {extent}: {what}",
        span=row.node.spans.get("padding", row.span),
        label=reads(report, row),
        facts=row.use_path,
        help=f"a padding of {extent - 1} or less, such as half" if extent > 1 else "a window of one pixel needs no padding",
        layer=row.name,
    )
