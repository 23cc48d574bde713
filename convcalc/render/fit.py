"""Which inputs fit, for people: the rule, the sizes near today's, what to change, and what the sizes cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from convcalc.analysis.edges import axes_text, consequence
from convcalc.analysis.family import Family, family, growth
from convcalc.analysis.fit_sizes import FitReport
from convcalc.analysis.fit_today import Today, Uneven, grades, uneven
from convcalc.analysis.size_rule import Rule
from convcalc.arithmetic.fit import Grade, Rounding, distinct_axes
from convcalc.arithmetic.volume import size_text
from convcalc.arithmetic.window import working
from convcalc.arithmetic.written import decimal_text
from convcalc.render.numbers import short
from convcalc.render.text import Paint, plain, printable, wrapped

MOST_REMAINDERS = 6
"""More remainders than this are counted, not listed."""
MOST_LAYERS = 8
"""More layers that do not fit than this are counted, not listed."""


def fit_text(fit: FitReport, today: Today | None, room: int | None = None, paint: Paint = plain) -> str:
    """The answer as text within `room` columns; `today` is None for a file that leaves its input open."""
    name = printable(fit.closed.report.name)
    if not fit.rules:
        return f"{name} reads a vector: there is no size to choose."
    lines: list[str] = []
    for line in [
        *_first(fit, today, paint),
        *_rules(name, fit, today, paint),
        *_changes(fit, today, paint),
        *_cost(fit, today),
    ]:
        lines += wrapped(line, room, "  ") if line else [""]
    return "\n".join(lines).rstrip()


def _first(fit: FitReport, today: Today | None, paint: Paint) -> Iterator[str]:
    """What matters most: how the network fares at its own size."""
    if today is None:
        return
    yield from _present(fit, today, paint)
    yield ""


def _present(fit: FitReport, today: Today, paint: Paint) -> Iterator[str]:
    size = ", ".join(size_text(volume.size) for volume in today.report.architecture.inputs.values() if volume.rank)
    counts = grades(today.report)
    bad = counts[None] + counts[Grade.INPUT_LOST]
    if all(fit.rules[name].fits(n) for name, n in today.sizes.items()):
        how = "every window comes out even" if fit.accepted == {Grade.EXACT} else "every window fits as asked"
        yield f"{size} {paint('fits', 'help')}: {how}."
    elif today.report.architecture.rounding is Rounding.STRICT or counts[None]:
        yield f"{size} {paint('does not fit', 'error')}: {_counted(counts)}."
    elif bad:
        yield f"{size} {paint('loses pixels', 'warning')}: {_counted(counts)}."
    else:
        yield f"{size}: {paint('nothing real is lost', 'help')}. {_counted(counts)[0].upper()}{_counted(counts)[1:]}."


_WORDS = {
    Grade.PADDING_ONLY: ("leaves only zeros of its padding", "leave only zeros of their padding"),
    Grade.SKIPPED: ("passes over no more than its stride does anyway", "pass over no more than their stride does anyway"),
    Grade.PARTIAL: ("hangs over the edge", "hang over the edge"),
    Grade.INPUT_LOST: ("never sees the last pixels", "never see the last pixels"),
    None: ("is larger than what it reads", "are larger than what they read"),
}


def _counted(counts: Counter[Grade | None]) -> str:
    """`3 windows leave only zeros of their padding, and 6 …`."""
    found = [(counts[grade], words) for grade, words in _WORDS.items() if counts[grade]]
    texts = [f"{n:,} {words[n != 1]}" for n, words in found]
    if not texts:
        return "a path does not meet another"
    first, *others = texts
    number, rest = first.split(" ", 1)
    return ", ".join([f"{number} window{'s' if found[0][0] != 1 else ''} {rest}", *others])


def _rules(name: str, fit: FitReport, today: Today | None, paint: Paint) -> Iterator[str]:
    what = "Every window comes out even" if fit.accepted == {Grade.EXACT} else f"Every window is {_accepted(fit)}"
    rules = {rule: [n for n, other in fit.rules.items() if other == rule] for rule in fit.rules.values()}
    for rule, names in rules.items():
        yield f"{what} at {paint(_rule(' = '.join(names), rule), 'bold')}."
        now = {n: today.sizes[n] for n in names} if today else {}
        sizes = rule.up_to(2 * max(now.values()) if now else 8 * rule.modulus + (rule.minimum or 0))
        if sizes:
            shown = [str(n) for n in sizes] if len(sizes) <= 12 else [*map(str, sizes[:4]), "…", *map(str, sizes[-4:])]
            yield f"  sizes    {', '.join(shown)}"
        for size_name, n in list(now.items())[: None if len(set(now.values())) > 1 else 1]:
            yield _nearest(f"{size_name}: " if len(set(now.values())) > 1 else "", rule, n)
    for group in fit.together:
        yield f"  {' and '.join(group)} are tied by one layer; the answer is for inputs where they are equal."
    if len(fit.rules) > 1 and not fit.together and len(rules) == 1:
        yield "  They need not be equal: each side fits by itself."


def _accepted(fit: FitReport) -> str:
    words = [grade.value for grade in Grade if grade in fit.accepted]
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _rule(names: str, rule: Rule) -> str:
    """`H = W = 32k + 3, at least 67`."""
    if rule.minimum is None:
        sizes = ", ".join(map(str, rule.others))
        return f"{names} = {sizes} only" if rule.others else "no size at all"
    if rule.modulus == 1:
        text = f"every {names}"
    else:
        terms = [f"{rule.modulus}k + {r}" if r else f"{rule.modulus}k" for r in rule.remainders]
        if len(terms) > MOST_REMAINDERS:
            terms = [f"{len(terms)} of every {rule.modulus} sizes"]
        text = f"{names} = {', '.join(terms[:-1])} or {terms[-1]}" if len(terms) > 1 else f"{names} = {terms[0]}"
    others = f", and at {', '.join(map(str, rule.others))}" if rule.others else ""
    return f"{text}, at least {rule.minimum}{others}"


def _nearest(label: str, rule: Rule, n: int) -> str:
    below, above = rule.below(n), rule.above(n)
    near = [f"{below} below" if below else "none below", f"{above} above" if above else "none above"]
    return f"  nearest  {label}{' and '.join(near)} today's {n}"


def _changes(fit: FitReport, today: Today | None, paint: Paint) -> Iterator[str]:
    """The smallest change of each layer that does not fit today."""
    if today is None or today.report.architecture.rounding is not Rounding.STRICT:
        found = [one for one in uneven(today.report, fit.accepted) if one.grade in (None, Grade.INPUT_LOST)] if today else []
    else:
        found = uneven(today.report, fit.accepted)
    if found:
        yield ""
        yield "At today's size, the smallest change of each layer that does not fit:"
    for one in found[:MOST_LAYERS]:
        yield from _uneven(one, paint)
    if len(found) > MOST_LAYERS:
        yield f"  … and {len(found) - MOST_LAYERS} more"


def _uneven(one: Uneven, paint: Paint) -> Iterator[str]:
    more = f" and {len(one.layers) - 1:,} more like it" if len(one.layers) > 1 else ""
    rank = len(one.fits)
    axes = distinct_axes(one.fits)
    works = [(f"{axis}: " if len(axes) > 1 else "", working(fit.window, fit.input)) for axis, fit in axes if not fit.even]
    work = "; ".join(f"{axis}{text}" for axis, text in works)
    lost = "" if one.grade is None else f"; {consequence(one.fits)}"
    yield f"  {paint(printable(one.layers[0]), 'bold')}{more}  {work}{lost}"
    changes = [
        f"{quantity} {' or '.join(axes_text(s.value, rank) for s in values)}"
        for quantity, values in one.changes.items()
        if values
    ]
    yield f"    {'; '.join(changes) or 'no padding, kernel or stride nearby would do'}"


def _cost(fit: FitReport, today: Today | None) -> Iterator[str]:
    """What the fitting sizes cost, as polynomials, and what twice the side does."""
    found = family(fit, today.sizes if today else {})
    if found is None:
        return
    yield ""
    least = max(-(-((rule.minimum or 1) - found.remainders[name]) // found.modulus) for name, rule in fit.rules.items())
    yield f"For {_family(found)}, k ≥ {max(least, found.least)}, an image needs"
    yield f"  MACs         {found.macs}"
    yield f"  activations  {found.activations_bytes} bytes{_batch(fit)}"
    yield f"  parameters   {found.params}"
    near = {
        name: n if fit.rules[name].fits(n) else fit.rules[name].above(n) or n
        for name, n in (today.sizes if today else {}).items()
    }
    if near and (grown := growth(fit.closed, fit, near)):
        doubled, here, there = grown
        if here:
            times = decimal_text(Fraction(there, here), 1)
            about = "twice" if all(doubled[name] == 2 * n for name, n in near.items()) else "about twice"
            both = f"{short(here)} and {short(there)}"
            yield f"From {_sizes(near)} to {_sizes(doubled)}, {about} the side, costs {times} times the MACs: {both}."


def _batch(fit: FitReport) -> str:
    batch = fit.closed.report.architecture.batch
    return f" for a batch of {batch:,}" if batch > 1 else ""


def _family(found: Family) -> str:
    sizes = {
        found.size(name): [n for n in found.remainders if found.size(n) == found.size(name)] for name in found.remainders
    }
    return " and ".join(f"{' = '.join(names)} = {size}" for size, names in sizes.items())


def _sizes(sizes: dict[str, int]) -> str:
    return size_text(tuple(sizes.values()))
