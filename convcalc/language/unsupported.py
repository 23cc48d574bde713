"""Words that convcalc has no kind for, and how what they mean is written with the kinds that it has, where it can be.

Many of them look like a kind that is something else, and some like the opposite of what they mean: no did-you-mean is made
of a word that stands in the table.
"""

from __future__ import annotations

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
