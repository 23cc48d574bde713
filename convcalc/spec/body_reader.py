"""A list of layers, from nodes to steps: names, references, repeats, branches and blocks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from convcalc.layers import JoinLayer, kinds
from convcalc.layers.parameters import spell
from convcalc.source import Span
from convcalc.spec.architecture import PREVIOUS, Block, Body, Branch, Join, Node, Step
from convcalc.spec.blocks import BlockDefinition
from convcalc.spec.expressions import NAME
from convcalc.spec.kind_reader import Defaults, KindReader
from convcalc.spec.limits import Limits
from convcalc.spec.nodes import Mapping, Scalar, Sequence, what
from convcalc.spec.nodes import Node as YamlNode
from convcalc.spec.problems import (
    BAD_BLOCK,
    BAD_LAYER,
    BAD_NAME,
    BAD_REFERENCE,
    BAD_VALUE,
    NOT_YET,
    TOO_LARGE,
    UNKNOWN_KEY,
    did_you_mean,
)
from convcalc.spec.values import BROKEN, Values
from convcalc.spec.vocabulary import META, META_LATER
from convcalc.spec.wording import explain_errors

RESERVED_NAMES = ("input", PREVIOUS)


class Context:
    """What holds for the whole file while its lists are read."""

    def __init__(self, defaults: Defaults, rank: int, blocks: dict[str, BlockDefinition], limits: Limits) -> None:
        self.defaults, self.rank, self.blocks, self.limits = defaults, rank, blocks, limits
        self.parameters: dict[str, Any] = {}
        self.open_blocks: list[str] = []
        self.read_blocks: dict[Any, tuple[Body, int | None]] = {}
        """Blocks by name, arguments and channels of their inputs: each is read once for all its uses."""


class _Entry(NamedTuple):
    """A step whose name is not settled yet, with the channels that it gives."""

    kind: str
    name: Scalar | None
    step: Step
    channels: int | None
    copies_before: int = 0


class BodyReader:
    """Reads one list of layers."""

    def __init__(self, context: Context, values: Values, defaults: Defaults) -> None:
        self.context, self.values, self.problems = context, values, values.problems
        self.defaults = defaults
        self.kinds = KindReader(values, defaults)
        self.names: dict[str, int] = {}
        """The names of this list, with the line of each."""
        self.absent: set[str] = set()
        self.shareable: dict[str, tuple[Step, str]] = {}

    def read(self, nodes: list[YamlNode]) -> tuple[Body, int | None]:
        """The steps that are present, named, and the channels that the last one gives."""
        entries = [entry for node in nodes for entry in self.entries(node)]
        channels = entries[-1].channels if entries else self.values.channels.get(PREVIOUS)
        return tuple(self.named(entries)), channels

    # -- names

    def named(self, entries: list[_Entry]) -> Iterator[Step]:
        """Written names, and kind and number for the others, skipping what is taken."""
        counts: dict[str, int] = {}
        for entry in entries:
            step = entry.step
            before = counts.get(entry.kind, 0)
            counts[entry.kind] = before + step.copies
            if entry.name is None:
                first = before + 1
                while any(f"{entry.kind}_{first + i}" in self.names for i in range(min(step.copies, 100))):
                    first += 1
                counts[entry.kind] = first + step.copies - 1
                yield step._replace(name=f"{entry.kind}_{first}", stem=entry.kind, first=first)
            elif step.copies == 1 and not entry.copies_before and not step.stem:
                yield step._replace(name=entry.name.text)
            else:
                stem, first = _counting(entry.name.text)
                first += entry.copies_before
                yield step._replace(name=f"{stem}_{first}", stem=stem, first=first)

    def name(self, meta: dict[str, YamlNode], present: bool = True) -> Scalar | None:
        """The written name; None without one, or where it is no name, which is then said."""
        node = meta.get("name")
        if node is None:
            return None
        if not isinstance(node, Scalar) or not NAME.fullmatch(node.text):
            message = f"{what(node)} is no name for a layer"
            self.problems.add(BAD_NAME, node.span, message, help="letters, digits and _, beginning with a letter or _")
            return None
        if node.text in RESERVED_NAMES:
            self.problems.add(BAD_NAME, node.span, f"the name {node.text} is reserved", help="call the layer something else")
            return None
        if not present:
            self.absent.add(node.text)
            return node
        first = self.names.get(node.text)
        self.names.setdefault(node.text, node.span.line)
        if first is not None:
            message = f"two layers are called {node.text}, the first in line {first}"
            self.problems.add(BAD_NAME, node.span, message, help="names are unique in a list")
        return node

    # -- one entry of the list

    def entries(self, node: YamlNode) -> list[_Entry]:
        """The steps of one entry: none if it is absent, several for a group or copies that differ."""
        if isinstance(node, Scalar):
            return self.finish(node, None, {})
        if isinstance(node, Sequence):
            self.problems.add(BAD_LAYER, node.span, "a list is not a layer", help="one dash a layer, - relu")
            return []
        meta = {key: value for key, (_, value) in node.entries.items() if key in META}
        if "when" in meta and self.values.flag("when", meta["when"]) is False:
            self.name(meta, present=False)
            return []
        for key in META_LATER:
            if key in node.entries:
                self.problems.add(NOT_YET, node.key_span(key), f"{key} is not supported yet")
        others = [entry for key, entry in node.entries.items() if key not in META and key not in META_LATER]
        if not others and "share" in meta and not _is_word(meta["share"], "true"):
            return self.shared(meta["share"], meta)
        if len(others) == 1 and (":" not in others[0][0].text or others[0][0].text.startswith("$")):
            return self.finish(*others[0], meta)
        self.kinds.not_one_kind(node, [key for key, _ in others])
        return []

    def finish(self, key: Scalar, value: YamlNode | None, meta: dict[str, YamlNode]) -> list[_Entry]:
        """The steps of kind `key`: a layer, a join, a block or a group, as often as `repeat` says."""
        if key.text.startswith("$"):
            word = self.values.read(key)
            if not isinstance(word, str):
                if word is not BROKEN:
                    self.problems.add(BAD_VALUE, key.span, f"{key.text} is no kind of layer")
                return []
            key = Scalar(word, True, key.span)
        name = self.name(meta)
        if key.text == "layers" and name is None:
            return self.unnamed_group(key, value, meta)
        by_name = key.text in kinds() and issubclass(kinds()[key.text], JoinLayer) and isinstance(value, Sequence)
        reads = self.reads(value if by_name else meta.get("from"))
        if any(name not in self.values.channels for name in reads):  # several inputs, and no layer above
            known = [name for name in self.values.channels if name != PREVIOUS]
            message = f"there are several inputs, and nothing says which one {key.text} reads"
            self.problems.add(BAD_REFERENCE, key.span, message, help=f"for example from: {known[0]}" if known else "")
            return []
        found: list[_Entry] = []
        channels = self.channels_of(reads)
        copies = self.copies(meta.get("repeat"))
        for i in range(copies.number):
            with self.bound(copies, i):
                made = self.make(key, value, meta, reads if i == 0 else (PREVIOUS,), channels)
            if made is None:
                return []
            part, out = made
            one_set = "share" in meta and copies.repeated
            if found and found[-1].step.what == part:
                found[-1] = found[-1]._replace(step=found[-1].step._replace(copies=found[-1].step.copies + 1))
            else:
                step = Step(
                    "",
                    part,
                    key.span,
                    reads if i == 0 else (PREVIOUS,),
                    like=_like(part),
                    one_set=one_set,
                    stem="." if copies.repeated else "",
                )
                found.append(_Entry(key.text, name, step, out, i))
            settled = not copies.bindings and [out] == channels
            found[-1] = found[-1]._replace(channels=out)
            channels = [out]
            if settled and copies.number > i + 1:
                last = found[-1]
                found[-1] = last._replace(step=last.step._replace(copies=last.step.copies + copies.number - i - 1))
                break
            if i >= self.context.limits.copies:
                message = f"more than {self.context.limits.copies:,} copies differ from one another"
                self.problems.add(TOO_LARGE, meta["repeat"].span, message)
                return []
        if found:
            self.remember(name, found[-1])
        return found

    def remember(self, name: Scalar | None, entry: _Entry) -> None:
        """What can be referred to from now on."""
        self.values.channels[PREVIOUS] = entry.channels
        if name is not None:
            self.values.channels[name.text] = entry.channels
            self.shareable[name.text] = (entry.step, entry.kind)

    def make(
        self,
        key: Scalar,
        value: YamlNode | None,
        meta: dict[str, YamlNode],
        reads: tuple[str, ...],
        channels: list[int | None],
    ) -> tuple[Node | Join | Block, int | None] | None:
        """What one copy is, and the channels that it gives."""
        if key.text == "layers":
            return self.named_group(key, value, channels)
        if key.text in self.context.blocks:
            return self.block(self.context.blocks[key.text], key, value, meta, channels)
        known = kinds().get(key.text) or self.kinds.unknown_kind(key)
        if known is None:
            return None
        if issubclass(known, JoinLayer):
            return self.join(known, key, value, meta, channels)
        if len(reads) > 1:
            self.problems.add(BAD_REFERENCE, meta["from"].span, f"{key.text} reads one layer, and from names {len(reads)}")
            return None
        node = self.kinds.node(known, key, value, meta)
        if node is None:
            return None
        if (like := node.layer.size_from()) is not None and not self.is_known(like, node.spans["like"], spell(like)):
            return None
        return node, node.layer.channels_out(channels[0], self.context.rank)

    # -- references

    def reads(self, node: YamlNode | None) -> tuple[str, ...]:
        """What `from` names; the layer above without it."""
        if node is None:
            return (PREVIOUS,)
        items = node.items if isinstance(node, Sequence) else [node]
        names = [self.reference(item) for item in items]
        return tuple(name for name in names if name is not None) or (PREVIOUS,)

    def reference(self, node: YamlNode) -> str | None:
        """A name of an earlier layer; None for one that there is not, which is then said."""
        word = self.values.read(node)
        if word is BROKEN:
            return None
        return word if self.is_known(word, node.span, what(node)) else None

    def is_known(self, word: Any, span: Span, shown: str) -> bool:
        """Whether `word` is the name of an earlier layer; one that is not is said, as `shown`."""
        if isinstance(word, str) and word in self.values.channels:
            return True
        if isinstance(word, str) and word in self.absent:
            self.problems.add(BAD_REFERENCE, span, f"{word} is left out by its when")
            return False
        known = [name for name in self.values.channels if name != PREVIOUS]
        help = did_you_mean(str(word), [*known, PREVIOUS])
        self.problems.add(BAD_REFERENCE, span, f"there is no layer called {shown} above", help=help)
        return False

    def channels_of(self, reads: tuple[str, ...]) -> list[int | None]:
        """The channels of what is read."""
        return [self.values.channels.get(name) for name in reads]

    def shared(self, node: YamlNode, meta: dict[str, YamlNode]) -> list[_Entry]:
        """`share: name`, a layer that uses the weights of an earlier one."""
        word = self.values.read(node)
        if not isinstance(word, str) or word not in self.shareable:
            help = did_you_mean(str(word), self.shareable) if self.shareable else ""
            self.problems.add(
                BAD_REFERENCE, node.span, f"there is no layer called {what(node)} above in this list", help=help
            )
            return []
        original, kind = self.shareable[word]
        reads = self.reads(meta.get("from"))
        channels = self.channels_of(reads)
        part = original.what
        out = channels[0]
        if isinstance(part, Node):
            out = part.layer.channels_out(channels[0], self.context.rank)
        elif isinstance(part, Block):
            out = self.values.channels.get(word)
        name = self.name(meta)
        step = Step("", part, node.span, reads, shares=original.name or word, like=original.like)
        entry = _Entry(kind, name, step, out)
        self.remember(name, entry)
        return [entry]

    # -- copies

    def copies(self, node: YamlNode | None) -> _Copies:
        """How often, and what is bound in each copy."""
        if node is None:
            return _Copies(1)
        if isinstance(node, Mapping) and len(node.entries) == 1:
            ((name, (key, value)),) = node.entries.items()
            if not NAME.fullmatch(name):
                self.problems.add(BAD_NAME, key.span, f"{name} cannot name a parameter")
            bound = self.values.read(value)
            if isinstance(bound, list | tuple):
                return _Copies(len(bound), name, tuple(bound), True)
            if _is_count(bound):
                if bound > self.context.limits.copies:
                    self.problems.add(TOO_LARGE, value.span, f"more than {self.context.limits.copies:,} copies that differ")
                    return _Copies(0)
                return _Copies(bound, name, tuple(range(bound)), True)
        else:
            bound = self.values.read(node)
            if _is_count(bound):
                if bound > self.context.limits.repeat:
                    self.problems.add(TOO_LARGE, node.span, f"more than {self.context.limits.repeat:,} copies")
                    return _Copies(0)
                return _Copies(bound, repeated=True)
        if bound is not BROKEN:
            help = "for example 3, {i: 6} or {d: [1, 2, 4]}"
            self.problems.add(BAD_VALUE, node.span, "repeat must be a whole number of 0 or more", help=help)
        return _Copies(0)

    @contextmanager
    def bound(self, copies: _Copies, index: int) -> Iterator[None]:
        """The names of one copy."""
        if not copies.bindings:
            yield
            return
        before = dict(self.values.names)
        self.values.names[copies.name] = copies.bindings[index]
        try:
            yield
        finally:
            self.values.names = before

    # -- groups, joins, blocks

    def unnamed_group(self, key: Scalar, value: YamlNode | None, meta: dict[str, YamlNode]) -> list[_Entry]:
        """`{layers: […], when: $x}`: its layers belong to this list."""
        if not isinstance(value, Sequence):
            self.problems.add(BAD_VALUE, value.span if value else key.span, "layers must be a list of layers")
            return []
        copies = self.copies(meta.get("repeat"))
        if copies.number * max(len(value.items), 1) > self.context.limits.copies:
            message = f"an unnamed group is written out, to more than {self.context.limits.copies:,} layers here"
            self.problems.add(TOO_LARGE, meta["repeat"].span, message, help="give the group a name, or make it a block")
            return []
        found = []
        for i in range(copies.number):
            with self.bound(copies, i):
                found += [entry for node in value.items for entry in self.entries(node)]
        return found

    def inner(self, values: Values | None = None, defaults: Defaults | None = None) -> BodyReader:
        """A reader of a list inside this one: it sees the names around it."""
        if values is None:
            values = Values(self.problems, self.values.limits)
            values.incomplete = self.values.incomplete
            values.names, values.channels = dict(self.values.names), dict(self.values.channels)
        reader = BodyReader(self.context, values, defaults or self.defaults)
        reader.absent = set(self.absent)
        return reader

    def named_group(
        self, key: Scalar, value: YamlNode | None, channels: list[int | None]
    ) -> tuple[Block, int | None] | None:
        """`{layers: […], name: x}`: its names are not seen outside."""
        if not isinstance(value, Sequence):
            self.problems.add(BAD_VALUE, value.span if value else key.span, "layers must be a list of layers")
            return None
        reader = self.inner()
        reader.values.channels[PREVIOUS] = channels[0]
        body, out = reader.read(value.items)
        return Block("", body, closed=False), out

    def join(
        self,
        known: type[JoinLayer],
        key: Scalar,
        value: YamlNode | None,
        meta: dict[str, YamlNode],
        channels: list[int | None],
    ) -> tuple[Join, int | None] | None:
        """`add: [a, b]`, or a mapping of branches and options."""
        options: dict[str, Any] = {}
        spans: dict[str, Span] = {}
        branches: list[Branch] = []
        given: list[int | None] = []
        if isinstance(value, Sequence) and "from" in meta:
            message = f"{key.text} has a list of names and from; keep one of the two"
            self.problems.add(BAD_REFERENCE, meta["from"].span, message)
        if isinstance(value, Scalar) and value.text not in ("", "~", "null"):
            self.problems.add(BAD_VALUE, value.span, f"{key.text} joins a list of names, or branches")
        for word, (word_node, item) in value.entries.items() if isinstance(value, Mapping) else ():
            if isinstance(item, Sequence):
                reader = self.inner()
                reader.values.channels[PREVIOUS] = channels[0]
                body, out = reader.read(item.items)
                branches.append(Branch(word, body))
                given.append(out)
                if "/" in word or any(c.isspace() for c in word):
                    self.problems.add(
                        BAD_NAME,
                        word_node.span,
                        f'"{word}" cannot name a branch',
                        help="any word without a slash or a blank",
                    )
                continue
            if word not in known.parameter_names() and self.is_layers(item):
                message = f"the branch {word} must be a list of layers, and is {what(item)}"
                help = f"{word}: [ … ], or {word}: [] for the input itself"
                self.problems.add(BAD_VALUE, item.span, message, help=help)
                branches.append(Branch(word, ()))
                given.append(None)
                continue
            our_name = self.kinds.parameter_name(known, word_node)
            if our_name:
                options[our_name], spans[our_name] = self.values.read(item), item.span
        layer = explain_errors(known, options, key, spans, self.problems)
        if layer is None:
            return None
        if not branches and "from" not in meta and not (isinstance(value, Sequence) and value.items):
            help = f"for example - {key.text}: [input, previous], or branches"
            self.problems.add(BAD_REFERENCE, key.span, f"{key.text} needs something to join", help=help)
            return None
        assert isinstance(layer, JoinLayer)
        return Join(layer, tuple(branches)), layer.channels_joined(given or channels)

    def is_layers(self, node: YamlNode) -> bool:
        """Whether a value that is no list was meant as the layers of a branch: a layer, a group, or nothing at all."""
        if isinstance(node, Mapping):
            return True
        return isinstance(node, Scalar) and (not node.text or node.text in kinds() or node.text in self.context.blocks)

    def block(
        self,
        definition: BlockDefinition,
        key: Scalar,
        value: YamlNode | None,
        meta: dict[str, YamlNode],
        channels: list[int | None],
    ) -> tuple[Block, int | None] | None:
        """A use of a block: its arguments, and its layers read in their light."""
        if definition.name in self.context.open_blocks:
            circle = " → ".join([*self.context.open_blocks, definition.name])
            self.problems.add(BAD_BLOCK, key.span, f"blocks use one another in a circle: {circle}")
            return None
        if len(channels) != len(definition.inputs):
            message = f"{definition.name} reads {', '.join(definition.inputs)}, and here are {len(channels)} inputs"
            span = meta["from"].span if "from" in meta else key.span
            self.problems.add(BAD_REFERENCE, span, message, help=f"from: a list of {len(definition.inputs)} names")
            return None
        if len(self.context.open_blocks) >= self.context.limits.depth:
            message = f"blocks use one another more than {self.context.limits.depth} deep here"
            self.problems.add(TOO_LARGE, key.span, message)
            return None
        arguments = self.arguments(definition, key, value)
        if arguments is None:
            return None
        defaults = self.defaults
        if "trainable" in meta and self.values.flag("trainable", meta["trainable"]) is False:
            defaults = defaults._replace(trainable=False)
        memo_key = (definition.name, _frozen(arguments), tuple(channels), defaults.trainable)
        if memo_key not in self.context.read_blocks:
            self.context.read_blocks[memo_key] = self.read_block(definition, key, arguments, channels, defaults)
        body, out = self.context.read_blocks[memo_key]
        return Block(definition.name, body, definition.inputs), out

    def read_block(
        self,
        definition: BlockDefinition,
        key: Scalar,
        arguments: dict[str, Any],
        channels: list[int | None],
        defaults: Defaults,
    ) -> tuple[Body, int | None]:
        """The layers of a block in the light of its arguments."""
        values = Values(self.problems, self.values.limits)
        values.incomplete = self.values.incomplete
        values.names = dict(self.context.parameters)
        values.channels = {**dict(zip(definition.inputs, channels, strict=True)), PREVIOUS: channels[0]}
        values.later = set(definition.parameters)
        for name, node in definition.parameters.items():
            values.names[name] = arguments[name] if name in arguments else values.read(node) if node else BROKEN
            values.later.discard(name)
        self.context.open_blocks.append(definition.name)
        self.problems.way.append(f"in {definition.name}, used in line {key.span.line}")
        try:
            return BodyReader(self.context, values, defaults).read(definition.layers.items)
        finally:
            self.context.open_blocks.pop()
            self.problems.way.pop()

    def arguments(self, definition: BlockDefinition, key: Scalar, value: YamlNode | None) -> dict[str, Any] | None:
        """The arguments by name; None where they are not right, which is then said."""
        names = list(definition.parameters)
        given: dict[str, Any] = {}
        if isinstance(value, Mapping):
            for name, (name_node, item) in value.entries.items():
                if name not in definition.parameters and self.kinds.not_a_key(name_node):
                    if (meant := name.partition(":")[0]) in definition.parameters:
                        given[meant] = BROKEN
                    continue
                if name not in definition.parameters:
                    help = did_you_mean(name, names) if names else "it has no parameters"
                    self.problems.add(UNKNOWN_KEY, name_node.span, f"{definition.name} has no parameter {name}", help=help)
                    continue
                given[name] = self.values.read(item)
        elif value is not None and not (isinstance(value, Scalar) and value.plain and value.text in ("", "~", "null")):
            if not names:
                self.problems.add(BAD_VALUE, value.span, f"{definition.name} has no parameters")
                return None
            given[names[0]] = self.values.read(value)
        missing = [name for name, default in definition.parameters.items() if default is None and name not in given]
        if missing:
            self.problems.add(BAD_BLOCK, key.span, f"{definition.name} needs {' and '.join(missing)}")
        return None if missing or any(v is BROKEN for v in given.values()) else given


class _Copies(NamedTuple):
    """How many copies, and the value that `name` has in each."""

    number: int
    name: str = ""
    bindings: tuple[Any, ...] = ()
    repeated: bool = False


def _counting(name: str) -> tuple[str, int]:
    """`conv3_2` counts on from 2, `conv3` from 1."""
    stem, underscore, number = name.rpartition("_")
    return (stem, int(number)) if underscore and stem and number.isdecimal() and len(number) < 10 else (name, 1)


def _like(part: Node | Join | Block) -> str:
    """The name of the layer whose size it takes."""
    return part.layer.size_from() or "" if isinstance(part, Node) else ""


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_word(node: YamlNode, word: str) -> bool:
    return isinstance(node, Scalar) and node.text == word


def _frozen(value: Any) -> Any:
    """A value that can be looked up."""
    if isinstance(value, dict):
        return tuple((key, _frozen(item)) for key, item in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
