"""The tables of the documents, made of what is counted: here of operations, in `cost_tables.py` of memory and networks; and
the rules."""

from __future__ import annotations

from collections.abc import Callable

import convcalc
from convcalc.analysis.formulas import formulas
from convcalc.arithmetic.operations import IN_WORDS
from convcalc.layers import kinds
from convcalc.render.findings.rules_markdown import rule_sections, rules_table
from tests.cost_tables import costs_table, kept_table, ratios_table
from tests.counting import (
    ALEXNET,
    LATER_STRIDES,
    LAYERS,
    NETSCOPE,
    NETWORKS,
    PAPERS,
    TOOLS,
    later_strides,
    layer_on_10x10x4,
    to_netscope,
    to_tools,
)


def table(rows: list[list[str]], right: int) -> str:
    """A Markdown table; the columns from `right` on are numbers."""
    width = len(rows[0])
    rule = ["---" if i < right else "---:" for i in range(width)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], rule, *rows[1:]])


def by_sort(counts: dict[str, int]) -> str:
    """`512 add`; a dash for nothing."""
    return ", ".join(f"{count:,} {sort}" for sort, count in counts.items() if count) or "0"


def layers_table() -> str:
    rows = [["counted on 10×10×4", "convcalc", "and beside the MACs", *TOOLS, "netscope"]]
    rows.append(["what it is called", "MACs", "operations", "mult-adds", "flops", "MACs", "MACs", "flops", "by sort"])
    for words, layer, measured in LAYERS:
        row = layer_on_10x10x4(layer)
        assert row.operations is not None
        there = by_sort(NETSCOPE[row.layer.kind](row)) if row.layer.kind in NETSCOPE else "no such layer"
        rows.append([words, f"{row.macs:,}", by_sort(row.operations.by_sort()), *(f"{n:,}" for n in measured), there])
    return table(rows, 1)


def signed(amount: int) -> str:
    return f"+ {amount:,}" if amount > 0 else f"− {-amount:,}" if amount else ""


def netscope_table() -> str:
    found = {network: to_netscope(network) for network in NETWORKS}
    rows = [["", *(NETWORKS[network][0] for network in NETWORKS)]]
    words = {"macc": "MACs", "comp": "comparisons", "add": "adds"}
    for sort, ours_called in words.items():
        rows.append([f"**{ours_called}** here", *(f"{found[n][sort][0]:,}" for n in NETWORKS)])
        first = next(iter(found.values()))[sort]
        for i, step in enumerate(first[1]):
            rows.append([step.what, *(signed(found[n][sort][1][i].amount) for n in NETWORKS)])
        rows.append([f"= netscope's `{sort}`", *(f"{found[n][sort][2]:,}" for n in NETWORKS)])
    return table(rows, 1)


def tools_table() -> str:
    macs = convcalc.analyze("alexnet_torchvision").totals.macs
    rows = [["tool", "its figure", "is our MACs and"]]
    for tool, steps in to_tools().items():
        rows.append([tool, f"{ALEXNET[tool]:,}", " ".join(f"{signed(step.amount)} {step.what}" for step in steps)])
    lines = [rows[0], ["---", "---:", "---"], ["convcalc", f"{macs:,}", ""], *rows[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def papers_table() -> str:
    rows = [
        ["paper", "its word", "its figure", "network", "MACs here", "the difference"],
        ["---", "---", "---:", "---", "---:", "---"],
    ]
    for paper, word, figure, _, network, why in PAPERS:
        macs = convcalc.analyze(network).totals.macs
        more = later_strides(convcalc.analyze(network)) if network in LATER_STRIDES else 0
        rows.append([paper, word, figure, f"`{network}`", f"{macs:,}", f"{more:,} for strides" if more else why])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def kinds_table() -> str:
    """Every kind that does something beside MACs, with its formulas; those with the same stand together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, kind in kinds().items():
        size, layer = kind.example or ("28x28x64", name)
        row = convcalc.analyze(convcalc.Source("e.yaml", f"input: {size}\nlayers:\n  - {layer}\n")).rows[-1]
        found = formulas(row.layer, *(x for x in row.inputs if x is not None)).operations
        if found:
            alike.setdefault(tuple(found.get(sort, "") for sort in IN_WORDS), []).append(f"`{name}`")
    rows = [["kind", *IN_WORDS.values()], *([", ".join(names), *texts] for texts, names in alike.items())]
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * 6, *rows[1:]])


TABLES: dict[str, Callable[[], str]] = {
    "kinds": kinds_table,
    "layers": layers_table,
    "netscope": netscope_table,
    "tools": tools_table,
    "papers": papers_table,
    "kept": kept_table,
    "costs": costs_table,
    "ratios": ratios_table,
    "rules": rules_table,
    "each_rule": rule_sections,
}
"""The tables that documents may hold, between `<!-- counted: name -->` and `<!-- end -->`."""
