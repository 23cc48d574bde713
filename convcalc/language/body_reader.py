"""A list of layers, from nodes to steps: names, references, repeats, branches and blocks."""

from __future__ import annotations

from collections.abc import Callable

from convcalc.language.allow_reader import read_allow
from convcalc.language.architecture import PREVIOUS, Block, Body, Join, Node, Step
from convcalc.language.block_uses import use_block
from convcalc.language.copies import bound, read_copies
from convcalc.language.join_reader import JoinReader
from convcalc.language.kind_reader import Defaults
from convcalc.language.list_reader import Channels, ListReader, MetaKeys, Part, RepeatedEntry
from convcalc.language.naming import NamedEntry, Run, counting, settled
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.nodes import Scalar, Sequence, describe_node, region_of
from convcalc.language.problems import (
    BAD_LAYER,
    BAD_REFERENCE,
    BAD_VALUE,
    TOO_LARGE,
)
from convcalc.language.share_reader import copies_share, one_set, read_shared
from convcalc.language.values import BROKEN, Values, no_copy
from convcalc.language.vocabulary import META
from convcalc.layers import JoinLayer, kinds
from convcalc.layers.parameters import format_value


class BodyReader(ListReader):
    """Reads one list of layers."""

    def read(self, nodes: list[YamlNode], outputs: tuple[str, ...] = ()) -> tuple[Body, int | None]:
        """The steps that are present, named, and the channels that the last one gives; `outputs` are read from outside."""
        entries = [entry for node in nodes for entry in self.entries(node)]
        for name in outputs:
            self.references.is_copy(name)
        channels = entries[-1].channels if entries else self.values.channels.get(PREVIOUS)
        return tuple(settled(entries, self.problems)), channels

    # -- one entry of the list

    def entries(self, node: YamlNode) -> list[NamedEntry]:
        """The steps of one entry: none if it is absent, several for a group or copies that differ."""
        count = self.context.read_again if node in self.context.seen else self.context.read_first
        if not count(node, self.problems):
            return []
        self.context.seen.add(node)
        found = self.present(node)
        if not found:
            self.problems.absent[region_of(node)] = None
        return found

    def present(self, node: YamlNode) -> list[NamedEntry]:
        """The steps of one entry."""
        if isinstance(node, Scalar):
            return self.finish(node, None, {})
        if isinstance(node, Sequence):
            self.problems.add(BAD_LAYER, node.span, "a list is not a layer", help="one dash a layer, - relu")
            return []
        meta = {key: value for key, (_, value) in node.entries.items() if key in META}
        if "when" in meta and self.values.flag("when", meta["when"]) is False:
            self.references.leave_out(node, "when")
            return []
        if "allow" in meta:
            read_allow(meta["allow"], region_of(node), self.problems)
        others = [entry for key, entry in node.entries.items() if key not in META]
        if "share" in meta and not copies_share(self, meta["share"]):
            if not others:
                return read_shared(self, meta["share"], meta)
            word, kind = meta["share"], others[0][0]
            message = f"share: {word.text if isinstance(word, Scalar) else describe_node(word)} brings its kind along"
            self.problems.add(BAD_LAYER, kind.span, message, help=f"leave {kind.text} out")
            return []
        if len(others) == 1 and (":" not in others[0][0].text or others[0][0].text.startswith("$")):
            return self.finish(*others[0], meta)
        self.kinds.not_one_kind(node, [key for key, _ in others])
        return []

    def finish(self, key: Scalar, value: YamlNode | None, meta: MetaKeys) -> list[NamedEntry]:
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
        copies = read_copies(meta.get("repeat"), self.values)
        if copies.number == 0:
            return self.references.not_there(meta)
        name = self.references.name(meta)
        by_name = key.text in kinds() and issubclass(kinds()[key.text], JoinLayer) and isinstance(value, Sequence)
        reads = self.references.reads(value if by_name else meta.get("from"), key)
        return self.written_out(
            RepeatedEntry(copies, key, name, reads, meta.get("repeat"), one_set(self, meta, copies)),
            lambda first, channels: self.make(key, value, meta, reads if first else (PREVIOUS,), channels),
        )

    def written_out(self, entry: RepeatedEntry, make: Callable[[bool, Channels], Part | None]) -> list[NamedEntry]:
        """The steps of an entry with all its copies; those that are alike are one step."""
        copies, key, name = entry.copies, entry.key, entry.name
        run = Run(*counting(name.text if name else key.text), copies.number, [], set()) if copies.repeated else None
        found: list[NamedEntry] = []
        channels = self.references.channels_of(entry.reads)
        problems = len(self.problems.findings)
        for i in range(copies.number):
            if i > 0 and not self.context.read_again(entry.repeat or key, self.problems):
                return []
            with bound(copies, i, self.values):
                made = make(i == 0, channels)
            if made is None:
                return []
            part, out = made
            alike = not copies.bindings and [out] == channels
            if not found or found[-1].step.what != part:
                found.append(NamedEntry(key.text, name, _step(entry, part, i), out, run, i))
                left = 0
            else:
                left = 1
            if alike:  # and so are all that are left
                left += copies.number - i - 1
            found[-1] = _with_more(found[-1], left, out)
            channels = [out]
            if run:
                run.channels.append(out)
            # What is wrong with a copy is wrong with those behind it, unless something else is bound in them.
            if alike or (not copies.bindings and len(self.problems.findings) > problems):
                break
        if found:
            self.references.remember(name, found[-1])
        return found

    def refuse_idle(self, kind: str, meta: MetaKeys) -> None:
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

    def make(
        self,
        key: Scalar,
        value: YamlNode | None,
        meta: MetaKeys,
        reads: tuple[str, ...],
        channels: Channels,
    ) -> Part | None:
        """What one copy is, and the channels that it gives."""
        known = None if key.text in self.context.blocks else kinds().get(key.text)
        if len(reads) > 1 and (key.text == "layers" or (known is not None and not issubclass(known, JoinLayer))):
            word = "the group" if key.text == "layers" else key.text
            self.problems.add(BAD_REFERENCE, meta["from"].span, f"{word} reads one layer, and from names {len(reads)}")
            return None
        if key.text == "layers":
            return self.named_group(key, value, channels)
        if key.text in self.context.blocks:
            return use_block(self, self.context.blocks[key.text], key, value, meta, channels)
        known = known or self.kinds.unknown_kind(key, self.context.blocks)
        if known is None:
            return None
        if issubclass(known, JoinLayer):
            return JoinReader(self, known, key).read(value, meta, channels)
        node = self.kinds.node(known, key, value, meta)
        if node is None:
            return None
        if (like := node.layer.size_from()) is not None and not self.references.is_known(
            like, node.spans["like"], format_value(like)
        ):
            return None
        return node, node.layer.channels_out(channels[0], self.context.rank)

    # -- groups, joins, blocks

    def unnamed_group(self, key: Scalar, value: YamlNode | None, meta: MetaKeys) -> list[NamedEntry]:
        """`{layers: […], when: $x}`: its layers belong to this list."""
        if not isinstance(value, Sequence):
            self.problems.add(BAD_VALUE, value.span if value else key.span, "layers must be a list of layers")
            return []
        copies = read_copies(meta.get("repeat"), self.values)
        if copies.number == 0:
            for item in value.items:
                self.references.leave_out(item, "repeat")
        if copies.number > 1 and copies.number * max(len(value.items), 1) > self.context.limits.expansion:
            message = f"an unnamed group is written out, to more than {self.context.limits.expansion:,} layers here"
            self.problems.add(TOO_LARGE, meta["repeat"].span, message, help="give the group a name, or make it a block")
            return []
        found = []
        for i in range(copies.number):
            with bound(copies, i, self.values):
                found += [entry for node in value.items for entry in self.entries(node)]
        return found

    def read_closed(self, nodes: list[YamlNode], values: Values, defaults: Defaults) -> tuple[Body, int | None]:
        """The steps of a list that sees `values` and nothing around it, and the channels that it gives."""
        return BodyReader(self.context, values, defaults).read(nodes)

    def inner(self) -> BodyReader:
        """A reader of a list inside this one: it sees the names around it."""
        values = Values(self.problems, self.values.limits)
        values.incomplete = self.values.incomplete
        values.names, values.channels = dict(self.values.names), dict(self.values.channels)
        reader = BodyReader(self.context, values, self.defaults)
        reader.references.see(self.references)
        return reader

    def read_inside(self, node: Sequence, channels: int | None) -> tuple[Body, int | None] | None:
        """The steps of a list inside this one, and the channels it gives; None where the file has asked for too much."""
        if not self.context.see(len(self.values.channels) + len(self.values.names), node, self.problems):
            return None
        reader = self.inner()
        reader.values.channels[PREVIOUS] = channels
        found = reader.read(node.items)
        reader.values.find_copy = no_copy  # else the two hold one another, and there may be thousands
        return found

    def named_group(self, key: Scalar, value: YamlNode | None, channels: Channels) -> tuple[Block, int | None] | None:
        """`{layers: […], name: x}`: its names are not seen outside."""
        if not isinstance(value, Sequence):
            self.problems.add(BAD_VALUE, value.span if value else key.span, "layers must be a list of layers")
            return None
        found = self.read_inside(value, channels[0])
        return (Block("", found[0], closed=False), found[1]) if found else None


def _step(entry: RepeatedEntry, part: Node | Join | Block, index: int) -> Step:
    """The step of copy `index`, from 0."""
    reads = entry.reads if index == 0 else (PREVIOUS,)
    like = part.layer.size_from() or "" if isinstance(part, Node) else ""
    return Step("", part, entry.key.span, reads, one_set=entry.one_set, shares=entry.shares, like=like)


def _with_more(entry: NamedEntry, copies: int, channels: int | None) -> NamedEntry:
    """An entry with so many more copies, of which the last gives `channels`."""
    return entry._replace(step=entry.step._replace(copies=entry.step.copies + copies), channels=channels)
