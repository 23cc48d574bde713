"""`object:`, how large the objects in the image are."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from convcalc.arithmetic.axes import AxesError, spread
from convcalc.language.architecture import ObjectSize
from convcalc.language.nodes import Node
from convcalc.language.problems import BAD_VALUE
from convcalc.language.values import BROKEN, Values
from convcalc.layers.parameters import read_size


def read_object(node: Node, rank: int, values: Values) -> ObjectSize | None:
    """The size of objects in images of `rank` axes, a number for each; None where it is none, which is then said."""
    value = values.read(node)
    if value is BROKEN:
        return None
    if rank == 0:
        help = "leave it out: what is no image has no objects of a size"
        values.problems.add(BAD_VALUE, node.span, "object is a size in pixels, and the input is a vector", help=help)
        return None
    try:
        return ObjectSize(spread(read_size(value), rank, "object"), node.span)
    except PydanticCustomError as error:
        values.problems.add(BAD_VALUE, node.span, f"object {error.message()}", help="height x width, such as 64 or 40x60")
    except AxesError as error:
        values.problems.add(BAD_VALUE, node.span, error.message, help=f"{error.help}; objects have no channels")
    return None
