"""An `allow:` or an ignore comment that names a rule that there is not.

Why it matters: it silences nothing, and looks as if it did. The rules of the language, such as `bad-value`, cannot be
silenced either: where one is broken the file cannot be read, and nothing is known of its network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from convcalc.analysis.report import Report
from convcalc.checks.rules import of_language, rule_names
from convcalc.findings import Finding, Rule
from convcalc.language.problems import nearest
from convcalc.layers.parameters import shortened

TRIGGERS = """\
input: 8x8x4
allow: [input-lots]
layers: [relu]
"""
PASSES = """\
input: 7x7x4
allow: [input-lost]
rounding: floor
layers:
  - maxpool: {kernel: 3, stride: 3}
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule."""
    ways_out: dict[str, str] = {}  # a file may have the same word many times
    for suppression in report.architecture.suppressions:
        for word in suppression.words:
            if word.text in rule_names():
                continue
            if of_language(word.text):
                message = f"{word.text} cannot be {'ignored' if suppression.comment else 'allowed'}"
                help = "a file that breaks a rule of the language cannot be read, and is not checked further"
            else:
                message = f"there is no rule {shortened(word.text)}"
                help = ways_out.get(word.text) or ways_out.setdefault(word.text, _help(word.text, rule_names()))
            yield Finding(rule, message, word.span, help=help)


@cache
def _beginnings() -> frozenset[str]:
    """What the names and codes of rules begin with."""
    return frozenset(name[:length] for name in rule_names() for length in range(1, len(name) + 1))


def _help(word: str, names: dict[str, str]) -> str:
    if len(re.split(r"[;\s]+", word)) > 1:
        return "put a comma between rules"
    is_part_of_code = re.fullmatch(r"[A-Z]\d*", word) is not None
    close = None if is_part_of_code else nearest(word.lower(), names) or nearest(word.upper(), names)
    if close:
        return f"did you mean {close}?"
    if word in _beginnings():
        return "a file names its rules one by one, by their whole names or codes"
    return "convcalc rule lists them"
