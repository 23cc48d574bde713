"""From a source to an architecture: the keys at the top of a file."""

from __future__ import annotations

import sys
from pathlib import PurePath
from typing import Any

from convcalc.arithmetic.fit import Rounding
from convcalc.arithmetic.volume import Volume
from convcalc.findings import ArchitectureError, OptionError, in_order
from convcalc.language.allow_reader import read_allow
from convcalc.language.architecture import DTYPES, PREVIOUS, Architecture, Body
from convcalc.language.blocks import read_blocks
from convcalc.language.body_reader import BodyReader
from convcalc.language.budget_reader import read_budget
from convcalc.language.candidates import begin_afresh
from convcalc.language.context import Context
from convcalc.language.expect_reader import ExpectReader
from convcalc.language.expression_syntax import ExpressionError
from convcalc.language.expressions import evaluate
from convcalc.language.extends import with_base
from convcalc.language.ignore_comments import read_comments
from convcalc.language.inputs_reader import InputsReader, input_spans, stands_in, start_of
from convcalc.language.kind_reader import Defaults
from convcalc.language.limits import DEFAULT_LIMITS, MOST, Limits
from convcalc.language.nodes import Mapping, Node, Scalar, Sequence, describe_node
from convcalc.language.object_reader import read_object
from convcalc.language.overrides import Overrides
from convcalc.language.problems import (
    BAD_REFERENCE,
    BAD_VALUE,
    FOREIGN_NAME,
    MISSING,
    UNKNOWN_KEY,
    Problems,
    did_you_mean,
)
from convcalc.language.rounding_reader import read_rounding
from convcalc.language.unused import unused_blocks, unused_parameters
from convcalc.language.values import BROKEN, Values
from convcalc.language.vocabulary import TOP_LEVEL, TOP_LEVEL_FOREIGN
from convcalc.language.yaml_reader import read_yaml
from convcalc.layers.parameters import format_value
from convcalc.source import Source, Span

_NOTHING = Overrides()

_DEEP = 20 * MOST["depth"] + 1_000
"""Reading and what follows go down a dozen calls for each level of blocks and branches; Python allows a thousand."""


def read_architecture(source: Source, overrides: Overrides = _NOTHING, limits: Limits = DEFAULT_LIMITS) -> Architecture:
    """The architecture in `source`; raises ArchitectureError with all that is wrong, OptionError for `overrides`."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _DEEP))
    problems = Problems(source)
    begin_afresh()
    root = read_yaml(source, problems, limits)
    architecture = None
    if isinstance(root, Mapping):
        own_keys = set(root.entries)
        read_comments(source, root, problems)
        root = with_base(root, source, problems, limits)
        architecture = _FileReader(source, problems, overrides, limits, own_keys).read(root)
    elif not problems.findings:
        span = root.span if root else Span(source, 1, 1, 1, 1)
        message = f"an architecture is a mapping, and this is {describe_node(root)}" if root else "the file is empty"
        problems.add(BAD_VALUE, span, message, help="begin with input: and layers:")
    if problems.findings or architecture is None:
        raise ArchitectureError(in_order(problems.findings), source, tuple(problems.bases))
    return architecture


class _FileReader:
    """Reads the top level of one file."""

    def __init__(
        self, source: Source, problems: Problems, overrides: Overrides, limits: Limits, root_keys: set[str]
    ) -> None:
        self.source, self.problems, self.overrides = source, problems, overrides
        self.values = Values(problems, limits)
        self.body_reader: BodyReader | None = None
        self.base_missing = "extends" in root_keys and bool(problems.findings)
        """What the file extends could not be read, so nothing can be said to be missing."""

    def read(self, root: Mapping) -> Architecture | None:
        self.refuse_unknown(root)
        self.parameters(root.get("parameters"))
        reader = InputsReader(self.source, self.values, self.overrides.input, base_missing=self.base_missing)
        inputs = reader.inputs(root)
        rounding = self.overrides.rounding or self.rounding(root.get("rounding"))
        layers = self.layers(root, rounding, inputs)
        expect = root.get("expect")
        batch, dtype_node = self.batch(root.get("batch")), root.get("dtype")
        dtype = self.values.choice("dtype", dtype_node, list(DTYPES)) if dtype_node else None
        budget, allow = root.get("budget"), root.get("allow")
        if allow:
            read_allow(allow, None, self.problems)
        expectations = ExpectReader(self.values).read(expect) if expect else ()
        outputs = self.outputs(root.get("outputs"))
        object = root.get("object")
        if not inputs:
            return None
        return Architecture(
            name=self.text(root, "name") or PurePath(self.source.name).stem,
            citation=self.text(root, "source") or "",
            source=self.source,
            inputs=inputs,
            layers=layers,
            parameters=dict(self.values.names),
            batch=self.overrides.batch or batch,
            dtype=self.overrides.dtype or dtype or "float32",
            rounding=rounding,
            expect=expectations,
            budget=read_budget(budget, self.values) if budget else (),
            suspended=self.overrides.suspending() if expect else (),
            changed=self.overrides != _NOTHING,
            outputs=outputs,
            unknowns=reader.unknowns if reader.unknowns.names else None,
            input_spans=input_spans(root),
            input_given=self.overrides.input is not None,
            expect_span=root.key_span("expect") if expect else None,
            object=read_object(object, next(iter(inputs.values())).rank, self.values) if object else None,
            unused_parameters=unused_parameters(root, self.source),
            unused_blocks=unused_blocks(root, self.source),
            expansion=self.values.limits.expansion,
            **self.noted(),
        )

    def noted(self) -> dict[str, Any]:
        """What was noted on the way: suppressions, what is left out, and the files that this one extends."""
        problems = self.problems
        return {
            "suppressions": tuple(problems.suppressions.values()),
            "malformed": tuple(problems.malformed),
            "absent": tuple(problems.absent),
            "bases": tuple(problems.bases),
            "zoo_bases": tuple(problems.zoo_bases),
        }

    def refuse_unknown(self, root: Mapping) -> None:
        for key, (node, _) in root.entries.items():
            if key in TOP_LEVEL:
                continue
            if key in TOP_LEVEL_FOREIGN:
                self.problems.add(FOREIGN_NAME, node.span, f"{key} is called {TOP_LEVEL_FOREIGN[key]} here")
            else:
                help = did_you_mean(key, TOP_LEVEL)
                self.problems.add(UNKNOWN_KEY, node.span, f"there is no key {key} at the top of a file", help=help)

    def parameters(self, node: Node | None) -> None:
        """Evaluate the parameters in order; what is set beside the file replaces the default."""
        mapping = self.values.mapping("parameters", node) if node else None
        entries = mapping.entries if mapping else {}
        self.values.incomplete = self.base_missing or (node is not None and mapping is None)
        chosen = dict(self.overrides.parameters)
        self.values.later = set(entries)
        for name, (key, value) in entries.items():
            self.values.parameter_name(key)
            default = self.values.read(value)
            self.values.names[name] = self.replaced(name, default, chosen.pop(name)) if name in chosen else default
            self.values.later.discard(name)
        if chosen and not self.problems.findings:
            name = next(iter(chosen))
            hint = did_you_mean(name, self.values.names) if self.values.names else "it has no parameters"
            raise OptionError("set", f"{self.source.name} has no parameter {name}; {hint}")

    def replaced(self, name: str, default: Any, value: Any) -> Any:
        """A value from beside the file, which must be a switch where the default is one."""
        if isinstance(value, str) and value.startswith("$"):
            try:
                value = evaluate(value, self.values.names, self.values.limits)
            except ExpressionError as error:
                raise OptionError("set", f"{name}: {error.message}") from None
        if isinstance(default, bool) and not isinstance(value, bool):
            raise OptionError("set", f"{name} must be true or false, and is {format_value(value)}")
        return value

    def outputs(self, node: Node | None) -> tuple[str, ...]:
        """The names under `outputs`; those of layers that are absent are skipped."""
        if node is None:
            return ()
        names = []
        known = [name for name in self.values.channels if name != PREVIOUS]
        for item in _listed(node):
            name = item.text if isinstance(item, Scalar) else ""
            if name in self.values.channels and name != PREVIOUS:
                names.append(name)
            elif self.body_reader is None or name not in self.body_reader.references.absent:
                message, help = f"there is no layer called {describe_node(item)} to be an output", ""
                if self.body_reader is not None:
                    reason, help = self.body_reader.references.why_not(name, describe_node(item))
                    message = reason if help else message
                self.problems.add(BAD_REFERENCE, item.span, message, help=help or did_you_mean(name, known))
        if not names and not self.problems.findings:
            help = "without the key it is the last layer"
            self.problems.add(MISSING, node.span, "outputs names no layer that is there", help=help)
        return tuple(names)

    def layers(self, root: Mapping, rounding: Rounding | dict[str, Rounding], inputs: dict[str, Volume]) -> Body:
        in_place_node = root.get("in_place")
        in_place = self.values.flag("in_place", in_place_node) if in_place_node else True
        node = root.get("layers")
        if isinstance(node, Sequence) and node.items:
            defaults = Defaults(rounding, in_place is not False, self.overrides.rounding)
            blocks = root.get("blocks")
            definitions = read_blocks(blocks, self.values) if blocks else {}
            rank = next((volume.rank for volume in inputs.values()), 2)
            context = Context(defaults, rank, definitions, self.values.limits)
            context.parameters = dict(self.values.names)
            self.values.channels = {name: volume.channels for name, volume in inputs.items()}
            if "inputs" not in root.entries:
                self.values.channels.setdefault("input", None)
                self.values.channels[PREVIOUS] = self.values.channels["input"]
            reader = BodyReader(context, self.values, defaults)
            layers, _ = reader.read(
                node.items, tuple(item.text for item in _listed(root.get("outputs")) if isinstance(item, Scalar))
            )
            self.body_reader = reader
            self.problems.absent |= dict.fromkeys(block.region for block in context.unused_blocks())
            if not layers and not self.problems.findings:
                self.problems.add(MISSING, node.span, "no layer is left: when leaves all of them out")
            return layers
        if node is None:
            if not stands_in(root, "layers", or_missing=self.base_missing):
                self.problems.add(MISSING, start_of(root), "the layers are missing", help="for example layers: [relu]")
        else:
            found = "an empty list" if isinstance(node, Sequence) else describe_node(node)
            message = f"layers must be a list of layers, and is {found}"
            self.problems.add(BAD_VALUE, node.span, message, help="a dash before each layer")
        return ()

    def rounding(self, node: Node | None) -> Rounding | dict[str, Rounding]:
        """The rounding of the file, strict unless it says otherwise."""
        return read_rounding(node, self.values) if node else Rounding.STRICT

    def batch(self, node: Node | None) -> int:
        value = self.values.read(node) if node else 1
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        if node and value is not BROKEN:
            message = f"batch must be a whole number of at least 1, and is {format_value(value)}"
            self.problems.add(BAD_VALUE, node.span, message)
        return 1

    def text(self, root: Mapping, key: str) -> str | None:
        """A text as it stands, `2012` included."""
        node = root.get(key)
        if node is None or isinstance(node, Scalar):
            return node.text.strip() if node else None
        self.problems.add(BAD_VALUE, node.span, f"{key} must be a text, and is {describe_node(node)}")
        return None


def _listed(node: Node | None) -> list[Node]:
    """The items of a list, or one item by itself."""
    if node is None:
        return []
    return node.items if isinstance(node, Sequence) else [node]
