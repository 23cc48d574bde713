"""One entry of `layers:`, from nodes to a layer whose parameters are checked."""

from __future__ import annotations

from typing import Any, NamedTuple

from convcalc.arithmetic.fit import Rounding
from convcalc.layers import Layer, kinds
from convcalc.layers.parameters import shortened
from convcalc.source import Span
from convcalc.spec.architecture import Node
from convcalc.spec.expressions import NAME
from convcalc.spec.foreign import advice, foreign_kind, foreign_parameter
from convcalc.spec.nodes import Mapping, Scalar, Sequence, what
from convcalc.spec.nodes import Node as YamlNode
from convcalc.spec.problems import (
    BAD_LAYER,
    BAD_NAME,
    BAD_VALUE,
    FOREIGN_NAME,
    NOT_YET,
    UNKNOWN_KEY,
    UNKNOWN_KIND,
    did_you_mean,
    nearest,
)
from convcalc.spec.values import BROKEN, Values
from convcalc.spec.vocabulary import KINDS_LATER, META, META_LATER, ROUNDINGS
from convcalc.spec.wording import explain_errors

RESERVED_NAMES = ("input", "previous")


class Defaults(NamedTuple):
    """What the file says for all its layers."""

    rounding: Rounding | dict[str, Rounding] = Rounding.STRICT
    in_place: bool = True
    override: Rounding | None = None

    def rounding_of(self, kind: str) -> Rounding:
        """The rounding of a kind; one that a mapping does not name is strict."""
        return self.rounding.get(kind, Rounding.STRICT) if isinstance(self.rounding, dict) else self.rounding


class _Entry(NamedTuple):
    """A layer whose name is not settled yet."""

    kind: str
    name: Scalar | None
    layer: Layer | None
    span: Span
    spans: dict[str, Span]
    trainable: bool
    in_place: bool


class LayerReader:
    """Reads a list of layers."""

    def __init__(self, values: Values, defaults: Defaults) -> None:
        self.values, self.problems, self.defaults = values, values.problems, defaults

    def read(self, nodes: list[YamlNode]) -> tuple[Node, ...]:
        """The layers that are present, named; those that are not right are left out and said."""
        entries = [entry for entry in map(self.entry, nodes) if entry]
        names = self.names(entries)
        return tuple(
            Node(name, entry.layer, entry.span, entry.spans, entry.trainable, entry.in_place)
            for name, entry in zip(names, entries, strict=True)
            if entry.layer is not None
        )

    def names(self, entries: list[_Entry]) -> list[str]:
        """Written names, and kind and number for the others, skipping what is taken."""
        taken: dict[str, int] = {}
        for entry in entries:
            if entry.name is None:
                continue
            first = taken.setdefault(entry.name.text, entry.name.span.line)
            if first != entry.name.span.line:
                message = f"two layers are called {entry.name.text}, the first in line {first}"
                self.problems.add(BAD_NAME, entry.name.span, message, help="names are unique in a list")
        counts: dict[str, int] = {}
        result = []
        for entry in entries:
            counts[entry.kind] = counts.get(entry.kind, 0) + 1
            if entry.name is not None:
                result.append(entry.name.text)
                continue
            while f"{entry.kind}_{counts[entry.kind]}" in taken:
                counts[entry.kind] += 1
            result.append(f"{entry.kind}_{counts[entry.kind]}")
        return result

    def entry(self, node: YamlNode) -> _Entry | None:
        """One layer; None if it is absent or not a layer at all."""
        if isinstance(node, Scalar):
            return self.finish(node, None, {})
        if isinstance(node, Sequence):
            self.problems.add(BAD_LAYER, node.span, "a list is not a layer", help="one dash a layer, - relu")
            return None
        meta = {key: value for key, (_, value) in node.entries.items() if key in META}
        if not self.present(meta):
            return None
        for key in META_LATER:
            if key in node.entries:
                self.problems.add(NOT_YET, node.key_span(key), f"{key} is not supported yet")
        others = [entry for key, entry in node.entries.items() if key not in META and key not in META_LATER]
        if len(others) == 1 and ":" not in others[0][0].text:
            return self.finish(*others[0], meta)
        self.not_one_kind(node, [key for key, _ in others])
        return None

    def present(self, meta: dict[str, YamlNode]) -> bool:
        """What `when` says; a layer without it is there."""
        return "when" not in meta or self.values.flag("when", meta["when"]) is not False

    def not_one_kind(self, node: Mapping, keys: list[Scalar]) -> None:
        """Say why a mapping with no kind, or with several, is no layer."""
        known = kinds()
        found = [key for key in keys if key.text in known]
        squeezed = next((key for key in keys if ":" in key.text), None)
        if squeezed is not None:
            name, _, value = squeezed.text.partition(":")
            message = f"{squeezed.text} is read as one word"
            self.problems.add(BAD_LAYER, squeezed.span, message, help=f"write {name}: {value}, with a blank")
        elif not keys:
            if not any(key in node.entries for key in META_LATER):
                self.problems.add(BAD_LAYER, node.span, "a layer without a kind", help="for example - conv: {…}")
        elif len(found) == 1:
            inside = found[0].text
            for key in keys:
                if key is not found[0]:
                    help = did_you_mean(key.text, (*META, *known[inside].parameter_names()))
                    if key.text in known[inside].parameter_names():
                        help = f"{key.text} is a parameter: indent it further than {inside}"
                    self.problems.add(UNKNOWN_KEY, key.span, f"{key.text} cannot stand beside {inside}", help=help)
        else:
            words = " and ".join(key.text for key in keys)
            message = f"one layer has one kind, and this has {words}"
            self.problems.add(BAD_LAYER, keys[1].span, message, help="begin each layer with a dash of its own")

    def finish(self, key: Scalar, value: YamlNode | None, meta: dict[str, YamlNode]) -> _Entry | None:
        """The layer of kind `key` with the parameters in `value`."""
        known = kinds().get(key.text)
        if known is None:
            known = self.unknown_kind(key)
        if known is None:
            return None
        given, spans = self.parameters(known, key, value)
        flags = {name: self.values.flag(name, meta[name]) for name in ("trainable", "in_place") if name in meta}
        if known.takes_rounding:
            given["rounding"] = self.rounding(known, meta)
        elif "rounding" in meta:
            self.problems.add(BAD_VALUE, meta["rounding"].span, f"{key.text} has no window whose size could be rounded")
        layer = explain_errors(known, given, key, spans, self.problems)
        in_place = flags.get("in_place", self.defaults.in_place)
        return _Entry(
            key.text, self.name(meta), layer, key.span, spans, flags.get("trainable") is not False, in_place is not False
        )

    def rounding(self, known: type[Layer], meta: dict[str, YamlNode]) -> Rounding:
        """What is asked for beside the file, else the layer's own rounding, else that of its kind."""
        if self.defaults.override is not None:
            return self.defaults.override
        chosen = self.values.choice("rounding", meta["rounding"], ROUNDINGS) if "rounding" in meta else None
        return Rounding(chosen) if chosen else self.defaults.rounding_of(known.kind)

    def name(self, meta: dict[str, YamlNode]) -> Scalar | None:
        """The written name; None without one, or where it is no name, which is then said."""
        node = meta.get("name")
        if node is None:
            return None
        if not isinstance(node, Scalar) or not NAME.fullmatch(node.text):
            message = f"{what(node)} is no name for a layer"
            self.problems.add(BAD_NAME, node.span, message, help="letters, digits and _, beginning with a letter or _")
        elif node.text in RESERVED_NAMES:
            self.problems.add(BAD_NAME, node.span, f"the name {node.text} is reserved", help="call the layer something else")
        else:
            return node
        return None

    def parameters(self, known: type[Layer], key: Scalar, value: YamlNode | None) -> tuple[dict[str, Any], dict[str, Span]]:
        """The parameters as given, and where each value stands; BROKEN ones are kept as such."""
        if value is None or (isinstance(value, Scalar) and value.plain and value.text in ("", "~", "null")):
            return {}, {}
        if isinstance(value, Mapping):
            given: dict[str, Any] = {}
            for name, (name_node, item) in value.entries.items():
                our_name = self.parameter_name(known, name_node)
                if our_name == name:
                    given[name] = self.values.read(item)
                elif our_name is not None:
                    given.setdefault(our_name, BROKEN)
            return given, {name: item.span for name, (_, item) in value.entries.items()}
        if known.main is None:
            names = known.parameter_names()
            help = f"its parameters are {', '.join(names)}" if names else f"write - {key.text}"
            self.problems.add(BAD_VALUE, value.span, f"{key.text} takes no single value", help=help)
            return {}, {}
        return {known.main: self.values.read(value)}, {known.main: value.span}

    def parameter_name(self, known: type[Layer], word: Scalar) -> str | None:
        """Our name for a parameter as written; what is not ours is said."""
        names = known.parameter_names()
        text = word.text
        if text in names:
            return text
        if ":" in text:
            name, _, value = text.partition(":")
            help = f"write {name}: {value}, with a blank after the colon"
            self.problems.add(UNKNOWN_KEY, word.span, f"{text} is read as one word", help=help)
            return name if name in names else foreign_parameter(name, names)
        if text.count("(") != text.count(")"):
            help = 'a comma ends a value inside { }: put the value in quotes, "$(max(1, w))"'
            self.problems.add(UNKNOWN_KEY, word.span, f"{text} is a piece of an expression", help=help)
            return None
        if ours := foreign_parameter(text, names):
            self.problems.add(FOREIGN_NAME, word.span, f"{text} is called {ours} here")
            return ours
        if text_advice := advice(text):
            self.problems.add(FOREIGN_NAME, word.span, f"{known.kind} has no {text}", help=text_advice)
            return None
        help = did_you_mean(text, names) if names else f"{known.kind} takes no parameters"
        self.problems.add(UNKNOWN_KEY, word.span, f"{known.kind} has no parameter {text}", help=help)
        return nearest(text, names)

    def unknown_kind(self, key: Scalar) -> type[Layer] | None:
        """Say which kind was meant; where it is certain, its parameters are read on, so that all is said at once."""
        word, known = key.text, kinds()
        ours = foreign_kind(word, {*known, *KINDS_LATER})
        if word in KINDS_LATER:
            self.problems.add(NOT_YET, key.span, f"the kind {word} is not supported yet")
        elif word.startswith("$"):
            self.problems.add(NOT_YET, key.span, f"{word}: a kind from a parameter is not supported yet")
        elif ours:
            self.problems.add(FOREIGN_NAME, key.span, f"{word} is called {ours} here")
            return known.get(ours)
        elif not word:
            self.problems.add(BAD_LAYER, key.span, "an empty layer", help="remove the dash, or write a kind behind it")
        else:
            help = did_you_mean(word, known) or "convcalc layers lists the kinds"
            self.problems.add(UNKNOWN_KIND, key.span, f"there is no layer kind {shortened(word)}", help=help)
        return None
