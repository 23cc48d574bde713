"""Groups of channels, which must come out even."""

from convcalc.arithmetic.comparisons import same
from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import ShapeError

NO_GROUPS = "groups-do-not-divide"


def require_groups(channels: int, groups: int, *, what: str = "channels", of: str = "the channels") -> None:
    """Refuse groups that do not come out even: `what` names the channels counted, `of` all that must divide.

    Raises ShapeError.
    """
    if not same(channels % groups, 0):
        message = f"{channels} {what} do not divide into {groups} groups"
        raise ShapeError(NO_GROUPS, message, parameter="groups", help=f"the number of groups must divide {of}")


def channels_of_a_group(x: Volume, filters: int, groups: int) -> int:
    """The input channels that one filter of a grouped convolution reads; raises ShapeError where groups do not divide."""
    both = "both the input channels and the filters"
    require_groups(x.channels, groups, what="input channels", of=both)
    require_groups(filters, groups, what="filters", of=both)
    return x.channels // groups if groups > 1 else x.channels
