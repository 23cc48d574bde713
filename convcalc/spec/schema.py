"""The JSON Schema of architecture files (draft-07), made from the kinds. Editors read it; `convcalc schema` prints it."""

from __future__ import annotations

from typing import Any

from convcalc.layers import Layer, kinds
from convcalc.spec.architecture import DTYPES
from convcalc.spec.vocabulary import ROUNDINGS

Schema = dict[str, Any]

_EXPRESSION: Schema = {"type": "string", "pattern": r"^\$", "description": "an expression: $name or $( … )"}
_NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
_FLAG: Schema = {"anyOf": [{"type": "boolean"}, _EXPRESSION]}
_ROUNDING: Schema = {"enum": ROUNDINGS}
_VOLUME: Schema = {
    "description": "height x width x channels: 227x227x3; 16000x1 is 1-D, 16x112x112x3 is 3-D, 100 a vector",
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {"type": "string", "pattern": r"^[0-9]+(x[0-9]+){1,3}$"},
        {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 4},
        _EXPRESSION,
    ],
}
_AMOUNT: Schema = {
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*[A-Za-z]*$"}]
}


def schema() -> Schema:
    """The schema of a whole file."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "convcalc architecture",
        "type": "object",
        "additionalProperties": False,
        "anyOf": [{"required": ["input", "layers"]}, {"required": ["extends"]}],
        "properties": {
            "name": {"type": ["string", "number"], "description": "the network's title"},
            "source": {"type": ["string", "number"], "description": "where the network comes from"},
            "extends": {"type": "string", "description": "a file of this folder, or a zoo name, to start from"},
            "input": _VOLUME,
            "parameters": {
                "type": "object",
                "description": "name: default, evaluated in order; --set replaces a default",
                "propertyNames": {"pattern": _NAME},
            },
            "layers": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/layer"}},
            "batch": {"anyOf": [{"type": "integer", "minimum": 1}, _EXPRESSION]},
            "dtype": {"enum": list(DTYPES)},
            "rounding": {"anyOf": [_ROUNDING, {"type": "object", "additionalProperties": _ROUNDING}]},
            "in_place": _FLAG,
            "expect": _expect(),
            "budget": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"params": _AMOUNT, "macs": _AMOUNT, "activations": _AMOUNT},
            },
        },
        "definitions": {
            "layer": {"anyOf": [_word(), _mapping()]},
            **{kind: _kind(layer) for kind, layer in kinds().items()},
        },
    }


def _word() -> Schema:
    """A layer that is only a word: a kind that needs no parameter."""
    return {"enum": [kind for kind, layer in kinds().items() if not layer.required()]}


def _mapping() -> Schema:
    """A layer with one kind, and what may stand beside it."""
    beside = {"name": {"type": "string", "pattern": _NAME}, "when": _FLAG, "trainable": _FLAG, "in_place": _FLAG}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **beside,
            "rounding": {"anyOf": [_ROUNDING, _EXPRESSION]},
            **{kind: {"$ref": f"#/definitions/{kind}"} for kind in kinds()},
        },
        "oneOf": [{"required": [kind]} for kind in kinds()],
    }


def _kind(layer: type[Layer]) -> Schema:
    """What may stand behind a kind: its parameters, the main one alone, or nothing."""
    properties = {name: {"anyOf": [layer.written_schema(name), _EXPRESSION]} for name in layer.parameter_names()}
    mapping: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if layer.required():
        mapping["required"] = list(layer.required())
    ways = [mapping]
    if layer.main and set(layer.required()) <= {layer.main}:
        ways.append(properties[layer.main])
    if not layer.required():
        ways.append({"type": "null"})
    return {"description": " ".join((layer.__doc__ or "").split()), "anyOf": ways}


def _expect() -> Schema:
    count = {"type": "integer", "minimum": 0}
    named = {"type": "object", "additionalProperties": _VOLUME}
    return {
        "type": "object",
        "description": "exact figures, which check compares",
        "additionalProperties": False,
        "properties": {"params": count, "macs": count, "output": _VOLUME, "outputs": named, "layers": named},
    }
