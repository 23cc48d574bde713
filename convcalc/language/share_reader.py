"""`share`: whether copies have one set of weights, and layers that have those of one above."""

from __future__ import annotations

from convcalc.language.architecture import Block, Node
from convcalc.language.copies import Copies, read_copies
from convcalc.language.list_reader import Channels, ListReader, MetaKeys, Part, RepeatedEntry
from convcalc.language.naming import NamedEntry
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.nodes import Scalar, describe_node
from convcalc.language.problems import BAD_LAYER, BAD_REFERENCE, did_you_mean
from convcalc.language.values import BROKEN


def copies_share(reader: ListReader, node: YamlNode) -> bool:
    """Whether `share` says how copies share, true or false, and not whose weights are used."""
    return isinstance(reader.values.read(node), bool)


def one_set(reader: ListReader, meta: MetaKeys, copies: Copies) -> bool:
    """Whether all copies use one set of weights."""
    if "share" not in meta or not reader.values.flag("share", meta["share"]):
        return False
    if not copies.repeated:
        help = "beside repeat it gives all copies one set of weights; share: name uses those of a layer above"
        reader.problems.add(BAD_LAYER, meta["share"].span, "share: true without repeat", help=help)
    return copies.repeated


def read_shared(reader: ListReader, node: YamlNode, meta: MetaKeys) -> list[NamedEntry]:
    """`share: name`, a layer that uses the weights of an earlier one."""
    word = reader.values.read(node)
    if not isinstance(word, str) or word not in reader.references.shareable:
        if word is BROKEN:
            return []
        message, help = reader.references.why_not(str(word), describe_node(node))
        if not help and reader.references.shareable:
            help = did_you_mean(str(word), reader.references.shareable)
        if isinstance(word, str) and word in reader.references.absent:
            message, help = f"{word} is left out by its {reader.references.absent[word]}", ""
        reader.problems.add(BAD_REFERENCE, node.span, message, help=help)
        return []
    if "trainable" in meta:
        message = f"trainable means nothing beside share: the weights are those of {word}"
        reader.problems.add(BAD_LAYER, meta["trainable"].span, message, help=f"put it beside {word}")
    original = reader.references.shareable[word]
    copies = read_copies(meta.get("repeat"), reader.values)
    if copies.number == 0:
        return reader.references.not_there(meta)
    name = reader.references.name(meta)
    reads = reader.references.reads(meta.get("from"), node if isinstance(node, Scalar) else Scalar(word, True, node.span))
    key = Scalar(original.kind, True, node.span)

    def make(first: bool, channels: Channels) -> Part:
        part = original.step.what
        if isinstance(part, Block) and part.closed:
            part = part._replace(allow=reader.allowed_beside(meta))
        if not isinstance(part, Node):
            return part, original.channels if isinstance(part, Block) else channels[0]
        part = reader.kinds.override(part, meta)
        return part, part.layer.channels_out(channels[0], reader.context.rank)

    return reader.written_out(RepeatedEntry(copies, key, name, reads, meta.get("repeat"), shares=word), make)
