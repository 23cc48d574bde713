"""Small networks for the tests of the language: what they are made of, and whether two spellings say the same."""

import convcalc
from convcalc.analysis.report import Report

HEAD = "input: 8x8x4\n"
FOR_NOTHING = ("no-effect", "unused-parameter", "unused-block")


def analyze(text: str, **changes: object) -> Report:
    """A network that must have no findings; it begins with an input of 8×8×4 unless it brings its own.

    It may have layers, parameters and blocks for nothing: a relu is the shortest layer to write.
    """
    own_input = text.startswith(("input", "extends"))
    report = convcalc.analyze(convcalc.Source("net.yaml", text if own_input else HEAD + text), **changes)  # type: ignore[arg-type]
    assert [str(finding) for finding in report.findings if finding.rule.name not in FOR_NOTHING] == []
    return report


def names(text: str) -> list[str]:
    """The paths of all layers."""
    return [row.name for row in analyze(text).rows]


def reads(text: str) -> dict[str, tuple[str, ...]]:
    """What every layer reads."""
    return {row.name: row.reads_from for row in analyze(text).rows}


def outputs(text: str) -> list[str]:
    """The volume that every layer gives."""
    return [str(row.output) for row in analyze(text).rows]


def facts(text: str) -> list[tuple[object, ...]]:
    """Everything that two spellings of one network have in common, its names included."""
    return [
        (
            r.name,
            r.operation,
            r.reads_from,
            r.output,
            r.params,
            r.trainable_params,
            r.macs,
            r.memory_bytes,
            r.shares_memory,
            r.fit,
        )
        for r in analyze(text).rows
    ]


def said(text: str) -> list[str]:
    """The messages about a network that is not right."""
    own_input = text.startswith(("input", "extends"))
    return [finding.message for finding in convcalc.check(convcalc.Source("net.yaml", text if own_input else HEAD + text))]
