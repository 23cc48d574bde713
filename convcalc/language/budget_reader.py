"""`budget:`, the upper limits that a file sets for itself: `{params: 62M, macs: 1.5G, activations: 20MiB}`."""

from __future__ import annotations

from typing import Any

from convcalc.language.amounts import BYTES, amount
from convcalc.language.architecture import DEVICES, OPTIMIZERS, Allowance, Training
from convcalc.language.nodes import Mapping, Node, Scalar, describe_node
from convcalc.language.problems import BAD_VALUE, UNKNOWN_KEY, did_you_mean
from convcalc.language.values import BROKEN, Values
from convcalc.language.vocabulary import BUDGET, BUDGET_TRAINING
from convcalc.layers.parameters import format_value


def read_budget(node: Node, values: Values) -> tuple[Allowance, ...]:
    """Every limit that is well written; the others are said."""
    mapping = values.mapping("budget", node)
    found: list[Allowance | None] = []
    for key, (name, value) in mapping.entries.items() if mapping else ():
        if key not in BUDGET:
            values.problems.add(UNKNOWN_KEY, name.span, f"budget knows no {key}", help=did_you_mean(key, tuple(BUDGET)))
        elif key == "training":
            found.append(_training(value, values))
        else:
            found.append(_allowance(key, key, value, values))
    return tuple(allowance for allowance in found if allowance)


def _allowance(key: str, called: str, node: Node, values: Values) -> Allowance | None:
    """A limit that is an amount; `called` is what messages call it."""
    value = values.read(node)
    if value is BROKEN:
        return None
    units = BUDGET[key]
    text = node.text if isinstance(node, Scalar) and not node.text.startswith("$") else str(value)
    limit = amount(text, units) if isinstance(node, Scalar) else None
    if limit is not None:
        return Allowance(key, limit, text, node.span)
    example = "20MiB" if units is BYTES else "62M"
    message = f"budget: {called} must be an amount such as {example}, and is {describe_node(node)}"
    known = ", ".join(unit for unit in units if unit)
    values.problems.add(BAD_VALUE, node.span, message, help=f"a number, or one with a unit: {known}")
    return None


def _training(node: Node, values: Values) -> Allowance | None:
    """`8GiB`, or `{memory: 8GiB, batch: 32, optimizer: adam, device: cuda}`."""
    if not isinstance(node, Mapping):
        allowance = _allowance("training", "training", node, values)
        return allowance and allowance._replace(training=Training())
    how: dict[str, Any] = {}
    memory = node.entries.get("memory")
    for key, (name, value) in node.entries.items():
        if key not in BUDGET_TRAINING:
            message = f"budget: training knows no {key}"
            values.problems.add(UNKNOWN_KEY, name.span, message, help=did_you_mean(key, BUDGET_TRAINING))
        elif key == "batch":
            how[key] = _batch(value, values)
        elif key != "memory":
            known = [*(OPTIMIZERS if key == "optimizer" else DEVICES)]
            how[key] = values.choice(f"budget: training: {key}", value, known)
    if memory is None:
        help = "such as {memory: 8GiB, batch: 32}"
        values.problems.add(BAD_VALUE, node.span, "budget: training says no memory", help=help)
        return None
    allowance = _allowance("training", "training: memory", memory[1], values)
    if allowance is None or None in how.values():
        return None
    return allowance._replace(training=Training(**how))


def _batch(node: Node, values: Values) -> int | None:
    value = values.read(node)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    if value is not BROKEN:
        shown = format_value(value) if isinstance(node, Scalar) else describe_node(node)
        message = f"budget: training: batch must be a whole number of at least 1, and is {shown}"
        values.problems.add(BAD_VALUE, node.span, message)
    return None
