"""An even window at stride 1, with padding that is meant to keep the grid: every pixel moves by half a pixel.

Why it matters: an even window has no middle, so its output lies between the pixels of its input, one position more or fewer
of them, or as many that are all moved one way. Features no longer stand where the image has them, and sums with what skips
the layer are blurred.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.volume import size_text
from convcalc.checks.common import once, reads, tracks_of
from convcalc.findings import Finding, Rule

TRIGGERS = """\
input: 32x32x16
layers:
  - conv: {filters: 16, kernel: 4, padding: 1}
"""
PASSES = """\
input: 32x32x16
layers:
  - conv: {filters: 16, kernel: 3, padding: 1}
  - conv: {filters: 16, kernel: 4}
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule.

    It is quiet about windows without padding, which only take what is there; about padding that is written side by side;
    about windows that see each pixel equally often (padding E − 1); and right behind a layer that refines the grid, as in
    the up-convolutions of a U-Net, whose pixels are copies.
    """
    found = [(row, shifted) for row in report.distinct if (shifted := _shifted(row))]
    refined = _read_refined(report) if found else set()
    return once((row.node, _finding(report, rule, row, axes)) for row, axes in found if id(row.node) not in refined)


def _shifted(row: Row) -> list[int]:
    """The axes whose grid a layer means to keep and shifts."""
    tracks = tracks_of(row)
    if not tracks or row.layer.padding.mode == "sides":  # type: ignore[attr-defined]
        return []
    worded = row.layer.padding.mode in ("half", "same")  # type: ignore[attr-defined]
    return [i for i, track in enumerate(tracks) if _shifts(track, worded)]


def _shifts(track: Track, worded: bool) -> bool:
    window = track.window
    full = window.before == window.after == window.extent - 1 and window.extent > 2
    return (
        track.over == "input"
        and window.stride == 1
        and window.extent % 2 == 0
        and (worded or window.before > 0)
        and not full
        and track.places != 1
    )


def _read_refined(report: Report) -> set[int]:
    """The layers, as written, that read one which makes its input at least twice as long."""
    refined = set()
    for link in report.links:
        if link.producer is None:
            continue
        x, y = link.producer.row.input, link.producer.row.output
        if x is None or y is None or not x.rank == y.rank > 0 or not all(isinstance(n, int) for n in (*x.size, *y.size)):
            continue
        if all(m >= 2 * n for n, m in zip(x.size, y.size, strict=True)):
            refined.add(id(link.reader.row.node))
    return refined


def _finding(report: Report, rule: Rule, row: Row, axes: list[int]) -> Finding:
    tracks = tracks_of(row)
    names = AXES[len(tracks)]
    alike = len(axes) == len(tracks) and len(set(tracks)) == 1
    shown = [(" and ".join(names) if len(names) < 3 else "all axes", tracks[0])] if alike else []
    facts = [f"{name}: {_becomes(track)}" for name, track in shown or [(names[i], tracks[i]) for i in axes]]
    odd = sorted({extent for i in axes for extent in (tracks[i].window.extent - 1, tracks[i].window.extent + 1)})
    kernel = size_text(tuple(track.window.kernel for track in tracks))
    spans = tracks[axes[0]].window.extent
    span = f", which spans {spans}," if spans != tracks[axes[0]].window.kernel else ""
    return Finding(
        rule=rule,
        message=f"{row.name} shifts the grid by half a pixel: a kernel of {kernel}{span} has no middle",
        span=row.node.spans.get("kernel", row.span),
        label=reads(report, row),
        facts=(*facts, *row.use_path),
        help=f"a window that spans {' or '.join(map(str, odd))}; where it is meant, padding side by side says so",
        layer=row.name,
    )


def _becomes(track: Track) -> str:
    if track.places == track.size:
        return f"{track.size} positions stay {track.places}, each half a pixel further on"
    return f"{track.size} positions become {track.places}, between them"
