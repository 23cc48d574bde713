"""The JSON of `convcalc fit`."""

from __future__ import annotations

from typing import Any

from convcalc.analysis.family import family, shown_sizes
from convcalc.analysis.fit_sizes import FitReport
from convcalc.analysis.fit_today import Today, Uneven, as_it_is, uneven
from convcalc.analysis.largest_batch import LargestBatch
from convcalc.analysis.size_rule import SizeRule
from convcalc.arithmetic.axes import AXES
from convcalc.language.architecture import Training
from convcalc.render.fit.answer import SizesAnswer
from convcalc.render.json.contract import FORMAT, dumps
from convcalc.render.options import RenderOptions

MOST_SIZES = 10_000
"""How many sizes are listed; the rule has them all."""


def sizes(answer: SizesAnswer, options: RenderOptions) -> str:
    """Which inputs fit."""
    return dumps(fit_data(*answer))


def batch(found: LargestBatch, options: RenderOptions) -> str:
    """How large a batch fits."""
    return dumps(batch_data(found))


def fit_data(fit: FitReport, today: Today | None, otherwise: FitReport | None = None) -> dict[str, Any]:
    """The sizes that fit: once where all axes are alike, else for each axis under `axes`.

    `otherwise` is what would fit if more were accepted; it is told where nothing fits.
    """
    sizes = today.sizes if today else {}
    data: dict[str, Any] = {"format": FORMAT, "name": fit.closed.report.name, **_rules_data(fit, today)}
    if fit.nowhere:
        data["otherwise"] = _rules_data(otherwise, today) if otherwise else None
    shown = shown_sizes(fit, sizes, as_it_is(today))
    if shown and (found := family(fit, shown)):
        counts = {"params": found.params, "macs": found.macs, "activations_bytes": found.activations_bytes}
        data["family"] = {"sizes": {name: found.size(name) for name in fit.rules}, "least_k": found.least, **counts}
    data["uneven"] = [_uneven_data(one) for one in uneven(today.report, fit.accepted)] if today else []
    return data


def _rules_data(fit: FitReport, today: Today | None) -> dict[str, Any]:
    """What is accepted, and the rules."""
    sizes = today.sizes if today else {}
    accepted = {"accepted": sorted(fit.accepted)}
    axes = [(name, rule, sizes.get(name)) for name, rule in fit.rules.items()]
    if len({(rule, current) for _, rule, current in axes}) == 1:
        return {**accepted, **_rule_data(axes[0][1], axes[0][2])}
    apart = [{"axis": _axis_called(name, fit), "size": name, **_rule_data(rule, current)} for name, rule, current in axes]
    return {**accepted, "axes": apart, "fits": fit.fits(sizes) if today else None}


def _axis_called(name: str, fit: FitReport) -> str:
    """The axis that a size belongs to; the size's own name where there are several inputs."""
    inputs = list(fit.closed.report.architecture.inputs.values())
    if len(inputs) > 1:
        return name
    return next((axis for axis, side in zip(AXES[inputs[0].rank], inputs[0].size, strict=True) if str(side) == name), name)


def _rule_data(rule: SizeRule, current: int | None) -> dict[str, Any]:
    largest = 2 * current if current else (rule.minimum or 0) + 8 * rule.modulus
    return {
        "modulus": rule.modulus if rule.minimum is not None else None,
        "remainders": rule.remainders,
        "minimum": rule.minimum,
        "others": rule.others,
        "sizes": rule.up_to(largest, MOST_SIZES),
        "current": current,
        "fits": None if current is None else rule.fits(current),
    }


def _uneven_data(one: Uneven) -> dict[str, Any]:
    changes = {quantity: [s._asdict() for s in found] for quantity, found in one.changes.items()}
    return {"layers": one.layers, "exact": [str(fit.exact) for fit in one.fits], "grade": one.grade, "changes": changes}


def batch_data(found: LargestBatch) -> dict[str, Any]:
    """The answer as JSON: everything in bytes."""
    how: Training | None = found.training
    following = found.next_power_of_two
    return {
        "format": FORMAT,
        "name": found.report.name,
        "dtype": found.report.architecture.dtype,
        "memory_bytes": found.memory,
        "training": how and {"optimizer": how.optimizer, "device": how.device},
        "constant": {f"{part}_bytes": bytes for part, bytes in found.constant._asdict().items()},
        "constant_bytes": found.constant.total,
        "per_image_bytes": found.per_image,
        "batch": found.batch,
        "bytes": None if found.batch is None else found.needs(found.batch),
        "next_power_of_two": None if following is None else {"batch": following, "bytes": found.needs(following)},
    }
