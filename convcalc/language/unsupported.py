"""Words that convcalc has no kind for, and how what they mean is written with the kinds that it has, where it can be.

Many of them look like a kind that is something else, and some like the opposite of what they mean: no did-you-mean is made
of a word that stands in the table.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple


class Unsupported(NamedTuple):
    """What a word means, and what to do: layers to write instead, and what there is to say besides."""

    about: str
    layers: tuple[str, ...] = ()
    note: str = ""

    @property
    def help(self) -> str:
        """`write - …, then - …; …`."""
        return "; ".join(filter(None, [f"write - {', then - '.join(self.layers)}" if self.layers else "", self.note]))


@cache
def unsupported() -> dict[str, Unsupported]:
    """All the words, without case, underscores and a trailing 1d, 2d or 3d."""
    from convcalc.language.unsupported_words import ROWS  # noqa: PLC0415  (for files that have such a word only)

    return {word: entry for words, entry in ROWS.items() for word in words.split()}
