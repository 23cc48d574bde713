"""Writes out what a file repeats, as a person would with an editor: on the YAML data, with nothing of convcalc's."""

from __future__ import annotations

import copy
import math
import re
from collections import Counter
from fractions import Fraction
from typing import Any

META = {"name", "from", "repeat", "when", "share", "trainable", "rounding", "in_place", "allow"}
Layers = list[Any]
Values = dict[str, Any]


def written_out(file: dict[str, Any], inline: bool = False) -> dict[str, Any]:
    """The file without `repeat`; with `inline` blocks that can be are written as named groups where they are used."""
    return _Writer(file, inline).file()


class _List:
    """What is known in one list of layers: which copy a name means, and how many uses of each block came before."""

    def __init__(self, around: dict[str, str] | None = None) -> None:
        self.last = dict(around or {})
        self.uses: Counter[str] = Counter()


class _Writer:
    def __init__(self, file: dict[str, Any], inline: bool) -> None:
        self.given, self.inline = file, inline
        self.blocks = file.get("blocks") or {}
        self.made: dict[str, Any] = {}
        self.kinds: dict[str, str] = {}
        """The blocks that named uses are of."""
        self.shared = set(re.findall(r"'share': '(\w+)'", str(file)))
        self.values: Values = {}
        for name, value in (file.get("parameters") or {}).items():
            self.values[name] = evaluated(value, self.values)

    def file(self) -> dict[str, Any]:
        names = _List()
        layers = self.layers(self.given["layers"], self.values, names)
        out = {**self.given, "layers": layers, "blocks": self.made}
        if "outputs" in out:
            out["outputs"] = [names.last.get(name, name) for name in out["outputs"]]
        return out

    def layers(self, layers: Layers, values: Values, here: _List) -> Layers:
        return [one for entry in layers for one in self.entry(entry, values, here)]

    def inner(self, layers: Layers, values: Values, here: _List) -> Layers:
        return self.layers(layers, values, _List(here.last))

    def entry(self, entry: Any, values: Values, here: _List) -> Layers:
        entry = {entry: None} if isinstance(entry, str) else entry
        bindings = _bindings(entry.get("repeat"), values)
        if "layers" in entry and "name" not in entry:
            found = [one for bound in bindings for one in self.layers(entry["layers"], {**values, **bound}, here)]
            return [{"layers": found, "when": entry["when"]}] if "when" in entry else found
        found = []
        names = _names(entry.get("name"), len(bindings)) if "repeat" in entry else [entry.get("name")]
        for i, bound in enumerate(bindings):
            one = _put(dict(entry), bound) if bound else dict(entry)
            one.pop("repeat", None)
            if names[i]:
                one["name"] = names[i]
            stays = entry.get("name") in self.shared or "share" in entry or "trainable" in entry
            found.append(self.one(one, {**values, **bound}, here, names[0] if i else "", stays))
        if entry.get("name") and found:
            here.last[entry["name"]] = found[-1]["name"]
            kind = next((key for key in entry if key in self.blocks), self.kinds.get(str(entry.get("share")), ""))
            self.kinds[entry["name"]] = kind
        return found

    def one(self, entry: dict[str, Any], values: Values, here: _List, first: str | None, stays: bool) -> dict[str, Any]:
        """One copy; `first` is what the first one is called, for those behind it. A block that `stays` stays a block."""
        kind = next((key for key in entry if key not in META), "")
        value = entry.get(kind)
        if first != "":
            entry.pop("from", None)
            value = ["previous"] if isinstance(value, list) and kind != "layers" else value
        if "from" in entry:
            names = entry["from"]
            entry["from"] = here.last.get(names, names) if isinstance(names, str) else _renamed(names, here)
        if isinstance(entry.get("share"), bool):
            share = entry.pop("share")
            if share and first:
                here.uses[kind] += 1
                entry["share"] = first
                return {word: x for word, x in entry.items() if word not in (kind, "trainable")}
        elif "share" in entry:
            kind = self.kinds.get(entry["share"], "")
            here.uses[kind] += 1
            if self.inline and kind and "name" not in entry:
                entry["name"] = f"{kind}_{here.uses[kind]}"
            entry["share"] = here.last.get(entry["share"], entry["share"])
            return entry
        if kind in self.blocks:
            return self.use(kind, entry, values, here, stays)
        if kind == "layers":
            value = self.inner(value, values, here)
        elif isinstance(value, list):
            value = _renamed(value, here)
        elif isinstance(value, dict):
            value = {word: self.inner(x, values, here) if _is_branch(x) else x for word, x in value.items()}
            if isinstance(value.get("like"), str):
                value["like"] = here.last.get(value["like"], value["like"])
        return {**entry, kind: value}

    def use(self, kind: str, entry: dict[str, Any], values: Values, here: _List, stays: bool) -> dict[str, Any]:
        """A use of a block. One whose repeats depend on its arguments gets a definition of its own."""
        here.uses[kind] += 1
        block = copy.deepcopy(self.blocks[kind])
        arguments = entry[kind]
        names = list(block.get("parameters") or {})
        if arguments is not None and not isinstance(arguments, dict):
            arguments = {names[0]: arguments}
        known = dict(values)
        for name, default in (block.get("parameters") or {}).items():
            known[name] = evaluated((arguments or {}).get(name, default), values if name in (arguments or {}) else known)
        if self.inline and "name" not in entry:
            entry["name"] = f"{kind}_{here.uses[kind]}"
        # In a group `input` means what the list around reads, and whose weights are shared must stay a block.
        open_ = self.inline and "'input'" not in str(block) and not names and "inputs" not in block
        if open_ and not stays:
            del entry[kind]
            return {"layers": self.layers(block["layers"], known, _List()), **entry}
        own = kind
        layers = self.layers(block["layers"], known, _List())
        while own in self.made and self.made[own]["layers"] != layers:
            own += "x"
        self.made[own] = {**block, "layers": layers}
        return {own: entry.pop(kind), **entry}


def _is_branch(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, str | dict) for x in value)


def _renamed(names: list[str], here: _List) -> list[str]:
    return [here.last.get(name, name) for name in names]


def _names(name: str | None, copies: int) -> list[str | None]:
    if name is None:
        return [None] * copies
    counted = re.fullmatch(r"(.+)_(\d+)", name)
    stem, first = (counted[1], int(counted[2])) if counted else (name, 1)
    return [f"{stem}_{first + i}" for i in range(copies)]


def _bindings(repeat: Any, values: Values) -> list[Values]:
    if repeat is None:
        return [{}]
    if isinstance(repeat, dict):
        ((name, given),) = repeat.items()
        given = evaluated(given, values)
        return [{name: value} for value in (given if isinstance(given, list) else range(given))]
    return [{}] * evaluated(repeat, values)


def _put(value: Any, bound: Values) -> Any:
    """A layer with the values that are bound in its copy."""
    if isinstance(value, dict):
        return {key: _put(x, bound) for key, x in value.items()}
    if isinstance(value, list):
        return [_put(x, bound) for x in value]
    if isinstance(value, str) and value.startswith("$"):
        for name, number in bound.items():
            value = re.sub(rf"\b{name}\b", str(number), value)
        return f"$({value[1:]})" if value[1:].isdigit() else value
    return value


def evaluated(value: Any, values: Values) -> Any:
    """What an expression of the file comes to; None where it needs channels, which nobody repeats by."""
    if not isinstance(value, str) or not value.startswith("$"):
        return Fraction(str(value)) if isinstance(value, float) else value
    if ".channels" in value:
        return None
    words = {"ceil": math.ceil, "floor": math.floor, "max": max, "min": min, **values}
    try:
        return eval(value[1:], {"__builtins__": {}}, words)  # the files are the zoo's and our own
    except (NameError, TypeError):
        return None
