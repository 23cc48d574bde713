"""`blocks:`, the file's own kinds."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.language.allow_reader import read_allow
from convcalc.language.architecture import PREVIOUS
from convcalc.language.expressions import NAME
from convcalc.language.nodes import Mapping, Scalar, Sequence, describe_node, region_of
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.problems import BAD_NAME, BAD_VALUE, MISSING, UNKNOWN_KEY, Problems, did_you_mean
from convcalc.language.values import Values
from convcalc.layers import kinds
from convcalc.source import Span

_KEYS = ("parameters", "inputs", "layers", "allow")
_OUTPUTS = ("outputs", "output", "returns")
"""What others call what a block gives."""


class BlockDefinition(NamedTuple):
    """A block as the file defines it: the defaults of its parameters (None: required), its inputs, its layers."""

    name: str
    span: Span
    parameters: dict[str, YamlNode | None]
    inputs: tuple[str, ...]
    layers: Sequence
    region: Span


def read_blocks(node: YamlNode, values: Values) -> dict[str, BlockDefinition]:
    """Every block that is well written; the others are said."""
    mapping = values.mapping("blocks", node)
    found = {}
    for name, (key, value) in mapping.entries.items() if mapping else ():
        if not NAME.fullmatch(name) or not name[0].isupper() or name in kinds():
            help = "a capital first, so that blocks and kinds are told apart: Bottleneck"
            values.problems.add(BAD_NAME, key.span, f"{name} cannot name a block", help=help)
        body = values.mapping(f"the block {name}", value)
        if body is not None and (definition := _definition(name, key, body, values)):
            found[name] = definition
    return found


def _definition(name: str, name_node: Scalar, body: Mapping, values: Values) -> BlockDefinition | None:
    problems, span, region = values.problems, name_node.span, region_of(body, name_node)
    if allow := body.get("allow"):
        read_allow(allow, region, problems)
    for word, (key, _) in body.entries.items():
        if word in _OUTPUTS:
            help = "leave it out; to hand on several volumes, concat them, and take them apart outside with slice"
            problems.add(UNKNOWN_KEY, key.span, f"a block has one output, that of its last layer, and no {word}", help=help)
        elif word not in _KEYS:
            problems.add(UNKNOWN_KEY, key.span, f"a block has no {word}", help=did_you_mean(word, _KEYS))
    layers = body.get("layers")
    if not isinstance(layers, Sequence):
        message = f"the block {name} needs layers"
        if layers is not None:
            message = f"layers must be a list, and is {describe_node(layers)}"
        problems.add(MISSING if layers is None else BAD_VALUE, span if layers is None else layers.span, message)
        return None
    return BlockDefinition(name, span, _parameters(body, values), _inputs(body, problems), layers, region)


def _parameters(body: Mapping, values: Values) -> dict[str, YamlNode | None]:
    node = body.get("parameters")
    mapping = values.mapping("parameters", node) if node else None
    found: dict[str, YamlNode | None] = {}
    for name, (key, value) in mapping.entries.items() if mapping else ():
        values.parameter_name(key)
        required = isinstance(value, Scalar) and value.plain and value.text == "required"
        found[name] = None if required else value
    return found


def _inputs(body: Mapping, problems: Problems) -> tuple[str, ...]:
    node = body.get("inputs")
    if node is None:
        return ("input",)
    names = [item.text for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []
    if not names or not isinstance(node, Sequence) or len(names) < len(node.items) or len(set(names)) < len(names):
        problems.add(BAD_VALUE, node.span, "inputs must be a list of different names", help="for example [below, across]")
        return ("input",)
    for item in node.items:
        if isinstance(item, Scalar) and (not NAME.fullmatch(item.text) or item.text == PREVIOUS):
            problems.add(BAD_NAME, item.span, f"{item.text} cannot name an input")
    return tuple(names)
