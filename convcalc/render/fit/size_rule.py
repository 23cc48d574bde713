"""A rule of sizes in words: `H = W = 32k + 3, at least 67`, and the sizes near today's."""

from __future__ import annotations

from itertools import islice

from convcalc.analysis.size_rule import SizeRule

MOST_REMAINDERS = 6
"""More remainders than this are counted, not listed."""
MOST_LISTED = 12
"""Of more sizes than this the middle is left out."""


def listed_sizes(rule: SizeRule, now: dict[str, int]) -> str:
    """The sizes up to twice today's, or the first where there is no today; many without their middle."""
    if not now:
        return ", ".join([*map(str, islice(rule.sizes(), 8)), "…"])
    largest = 2 * max(now.values())
    sizes = rule.up_to(largest, MOST_LISTED + 1)
    if len(sizes) <= MOST_LISTED:
        return ", ".join(map(str, sizes)) or f"none up to {largest}"
    last: list[int] = []
    while len(last) < 4:
        n = rule.below(last[0] if last else largest + 1)
        assert n is not None  # there are more than MOST_LISTED
        last.insert(0, n)
    return ", ".join([*map(str, sizes[:4]), "…", *map(str, last)])


def rule_text(names: str, rule: SizeRule) -> str:
    """`H = W = 32k + 3, at least 67`."""
    if rule.minimum is None:
        return f"{names} = {_few(rule.others)} only"
    if rule.modulus == 1:
        text = f"every {names}"
    else:
        terms = [f"{rule.modulus}k + {r}" if r else f"{rule.modulus}k" for r in rule.remainders]
        if len(terms) > MOST_REMAINDERS:
            terms = [f"{len(terms)} of every {rule.modulus} sizes"]
        text = f"{names} = {', '.join(terms[:-1])} or {terms[-1]}" if len(terms) > 1 else f"{names} = {terms[0]}"
    others = f", and at {_few(rule.others)}" if rule.others else ""
    return f"{text}, at least {rule.minimum}{others}"


def _few(sizes: tuple[int, ...]) -> str:
    more = len(sizes) - MOST_LISTED
    return ", ".join(map(str, sizes[:MOST_LISTED])) + (f" and {more:,} more" if more > 0 else "")


def nearest_sizes(label: str, rule: SizeRule, n: int) -> str:
    """The sizes that fit on both sides of today's."""
    below, above = rule.below(n), rule.above(n)
    if below is None and above is None:
        return f"  nearest  {label}no other than today's {n}"
    near = [f"{below} below" if below else "none below", f"{above} above" if above else "none above"]
    return f"  nearest  {label}{' and '.join(near)} today's {n}"
