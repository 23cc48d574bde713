"""A kind and its parameters, from nodes to a layer that is checked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from convcalc.arithmetic.fit import Rounding
from convcalc.language.architecture import Node
from convcalc.language.foreign import advice, foreign_kind, foreign_parameter, plain_word
from convcalc.language.nodes import Mapping, Scalar, Sequence
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.problems import (
    BAD_LAYER,
    BAD_VALUE,
    FOREIGN_NAME,
    UNKNOWN_KEY,
    UNKNOWN_KIND,
    did_you_mean,
    nearest,
)
from convcalc.language.unsupported import Unsupported
from convcalc.language.values import BROKEN, Values
from convcalc.language.vocabulary import META, ROUNDINGS
from convcalc.language.wording import explain_errors
from convcalc.layers import Layer, kinds
from convcalc.layers.parameters import shortened
from convcalc.source import Span


class Defaults(NamedTuple):
    """What the file says for all its layers."""

    rounding: Rounding | dict[str, Rounding] = Rounding.STRICT
    in_place: bool = True
    override: Rounding | None = None
    trainable: bool = True
    allowed: tuple[tuple[int, int], ...] = ()
    """Where the uses of blocks on the way say what they allow, by line and column."""

    def rounding_of(self, kind: str) -> Rounding:
        """The rounding of a kind; one that a mapping does not name is strict."""
        return self.rounding.get(kind, Rounding.STRICT) if isinstance(self.rounding, dict) else self.rounding


def _spans_inside(name: str, value: YamlNode) -> dict[str, Span]:
    """Where the parts of a value stand, `kernel.1` or `padding.top`, and its keys, `padding.key top`."""
    if isinstance(value, Sequence):
        return {f"{name}.{i}": item.span for i, item in enumerate(value.items)}
    spans: dict[str, Span] = {}
    for word, (key, item) in value.entries.items() if isinstance(value, Mapping) else ():
        spans |= {f"{name}.{word}": item.span, f"{name}.key {word}": key.span}
    return spans


class KindReader:
    """Reads one layer of a known kind."""

    def __init__(self, values: Values, defaults: Defaults) -> None:
        self.values, self.problems, self.defaults = values, values.problems, defaults

    def node(self, known: type[Layer], key: Scalar, value: YamlNode | None, meta: dict[str, YamlNode]) -> Node | None:
        """The layer of kind `known` with the parameters in `value`; None where they are not right, which is then said."""
        given, spans = self.parameters(known, key, value)
        flags = {name: self.values.flag(name, meta[name]) for name in ("trainable", "in_place") if name in meta}
        if known.takes_rounding:
            given["rounding"] = self.rounding(known, meta)
        elif "rounding" in meta:
            self.problems.add(BAD_VALUE, meta["rounding"].span, f"{key.text} has no window whose size could be rounded")
        layer = explain_errors(known, given, key, spans, self.problems)
        if layer is None:
            return None
        trainable = self.defaults.trainable and flags.get("trainable") is not False
        in_place = flags.get("in_place", self.defaults.in_place) is not False
        return Node(layer, spans, trainable, in_place)

    def override(self, node: Node, meta: dict[str, YamlNode]) -> Node:
        """A layer with the weights of another: the same parameters, and what is said beside it."""
        if not node.layer.takes_rounding and "rounding" in meta:
            message = f"{node.layer.kind} has no window whose size could be rounded"
            self.problems.add(BAD_VALUE, meta["rounding"].span, message)
        elif "rounding" in meta:
            rounding = self.rounding(type(node.layer), meta)
            node = node._replace(layer=node.layer.model_copy(update={"rounding": rounding}))
        in_place = self.values.flag("in_place", meta["in_place"]) if "in_place" in meta else node.in_place
        return node._replace(in_place=in_place is not False)

    def rounding(self, known: type[Layer], meta: dict[str, YamlNode]) -> Rounding:
        """What is asked for beside the file, else the layer's own rounding, else that of its kind."""
        if self.defaults.override is not None:
            return self.defaults.override
        chosen = self.values.choice("rounding", meta["rounding"], ROUNDINGS) if "rounding" in meta else None
        return Rounding(chosen) if chosen else self.defaults.rounding_of(known.kind)

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
            spans = {name: item.span for name, (_, item) in value.entries.items()}
            for name, (_, item) in value.entries.items():
                spans |= _spans_inside(name, item)
            return given, spans
        if known.main is None:
            names = known.parameter_names()
            help = f"its parameters are {', '.join(names)}" if names else f"write - {key.text}"
            self.problems.add(BAD_VALUE, value.span, f"{key.text} takes no single value", help=help)
            return {}, {}
        return {known.main: self.values.read(value)}, {known.main: value.span, **_spans_inside(known.main, value)}

    def parameter_name(self, known: type[Layer], word: Scalar) -> str | None:
        """Our name for a parameter as written; what is not ours is said."""
        names = known.parameter_names()
        text = word.text
        if text in names:
            return text
        if self.not_a_key(word):
            name = text.partition(":")[0]
            return name if name in names else foreign_parameter(name, names)
        if ours := foreign_parameter(text, names):
            self.problems.add(FOREIGN_NAME, word.span, f"{text} is called {ours} here")
            return ours
        if text_advice := advice(text):
            self.problems.add(FOREIGN_NAME, word.span, f"{known.kind} has no {text}", help=text_advice)
            return None
        help = did_you_mean(text, names) if names else f"{known.kind} takes no parameters"
        self.problems.add(UNKNOWN_KEY, word.span, f"{known.kind} has no parameter {text}", help=help)
        return nearest(text, names)

    def not_a_key(self, word: Scalar) -> bool:
        """Whether a key was not meant as one, but YAML made it of `width:3` or of a comma; which is then said."""
        text = word.text
        if ":" in text:
            name, _, value = text.partition(":")
            help = f"write {name}: {value}, with a blank after the colon"
            self.problems.add(UNKNOWN_KEY, word.span, f"{text} is read as one word", help=help)
            return True
        if text.count("(") != text.count(")"):
            help = 'a comma ends a value inside { }: put the value in quotes, "$(max(1, w))"'
            self.problems.add(UNKNOWN_KEY, word.span, f"{text} is a piece of an expression", help=help)
            return True
        return False

    def unknown_kind(self, key: Scalar, blocks: Collection[str]) -> type[Layer] | None:
        """Say which kind was meant; where it is certain, its parameters are read on, so that all is said at once."""
        word, known = key.text, kinds()
        ours = foreign_kind(word, set(known))
        if ours:
            self.problems.add(FOREIGN_NAME, key.span, f"{word} is called {ours} here")
            return known.get(ours)
        if not word:
            self.problems.add(BAD_LAYER, key.span, "an empty layer", help="remove the dash, or write a kind behind it")
        elif (block := nearest(word, blocks)) is None and (other := _unsupported(word)):
            about = f", {other.about}" if other.about else ""
            self.problems.add(UNKNOWN_KIND, key.span, f"convcalc has no {shortened(word)}{about}", help=other.help)
        else:
            help = f"did you mean {block}?" if block else did_you_mean(word, known) or "convcalc layers lists the kinds"
            self.problems.add(UNKNOWN_KIND, key.span, f"there is no layer kind {shortened(word)}", help=help)
        return None

    # What is said of a mapping that is no layer stands here too, since it takes the kinds' parameters to say it well.

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


def _unsupported(word: str) -> Unsupported | None:
    """What is known of a word that means something that convcalc has no kind for."""
    from convcalc.language.unsupported_words import UNSUPPORTED  # noqa: PLC0415  (for files that have such a word only)

    return UNSUPPORTED.get(plain_word(word))
