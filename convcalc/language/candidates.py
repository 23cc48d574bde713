"""How many words the did-you-means of one file may look at: thousands of misspelt names, each compared with thousands, would
take minutes.

What is spent is counted in pairs of characters, since that is what a comparison costs. Once it is spent, what is wrong is
still said, without a hint.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar

MOST_PAIRS = 4_000_000
"""For one file. A misspelt name of ten letters among a thousand such costs a fortieth of it."""
LONGEST_WORD = 100
"""A longer word is like no other."""
FEW = 40
"""So many words are listed where none is near."""
LONGEST_LIST = 2_000
"""The characters of such a list."""

_spent: ContextVar[int] = ContextVar("spent", default=0)


def begin_afresh() -> None:
    """Forget what has been spent: another file begins, or another check."""
    _spent.set(0)


def affordable(word: str, known: Iterable[str]) -> list[str]:
    """Those of the known words, from the first on, that `word` may still be compared with."""
    left, cost, found = MOST_PAIRS - _spent.get(), 0, []
    if len(word) > LONGEST_WORD or left <= 0:
        return []
    for other in known:
        if len(other) > LONGEST_WORD:
            continue
        cost += (len(word) + 1) * (len(other) + 1)
        if cost > left:
            break
        found.append(other)
    _spent.set(_spent.get() + cost)
    return found
