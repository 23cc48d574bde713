"""Unknown sizes, and what a closed form is at given ones, as the tests of closed forms share them."""

from typing import Any

from convcalc.arithmetic.closed import Closed, Unknowns
from convcalc.arithmetic.polynomial import value_at


def unknowns(*names: str) -> tuple[Unknowns, list[Any]]:
    space = Unknowns()
    return space, [space.size(name) for name in names]


def at(value: Any, **sizes: int) -> Any:
    return value_at(value, value.unknowns.values(sizes)) if isinstance(value, Closed) else value
