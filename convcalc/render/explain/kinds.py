"""The vocabulary for people: the kinds, their parameters, formulas and examples, read off the kinds themselves."""

from __future__ import annotations

from typing import Any

from convcalc.analysis.formulas import Formulas, formulas
from convcalc.api import analyze
from convcalc.arithmetic.axes import Padding
from convcalc.arithmetic.operations import IN_WORDS
from convcalc.language.vocabulary import META
from convcalc.layers import JoinLayer, Layer, kinds
from convcalc.layers.parameters import format_value
from convcalc.render.numbers import grouped
from convcalc.render.paint import Paint, plain
from convcalc.render.text import wrapped
from convcalc.source import Source

ANY_INPUT = "28x28x64"
LONGEST_USUAL_NAME = len("comparisons")
"""How wide the names of formulas are, but for exponentials."""


def all_kinds(paint: Paint = plain, width: int | None = None) -> str:
    """One line a kind: how it is written, and what it does."""
    signatures = {kind: _signature(layer) for kind, layer in kinds().items()}
    widest = max(map(len, signatures.values()))
    lines = []
    for kind, signature in signatures.items():
        first = _sentence(kinds()[kind])
        cut = wrapped(first, None if width is None else width - widest - 2, "")
        lines.append(f"{paint(f'{signature:<{widest}}', 'bold')}  {cut[0]}")
        lines += [" " * (widest + 2) + line for line in cut[1:]]
    return "\n".join(lines)


def _signature(layer: type[Layer]) -> str:
    """`conv: {filters, kernel}`, `maxpool: kernel`, `add: [a, b]`, `relu`: what must be given."""
    required = layer.required()
    if issubclass(layer, JoinLayer):
        return f"{layer.kind}: [a, b]"
    if not required:
        return layer.kind
    return f"{layer.kind}: {required[0]}" if required == (layer.main,) else f"{layer.kind}: {{{', '.join(required)}}}"


def _sentence(layer: type[Layer]) -> str:
    """The first sentence of the kind's description, which may go over several lines."""
    return " ".join((layer.__doc__ or "").split("\n\n", maxsplit=1)[0].split())


def one_kind(kind: str, paint: Paint = plain, width: int | None = None) -> str:
    """Everything about a kind: what it does, its parameters, its formulas, and an example that was run."""
    layer = kinds()[kind]
    paragraphs = [" ".join(p.split()) for p in (layer.__doc__ or "").split("\n\n")]
    lines = [paint(kind, "bold"), ""]
    for paragraph in paragraphs:
        lines += [*(f"  {line}" for line in wrapped(paragraph, width and width - 2, "")), ""]
    size, example = layer.example or (ANY_INPUT, kind)
    report = analyze(Source("example.yaml", f"input: {size}\nlayers:\n  - {example}\n"))
    row = report.rows[-1]  # a join stands behind its branches
    inputs = tuple(x for x in row.inputs if x is not None)
    assert len(inputs) == len(row.inputs)  # an example works, and a test says so
    if issubclass(layer, JoinLayer):
        lines += [
            paint("  reads", "dim"),
            f"    earlier layers by name       {kind}: [a, b]",
            f"    or the end of each branch    {kind}: {{left: [ … ], right: []}}; an empty branch is the input itself",
            "",
        ]
    lines += [paint("  parameters", "dim"), *_parameters(layer), ""]
    lines += [paint("  formulas", "dim"), *_formulas(formulas(row.layer, *inputs)), ""]
    counts = [f"{grouped(n)} {what}" for n, what in ((row.params or 0, "parameters"), (row.macs or 0, "MACs")) if n]
    outcome = ", ".join([f"reads {' and '.join(map(str, inputs))}, gives {row.output}", *counts])
    return "\n".join([*lines, paint("  for example", "dim"), f"    - {example}", f"    {outcome}"])


def _parameters(layer: type[Layer]) -> list[str]:
    rows = []
    for name, attribute in layer.attributes().items():
        field = layer.model_fields[attribute]
        default = "required" if field.is_required() else layer.unless_given.get(name) or _default(field.default)
        main = f", also {layer.kind}: …" if name == layer.main else ""
        rows.append((name, schema_words(layer.written_schema(name)), default + main))
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(2)]
    lines = [f"    {name:<{widths[0]}}  {words:<{widths[1]}}  {default}" for name, words, default in rows]
    beside = [word for word in META if word != "rounding" or layer.takes_rounding]
    return [*(lines or ["    none"]), f"    beside it: {', '.join(beside)}"]


def _default(value: Any) -> str:
    if value is None:
        return "may be left out"
    if isinstance(value, Padding | str):
        return str(value)
    return format_value(value[0]) if isinstance(value, tuple) and len(value) == 1 else format_value(value)


def schema_words(schema: dict[str, Any]) -> str:
    """A parameter's JSON Schema in words.

    >>> schema_words({"type": "integer", "minimum": 1})
    'a whole number, 1 or more'
    """
    if "anyOf" in schema:
        whole, _, _, *others = schema["anyOf"]  # a size is a number, a text or a list; then come words and sides
        size = f"a size (3, 1x7 or [1, 7]), {whole['minimum']} or more"
        return ", or ".join([size, *map(schema_words, others)])
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if "description" in schema:
        return str(schema["description"])
    if schema["type"] == "integer":
        return f"a whole number, {schema['minimum']} or more"
    if schema["type"] == "number":
        limits = f" from {schema['minimum']} to {schema['maximum']}" if "maximum" in schema else ""
        return f"a number{limits}"
    return {"boolean": "true or false", "array": "[first, end]", "object": "sides by name"}[schema["type"]]


def _formulas(found: Formulas) -> list[str]:
    output = dict(found.output)
    lines = []
    if len({formula.replace(symbol[0], "W") for symbol, formula in list(output.items())[:-1]}) == 1 and len(output) > 2:
        others = [symbol for symbol in output if symbol not in ("W′", "C′")]
        lines = [f"W′ = {output['W′']}, and likewise {' and '.join(others)}", f"C′ = {output['C′']}"]
    else:
        lines = [f"{symbol} = {formula}" for symbol, formula in output.items()]
    rows = [("output", lines[0]), *(("", line) for line in lines[1:])]
    rows += [("parameters", found.params), ("buffers", found.buffers), ("MACs", found.macs)]
    rows += [(IN_WORDS[sort], text) for sort, text in found.operations.items()]
    rows += [("where", ", ".join(f"{letter} is {name}" for letter, name in sorted(found.letters.items())))]
    width = max(LONGEST_USUAL_NAME, *(len(name) for name, text in rows if text))
    return [f"    {name:<{width}} {text}" for name, text in rows if text]
