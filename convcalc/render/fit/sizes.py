"""Which inputs fit, for people: the rule, the sizes near today's, what to change, and what the sizes cost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from convcalc.analysis.edges import axes_text, consequence
from convcalc.analysis.family import Family, family, growth, shown_sizes
from convcalc.analysis.fit_sizes import FitReport
from convcalc.analysis.fit_today import Today, Uneven, as_it_is, grades, uneven
from convcalc.analysis.size_rule import SizeRule
from convcalc.arithmetic.fit import Grade, Rounding, distinct_axes
from convcalc.arithmetic.traced import decimal_text
from convcalc.arithmetic.volume import size_text
from convcalc.arithmetic.window import working
from convcalc.render.fit.size_rule import listed_sizes, nearest_sizes, rule_text
from convcalc.render.numbers import in_groups, metric
from convcalc.render.paint import Paint, plain
from convcalc.render.printable import printable
from convcalc.render.text import wrapped

MOST_LAYERS = 8
"""More layers that do not fit than this are counted, not listed."""


def fit_text(
    fit: FitReport,
    today: Today | None,
    width: int | None = None,
    paint: Paint = plain,
    otherwise: FitReport | None = None,
) -> str:
    """The answer as text within `width` columns; `today` is None for a file that leaves its input open.

    `otherwise` is what would fit if more were accepted, where nothing fits.
    """
    name = printable(fit.closed.report.name)
    if not fit.rules:
        return "\n".join(wrapped(f"{name} reads a vector: there is no size to choose.", width, "  "))
    lines: list[str] = []
    for line in [
        *_first(fit, today, paint),
        *_rules(fit, today, paint),
        *_otherwise(fit, otherwise, paint),
        *_smallest_changes(fit, today, paint),
        *_cost(fit, today),
    ]:
        lines += wrapped(_bound(line), width, "  ") if line else [""]
    return "\n".join(lines).rstrip().replace("\u00a0", " ")


def _bound(line: str) -> str:
    """The line with what belongs together held together: `32k + 3` and `11.3 G`."""
    return re.sub(r"(?<=\dk) \+ (?=\d)|(?<=\d) (?=[KMGTPE]\b)", lambda found: found.group().replace(" ", "\u00a0"), line)


def _first(fit: FitReport, today: Today | None, paint: Paint) -> Iterator[str]:
    """What matters most: how the network fares at its own size."""
    if today is None:
        return
    yield from _present(fit, today, paint)
    yield ""


def _present(fit: FitReport, today: Today, paint: Paint) -> Iterator[str]:
    size = ", ".join(size_text(volume.size) for volume in today.report.architecture.inputs.values() if volume.rank)
    counts = grades(today.report)
    if fit.fits(today.sizes):
        how = "every window comes out even" if fit.accepted == {Grade.EXACT} else "every window fits as asked"
        yield f"{size} {paint('fits', 'help')}: {how}{_and_joins(fit)}."
    elif today.report.architecture.rounding is Rounding.STRICT or not today.report.totals.complete:
        yield f"{size} {paint('does not fit', 'error')}: {_window_counts(counts)}."
    elif counts[Grade.INPUT_LOST]:
        yield f"{size} {paint('loses pixels', 'warning')}: {_window_counts(counts)}."
    else:
        windows = _window_counts(counts)
        yield f"{size}: {paint('nothing real is lost', 'help')}. {windows[0].upper()}{windows[1:]}."


_WORDS = {
    Grade.PADDING_ONLY: ("leaves only zeros of its padding", "leave only zeros of their padding"),
    Grade.SKIPPED: ("passes over no more than its stride does anyway", "pass over no more than their stride does anyway"),
    Grade.PARTIAL: ("hangs over the edge", "hang over the edge"),
    Grade.INPUT_LOST: ("never sees the last pixels", "never see the last pixels"),
    None: ("is larger than what it reads", "are larger than what they read"),
}


def _window_counts(counts: Counter[Grade | None]) -> str:
    """`3 windows leave only zeros of their padding, and 6 …`."""
    found = [(counts[grade], words) for grade, words in _WORDS.items() if counts[grade]]
    texts = [f"{n:,} {words[n != 1]}" for n, words in found]
    if not texts:
        return "a path does not meet another"
    first, *others = texts
    number, rest = first.split(" ", 1)
    return ", ".join([f"{number} window{'s' if found[0][0] != 1 else ''} {rest}", *others])


def _and_joins(fit: FitReport) -> str:
    """That the paths into each join agree, which is proved too; nothing where there is no join."""
    return " and all joins agree" if fit.joins else ""


def _what(fit: FitReport) -> str:
    """What holds at the sizes that fit."""
    how = "comes out even" if fit.accepted == {Grade.EXACT} else f"is {_accepted(fit)}"
    return f"very window {how}{_and_joins(fit)} at"


def _otherwise(fit: FitReport, otherwise: FitReport | None, paint: Paint) -> Iterator[str]:
    """The way out where no size fits."""
    if not fit.nowhere:
        return
    if otherwise is None:
        yield "  No grade for --accept was found to have an answer."
        for reason in fit.closed.never[:MOST_LAYERS]:
            yield f"  {printable(reason)}"
        return
    more = " ".join(f"--accept {grade}" for grade in Grade if grade in otherwise.accepted - {Grade.EXACT})
    for rule, names in _by_rule(otherwise).items():
        yield f"With {paint(more, 'help')} e{_what(otherwise)} {paint(rule_text(' = '.join(names), rule), 'bold')}."


def _by_rule(fit: FitReport) -> dict[SizeRule, list[str]]:
    """The sides that have each rule."""
    return {rule: [n for n, other in fit.rules.items() if other == rule] for rule in fit.rules.values()}


def _rules(fit: FitReport, today: Today | None, paint: Paint) -> Iterator[str]:
    rules = _by_rule(fit)
    for rule, names in rules.items():
        sides = " = ".join(names)
        if rule.minimum is None and not rule.others:
            joins = " and all joins agree" if fit.joins else ""
            yield paint(f"No size of {' or '.join(names)} lets every window come out as asked{joins}.", "bold")
            continue
        yield f"E{_what(fit)} {paint(rule_text(sides, rule), 'bold')}."
        now = {n: today.sizes[n] for n in names} if today else {}
        if rule.minimum is not None:
            yield f"  sizes    {listed_sizes(rule, now)}"
        for name, n in list(now.items())[: None if len(set(now.values())) > 1 else 1]:
            yield nearest_sizes(f"{name}: " if len(set(now.values())) > 1 else "", rule, n)
    for group in fit.together:
        how = "have today's proportions" if today and len({today.sizes[n] for n in group}) > 1 else "are equal"
        yield f"  One layer ties {' and '.join(group)} to one another; this is said of inputs where they {how}."
    if len(fit.rules) > 1 and not fit.together and len(rules) == 1 and rule.minimum is not None:
        yield "  They need not be equal: each side fits by itself."


def _accepted(fit: FitReport) -> str:
    words = [grade.value for grade in Grade if grade in fit.accepted]
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _smallest_changes(fit: FitReport, today: Today | None, paint: Paint) -> Iterator[str]:
    """The smallest change of each layer that does not fit today."""
    if today is None or today.report.architecture.rounding is not Rounding.STRICT:
        found = [one for one in uneven(today.report, fit.accepted) if one.grade in (None, Grade.INPUT_LOST)] if today else []
    else:
        found = uneven(today.report, fit.accepted)
    if found:
        yield ""
        yield "At today's size, the smallest change of each layer that does not fit:"
    for one in found[:MOST_LAYERS]:
        yield from _one_change(one, paint)
    if len(found) > MOST_LAYERS:
        yield f"  … and {len(found) - MOST_LAYERS} more"


def _one_change(one: Uneven, paint: Paint) -> Iterator[str]:
    more = f" and {len(one.layers) - 1:,} more like it" if len(one.layers) > 1 else ""
    rank = len(one.fits)
    axes = distinct_axes(one.fits)
    works = [(f"{axis}: " if len(axes) > 1 else "", working(fit.window, fit.input)) for axis, fit in axes if not fit.divides]
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
    """What such sizes cost, as polynomials, and what twice the side does."""
    if (sizes := shown_sizes(fit, today.sizes if today else {}, as_it_is(today))) is None:
        return
    if found := family(fit, sizes):
        yield ""
        yield f"For {_family(found)}, k ≥ {found.least}, an image needs"
        yield f"  MACs         {in_groups(found.macs)}"
        yield f"  activations  {in_groups(found.activations_bytes)} bytes{_of_a_batch(fit)}"
        yield f"  parameters   {in_groups(found.params)}"
    if today and (grown := growth(fit, sizes)) and grown[1]:
        doubled, here, there = grown
        times = decimal_text(Fraction(there, here), 1)
        about = "twice" if all(doubled[name] in (n, 2 * n) for name, n in sizes.items()) else "about twice"
        both = f"{metric(here)} and {metric(there)}"
        yield f"From {_side_text(sizes)} to {_side_text(doubled)}, {about} the side, costs {times} times the MACs: {both}."


def _of_a_batch(fit: FitReport) -> str:
    batch = fit.closed.report.architecture.batch
    return f" for a batch of {batch:,}" if batch > 1 else ""


def _family(found: Family) -> str:
    """`H = W = 32k + 3`, and what is held: `D = 16`."""
    names = [*found.remainders, *found.held]
    sizes = {found.size(name): [n for n in names if found.size(n) == found.size(name)] for name in names}
    return " and ".join(f"{' = '.join(alike)} = {size}" for size, alike in sizes.items())


def _side_text(sizes: dict[str, int]) -> str:
    return size_text(tuple(sizes.values()))
