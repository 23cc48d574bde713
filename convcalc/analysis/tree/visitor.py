"""How an analysis goes through the tree of a network."""

from __future__ import annotations

from typing import Any, ClassVar

from convcalc.analysis.tree.node import TreeNode


class Visitor:
    """Visits nodes with the method that is called after their class: `visit_BlockUse` for a `BlockUse`.

    Where there is none for a class the one of the nearest class above it is taken, so that `visit_OpenGroup` serves named
    groups, joins, and whatever groups come. All that is given beside the node is handed on.
    """

    _found: ClassVar[dict[type, str]]

    def __init_subclass__(cls) -> None:
        cls._found = {}

    def visit(self, node: TreeNode, *given: Any) -> Any:
        """What the node's own method returns."""
        name = self._found.get(type(node))
        if name is None:
            name = self._found[type(node)] = self._name_for(type(node))
        return getattr(self, name)(node, *given)

    def _name_for(self, kind: type) -> str:
        for above in kind.__mro__:
            if hasattr(self, name := f"visit_{above.__name__}"):
                return name
        raise TypeError(f"{type(self).__name__} has no method for {kind.__name__}")
