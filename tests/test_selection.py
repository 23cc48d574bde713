"""Which rules are asked after several choices."""

import pytest

from convcalc.findings import Rule, Severity
from convcalc.selection import Choice, matches, selected

LOST = Rule("W103", "input-lost", Severity.WARNING)
SKIPPED = Rule("W104", "skipped", Severity.NOTE)
UNREAD = Rule("V301", "unread-output", Severity.ERROR)
OFF = Rule("V401", "large-stride", Severity.NOTE, default=False)
RULES = [LOST, SKIPPED, UNREAD, OFF]
DEFAULT = {"input-lost", "skipped", "unread-output"}


@pytest.mark.parametrize(
    ("choices", "names"),
    [
        ([], DEFAULT),
        ([Choice()], DEFAULT),
        ([Choice(select=())], set()),
        ([Choice(select=("ALL",))], {*DEFAULT, "large-stride"}),
        ([Choice(select=("V",))], {"unread-output", "large-stride"}),
        ([Choice(extend_select=("V4",))], {*DEFAULT, "large-stride"}),
        ([Choice(extend_select=("ALL",))], {*DEFAULT, "large-stride"}),
        ([Choice(ignore=("W",))], {"unread-output"}),
        ([Choice(ignore=("ALL",))], set()),
        # the more exact word wins, and of equally exact ones the one that ignores
        ([Choice(select=("W",), ignore=("W104",))], {"input-lost"}),
        ([Choice(select=("W104",), ignore=("W",))], {"skipped"}),
        ([Choice(select=("W1",), ignore=("W",))], {"input-lost", "skipped"}),
        ([Choice(select=("W",), ignore=("ALL",))], {"input-lost", "skipped"}),
        ([Choice(select=("W104",), ignore=("skipped",))], set()),
        ([Choice(select=("skipped",), ignore=("W10",))], {"skipped"}),
        # a later choice is above an earlier one, however exact that was
        ([Choice(ignore=("W103",)), Choice(extend_select=("W",))], DEFAULT),
        ([Choice(extend_select=("V401",)), Choice(ignore=("V",))], {"input-lost", "skipped"}),
        ([Choice(ignore=("W103",)), Choice(select=("W",))], {"input-lost", "skipped"}),
        ([Choice(select=("W103",)), Choice(ignore=("W104",))], {"input-lost"}),
        ([Choice(select=("W103",)), Choice(extend_select=("V301",))], {"input-lost", "unread-output"}),
        ([Choice(ignore=("W103",)), Choice(ignore=("W104",))], {"unread-output"}),
    ],
    ids=str,
)
def test_selected(choices: list[Choice], names: set[str]) -> None:
    assert selected(RULES, choices) == names


@pytest.mark.parametrize("word", ["", "w103", "W1034", "input", "all", "W103 "])
def test_what_means_no_rule(word: str) -> None:
    assert not any(matches(word, rule) for rule in RULES)
