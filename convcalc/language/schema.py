"""The JSON Schema of architecture files (draft-07), made from the kinds. Editors read it; `convcalc schema` prints it."""

from __future__ import annotations

from typing import Any

from convcalc.language.architecture import DEVICES, DTYPES, OPTIMIZERS
from convcalc.language.vocabulary import BUDGET, ROUNDINGS
from convcalc.layers import JoinLayer, Layer, kinds
from convcalc.layers.parameters import SIZE_SCHEMA

Schema = dict[str, Any]

_EXPRESSION: Schema = {"type": "string", "pattern": r"^\$", "description": "an expression: $name or $( … )"}
_NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
_OWN_KIND = r"^[A-Z$]"
"""A block of the file, or a parameter that names a kind."""
_FLAG: Schema = {"anyOf": [{"type": "boolean"}, _EXPRESSION]}
_ROUNDING: Schema = {"enum": ROUNDINGS}
_VOLUME: Schema = {
    "description": "height x width x channels: 227x227x3; 16000x1 is 1-D, 16x112x112x3 is 3-D, 100 a vector",
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {"type": "string", "pattern": r"^0*[1-9][0-9]*(x0*[1-9][0-9]*){1,3}$"},
        {
            "type": "array",
            "items": {"anyOf": [{"type": "integer", "minimum": 1}, _EXPRESSION]},
            "minItems": 1,
            "maxItems": 4,
        },
        _EXPRESSION,
    ],
}
_OPEN_SIDE = "([A-Z]|0*[1-9][0-9]*)"
_INPUT: Schema = {
    "description": f"{_VOLUME['description']}; HxWx3 leaves height and width open",
    "anyOf": [
        *_VOLUME["anyOf"],
        {"type": "string", "pattern": f"^{_OPEN_SIDE}(x{_OPEN_SIDE}){{0,2}}x0*[1-9][0-9]*$"},
        {"type": "array", "items": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string"}]}, "maxItems": 4},
    ],
}
_ALLOW: Schema = {
    "description": "rules that may be broken here: [input-lost], or {input-lost: why}",
    "anyOf": [
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {"type": "object", "minProperties": 1, "additionalProperties": {"type": ["string", "number"], "minLength": 1}},
    ],
}
_AMOUNT: Schema = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][0-9]+)?\s*([KMGTP]|[KMGT]?i?B)?$"},
        _EXPRESSION,
    ]
}


def schema() -> Schema:
    """The schema of a whole file."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "convcalc architecture",
        "type": "object",
        "additionalProperties": False,
        "anyOf": [{"required": [one, "layers"]} for one in ("input", "inputs")] + [{"required": ["extends"]}],
        "properties": {
            "name": {"type": ["string", "number"], "description": "the network's title"},
            "source": {"type": ["string", "number"], "description": "where the network comes from"},
            "extends": {"type": "string", "description": "a file of this folder, or a zoo name, to start from"},
            "input": _INPUT,
            "inputs": {"type": "object", "minProperties": 1, "additionalProperties": _INPUT},
            "outputs": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "parameters": {
                "type": "object",
                "description": "name: default, evaluated in order; --set replaces a default",
                "propertyNames": {"pattern": _NAME},
            },
            "blocks": _blocks(),
            "layers": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/layer"}},
            "batch": {"anyOf": [{"type": "integer", "minimum": 1}, _EXPRESSION]},
            "dtype": {"anyOf": [{"enum": list(DTYPES)}, _EXPRESSION]},
            "rounding": _file_rounding(),
            "in_place": _FLAG,
            "expect": _expect(),
            "allow": _ALLOW,
            "object": {
                "description": "how large the objects in the image are, in pixels: 64 or 40x60",
                "anyOf": [*SIZE_SCHEMA["anyOf"], _EXPRESSION],
            },
            "budget": {
                "type": "object",
                "additionalProperties": False,
                "properties": {**dict.fromkeys(BUDGET, _AMOUNT), "training": {"anyOf": [_AMOUNT, _training()]}},
            },
        },
        "definitions": {
            "layer": {"anyOf": [_word(), _mapping()]},
            "layers": {"type": "array", "items": {"$ref": "#/definitions/layer"}},
            **{kind: _kind(layer) for kind, layer in kinds().items()},
        },
    }


def _training() -> Schema:
    """A budget of training memory that says how the network is trained."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["memory"],
        "properties": {
            "memory": _AMOUNT,
            "batch": {"anyOf": [{"type": "integer", "minimum": 1}, _EXPRESSION]},
            "optimizer": {"enum": list(OPTIMIZERS)},
            "device": {"enum": list(DEVICES)},
        },
    }


def _word() -> Schema:
    """A layer that is only a word: a kind or a block that needs no parameter, or a parameter that names one."""
    words = [kind for kind, layer in kinds().items() if not layer.required() and not issubclass(layer, JoinLayer)]
    return {"anyOf": [{"enum": words}, {"type": "string", "pattern": _OWN_KIND}]}


def _mapping() -> Schema:
    """A layer with one kind, and what may stand beside it."""
    references = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
    beside = {
        "name": {"type": "string", "pattern": _NAME},
        "from": references,
        "when": _FLAG,
        "repeat": {
            "anyOf": [
                {"type": "integer", "minimum": 0},
                _EXPRESSION,
                {"type": "object", "minProperties": 1, "maxProperties": 1, "propertyNames": {"pattern": _NAME}},
            ]
        },
        "share": {"anyOf": [{"type": "string"}, {"const": True}]},
        "trainable": _FLAG,
        "in_place": _FLAG,
        "rounding": {"anyOf": [_ROUNDING, _EXPRESSION]},
        "allow": _ALLOW,
    }
    # Draft-07 cannot ask for a key by a pattern, but it can refuse that no key matches it.
    own_kind = {"not": {"propertyNames": {"not": {"pattern": _OWN_KIND}}}}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **beside,
            "layers": {"$ref": "#/definitions/layers"},
            **{kind: {"$ref": f"#/definitions/{kind}"} for kind in kinds()},
        },
        "patternProperties": {_OWN_KIND: {}},
        "anyOf": [
            {"oneOf": [{"required": [word]} for word in (*kinds(), "layers")]},
            {"required": ["share"]},
            own_kind,
        ],
    }


def _blocks() -> Schema:
    """The file's own kinds."""
    block = {
        "type": "object",
        "additionalProperties": False,
        "required": ["layers"],
        "properties": {
            "parameters": {"type": "object", "propertyNames": {"pattern": _NAME}},
            "inputs": {"type": "array", "items": {"type": "string", "pattern": _NAME}, "minItems": 1, "uniqueItems": True},
            "layers": {"type": "array", "items": {"$ref": "#/definitions/layer"}},
            "allow": _ALLOW,
        },
    }
    return {"type": "object", "propertyNames": {"pattern": "^[A-Z]"}, "additionalProperties": block}


def _join(layer: type[Layer]) -> Schema:
    """What may stand behind a join: names, or branches and options."""
    options = {name: {"anyOf": [layer.written_schema(name), _EXPRESSION]} for name in layer.parameter_names()}
    branch = {"$ref": "#/definitions/layers"}
    return {
        "description": " ".join((layer.__doc__ or "").split()),
        "anyOf": [
            {"type": "array", "items": {"type": "string"}, "minItems": 1},
            {"type": "object", "properties": options, "additionalProperties": branch},
            {"type": "null"},
        ],
    }


def _kind(layer: type[Layer]) -> Schema:
    """What may stand behind a kind: its parameters, the main one alone, or nothing."""
    if issubclass(layer, JoinLayer):
        return _join(layer)
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


def _file_rounding() -> Schema:
    """One word, or one for each kind that has a window."""
    one = {"anyOf": [_ROUNDING, _EXPRESSION]}
    windows = {kind: one for kind, layer in kinds().items() if layer.takes_rounding}
    return {"anyOf": [_ROUNDING, _EXPRESSION, {"type": "object", "additionalProperties": False, "properties": windows}]}


def _expect() -> Schema:
    count = {"anyOf": [{"type": "integer", "minimum": 0}, _EXPRESSION]}
    named = {"type": "object", "additionalProperties": _VOLUME}
    return {
        "type": "object",
        "description": "exact figures, which check compares",
        "additionalProperties": False,
        "properties": {"params": count, "macs": count, "output": _VOLUME, "outputs": named, "layers": named},
    }
