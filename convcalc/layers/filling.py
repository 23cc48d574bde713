"""What a border is filled with: zeros, or the volume's own pixels, as PyTorch's `F.pad` does it."""

from typing import Annotated, TypeAlias

from convcalc.arithmetic.axes import AXES, SIDE_NAMES
from convcalc.arithmetic.comparisons import at_least
from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import ShapeError
from convcalc.layers.parameters import Checked, one_of

ZEROS = "zeros"
KEEPING = ("reflect", "replicate")
"""The modes whose backward pass needs the volume that was given a border."""
_MODES = (ZEROS, "reflect", "replicate", "circular")
_FOREIGN = {
    "constant": ZEROS,
    "zero": ZEROS,
    "reflection": "reflect",
    "edge": "replicate",
    "replication": "replicate",
    "wrap": "circular",
}
_REASONS = {
    "reflect": (1, "a reflected border (mode reflect) must be narrower than the side"),
    "circular": (0, "a circular border (mode circular) must be no wider than the side"),
}
"""How much longer than its border a side must be, in pixels, and that in words."""

Filling: TypeAlias = Annotated[str, Checked(one_of(_MODES, _FOREIGN), {"enum": list(_MODES)})]
"""What a border is filled with."""


def require_room(mode: str, sides: list[tuple[int, int]], x: Volume, parameter: str | None = None) -> None:
    """Raise ShapeError where a border, (before, after) on each axis, is too wide to be filled from the volume `x`.

    Without a `parameter` to point at, it is the side. The limits are those of PyTorch's `F.pad`.
    """
    if mode not in _REASONS:
        return
    more, reason = _REASONS[mode]
    wrong = []
    for i, (n, border) in enumerate(zip(x.size, sides, strict=True)):
        widest = max(border)
        if widest and not at_least(n, widest + more):
            wrong.append((AXES[x.rank][i], SIDE_NAMES[x.rank][i][border.index(widest)], n, widest))
    if wrong:
        facts = tuple(f"{axis}: at most {n - more} for a side of {n}, got {widest}" for axis, _, n, widest in wrong)
        most = min(n for _, _, n, _ in wrong) - more
        help = f"a border of {most} or less, or replicate, which has no limit" if most else "replicate has no limit"
        raise ShapeError("wrong-padding", reason, parameter=parameter or wrong[0][1], facts=facts, help=help)
