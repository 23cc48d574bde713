"""What every rule says of itself: read from the files of the rules, those of the language included."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple, Protocol, cast

from convcalc.checks import language, rules
from convcalc.findings import Rule

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


class Explained(Protocol):
    """What the file of a rule says beside its check; `GIVEN`, where it is there, is what the example is changed with."""

    RULE: Rule
    TRIGGERS: str
    PASSES: str


class Explanation(NamedTuple):
    """A rule: what it finds, why that matters, a file that it finds something in and one that it does not.

    `given` are options of `convcalc.load` that the example needs; what is `always` told cannot be allowed.
    """

    rule: Rule
    group: str
    what: str
    why: str
    triggers: str
    passes: str
    given: Mapping[str, int]
    always: bool = False


@cache
def explanations() -> dict[str, Explanation]:
    """Every rule by its name, in the order of groups and codes."""
    own = [_read(module) for module in rules().values()]
    names = [m.name for m in iter_modules(language.__path__, f"{language.__name__}.")]
    of_the_language = [_read(cast(Explained, import_module(name)))._replace(always=True) for name in names]
    order = list(GROUPS)
    found = sorted([*own, *of_the_language], key=lambda e: (order.index(e.rule.code[:2]), e.rule.code))
    return {explanation.rule.name: explanation for explanation in found}


def _read(module: Explained) -> Explanation:
    """The docstring's first paragraph is what the rule finds; the second begins with `Why it matters:`."""
    what, why = (" ".join(paragraph.split()) for paragraph in (module.__doc__ or "").strip().split(f"\n\n{WHY}"))
    group = GROUPS[module.RULE.code[:2]]
    why = why[0].upper() + why[1:]
    given = getattr(module, "GIVEN", {})
    return Explanation(module.RULE, group, what, why, module.TRIGGERS, module.PASSES, given)
