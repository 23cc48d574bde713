"""Collecting what is wrong with a file, so that all of it is said and not only the first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from convcalc.findings import Finding, Rule, Severity
from convcalc.language.candidates import FEW, LONGEST_LIST, affordable
from convcalc.language.suppressions import Malformed, Suppression
from convcalc.language.typos import is_typo
from convcalc.source import Source, Span

MOST_LIKELY = 3
"""So many words that look alike are tried as typos."""

LANGUAGE: list[Rule] = []
"""The rules of what can be read at all, in the order of codes; `convcalc/checks/language.py` explains them."""


def _error(code: str, name: str) -> Rule:
    LANGUAGE.append(Rule(code, name, Severity.ERROR))
    return LANGUAGE[-1]


YAML_SYNTAX = _error("L001", "yaml-syntax")
YAML_FEATURE = _error("L002", "yaml-feature")
DUPLICATE_KEY = _error("L003", "duplicate-key")
UNKNOWN_KEY = _error("L004", "unknown-key")
UNKNOWN_KIND = _error("L005", "unknown-kind")
FOREIGN_NAME = _error("L006", "foreign-name")
MISSING = _error("L007", "missing-value")
BAD_VALUE = _error("L008", "bad-value")
BAD_EXPRESSION = _error("L009", "bad-expression")
BAD_NAME = _error("L010", "bad-name")
BAD_LAYER = _error("L011", "bad-layer")
# L012 was not-supported-yet, of words that the language had before the program; a code is never given again.
TOO_LARGE = _error("L013", "too-large")
BAD_EXTENDS = _error("L014", "bad-extends")
BAD_REFERENCE = _error("L015", "bad-reference")
BAD_BLOCK = _error("L016", "bad-block")


class ZooBase(NamedTuple):
    """A file extends the zoo's `name`, and no file of its own folder."""

    name: str
    span: Span


class Problems:
    """What is wrong with one source and those that it extends, in the order it was met, and what they ask not to be told."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.bases: list[Path] = []
        """The files that the source extends."""
        self.zoo_bases: list[ZooBase] = []
        """Those of them that are the zoo's."""
        self.seen: dict[Finding, tuple[int, dict[tuple[str, ...], None]]] = {}
        """Where each finding stands, and the ways that lead to it: a block is wrong in all its uses, which is said once."""
        self.suppressions: dict[tuple[str, int, int], Suppression] = {}
        """What asks for silence, by its source, line and column."""
        self.malformed: list[Malformed] = []
        """Comments that were meant to, and cannot be read."""
        self.absent: dict[Span, None] = {}
        """Where layers and blocks stand that are left out, of which nothing can be said."""
        self.use_path: list[str] = []
        """The uses of blocks and the copies that lead to what is being read, outermost first."""

    def add(
        self,
        rule: Rule,
        span: Span,
        message: str,
        *,
        label: str = "",
        facts: tuple[str, ...] = (),
        help: str = "",
    ) -> None:
        """Note one problem at `span`."""
        extended = (f"{self.source.name} extends {span.source.name}",) if span.source.name != self.source.name else ()
        finding = Finding(rule, message, span, label, facts, help)
        place, ways = self.seen.setdefault(finding, (len(self.findings), {}))
        if not ways:
            self.findings.append(finding)
        ways.setdefault(tuple(self.use_path))
        others = ("and in other uses of it",) if len(ways) > 1 else ()
        self.findings[place] = finding._replace(facts=(*facts, *reversed(next(iter(ways))), *others, *extended))


def did_you_mean(word: str, known: Collection[str], *last: str) -> str:
    """A hint at the nearest known word, else the list of all of them if it is short, else nothing.

    `known` may be long, and is gone through only as far as the file can still afford; the words in `last` come behind it.
    """
    every = chain((k for k in known if k not in last), last)
    candidates = affordable(word, every)
    if close := _closest(word, candidates):
        return f"did you mean {close}?"
    case_blind = {k.lower(): k for k in candidates}
    if close_lower := _closest(word.lower(), case_blind):
        return f"did you mean {case_blind[close_lower]}?"
    if len(known) > FEW:
        return ""
    listed = ", ".join([*(k for k in known if k not in last), *last])
    return f"known here: {listed}" if 0 < len(listed) <= LONGEST_LIST else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` most likely was meant to be."""
    return _closest(word, affordable(word, known))


def _closest(word: str, candidates: Iterable[str]) -> str | None:
    close = get_close_matches(word, candidates, MOST_LIKELY)
    return next((other for other in close if is_typo(word, other)), None)
