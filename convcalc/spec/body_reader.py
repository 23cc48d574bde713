"""A list of layers, from nodes to steps: names, references, repeats, branches and blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from convcalc.spec.naming import Entry, Run, counting, settled
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


class BodyReader:
    """Reads one list of layers."""

    def __init__(self, context: Context, values: Values, defaults: Defaults) -> None:
        self.context, self.values, self.problems = context, values, values.problems
        self.defaults = defaults
        self.kinds = KindReader(values, defaults)
        self.names: dict[str, Span] = {}
        """The names of this list, with the place of each."""
        self.absent: dict[str, str] = {}
        """The names of layers that are left out, and what leaves them out."""
        self.inputs = frozenset(values.channels) - {PREVIOUS}
        """What the closed list reads, by name."""
        self.runs: dict[str, list[Run]] = {}
        """The copies that can be read, by the stem of their names."""
        self.shareable: dict[str, Entry] = {}
        values.find_copy = self.is_copy

    def read(self, nodes: list[YamlNode], outputs: tuple[str, ...] = ()) -> tuple[Body, int | None]:
        """The steps that are present, named, and the channels that the last one gives; `outputs` are read from outside."""
        entries = [entry for node in nodes for entry in self.entries(node)]
        for name in outputs:
            self.is_copy(name)
        channels = entries[-1].channels if entries else self.values.channels.get(PREVIOUS)
        return tuple(settled(entries, self.problems)), channels

    # -- names

    def name(self, meta: dict[str, YamlNode]) -> Scalar | None:
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
        if node.text in self.inputs:
            message = f"the name {node.text} is that of an input"
            self.problems.add(BAD_NAME, node.span, message, help="call the layer something else")
            return None
        first = self.names.get(node.text)
        if first == node.span:
            help = "names in a group without a name belong to the list around it: name the group, or make it a block"
            self.problems.add(BAD_NAME, node.span, f"{node.text} would be there several times", help=help)
        elif first is not None:
            message = f"two layers are called {node.text}, the first in line {first.line}"
            self.problems.add(BAD_NAME, node.span, message, help="names are unique in a list")
        self.names.setdefault(node.text, node.span)
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

    def not_there(self, meta: dict[str, YamlNode]) -> list[Entry]:
        """Nothing, for a layer that repeats 0 times."""
        if isinstance(name := meta.get("name"), Scalar):
            self.absent[name.text] = "repeat"
        return []

    # -- one entry of the list

    def entries(self, node: YamlNode) -> list[Entry]:
        """The steps of one entry: none if it is absent, several for a group or copies that differ."""
        if isinstance(node, Scalar):
            return self.finish(node, None, {})
        if isinstance(node, Sequence):
            self.problems.add(BAD_LAYER, node.span, "a list is not a layer", help="one dash a layer, - relu")
            return []
        meta = {key: value for key, (_, value) in node.entries.items() if key in META}
        if "when" in meta and self.values.flag("when", meta["when"]) is False:
            self.leave_out(node, "when")
            return []
        for key in META_LATER:
            if key in node.entries:
                self.problems.add(NOT_YET, node.key_span(key), f"{key} is not supported yet")
        others = [entry for key, entry in node.entries.items() if key not in META and key not in META_LATER]
        if "share" in meta and not self.copies_share(meta["share"]):
            if not others:
                return self.shared(meta["share"], meta)
            word, kind = meta["share"], others[0][0]
            message = f"share: {word.text if isinstance(word, Scalar) else what(word)} brings its kind along"
            self.problems.add(BAD_LAYER, kind.span, message, help=f"leave {kind.text} out")
            return []
        if len(others) == 1 and (":" not in others[0][0].text or others[0][0].text.startswith("$")):
            return self.finish(*others[0], meta)
        self.kinds.not_one_kind(node, [key for key, _ in others])
        return []

    def finish(self, key: Scalar, value: YamlNode | None, meta: dict[str, YamlNode]) -> list[Entry]:
        """The steps of kind `key`: a layer, a join, a block or a group, as often as `repeat` says."""
        if key.text.startswith("$"):
            word = self.values.read(key)
            if not isinstance(word, str):
                if word is not BROKEN:
                    self.problems.add(BAD_VALUE, key.span, f"{key.text} is no kind of layer")
                return []
            key = Scalar(word, True, key.span)
        self.refuse_idle(key.text, meta)
        if key.text == "layers" and "name" not in meta:
            return self.unnamed_group(key, value, meta)
        copies = self.copies(meta.get("repeat"))
        if copies.number == 0:
            return self.not_there(meta)
        name = self.name(meta)
        by_name = key.text in kinds() and issubclass(kinds()[key.text], JoinLayer) and isinstance(value, Sequence)
        reads = self.reads(value if by_name else meta.get("from"), key)
        return self.written_out(
            copies,
            key,
            name,
            reads,
            meta.get("repeat"),
            self.one_set(meta, copies),
            lambda first, channels: self.make(key, value, meta, reads if first else (PREVIOUS,), channels),
        )

    def written_out(
        self,
        copies: _Copies,
        key: Scalar,
        name: Scalar | None,
        reads: tuple[str, ...],
        repeat: YamlNode | None,
        one_set: bool,
        make: Callable[[bool, list[int | None]], tuple[Node | Join | Block, int | None] | None],
        shares: str = "",
    ) -> list[Entry]:
        """The steps of an entry with all its copies; those that are alike are one step."""
        run = Run(*counting(name.text if name else key.text), copies.number, [], set()) if copies.repeated else None
        found: list[Entry] = []
        channels = self.channels_of(reads)
        for i in range(copies.number):
            with self.bound(copies, i):
                made = make(i == 0, channels)
            if made is None:
                return []
            part, out = made
            if found and found[-1].step.what == part:
                found[-1] = found[-1]._replace(step=found[-1].step._replace(copies=found[-1].step.copies + 1))
            else:
                read = reads if i == 0 else (PREVIOUS,)
                step = Step("", part, key.span, read, one_set=one_set, shares=shares, like=_like(part))
                found.append(Entry(key.text, name, step, out, run, i))
            alike = not copies.bindings and [out] == channels
            last = found[-1] = found[-1]._replace(channels=out)
            channels = [out]
            if run:
                run.channels.append(out)
            if alike and copies.number > i + 1:
                found[-1] = last._replace(step=last.step._replace(copies=last.step.copies + copies.number - i - 1))
                break
            if i >= self.context.limits.copies and repeat is not None:
                message = f"more than {self.context.limits.copies:,} copies differ from one another"
                self.problems.add(TOO_LARGE, repeat.span, message)
                return []
        if found:
            self.remember(name, found[-1])
        return found

    def remember(self, name: Scalar | None, entry: Entry) -> None:
        """What can be referred to from now on."""
        self.values.channels[PREVIOUS] = entry.channels
        if name is not None:
            self.values.channels[name.text] = entry.channels
            self.shareable[name.text] = entry
            if entry.run:
                self.runs[entry.run.stem] = [*self.runs.get(entry.run.stem, []), entry.run]

    def refuse_idle(self, kind: str, meta: dict[str, YamlNode]) -> None:
        """Say what stands beside something that it means nothing for."""
        idle = ["trainable", "rounding", "in_place"]
        words, help = kind, "put it beside the layers in its branches, or leave it out"
        if kind == "layers" and "name" not in meta:
            idle += ["from", "share"]
            words, help = "a group without a name", "put it beside a layer of the group"
        elif kind == "layers":
            words, help = "a group", "put it beside the layers inside"
        elif kind in self.context.blocks:
            idle.remove("trainable")
            words, help = "a block", f"put it beside the layers of {kind}, or at the top of the file"
        elif kind not in kinds() or not issubclass(kinds()[kind], JoinLayer):
            return
        for word in idle:
            if word in meta and not (word == "share" and self.values.read(meta[word]) is False):
                self.problems.add(BAD_LAYER, meta[word].span, f"{word} means nothing beside {words}", help=help)

    def copies_share(self, node: YamlNode) -> bool:
        """Whether `share` says how copies share, true or false, and not whose weights are used."""
        return isinstance(self.values.read(node), bool)

    def one_set(self, meta: dict[str, YamlNode], copies: _Copies) -> bool:
        """Whether all copies use one set of weights."""
        if "share" not in meta or not self.values.flag("share", meta["share"]):
            return False
        if not copies.repeated:
            help = "beside repeat it gives all copies one set of weights; share: name uses those of a layer above"
            self.problems.add(BAD_LAYER, meta["share"].span, "share: true without repeat", help=help)
        return copies.repeated

    def make(
        self,
        key: Scalar,
        value: YamlNode | None,
        meta: dict[str, YamlNode],
        reads: tuple[str, ...],
        channels: list[int | None],
    ) -> tuple[Node | Join | Block, int | None] | None:
        """What one copy is, and the channels that it gives."""
        known = None if key.text in self.context.blocks else kinds().get(key.text)
        if len(reads) > 1 and (key.text == "layers" or (known is not None and not issubclass(known, JoinLayer))):
            word = "the group" if key.text == "layers" else key.text
            self.problems.add(BAD_REFERENCE, meta["from"].span, f"{word} reads one layer, and from names {len(reads)}")
            return None
        if key.text == "layers":
            return self.named_group(key, value, channels)
        if key.text in self.context.blocks:
            return self.block(self.context.blocks[key.text], key, value, meta, channels)
        known = known or self.kinds.unknown_kind(key)
        if known is None:
            return None
        if issubclass(known, JoinLayer):
            return self.join(known, key, value, meta, channels)
        node = self.kinds.node(known, key, value, meta)
        if node is None:
            return None
        if (like := node.layer.size_from()) is not None and not self.is_known(like, node.spans["like"], spell(like)):
            return None
        return node, node.layer.channels_out(channels[0], self.context.rank)

    # -- references

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
        return word if self.is_known(word, node.span, what(node)) else None

    def is_known(self, word: Any, span: Span, shown: str) -> bool:
        """Whether `word` is the name of an earlier layer; one that is not is said, as `shown`."""
        if isinstance(word, str) and (word in self.values.channels or self.is_copy(word)):
            return True
        if isinstance(word, str) and word in self.absent:
            self.problems.add(BAD_REFERENCE, span, f"{word} is left out by its {self.absent[word]}")
            return False
        known = [name for name in self.values.channels if name != PREVIOUS]
        help = did_you_mean(str(word), [*known, PREVIOUS])
        if counting(str(word))[0] in (*kinds(), *self.context.blocks) and str(word) not in kinds():
            help = "a layer without a name cannot be referred to: give it one"
        self.problems.add(BAD_REFERENCE, span, f"there is no layer called {shown} above", help=help)
        return False

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

    def shared(self, node: YamlNode, meta: dict[str, YamlNode]) -> list[Entry]:
        """`share: name`, a layer that uses the weights of an earlier one."""
        word = self.values.read(node)
        if not isinstance(word, str) or word not in self.shareable:
            if word is BROKEN:
                return []
            help = did_you_mean(str(word), self.shareable) if self.shareable else ""
            message = f"there is no layer called {what(node)} above"
            if isinstance(word, str) and word in self.absent:
                message, help = f"{word} is left out by its {self.absent[word]}", ""
            self.problems.add(BAD_REFERENCE, node.span, message, help=help)
            return []
        if "trainable" in meta:
            message = f"trainable means nothing beside share: the weights are those of {word}"
            self.problems.add(BAD_LAYER, meta["trainable"].span, message, help=f"put it beside {word}")
        original = self.shareable[word]
        copies = self.copies(meta.get("repeat"))
        if copies.number == 0:
            return self.not_there(meta)
        name = self.name(meta)
        reads = self.reads(meta.get("from"), node if isinstance(node, Scalar) else Scalar(word, True, node.span))
        key = Scalar(original.kind, True, node.span)

        def make(first: bool, channels: list[int | None]) -> tuple[Node | Join | Block, int | None]:
            part = original.step.what
            if not isinstance(part, Node):
                return part, original.channels if isinstance(part, Block) else channels[0]
            part = self.kinds.beside(part, meta)
            return part, part.layer.channels_out(channels[0], self.context.rank)

        return self.written_out(copies, key, name, reads, meta.get("repeat"), False, make, shares=word)

    # -- copies

    def copies(self, node: YamlNode | None) -> _Copies:
        """How often, and what is bound in each copy."""
        if node is None:
            return _Copies(1)
        if isinstance(node, Mapping) and len(node.entries) == 1:
            ((name, (key, value)),) = node.entries.items()
            self.values.parameter_name(key)
            bound = self.values.read(value)
            if isinstance(bound, list | tuple):
                return _Copies(len(bound), name, tuple(bound), True)
            if _is_count(bound):
                if bound > self.context.limits.copies:
                    self.problems.add(TOO_LARGE, value.span, f"more than {self.context.limits.copies:,} copies that differ")
                    return _Copies(1, name, (0,), True)
                return _Copies(bound, name, tuple(range(bound)), True)
        else:
            bound = self.values.read(node)
            if _is_count(bound):
                if bound > self.context.limits.repeat:
                    self.problems.add(TOO_LARGE, node.span, f"more than {self.context.limits.repeat:,} copies")
                    return _Copies(1, repeated=True)
                return _Copies(bound, repeated=True)
        if bound is not BROKEN:
            help = "for example 3, {i: 6} or {d: [1, 2, 4]}"
            self.problems.add(BAD_VALUE, node.span, "repeat must be a whole number of 0 or more", help=help)
        names = list(node.entries) if isinstance(node, Mapping) else []
        return _Copies(1, names[0], (BROKEN,), True) if names else _Copies(1, repeated=True)

    @contextmanager
    def bound(self, copies: _Copies, index: int) -> Iterator[None]:
        """The names of one copy."""
        before = self.values.names
        way = f"in copy {index + 1:,} of {copies.number:,}"
        if copies.bindings:
            self.values.names = {**before, copies.name: copies.bindings[index]}
            way += f", where {copies.name} is {spell(copies.bindings[index])}"
        # Without a name that is bound the first copy is like a layer by itself.
        known = index > 0 if not copies.bindings else copies.bindings[index] is not BROKEN
        self.problems.way += [way] * known
        try:
            yield
        finally:
            self.values.names = before
            if known:
                self.problems.way.pop()

    # -- groups, joins, blocks

    def unnamed_group(self, key: Scalar, value: YamlNode | None, meta: dict[str, YamlNode]) -> list[Entry]:
        """`{layers: […], when: $x}`: its layers belong to this list."""
        if not isinstance(value, Sequence):
            self.problems.add(BAD_VALUE, value.span if value else key.span, "layers must be a list of layers")
            return []
        copies = self.copies(meta.get("repeat"))
        if copies.number == 0:
            for item in value.items:
                self.leave_out(item, "repeat")
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
        reader.absent, reader.inputs = dict(self.absent), self.inputs
        reader.runs, reader.shareable = dict(self.runs), dict(self.shareable)
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
            help = f"for example - {key.text}: [input, previous]"
            self.problems.add(BAD_VALUE, value.span, f"{key.text} joins a list of names, or branches", help=help)
            return None
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
        if not branches and not given and "from" not in meta and not (isinstance(value, Sequence) and value.items):
            help = f"for example - {key.text}: [input, previous], or branches"
            self.problems.add(BAD_REFERENCE, key.span, f"{key.text} needs something to join", help=help)
            return None
        if branches and len(channels) > 1:
            message = f"the branches of {key.text} read one layer, and from names {len(channels)}"
            self.problems.add(BAD_REFERENCE, meta["from"].span, message)
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
        if len(channels) != (expected := len(definition.inputs)):
            here = f"here are {len(channels)}" if len(channels) > 1 else "here is one"
            message = f"{definition.name} reads {' and '.join(definition.inputs)}, and {here}"
            span = meta["from"].span if "from" in meta else key.span
            help = f"from: a list of {expected} names" if expected > 1 else "from: one name"
            self.problems.add(BAD_REFERENCE, span, message, help=help)
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
        self.context.open_blocks.append(definition.name)
        self.problems.way.append(f"in {definition.name}, used in line {key.span.line}")
        try:
            for name, node in definition.parameters.items():
                values.names[name] = arguments[name] if name in arguments else values.read(node) if node else BROKEN
                values.later.discard(name)
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


def _like(part: Node | Join | Block) -> str:
    """The name of the layer whose size it takes."""
    return part.layer.size_from() or "" if isinstance(part, Node) else ""


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _frozen(value: Any) -> Any:
    """A value that can be looked up."""
    if isinstance(value, dict):
        return tuple((key, _frozen(item)) for key, item in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
