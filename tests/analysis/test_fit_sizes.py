"""Which sizes fit, against looking at every size: at each the numeric analysis says whether all windows come out even."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convcalc
from convcalc.analysis.closed_forms import closed_forms, opened
from convcalc.analysis.evaluate import evaluate
from convcalc.analysis.family import Family, family, growth, shown_sizes
from convcalc.analysis.fit_sizes import FitReport, fit_sizes
from convcalc.analysis.size_rule import SizeRule
from convcalc.api import load
from convcalc.arithmetic.fit import Grade
from convcalc.arithmetic.periods import TooManyCases
from convcalc.arithmetic.polynomial import value_at
from convcalc.language.architecture import Architecture
from tests.networks import at_size, loaded, network, open_inputs, text_of

GRADES = [Grade.PADDING_ONLY, Grade.SKIPPED, Grade.PARTIAL, Grade.INPUT_LOST]


def fits(architecture: Architecture, sizes: dict[str, int], accepted: frozenset[Grade]) -> bool:
    """By looking: no layer is a misfit, and every window comes out even or at an accepted grade."""
    rows = list(evaluate(at_size(architecture, sizes)).distinct)
    return all(row.shape_error is None and all(fit.grade in accepted for fit in row.fit or ()) for row in rows)


def by_looking(architecture: Architecture, fit: FitReport, names: tuple[str, ...], others: dict[str, int], n: int) -> bool:
    return fits(architecture, {**others, **dict.fromkeys(names, n)}, fit.accepted)


@given(st.integers(0, 10**9))
@settings(max_examples=80, deadline=None)
def test_random_networks(seed: int) -> None:
    """Sizes that go together are tried as one, the others held at a size of theirs that fits."""
    random = Random(seed)
    architecture = loaded(text_of(made := network(seed), *open_inputs(made, random)))
    accept = random.sample(GRADES, random.choice([0, 0, 1, 2, 4]))
    try:
        found = fit_sizes(closed_forms(architecture), accept)
    except TooManyCases:
        return
    groups = [*found.together, *((name,) for name in found.rules if not any(name in group for group in found.together))]
    some = {name: next(rule.sizes(), None) for name, rule in found.rules.items()}
    for names in groups:
        rule = found.rules[names[0]]
        others = {name: n for name, n in some.items() if n is not None and name not in names}
        if len(others) < len(found.rules) - len(names):
            continue  # another size never fits, so nothing does
        around = rule.minimum or 1
        for n in [*range(1, 41), *range(max(1, around - 4), around + 12), *(random.randint(1, 400) for _ in range(15))]:
            assert rule.fits(n) == by_looking(architecture, found, names, others, n)
    sizes = {name: random.randint(1, 60) for name in found.rules}
    assert found.fits(sizes) == fits(architecture, sizes, found.accepted)


SMALL = ["alexnet", "alexnet_torchvision", "zfnet", "lenet5", "nin", "vgg11", "dcgan_generator"]


@pytest.mark.parametrize("accept", [(), (Grade.PADDING_ONLY, Grade.SKIPPED)], ids=["even", "nothing real lost"])
@pytest.mark.parametrize("name", SMALL)
def test_every_size_of_small_networks(name: str, accept: tuple[Grade, ...]) -> None:
    architecture = opened(load(name))
    found = fit_sizes(closed_forms(architecture), accept)
    assert found.rules["H"] == found.rules["W"]
    for n in range(1, 301):
        sizes = {"H": n, "W": n}
        assert found.rules["H"].fits(n) == found.fits(sizes) == fits(architecture, sizes, found.accepted)


@pytest.mark.parametrize("name", ["unet", "resnet50", "inception_v3", "squeezenet1_1", "efficientnet_b0", "mobilenet_v2"])
def test_sizes_of_large_networks(name: str) -> None:
    """A period on both sides of the minimum, in steps that meet every remainder."""
    architecture = opened(load(name))
    found = fit_sizes(closed_forms(architecture))
    rule = found.rules["H"]
    least = rule.minimum or 1
    for n in range(max(1, least - rule.modulus - 3), least + rule.modulus + 3):
        assert rule.fits(n) == fits(architecture, {"H": n, "W": n}, found.accepted)


@pytest.mark.parametrize(
    ("name", "size", "rule"),
    [
        ("alexnet", "H", SizeRule(32, (3,), 67)),
        ("resnet50", "H", SizeRule(32, (1,), 1)),
        ("unet", "H", SizeRule(16, (12,), 188)),  # Ronneberger et al. 2015: 572 = 16·35 + 12
        ("vgg16", "W", SizeRule(32, (0,), 32)),
        ("c3d", "D", SizeRule(16, (0,), 16)),
        ("c3d", "H", SizeRule(32, (16,), 16)),
        ("m5", "W", SizeRule(1024, (748,), 1772)),
    ],
)
def test_the_zoo(name: str, size: str, rule: SizeRule) -> None:
    assert fit_sizes(convcalc.closed_forms(name)).rules[size] == rule


HEAD = "input: HxWx3\nlayers:\n"


def rules(layers: str, head: str = HEAD, accept: tuple[Grade, ...] = ()) -> FitReport:
    return fit_sizes(closed_forms(loaded(head + "".join(f"  - {layer}\n" for layer in layers.split("; ")))), accept)


@pytest.mark.parametrize(
    ("layers", "rule"),
    [
        ("relu", SizeRule(1, (0,), 1)),
        ("conv: {filters: 2, kernel: 3, padding: 1}", SizeRule(1, (0,), 1)),
        ("conv: {filters: 2, kernel: 5}", SizeRule(1, (0,), 5)),
        ("maxpool: 2; maxpool: 2", SizeRule(4, (0,), 4)),
        # a remainder of 2 by 4 and one of 1 by 2 exclude one another
        ("concat: {a: [{maxpool: 2}], b: [{maxpool: {kernel: 3, stride: 2}}], crop: center}", SizeRule(1, (), None)),
        # ⌊n/2⌋ and n − 4 meet at two sizes only
        ("add: {a: [{avgpool: {kernel: 1, stride: 2}, rounding: floor}, {crop: 0}], b: [{crop: 2}]}", None),
        ("flatten; reshape: 4x4x3", None),
        ("conv: {filters: 2, kernel: 3, stride: 2}; upsample: {like: input}; add: [previous, previous]", SizeRule(2, (1,), 3)),
        ("conv: {filters: 2, kernel: 2, stride: 3, padding: same}", None),
        ("adaptive_avgpool: 4; maxpool: {kernel: 3, stride: 2}", SizeRule(1, (), None)),  # 4 by 3/2 at every size
        ("adaptive_avgpool: 2; conv: {filters: 2, kernel: 5}", SizeRule(1, (), None)),
    ],
)  # fmt: skip
def test_by_hand(layers: str, rule: SizeRule | None) -> None:
    found = rules(layers, "input: NxNx3\nlayers:\n")
    assert rule is None or found.rules["N"] == rule
    architecture = found.closed.report.architecture
    for n in range(1, 80):
        assert found.rules["N"].fits(n) == fits(architecture, {"N": n}, found.accepted)


def test_a_few_sizes_only() -> None:
    assert rules("flatten; reshape: 4x4x3", "input: NxNx3\nlayers:\n").rules["N"] == SizeRule(1, (), None, (4,))


def test_a_reshape_ties_height_and_width() -> None:
    found = rules("flatten; reshape: 4x4x3")
    assert found.together == (("H", "W"),)
    assert found.rules["H"].others == (4,)
    assert [found.fits({"H": h, "W": w}) for h, w in ((4, 4), (2, 8), (16, 1), (4, 5))] == [True, True, True, False]


def test_coupled_and_separate_sides() -> None:
    together = rules("conv: {filters: 2, kernel: 1x3, stride: 2x3}", "input: NxNx3\nlayers:\n").rules
    assert together == {"N": SizeRule(6, (3,), 3)}  # odd, and a multiple of 3
    apart = rules("conv: {filters: 2, kernel: 1x3, stride: 2x3}").rules
    assert apart == {"H": SizeRule(2, (1,), 1), "W": SizeRule(3, (0,), 3)}


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        # strides that have no common factor: the modulus is their product, and nearly all remainders are accepted
        ("; ".join(f"maxpool: {{kernel: {k}, padding: 0}}" for k in (997, 991, 983)), "sizes up to"),
        ("; ".join(["conv: {filters: 1, kernel: 2, stride: 1000000, padding: same}"] * 3), "remainders"),
        ("conv: {filters: 1, kernel: 1, stride: 30011}; flatten; reshape: 9x9x1", "cases would have to be told apart"),
    ],
)
def test_hostile_files_are_refused(layers: str, message: str) -> None:
    with pytest.raises(TooManyCases, match=message):
        rules(layers, accept=tuple(GRADES[2:]))


def test_a_deep_network_has_a_large_modulus() -> None:
    """Forty strides of 2: every size is looked at through its remainders, none is tried."""
    found = rules("; ".join(["conv: {filters: 1, kernel: 1, stride: 2}"] * 40)).rules["H"]
    assert (found.modulus, found.remainders, found.minimum) == (2**40, (1,), 1)
    assert (found.below(2**41), found.above(2**41)) == (2**40 + 1, 2**41 + 1)
    assert found.up_to(2**42) == [1, 2**40 + 1, 2**41 + 1, 3 * 2**40 + 1]


@given(
    st.integers(1, 12), st.sets(st.integers(0, 11), max_size=5), st.integers(1, 40), st.sets(st.integers(1, 39), max_size=4)
)
def test_the_nearest_sizes(modulus: int, remainders: set[int], least: int, others: set[int]) -> None:
    among = sorted({r % modulus for r in remainders})
    minimum = next(n for n in range(least, 60) if n % modulus in among) if among else None
    rule = SizeRule(modulus, tuple(among), minimum, tuple(sorted(n for n in others if n < (minimum or 99))))
    fitting = [n for n in range(1, 120) if n in rule.others or (minimum and n >= minimum and n % modulus in among)]
    assert rule.up_to(119) == fitting
    assert rule.up_to(119, most=3) == fitting[:3]
    for n in range(1, 100):
        assert rule.fits(n) == (n in fitting)
        assert rule.below(n) == max((m for m in fitting if m < n), default=None)
        assert rule.above(n) == min((m for m in fitting if m > n), default=None)


@pytest.mark.parametrize(
    "name", ["alexnet", "vgg16", "resnet50", "unet", "c3d", "m5", "efficientnet_b0", "retinanet_resnet50_fpn"]
)
def test_a_family_costs_what_its_polynomials_say(name: str) -> None:
    architecture = load(name)
    found = fit_sizes(convcalc.closed_forms(name))
    today = dict(zip(found.rules, architecture.input.size, strict=True))
    for as_it_is in (False, True):
        shown = shown_sizes(found, today, as_it_is)
        assert shown is not None
        assert shown == today if as_it_is else found.fits(shown)
        here = family(found, shown)
        assert here is not None
        for k in [*range(here.least, here.least + 4), 17]:
            sizes = {**here.held, **{axis: here.modulus * k + r for axis, r in here.remainders.items()}}
            assert found.fits(sizes) or as_it_is
            report = evaluate(at_size(opened(architecture), sizes))
            assert report.totals.complete
            (unknowns,) = {form.unknowns for form in counts(here) if not isinstance(form, int)}
            values = unknowns.values({"k": k})
            totals = report.totals
            assert [value_at(f, values) for f in counts(here)] == [totals.params, totals.macs, totals.activations_bytes]
        if here.least > 1:  # one size less does not work out, or does not fit
            sizes = {**here.held, **{axis: here.modulus * (here.least - 1) + r for axis, r in here.remainders.items()}}
            assert not found.fits(sizes)


def counts(found: Family) -> list[Any]:
    return [found.params, found.macs, found.activations_bytes]


def test_the_film_is_as_long_as_before() -> None:
    """Two of three sides of C3D have one rule, and grow; the third is held."""
    found = fit_sizes(convcalc.closed_forms("c3d"))
    here = family(found, {"D": 16, "H": 112, "W": 112})
    assert here is not None
    assert (here.remainders, here.held, here.modulus) == ({"H": 16, "W": 16}, {"D": 16}, 32)


def test_doubling_the_side_of_alexnet() -> None:
    found = fit_sizes(convcalc.closed_forms("alexnet"))
    grown = growth(found, {"H": 227, "W": 227})
    assert grown is not None
    doubled, here, there = grown
    assert doubled == {"H": 451, "W": 451}
    assert (here, there) == tuple(convcalc.analyze("alexnet", input=f"{n}x{n}x3").totals.macs for n in (227, 451))


def test_sizes_in_todays_proportions() -> None:
    """Where one layer ties sizes, 7·14 numbers are asked for: 224×448 has them, and no square."""
    layers = "maxpool: 32; flatten; reshape: 7x14x3"
    assert rules(layers).rules["H"] == SizeRule(1, (), None)
    closed = closed_forms(loaded(HEAD + "".join(f"  - {layer}\n" for layer in layers.split("; "))))
    found = fit_sizes(closed, today={"H": 224, "W": 448})
    assert (found.rules["H"].others, found.rules["W"].others) == ((224,), (448,))
    two = loaded("inputs: {l: AxBx3, r: CxEx3}\nlayers:\n  - {maxpool: 2, from: r, name: p}\n  - concat: [l, p]\n")
    found = fit_sizes(closed_forms(two), today={"A": 8, "B": 10, "C": 16, "E": 20})
    assert (found.rules["A"], found.rules["C"]) == (SizeRule(1, (0,), 1), SizeRule(2, (0,), 2))
