"""How much a file may ask for. Generous for people, and too little for a file that means harm."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.findings import OptionError


class Limits(NamedTuple):
    """The limits by name; `docs/limits.md` says what each is for."""

    bytes: int = 20 * 2**20
    """The size of a file."""
    nodes: int = 100_000
    """The values of a file, those repeated through aliases counted each time."""
    depth: int = 100
    """How deep lists and mappings nest."""
    digits: int = 400
    """The digits of a number."""
    expression: int = 1000
    """The characters of an expression."""
    expansion: int = 6_000
    """How many layers are read again, because copies of them or uses of their block differ from those before."""
    layers: int = 20_000
    """How many layers and branches a file writes out; those of a block count once, and so does one that is repeated."""
    repeat: int = 10**9
    """How often a layer or a block is repeated."""
    extends: int = 10
    """How many files extend one another."""
    findings: int = 300
    """How many findings of a file are listed; the others are counted."""


DEFAULT_LIMITS = Limits()


def more(limit: str) -> str:
    """The way out for a file that needs more than a limit."""
    return f"--limit {limit}=… allows more"


MOST = {"depth": 200, "digits": 400, "expression": 100_000, "extends": 100, "repeat": 10**9}
"""What cannot be raised further: beyond it Python itself would give up."""


def limits(changes: dict[str, str]) -> Limits:
    """The limits with some changed, `{"nodes": "5000000"}`; raises OptionError."""
    for name, value in changes.items():
        if name not in Limits._fields:
            raise OptionError("limit", f"there is no limit {name}; known are {', '.join(Limits._fields)}")
        if not (value.isascii() and value.isdecimal() and 0 < len(value) <= 18):
            raise OptionError("limit", f"{name} must be a whole number, and is {value}")
        most = MOST.get(name)
        if most is not None and int(value) > most:
            raise OptionError("limit", f"{name} can be {most:,} at most, and is {int(value):,}")
    return DEFAULT_LIMITS._replace(**{name: int(value) for name, value in changes.items()})
