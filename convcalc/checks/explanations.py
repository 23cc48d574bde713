"""What every rule says of itself: read from the files and tables of the rules, those of the language included."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, Protocol, runtime_checkable

from convcalc.checks import language
from convcalc.checks.rules import RULES, About
from convcalc.findings import Rule
from convcalc.language.problems import LANGUAGE

GROUPS = {
    "W1": "windows",
    "V2": "layers that cannot read what they are given",
    "V3": "layers, parameters and blocks for nothing",
    "E3": "what the file expects and allows itself",
    "I1": "what the file asks not to be told",
    "B5": "what the file builds on",
    "D4": "design",
    "L0": "the language: what keeps a file from being read",
}
"""What rules are about, by the beginning of their codes."""

WHY = "Why it matters:"


@runtime_checkable
class Table(Protocol):
    """What a file of several rules has: what there is to say of each, by its name."""

    ABOUT: dict[str, About]


@runtime_checkable
class RuleFile(Protocol):
    """What the file of one rule has beside its check; `GIVEN`, where it is there, is what the example is changed with."""

    __doc__: str | None
    TRIGGERS: str
    PASSES: str


class RuleExplanation(NamedTuple):
    """A rule, what it is about in general, and what there is to say of it; what is `always` told cannot be allowed."""

    rule: Rule
    group: str
    what: str
    why: str
    triggers: str
    passes: str
    given: Mapping[str, int]
    always: bool = False


@cache
def explanations() -> dict[str, RuleExplanation]:
    """Every rule by its name, in the order of groups and codes."""
    own = [_explained(row.rule, _about(row.name, RULES[row.name])) for row in RULES.rows.values()]
    of_the_language = [_explained(rule, language.ABOUT[rule.name], always=True) for rule in LANGUAGE]
    order = list(GROUPS)
    found = sorted([*own, *of_the_language], key=lambda e: (order.index(e.rule.code[:2]), e.rule.code))
    return {explanation.rule.name: explanation for explanation in found}


def _explained(rule: Rule, about: About, *, always: bool = False) -> RuleExplanation:
    return RuleExplanation(rule, GROUPS[rule.code[:2]], *about, always=always)


def _about(name: str, module: object) -> About:
    """The row of a table; else the file: what the rule finds is its first paragraph, the second begins with `WHY`."""
    if isinstance(module, Table):
        return module.ABOUT[name]
    assert isinstance(module, RuleFile)
    what, why = (" ".join(paragraph.split()) for paragraph in (module.__doc__ or "").strip().split(f"\n\n{WHY}"))
    return About(what, why[0].upper() + why[1:], module.TRIGGERS, module.PASSES, getattr(module, "GIVEN", {}))
