"""What the readers of a list's entries share: the list that they stand in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from convcalc.language.architecture import Block, Body, Join, Node
from convcalc.language.context import Context
from convcalc.language.copies import Copies
from convcalc.language.kind_reader import Defaults, KindReader
from convcalc.language.naming import NamedEntry
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.nodes import Scalar, Sequence
from convcalc.language.references import References
from convcalc.language.suppressions import Suppression
from convcalc.language.values import Values

Channels: TypeAlias = list[int | None]
"""The channels of what is read, None where they depend on a size."""
Part: TypeAlias = tuple[Node | Join | Block, int | None]
"""What one copy of an entry is, and the channels that it gives."""
MetaKeys: TypeAlias = dict[str, YamlNode]
"""The keys beside a kind, such as `name` and `from`."""


class RepeatedEntry(NamedTuple):
    """An entry of a list as it is written, however often it is there."""

    copies: Copies
    key: Scalar
    """The kind, with its place."""
    name: Scalar | None
    reads: tuple[str, ...]
    """What the first copy reads; the others read the one before them."""
    repeat: YamlNode | None
    one_set: bool = False
    """All copies use one set of weights."""
    shares: str = ""
    """The name of the layer whose weights it uses."""


class ListReader(ABC):
    """A list of layers while it is read: its values, its names, and how to read a list inside it."""

    def __init__(self, context: Context, values: Values, defaults: Defaults) -> None:
        self.context, self.values, self.problems = context, values, values.problems
        self.defaults = defaults
        self.kinds = KindReader(values, defaults)
        self.references = References(values, context.blocks)

    @abstractmethod
    def read_inside(self, node: Sequence, channels: int | None) -> tuple[Body, int | None] | None:
        """The steps of a list inside this one, and the channels it gives; None where the file has asked for too much."""

    @abstractmethod
    def read_closed(self, nodes: list[YamlNode], values: Values, defaults: Defaults) -> tuple[Body, int | None]:
        """The steps of a list that sees `values` and nothing around it, and the channels that it gives."""

    @abstractmethod
    def written_out(self, entry: RepeatedEntry, make: Callable[[bool, Channels], Part | None]) -> list[NamedEntry]:
        """The steps of an entry with all its copies; those that are alike are one step.

        `make` gives one copy, told whether it is the first, and the channels that it reads.
        """

    def allowed_beside(self, meta: MetaKeys) -> Suppression | None:
        """What the `allow:` beside a use asks for, which has been read."""
        node = meta.get("allow")
        if node is None:
            return None
        return self.problems.suppressions.get((node.span.source.name, node.span.line, node.span.column))
