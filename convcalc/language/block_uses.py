"""A use of a block: its arguments, and its layers read in their light."""

from __future__ import annotations

from typing import Any

from convcalc.language.architecture import PREVIOUS, Block, Body
from convcalc.language.blocks import BlockDefinition
from convcalc.language.kind_reader import Defaults
from convcalc.language.list_reader import Channels, ListReader, MetaKeys
from convcalc.language.nodes import Mapping, Scalar
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.problems import BAD_BLOCK, BAD_REFERENCE, BAD_VALUE, TOO_LARGE, UNKNOWN_KEY, did_you_mean
from convcalc.language.values import BROKEN, Values


def use_block(
    reader: ListReader,
    definition: BlockDefinition,
    key: Scalar,
    value: YamlNode | None,
    meta: MetaKeys,
    channels: Channels,
) -> tuple[Block, int | None] | None:
    """A use of a block: its arguments, and its layers read in their light."""
    if reader.context.exhausted:
        return None
    if definition.name in reader.context.open_blocks:
        circle = " → ".join([*reader.context.open_blocks, definition.name])
        reader.problems.add(BAD_BLOCK, key.span, f"blocks use one another in a circle: {circle}")
        return None
    if len(channels) != (expected := len(definition.inputs)):
        here = f"here are {len(channels)}" if len(channels) > 1 else "here is one"
        message = f"{definition.name} reads {' and '.join(definition.inputs)}, and {here}"
        span = meta["from"].span if "from" in meta else key.span
        help = f"from: a list of {expected} names" if expected > 1 else "from: one name"
        reader.problems.add(BAD_REFERENCE, span, message, help=help)
        return None
    if len(reader.context.open_blocks) >= reader.context.limits.depth:
        message = f"blocks use one another more than {reader.context.limits.depth} deep here"
        reader.problems.add(TOO_LARGE, key.span, message)
        return None
    arguments = _arguments(reader, definition, key, value)
    if arguments is None:
        return None
    defaults = reader.defaults
    if "trainable" in meta and reader.values.flag("trainable", meta["trainable"]) is False:
        defaults = defaults._replace(trainable=False)
    # A use that allows something is read by itself, so that its findings are told apart from those of other uses.
    if allow := reader.allowed_beside(meta):
        defaults = defaults._replace(allowed=(*defaults.allowed, allow.words[0].span[1:3]))
    memo_key = (definition.name, _frozen(arguments), tuple(channels), defaults.trainable, defaults.allowed)
    if memo_key not in reader.context.read_blocks:
        reader.context.read_blocks[memo_key] = _read(reader, definition, key, arguments, channels, defaults)
    body, out = reader.context.read_blocks[memo_key]
    return Block(definition.name, body, definition.inputs, allow=allow), out


def _read(
    reader: ListReader,
    definition: BlockDefinition,
    key: Scalar,
    arguments: dict[str, Any],
    channels: Channels,
    defaults: Defaults,
) -> tuple[Body, int | None]:
    """The layers of a block in the light of its arguments."""
    values = Values(reader.problems, reader.values.limits)
    values.incomplete = reader.values.incomplete
    values.names = dict(reader.context.parameters)
    values.channels = {**dict(zip(definition.inputs, channels, strict=True)), PREVIOUS: channels[0]}
    values.later = set(definition.parameters)
    reader.context.open_blocks.append(definition.name)
    reader.problems.use_path.append(f"in {definition.name}, used in line {key.span.line}")
    try:
        for name, node in definition.parameters.items():
            values.names[name] = arguments[name] if name in arguments else values.read(node) if node else BROKEN
            values.later.discard(name)
        return reader.read_closed(definition.layers.items, values, defaults)
    finally:
        reader.context.open_blocks.pop()
        reader.problems.use_path.pop()


def _arguments(
    reader: ListReader, definition: BlockDefinition, key: Scalar, value: YamlNode | None
) -> dict[str, Any] | None:
    """The arguments by name; None where they are not right, which is then said."""
    names = list(definition.parameters)
    given: dict[str, Any] = {}
    if isinstance(value, Mapping):
        for name, (name_node, item) in value.entries.items():
            if name not in definition.parameters and reader.kinds.not_a_key(name_node):
                if (meant := name.partition(":")[0]) in definition.parameters:
                    given[meant] = BROKEN
                continue
            if name not in definition.parameters:
                help = did_you_mean(name, names) if names else "it has no parameters"
                reader.problems.add(UNKNOWN_KEY, name_node.span, f"{definition.name} has no parameter {name}", help=help)
                continue
            given[name] = reader.values.read(item)
    elif value is not None and not (isinstance(value, Scalar) and value.plain and value.text in ("", "~", "null")):
        if not names:
            reader.problems.add(BAD_VALUE, value.span, f"{definition.name} has no parameters")
            return None
        given[names[0]] = reader.values.read(value)
    missing = [name for name, default in definition.parameters.items() if default is None and name not in given]
    if missing:
        reader.problems.add(BAD_BLOCK, key.span, f"{definition.name} needs {' and '.join(missing)}")
    return None if missing or any(v is BROKEN for v in given.values()) else given


def _frozen(value: Any) -> Any:
    """A value that can be looked up, and is not mistaken for another: Python takes true for 1."""
    if isinstance(value, dict):
        return tuple((key, _frozen(item)) for key, item in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else (type(value), value)
