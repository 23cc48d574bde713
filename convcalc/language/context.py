"""What holds for a whole file while its lists of layers are read, and how much it has asked for."""

from __future__ import annotations

from typing import Any

from convcalc.language.architecture import Body
from convcalc.language.blocks import BlockDefinition
from convcalc.language.kind_reader import Defaults
from convcalc.language.limits import Limits, more
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.problems import TOO_LARGE, Problems

MOST_NAMES = 5_000_000
"""A branch in a list of a thousand named layers sees a thousand."""


class Context:
    """What holds for the whole file while its lists are read."""

    def __init__(self, defaults: Defaults, rank: int, blocks: dict[str, BlockDefinition], limits: Limits) -> None:
        self.defaults, self.rank, self.blocks, self.limits = defaults, rank, blocks, limits
        self.parameters: dict[str, Any] = {}
        self.open_blocks: list[str] = []
        self.seen: set[YamlNode] = set()
        """The entries that have been read."""
        self.expansion = 0
        """How many of them have been read again, and how many copies beside the first."""
        self.names_seen = 0
        """How many names the lists inside others see, each of which they hold for themselves."""
        self.written = 0
        """How many entries and branches have been read for the first time."""
        self.read_blocks: dict[Any, tuple[Body, int | None]] = {}
        """Blocks by name, arguments and channels of their inputs: each is read once for all its uses."""

    @property
    def exhausted(self) -> bool:
        """More has been read than a file may ask for, which has been said."""
        return self.expansion > self.limits.expansion or self.written > self.limits.layers or self.names_seen > MOST_NAMES

    def see(self, names: int, node: YamlNode, problems: Problems) -> bool:
        """Count the names that a list inside another sees; False where it is too many by now."""
        if not self.exhausted:
            self.names_seen += names
            if self.exhausted:
                message = "branches and groups stand below too many names: each of them sees every name above"
                problems.add(TOO_LARGE, node.span, message, help="make blocks of them, which see their inputs only")
        return not self.exhausted

    def read_first(self, node: YamlNode, problems: Problems) -> bool:
        """Count an entry or a branch that has not been read before; False where there may be no more of them."""
        if not self.exhausted:
            self.written += 1
            if self.exhausted:
                message = f"the file has more than {self.limits.layers:,} layers here"
                help = f"use blocks and repeat, which count once; {more('layers')}"
                problems.add(TOO_LARGE, node.span, message, help=help)
        return not self.exhausted

    def read_again(self, node: YamlNode, problems: Problems) -> bool:
        """Count an entry that has been read before, where there may be more of them; False where there may not."""
        if not self.exhausted:
            self.expansion += 1
            if self.exhausted:
                message = f"copies and uses of blocks that differ come to more than {self.limits.expansion:,} layers by now"
                problems.add(TOO_LARGE, node.span, message, help=more("expansion"))
        return not self.exhausted

    def unused_blocks(self) -> list[BlockDefinition]:
        """Those that nothing has used so far."""
        used = {key[0] for key in self.read_blocks}
        return [block for name, block in self.blocks.items() if name not in used]
