"""The answers of `convcalc fit` for people; each loads what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convcalc.render.options import RenderOptions

if TYPE_CHECKING:
    from convcalc.analysis.largest_batch import LargestBatch
    from convcalc.render.fit.answer import SizesAnswer


def sizes(answer: SizesAnswer, options: RenderOptions) -> str:
    """Which inputs fit."""
    from convcalc.render.fit.sizes import fit_text  # noqa: PLC0415  (which the largest batch does without)

    return fit_text(answer.fit, answer.today, options.width, options.paint, answer.otherwise)


def batch(found: LargestBatch, options: RenderOptions) -> str:
    """How large a batch fits."""
    from convcalc.render.fit.batch import batch_text  # noqa: PLC0415  (which fitting sizes do without)

    return batch_text(found, options.width, options.paint)
