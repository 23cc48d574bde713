"""Whether volumes that are to be joined agree."""

from convcalc.arithmetic.comparisons import same
from convcalc.arithmetic.volume import Volume


def agree(one: Volume, other: Volume) -> bool:
    """Whether two volumes have the same axes, sizes and channels."""
    return one.rank == other.rank and all(map(same, (*one.size, one.channels), (*other.size, other.channels)))
