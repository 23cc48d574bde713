"""The largest batch, for people: the division, and what its two numbers are made of."""

from __future__ import annotations

from convcalc.analysis.largest_batch import LargestBatch
from convcalc.language.architecture import DTYPES, OPTIMIZERS
from convcalc.render.numbers import binary, grouped
from convcalc.render.paint import Paint, plain
from convcalc.render.printable import printable
from convcalc.render.table.where import CALLED, NOT_COUNTED, WHERE, short_name
from convcalc.render.text import wrapped


def batch_text(found: LargestBatch, width: int | None = None, paint: Paint = plain) -> str:
    """The answer as text within `width` columns."""
    lines = [_verdict(found, paint), "", *_parts_table(found), ""]
    if found.batch is not None and found.constant.total <= found.memory:
        numbers = f"({grouped(found.memory)} − {grouped(found.constant.total)}) / {grouped(found.per_image)}"
        lines += [f"  ⌊{numbers}⌋ = {grouped(found.batch)}", ""]
    around = "An image takes nothing: any batch fits." if found.batch is None else _around(found)
    lines += [around, "", NOT_COUNTED[found.training is not None]]
    if found.training and found.report.architecture.value_bytes < DTYPES["float32"]:
        lines.append(f"Everything is {found.report.architecture.dtype}: mixed precision holds more beside it.")
    return "\n".join(line for text in lines for line in ([text] if text.startswith(" ") else wrapped(text, width, "")))


def _verdict(found: LargestBatch, paint: Paint) -> str:
    report, how = found.report, found.training
    size = ", ".join(map(str, report.architecture.inputs.values()))
    doing = f"training with {CALLED[how.optimizer]} on {WHERE[how.device]}" if how else "inference"
    if found.batch is None:
        answer = "any batch fits"
    elif found.batch == 0:
        answer = paint("not even one image fits", "error")
    else:
        answer = paint(f"a batch of {grouped(found.batch)} fits", "bold")
    return (
        f"{printable(report.name)}, {size} in {report.architecture.dtype}: for {doing}, {answer} in {binary(found.memory)}."
    )


def _parts_table(found: LargestBatch) -> list[str]:
    """What stays, and what comes with each image, in bytes."""
    totals, constant = found.report.totals, found.constant
    width = found.report.architecture.value_bytes
    optimizer = found.training.optimizer if found.training else "sgd"
    numbers = f"{OPTIMIZERS[optimizer]}·{grouped(totals.trainable_params)}·{width}"
    rows = [
        ("parameters", f"{grouped(totals.params)}·{width}", constant.params),
        ("buffers", f"{grouped(totals.buffers)}·{width}", constant.buffers),
        ("gradients", f"{grouped(totals.trainable_params)}·{width}", constant.gradients),
        (f"state of {CALLED[optimizer]}", numbers.removeprefix("1·"), constant.optimizer),
        ("statistics over the batch", "", constant.statistics),
    ]
    shown = [row for row in rows if row[2]]
    if len(shown) != 1:
        shown.append(("together", "", constant.total))
    image = ("kept for the backward pass" if found.training else "in use at once", "", found.per_image)
    lines = _aligned([*shown, image])
    peak = None if found.training else found.report.peak
    where = [f"      at {short_name(peak.at)}"] if peak else []
    return ["  whatever the batch", *lines[:-1], "  for each image", lines[-1], *where]


def _aligned(rows: list[tuple[str, str, int]]) -> list[str]:
    """The rows with their columns below one another: what it is, how it comes about, the bytes, and the same in short."""
    cells = [(name, working, grouped(bytes), binary(bytes)) for name, working, bytes in rows]
    name, working, number, short = (max(map(len, column)) for column in zip(*cells, strict=True))
    return [f"    {a:<{name}}  {b:>{working}}  {c:>{number}}  {d:>{short}}" for a, b, c, d in cells]


def _around(found: LargestBatch) -> str:
    """What the largest batch takes, the largest power of two that fits, and the next one."""
    batch, following = found.batch or 0, found.next_power_of_two or 1
    needs = f"would need {binary(found.needs(following))}"
    if batch == 0:
        return f"A single image needs {binary(found.needs(1))}, {binary(found.needs(1) - found.memory)} more than there is."
    left = found.memory - found.needs(batch)
    rest = f"and leaves {binary(left)}" if left else "and leaves nothing"
    takes = f"{grouped(batch)} takes {binary(found.needs(batch))} {rest}"
    power = following // 2
    if power == batch:
        return f"{takes}; the next power of two, {grouped(following)}, {needs}."
    fits = f"{grouped(power)} fits, with {binary(found.needs(power))}"
    return f"{takes}. Of the powers of two {fits}; {grouped(following)} {needs}."
