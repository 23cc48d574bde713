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


def choose(natural: dict[str, int], room: int | None) -> Layout:
    """The richest layout for columns of these `natural` widths that fits into `room` characters (None: no limit).

    Where even the poorest does not fit, the operation and then the layer's name are cut, and then the bars go.
    """
    bars = [name for name in BARS if name in natural]
    layouts = [Layout(natural, {name: widths[BARS.index(name)] for name in bars}, gap) for gap, widths in _CHOICES]
    if room is None:
        return layouts[PIPED]
    for layout in layouts:
        if layout.total <= room:
            return layout
    return _squeeze(layouts[-1], room)


def _squeeze(layout: Layout, room: int) -> Layout:
    layout = _narrowed(layout, "operation", NARROWEST_OPERATION, room)
    if layout.total > room:
        layout = _narrowed(layout._replace(bars={}), "layer", NARROWEST_LAYER, room)
    for column in [*_LEAST_NEEDED, *reversed(layout.columns)]:
        if layout.total > room and len(layout.columns) > 1:
            columns = {name: width for name, width in layout.columns.items() if name != column}
            layout = layout._replace(columns=columns)
    return layout


def _narrowed(layout: Layout, column: str, narrowest: int, room: int) -> Layout:
    """The layout with one column as narrow as the room asks, but not below `narrowest`."""
    width = layout.columns.get(column)
    excess = layout.total - room
    if width is None or excess <= 0:
        return layout
    narrower = max(min(narrowest, width), width - excess)
    return layout._replace(columns={**layout.columns, column: narrower}, is_cut=True)
