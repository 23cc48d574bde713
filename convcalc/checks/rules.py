"""The table of rules: what has to be known of each to select it, and the file that checks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple, Protocol, TypeAlias

from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule, Severity
from convcalc.language.problems import LANGUAGE
from convcalc.registry import Registry


class RuleModule(Protocol):
    """What the file of a rule has, or of several that are alike."""

    @staticmethod
    def check(report: Report, rule: Rule) -> Iterator[Finding]:
        """The findings of `rule`."""


class About(NamedTuple):
    """What a rule finds, why that matters, a file that it finds something in and one that it does not.

    `given` are options of `convcalc.load` that the example needs.
    """

    what: str
    why: str
    triggers: str
    passes: str
    given: Mapping[str, int] = {}


Concern: TypeAlias = Callable[[Report], object]


def any_layer(report: Report) -> bool:
    """Of rules that every network concerns."""
    return True


def any_shape_error(report: Report) -> bool:
    """Whether a layer cannot read its input."""
    return any(row.shape_error is not None for row in report.distinct)


def any_remainder(report: Report) -> bool:
    """Whether a window leaves a remainder."""
    return any(row.fit is not None and not all(fit.divides for fit in row.fit) for row in report.distinct)


class RuleRow(NamedTuple):
    """A rule, the module that checks it, and what it is about: a report without that is not asked, and loads nothing."""

    rule: Rule
    where: str
    concerns: Concern

    @property
    def name(self) -> str:
        """The name of the rule."""
        return self.rule.name


def _row(
    code: str,
    name: str,
    severity: Severity,
    concerns: Concern = any_layer,
    file: str = "",
    *,
    default: bool = True,
) -> RuleRow:
    """The file is called as the rule unless it has several."""
    where = f"{__package__}.{file or name.replace('-', '_')}"
    return RuleRow(Rule(code, name, severity, default), where, concerns)


def _shape_error(code: str, name: str) -> RuleRow:
    return _row(code, name, Severity.ERROR, any_shape_error, "shape_errors")


def _window(code: str, name: str, severity: Severity) -> RuleRow:
    return _row(code, name, severity, any_remainder, "windows")


RULES: Registry[RuleRow, RuleModule] = Registry(
    "rule",
    [
        _row("B501", "base-from-zoo", Severity.NOTE, lambda report: report.architecture.zoo_bases),
        _row("D401", "bias-before-norm", Severity.NOTE, default=False),
        _row("D402", "heavy-fc", Severity.NOTE, default=False),
        _row("D403", "field-too-small", Severity.NOTE, lambda report: report.architecture.object, default=False),
        _row("E301", "expect-mismatch", Severity.ERROR, lambda report: report.architecture.expect),
        _row("E302", "expect-suspended", Severity.NOTE, lambda report: report.architecture.suspended),
        _row("E303", "budget-exceeded", Severity.ERROR, lambda report: report.architecture.budget),
        _row("I101", "unknown-rule", Severity.ERROR, lambda report: report.architecture.suppressions),
        _row("I102", "malformed-ignore", Severity.WARNING, lambda report: report.architecture.malformed),
        _row("I103", "unused-ignore", Severity.WARNING, lambda report: report.architecture.suppressions),
        _shape_error("V201", "needs-volume"),
        _shape_error("V202", "wrong-rank"),
        _shape_error("V203", "groups-do-not-divide"),
        _shape_error("V204", "wrong-padding"),
        _shape_error("V205", "crop-too-large"),
        _shape_error("V206", "sizes-differ"),
        _shape_error("V207", "no-such-channels"),
        _shape_error("V208", "too-many-connections"),
        _shape_error("V209", "join-differs"),
        _shape_error("V210", "weights-differ"),
        _shape_error("V211", "beyond-counting"),
        _shape_error("V212", "like-does-not-fit"),
        _row("V213", "channels-first", Severity.WARNING),
        _row("V301", "unread-output", Severity.ERROR),
        _row("V302", "no-effect", Severity.WARNING),
        _row("V303", "softmax-twice", Severity.WARNING),
        _row("V304", "unused-parameter", Severity.WARNING, lambda report: report.architecture.unused_parameters),
        _row("V305", "unused-block", Severity.WARNING, lambda report: report.architecture.unused_blocks),
        _shape_error("W101", "kernel-too-large"),
        _window("W102", "non-integer-stride", Severity.ERROR),
        _window("W103", "input-lost", Severity.WARNING),
        _window("W104", "skipped", Severity.NOTE),
        _window("W105", "padding-only", Severity.NOTE),
        _window("W106", "partial", Severity.NOTE),
        _row("W107", "padding-too-large", Severity.WARNING),
        _row("W108", "shifted-grid", Severity.WARNING),
        _row("W109", "stride-beyond-kernel", Severity.NOTE, default=False),
    ],
)
"""Every rule by its name, in the order of codes."""


@cache
def rule_names() -> dict[str, str]:
    """The names of the rules, by name and by code."""
    return {word: name for name, row in RULES.rows.items() for word in (name, row.rule.code)}


def of_language(word: str) -> bool:
    """Whether a rule of what can be read at all has this name or code."""
    return any(word in (rule.name, rule.code) for rule in LANGUAGE)
