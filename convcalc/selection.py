"""Floor 0: which rules are asked, from what was selected and ignored in several places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from convcalc.findings import Rule, Severity

ALL = "ALL"


class Choice(NamedTuple):
    """What one place says: the command line, a configuration file. Each is a name, a code, the beginning of one, or ALL."""

    select: tuple[str, ...] | None = None
    """Begin anew with these; None keeps what was selected before."""
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Selection(NamedTuple):
    """The names of the rules that are asked, and the severities that differ from a rule's own."""

    names: frozenset[str]
    severities: Mapping[str, Severity] = {}


def matches(selector: str, rule: Rule) -> bool:
    """Whether `selector` means the rule: by its name, its code, the beginning of its code, or ALL.

    >>> rule = Rule("W103", "input-lost", Severity.WARNING)
    >>> [matches(word, rule) for word in ("input-lost", "W103", "W1", "W", "ALL", "V", "input")]
    [True, True, True, True, True, False, False]
    """
    return selector in (ALL, rule.name) or (selector != "" and rule.code.startswith(selector))


def _exactness(selector: str, rule: Rule) -> int:
    """How closely a selector means the rule: ALL least, then beginnings of the code, all of it or the name most."""
    return 0 if selector == ALL else len(rule.code) if selector == rule.name else len(selector)


def selected(rules: Iterable[Rule], choices: Iterable[Choice] = ()) -> frozenset[str]:
    """The names of the rules that are asked after all `choices`, the later ones above the earlier.

    In one choice the more exact word wins, `W103` over `W` over `ALL`; of equally exact ones the one that ignores.

    >>> rules = [Rule("W103", "input-lost", Severity.WARNING), Rule("W104", "skipped", Severity.NOTE)]
    >>> sorted(selected(rules, [Choice(ignore=("W",), extend_select=("W104",))]))
    ['skipped']
    """
    choices = list(choices)
    return frozenset(rule.name for rule in rules if _is_selected(rule, choices))


def _is_selected(rule: Rule, choices: list[Choice]) -> bool:
    on = rule.default
    for choice in choices:
        chosen = [_exactness(s, rule) for s in (*(choice.select or ()), *choice.extend_select) if matches(s, rule)]
        ignored = [_exactness(s, rule) for s in choice.ignore if matches(s, rule)]
        if choice.select is not None or chosen or ignored:
            before = on and choice.select is None and not chosen and not ignored
            on = before or max(chosen, default=-1) > max(ignored, default=-1)
    return on
