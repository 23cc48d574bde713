"""The words of the language besides the kinds."""

from __future__ import annotations

from convcalc.language.amounts import BYTES, COUNTS

TOP_LEVEL = (
    *("name", "source", "extends", "input", "inputs", "outputs", "parameters", "blocks", "layers"),
    *("batch", "dtype", "rounding", "in_place", "expect", "budget", "allow", "object"),
)
TOP_LEVEL_FOREIGN = {
    "title": "name",
    "input_shape": "input",
    "input_size": "input",
    "input_dim": "input",
    "params": "parameters",
    "args": "parameters",
    "network": "layers",
    "layer": "layers",
    "model": "layers",
    "batch_size": "batch",
    "precision": "dtype",
}

META = ("name", "from", "when", "repeat", "share", "trainable", "rounding", "in_place", "allow")
"""What may stand beside a layer's kind."""

EXPECT = ("params", "macs", "output", "outputs", "layers")

BUDGET = {
    **dict.fromkeys(("params", "macs", "flops", "operations"), COUNTS),
    **dict.fromkeys(("adds", "multiplies", "comparisons", "divisions", "exponentials"), COUNTS),
    **dict.fromkeys(("activations", "peak", "training"), BYTES),
}
"""What a budget can limit, and in which units."""

BUDGET_TRAINING = ("memory", "batch", "optimizer", "device")

ROUNDINGS = ["strict", "floor", "ceil"]
