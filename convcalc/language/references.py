"""The names of one list of layers: which are taken, which can be read, and what is said of one that cannot."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from convcalc.language.architecture import PREVIOUS, Node
from convcalc.language.expressions import NAME
from convcalc.language.naming import NamedEntry, Run, counting
from convcalc.language.nodes import Mapping, Scalar, Sequence, describe_node
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.problems import BAD_NAME, BAD_REFERENCE, did_you_mean
from convcalc.language.values import BROKEN, Values
from convcalc.layers import kinds
from convcalc.source import Span

_INSIDE = "write the layer in the list around it, in front of what reads it"
_NAME_THE_GROUP = "names in a group without a name belong to the list around it: name the group, or make it a block"
RESERVED_NAMES = ("input", PREVIOUS)


class References:
    """What can be referred to in a list, and by which names; `values.channels` has those that can be read."""

    def __init__(self, values: Values, blocks: Collection[str]) -> None:
        self.values, self.problems, self.blocks = values, values.problems, blocks
        self.names: dict[str, Span] = {}
        """The names of this list, with the place of each."""
        self.absent: dict[str, str] = {}
        """The names of layers that are left out, and what leaves them out."""
        self.inputs = frozenset(values.channels) - {PREVIOUS}
        """What the closed list reads, by name."""
        self.runs: dict[str, list[Run]] = {}
        """The copies that can be read, by the stem of their names."""
        self.shareable: dict[str, NamedEntry] = {}
        self.hidden: dict[str, Span] = {}
        """The names in the branches and groups of the closed list, with the place of each."""
        self.repeated: set[str] = set()
        """The names in groups without a name that are repeated."""
        self.is_inside = False
        """Whether the list is a branch or a group of another."""
        values.find_copy = self.is_copy

    def see(self, around: References) -> None:
        """See the names around, from a list inside another."""
        self.absent, self.inputs = dict(around.absent), around.inputs
        self.runs, self.shareable = dict(around.runs), dict(around.shareable)
        self.hidden, self.repeated, self.is_inside = around.hidden, around.repeated, True

    def name(self, meta: dict[str, YamlNode]) -> Scalar | None:
        """The written name; None without one, or where it is no name, which is then said."""
        node = meta.get("name")
        if node is None:
            return None
        if not isinstance(node, Scalar) or not NAME.fullmatch(node.text):
            message = f"{describe_node(node)} is no name for a layer"
            self.problems.add(BAD_NAME, node.span, message, help="letters, digits and _, beginning with a letter or _")
            return None
        if node.text in RESERVED_NAMES:
            self.problems.add(BAD_NAME, node.span, f"the name {node.text} is reserved", help="call the layer something else")
            return None
        if node.text in self.inputs:
            message = f"the name {node.text} is that of an input"
            self.problems.add(BAD_NAME, node.span, message, help="call the layer something else")
            return None
        first = self.names.get(node.text)
        if first == node.span:
            message = f"the group is repeated, so {node.text} would be there several times"
            self.problems.add(BAD_NAME, node.span, message, help=_NAME_THE_GROUP)
            self.repeated.add(node.text)
        elif first is not None:
            message = f"two layers are called {node.text}, the first in line {first.line}"
            self.problems.add(BAD_NAME, node.span, message, help="names are unique in a list")
        self.names.setdefault(node.text, node.span)
        if self.is_inside:
            self.hidden.setdefault(node.text, node.span)
        return node

    def leave_out(self, node: YamlNode, by: str) -> None:
        """Remember the names of an entry that is not there, so that they are not taken for misspelt ones."""
        if not isinstance(node, Mapping):
            return
        if isinstance(name := node.get("name"), Scalar):
            self.absent[name.text] = by
        elif isinstance(layers := node.get("layers"), Sequence):
            for item in layers.items:
                self.leave_out(item, by)

    def not_there(self, meta: dict[str, YamlNode]) -> list[NamedEntry]:
        """Nothing, for a layer that repeats 0 times."""
        if isinstance(name := meta.get("name"), Scalar):
            self.absent[name.text] = "repeat"
        return []

    def reads(self, node: YamlNode | None, key: Scalar) -> tuple[str, ...]:
        """What `from` names; the layer above without it."""
        if node is None:
            if PREVIOUS not in self.values.channels:
                names = sorted(self.inputs)
                message = f"nothing says which input {key.text} reads: {' or '.join(names)}"
                self.problems.add(BAD_REFERENCE, key.span, message, help=f"for example from: {names[0]}" if names else "")
                self.values.channels[PREVIOUS] = None
            return (PREVIOUS,)
        items = node.items if isinstance(node, Sequence) else [node]
        names_or_none = [self.reference(item) for item in items]
        return tuple(name for name in names_or_none if name is not None) or (PREVIOUS,)

    def reference(self, node: YamlNode) -> str | None:
        """A name of an earlier layer; None for one that there is not, which is then said."""
        word = self.values.read(node)
        if word is BROKEN:
            return None
        return word if self.is_known(word, node.span, describe_node(node)) else None

    def is_known(self, word: Any, span: Span, shown: str) -> bool:
        """Whether `word` is the name of an earlier layer; one that is not is said, as `shown`."""
        if isinstance(word, str) and (word in self.values.channels or self.is_copy(word)):
            return True
        if isinstance(word, str) and word in self.absent:
            self.problems.add(BAD_REFERENCE, span, f"{word} is left out by its {self.absent[word]}")
            return False
        message, help = self.why_not(str(word), shown)
        help = help or did_you_mean(str(word), self.values.channels, PREVIOUS)
        if counting(str(word))[0] in (*kinds(), *self.blocks) and str(word) not in kinds():
            help = "a layer without a name cannot be referred to: give it one"
        self.problems.add(BAD_REFERENCE, span, message, help=help)
        return False

    def why_not(self, word: str, shown: str) -> tuple[str, str]:
        """Why `word`, written as `shown`, is no layer to read, and what to do; no help where it may be misspelt."""
        outer, sign, inner = word.partition("/" if "/" in word else ".")
        if sign and inner == "channels" and outer in self.values.channels:
            return f"{word} is a number, and a layer is meant", f"write {outer}"
        if sign and (outer in self.shareable or self.is_copy(outer)):
            if outer in self.shareable and isinstance(self.shareable[outer].step.what, Node):
                return f"{outer} is a single layer, with no {inner} inside", f"write {outer}"
            return f"{word} is inside {outer}, of which only the output is seen from outside", _INSIDE
        if word in self.hidden:
            line = self.hidden[word].line
            return f"what is called {word} in line {line} is inside a join or a group, and not seen from outside", _INSIDE
        if (stem := counting(word)[0]) in self.repeated:
            return f"{word} is no copy: {stem} is in a group without a name", _NAME_THE_GROUP
        return f"there is no layer called {shown} above", ""

    def is_copy(self, word: str) -> bool:
        """Whether one of several copies is called so; it can be referred to from then on."""
        for run in self.runs.get(counting(word)[0], []):
            index = run.place(word)
            if index is not None:
                run.cuts.add(index)
                self.values.channels[word] = run.channels_of(index)
                return True
        return False

    def channels_of(self, reads: tuple[str, ...]) -> list[int | None]:
        """The channels of what is read."""
        return [self.values.channels.get(name) for name in reads]

    def remember(self, name: Scalar | None, entry: NamedEntry) -> None:
        """What can be referred to from now on."""
        self.values.channels[PREVIOUS] = entry.channels
        if name is not None:
            self.values.channels[name.text] = entry.channels
            self.shareable[name.text] = entry
            if entry.run:
                self.runs[entry.run.stem] = [*self.runs.get(entry.run.stem, []), entry.run]
