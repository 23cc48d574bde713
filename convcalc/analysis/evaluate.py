"""The walk over the network: each layer is asked for its output, and the next one reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from convcalc.analysis.report import Report, Row, Totals
from convcalc.arithmetic.volume import Volume
from convcalc.layers import Layer, Misfit, Reuse
from convcalc.spec.architecture import Architecture, Node


def evaluate(architecture: Architecture) -> Report:
    """Every layer's volume and counts. Never raises for a network that does not work out: its rows say so."""
    value_bytes = architecture.batch * architecture.value_bytes
    input_bytes = architecture.input.numel * value_bytes
    rows = tuple(_rows(architecture, value_bytes))
    return Report(architecture, rows, input_bytes, _totals(architecture, rows, input_bytes))


def _rows(architecture: Architecture, value_bytes: int) -> Iterable[Row]:
    volume: Volume | None = architecture.input
    reads = "input"
    is_input = True  # what is read is still the network's input, which nothing overwrites
    for node in architecture.layers:
        shares = _shares_memory(node, is_input)
        row = _row(node, reads, volume, 0 if shares else value_bytes)
        yield row
        volume, reads = row.output, node.name
        is_input = is_input and shares


def _shares_memory(node: Node, reads_input: bool) -> bool:
    """Whether the output lives in the memory of what is read."""
    if not node.in_place:
        return False
    return node.layer.reuse is Reuse.VIEW or (node.layer.reuse is Reuse.IN_PLACE and not reads_input)


def _row(node: Node, reads: str, x: Volume | None, value_bytes: int) -> Row:
    row = Row(node, (reads,), x, shares_memory=value_bytes == 0)
    if x is None:
        return row
    known: dict[str, Any] = {}
    try:
        _ask(node.layer, x, known)
    except Misfit as misfit:
        known["misfit"] = misfit
    if "output" in known:
        known["memory_bytes"] = known["output"].numel * value_bytes
    if "params" in known:
        known["trainable_params"] = known["params"] if node.trainable else 0
    return row._replace(**known)


def _ask(layer: Layer, x: Volume, known: dict[str, Any]) -> None:
    """Fill in what the layer answers; what it answered before a Misfit stays."""
    known["fit"] = layer.fits(x)
    known["params"] = layer.params(x)
    known["buffers"] = layer.buffers(x)
    output = layer.output(x)
    known["output"] = output
    known["macs"] = layer.macs(x, output)


def _totals(architecture: Architecture, rows: tuple[Row, ...], input_bytes: int) -> Totals:
    params = _sum(row.params for row in rows)
    return Totals(
        complete=all(row.output is not None for row in rows),
        layers=len(rows),
        params=params,
        trainable_params=_sum(row.trainable_params for row in rows),
        buffers=_sum(row.buffers for row in rows),
        macs=_sum(row.macs for row in rows),
        params_bytes=params * architecture.value_bytes,
        activations_bytes=input_bytes + _sum(row.memory_bytes for row in rows),
    )


def _sum(values: Iterable[int | None]) -> int:
    return sum(value for value in values if value is not None)
