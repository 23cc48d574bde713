"""How wide the parts of a table are: what is dropped, in which order, where there is little room."""

from __future__ import annotations

from typing import NamedTuple

BARS = ("params", "memory", "macs")
"""The columns that have a bar, the ones that matter most first."""
NARROWEST_OPERATION = 12
NARROWEST_LAYER = 8


class Layout(NamedTuple):
    """Widths in characters: of the columns by name, of the bars by name, and of the gap between columns."""

    columns: dict[str, int]
    bars: dict[str, int]
    gap: int
    is_cut: bool = False
    """Whether some column is narrower than its longest cell."""

    @property
    def total(self) -> int:
        """The width of a whole line."""
        bars = [width + 1 for width in self.bars.values() if width]
        return sum(self.columns.values()) + sum(bars) + self.gap * (len(self.columns) - 1) + MARGIN


MARGIN = 1
"""Blanks before each line."""

# From rich to poor: the gap and the widths of the bars of params, memory and macs.
_CHOICES = (
    (3, (16, 16, 16)),
    (2, (12, 12, 12)),
    (2, (10, 10, 10)),
    (2, (8, 8, 8)),
    (2, (6, 6, 6)),
    (2, (6, 6, 0)),
    (2, (4, 4, 0)),
    (1, (4, 4, 0)),
)
_LEAST_NEEDED = ("macs", "memory", "operation", "params")
"""The columns that go first where even the narrowest table does not fit, then those on the right; a number is never cut."""
PIPED = 2
"""The choice where nothing limits the width."""


def choose(natural: dict[str, int], width: int | None) -> Layout:
    """The richest layout for columns of these `natural` widths that fits into `width` characters (None: no limit).

    Where even the poorest does not fit, the operation and then the layer's name are cut, and then the bars go.
    """
    bars = [name for name in BARS if name in natural]
    layouts = [Layout(natural, {name: widths[BARS.index(name)] for name in bars}, gap) for gap, widths in _CHOICES]
    if width is None:
        return layouts[PIPED]
    for layout in layouts:
        if layout.total <= width:
            return layout
    return _squeeze(layouts[-1], width)


def _squeeze(layout: Layout, width: int) -> Layout:
    layout = _narrowed(layout, "operation", NARROWEST_OPERATION, width)
    if layout.total > width:
        layout = _narrowed(layout._replace(bars={}), "layer", NARROWEST_LAYER, width)
    for column in [*_LEAST_NEEDED, *reversed(layout.columns)]:
        if layout.total > width and len(layout.columns) > 1:
            columns = {name: width for name, width in layout.columns.items() if name != column}
            layout = layout._replace(columns=columns)
    return layout


def _narrowed(layout: Layout, column: str, narrowest: int, width: int) -> Layout:
    """The layout with one column as narrow as the width asks, but not below `narrowest`."""
    widest = layout.columns.get(column)
    excess = layout.total - width
    if widest is None or excess <= 0:
        return layout
    narrower = max(min(narrowest, widest), widest - excess)
    return layout._replace(columns={**layout.columns, column: narrower}, is_cut=True)
