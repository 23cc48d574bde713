"""The library: what `import convcalc` offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convcalc.analysis.evaluate import evaluate
from convcalc.analysis.report import Report
from convcalc.arithmetic.fit import Grade
from convcalc.checks import checked, selection, selector_problem
from convcalc.findings import ArchitectureError, Finding, OptionError, UnreadableError
from convcalc.language.amounts import BYTES, amount
from convcalc.language.architecture import Architecture, Training
from convcalc.language.files import locate, read_source
from convcalc.language.overrides import Overrides, overrides
from convcalc.language.reader import read_architecture
from convcalc.selection import Choice, Selection
from convcalc.source import Source

if TYPE_CHECKING:
    from convcalc.analysis.closed_forms import ClosedReport
    from convcalc.analysis.explain import ExplainReport
    from convcalc.analysis.fit_sizes import FitReport
    from convcalc.analysis.largest_batch import LargestBatch


def load(
    architecture: str | PathLike[str] | Source,
    *,
    input: str | int | tuple[int, ...] | list[int] | None = None,
    batch: int | None = None,
    dtype: str | None = None,
    rounding: str | None = None,
    set: Mapping[str, Any] | None = None,
) -> Architecture:
    """Read one architecture: a path, a zoo name, or a `Source` with the text itself.

    `input` (channels last, `"224x224x3"`), `batch`, `dtype`, `rounding` and `set` (values of parameters by name) replace
    what the file says. Raises `UnreadableError` for what cannot be found or decoded, `ArchitectureError` with every
    finding for a file that is not right, and `OptionError` for a replacement that makes no sense.

    >>> load("alexnet").input
    Volume(size=(227, 227), channels=3)
    """
    chosen = overrides(input=input, batch=batch, dtype=dtype, rounding=rounding, parameters=set)
    return read_architecture(_source(architecture), chosen)


def analyze(
    architecture: str | PathLike[str] | Source | Architecture,
    *,
    input: str | int | tuple[int, ...] | list[int] | None = None,
    batch: int | None = None,
    dtype: str | None = None,
    rounding: str | None = None,
    set: Mapping[str, Any] | None = None,
) -> Report:
    """Everything that follows from an architecture: volumes, parameters, MACs, memory (bytes), and findings.

    Takes and raises what `load` does; a network that does not work out raises nothing, its findings say so.

    >>> report = analyze("alexnet")
    >>> report.totals.params, report.row("conv1").output
    (60965224, Volume(size=(55, 55), channels=96))
    """
    if isinstance(architecture, Architecture):
        given = {"input": input, "batch": batch, "dtype": dtype, "rounding": rounding, "set": set}
        if wrong := next((name for name, value in given.items() if value is not None), None):
            raise OptionError(wrong, "give it to load; this architecture has been read already")
    else:
        architecture = load(architecture, input=input, batch=batch, dtype=dtype, rounding=rounding, set=set)
    if architecture.unknowns is not None:
        names = " and ".join(architecture.unknowns.names)
        raise OptionError("input", f"the file leaves {names} open; give an input of a size, or call closed_forms")
    return examine(architecture)


def closed_forms(
    architecture: str | PathLike[str] | Source | Architecture,
    *,
    batch: int | None = None,
    dtype: str | None = None,
    rounding: str | None = None,
    set: Mapping[str, Any] | None = None,
) -> ClosedReport:
    """Every volume and count as a function of the input's height and width, whatever size the file gives.

    Takes and raises what `load` does. `report.at(H=…, W=…)` is the analysis at a size.

    >>> forms = closed_forms("alexnet")
    >>> print(forms.report.row("pool1").output)
    (⌊(H − 19)/8⌋ + 1)×(⌊(W − 19)/8⌋ + 1)×96
    >>> forms.at(H=227, W=227).totals.params
    60965224
    """
    if not isinstance(architecture, Architecture):
        architecture = load(architecture, batch=batch, dtype=dtype, rounding=rounding, set=set)
    return examine_closed(architecture)


def explain(
    architecture: str | PathLike[str] | Source | Architecture | Report,
    layer: str | None = None,
    *,
    input: str | int | tuple[int, ...] | list[int] | None = None,
    batch: int | None = None,
    dtype: str | None = None,
    rounding: str | None = None,
    set: Mapping[str, Any] | None = None,
) -> ExplainReport:
    """How the numbers of a layer come about: every formula, the numbers put in, and the result.

    `layer` is a name as in reports; of a block or a branch all layers are explained, and without a name those of a whole
    small network. Takes a report too, else what `analyze` takes, and raises what that does; `OptionError` for a name that
    there is not and for too many layers.

    >>> params = explain("alexnet", "conv1").layers[0].params
    >>> print(params.work.formula, "=", params.work.numbers, "=", params.value)
    K·(F·F·C + 1) = 96·(11·11·3 + 1) = 34944
    """
    from convcalc.analysis.explain import explain as explained  # noqa: PLC0415  (an analysis of its own)

    given = {"input": input, "batch": batch, "dtype": dtype, "rounding": rounding, "set": set}
    if isinstance(architecture, Report):
        if wrong := next((name for name, value in given.items() if value is not None), None):
            raise OptionError(wrong, "give it to analyze; this report has been made already")
        return explained(architecture, layer)
    return explained(
        analyze(architecture, input=input, batch=batch, dtype=dtype, rounding=rounding, set=set),
        layer,
    )


def fit(
    architecture: str | PathLike[str] | Source | Architecture,
    *,
    accept: Iterable[str] = (),
    input: str | int | tuple[int, ...] | list[int] | None = None,
    rounding: str | None = None,
    set: Mapping[str, Any] | None = None,
) -> FitReport:
    """The input sizes at which every window comes out even, or at a grade in `accept`, such as `"skipped"`.

    Takes and raises what `load` does, and `TooManyCases` for a network whose sizes cannot be told apart in time.
    `report.rules` has the rule of each side; `report.fits({"H": …, "W": …})` asks after one size.

    >>> rule = fit("alexnet").rules["H"]
    >>> rule.modulus, rule.remainders, rule.minimum
    (32, (3,), 67)
    >>> rule.fits(224), rule.below(224), rule.above(224)
    (False, 195, 227)
    """
    from convcalc.analysis.fit_sizes import fit_sizes  # noqa: PLC0415  (an analysis of its own)

    if not isinstance(architecture, Architecture):
        architecture = load(architecture, input=input, rounding=rounding, set=set)
    grades = [_grade(name) for name in accept]
    return fit_sizes(examine_closed(architecture), grades, present_sizes(architecture))


def largest_batch(
    architecture: str | PathLike[str] | Source | Architecture | Report,
    memory: int | str,
    *,
    training: bool = False,
    optimizer: str = "sgd",
    device: str = "cpu",
    input: str | int | tuple[int, ...] | list[int] | None = None,
    dtype: str | None = None,
    set: Mapping[str, Any] | None = None,
) -> LargestBatch:
    """The largest batch that `memory` holds (bytes, or a text such as `"8GiB"`), for inference or for training.

    Takes and raises what `analyze` does, and `OptionError` for an amount, an optimizer or a device that is not known, and
    for a network that does not work out.

    >>> found = largest_batch("resnet50", "24GiB", training=True, optimizer="adam")
    >>> found.batch, found.per_image, found.needs(512) > 24 * 2**30
    (295, 85909504, True)
    """
    from convcalc.analysis.largest_batch import largest_batch as largest  # noqa: PLC0415  (an analysis of its own)

    available = amount(memory, BYTES) if isinstance(memory, str) else memory
    if available is None or available < 0:
        raise OptionError("memory", f'"{memory}" is not an amount of memory; give bytes, or a text such as 8GiB')
    report = architecture
    if not isinstance(report, Report):
        report = analyze(report, input=input, dtype=dtype, set=set)
    return largest(report, available, Training(optimizer=optimizer, device=device) if training else None)


def _grade(name: str) -> Grade:
    try:
        return Grade(name)
    except ValueError:
        known = ", ".join(Grade)
        raise OptionError("accept", f"there is no grade {name}; known here: {known}") from None


def check(
    architecture: str | PathLike[str] | Source | Architecture,
    *,
    select: Iterable[str] | None = None,
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """All that is wrong with an architecture or worth knowing, as data; a file that is not right raises nothing.

    `select` asks these rules and no others, `extend_select` these too, `ignore` not these: names, codes, beginnings of
    codes, or `"ALL"`. What the file allows or ignores is left out. Raises `OptionError` for a rule that there is not.

    >>> check(Source("tiny.yaml", "input: 7x7x3\\nlayers:\\n  - conv: {filters: 8, kernel: 3, stride: 3}"))[0].rule.name
    'non-integer-stride'
    """
    chosen = _chosen(select, extend_select, ignore)
    try:
        read = architecture if isinstance(architecture, Architecture) else load(architecture)
        report = examine(read, chosen) if read.unknowns is None else examine_closed(read, chosen).report
    except ArchitectureError as error:
        return error.findings
    return report.findings


def _chosen(select: Iterable[str] | None, extend_select: Iterable[str], ignore: Iterable[str]) -> Selection:
    words = {"select": select or (), "extend_select": extend_select, "ignore": ignore}
    given = {option: (texts,) if isinstance(texts, str) else tuple(texts) for option, texts in words.items()}
    for option, texts in given.items():
        for text in texts:
            if problem := selector_problem(text):
                raise OptionError(option, problem)
    return selection([Choice(given["select"] if select is not None else None, given["extend_select"], given["ignore"])])


def examine(architecture: Architecture, chosen: Selection | None = None) -> Report:
    """The analysis of an architecture with the findings of the rules that were chosen; raises ArchitectureError.

    It does so where copies that differ come to more layers than the file may ask for, which can only be seen now.
    """
    return checked(Report.of(evaluate(architecture)), chosen)


def examine_closed(architecture: Architecture, chosen: Selection | None = None) -> ClosedReport:
    """The closed forms of an architecture with the findings of the rules that were chosen; raises as `examine` does."""
    from convcalc.analysis.closed_forms import closed_forms as forms  # noqa: PLC0415  (an analysis of its own)

    closed = forms(architecture)
    return replace(closed, report=checked(closed.report, chosen))


def present_sizes(architecture: Architecture) -> dict[str, int] | None:
    """The sizes that `fit` takes as unknown, by name, with their numbers in the file; None where some are open."""
    from convcalc.analysis.closed_forms import opened  # noqa: PLC0415

    if architecture.unknowns is not None:
        return None
    names = opened(architecture).inputs.items()
    return {
        str(side): n for name, volume in names for side, n in zip(volume.size, architecture.inputs[name].size, strict=True)
    }


def _source(architecture: str | PathLike[str] | Source) -> Source:
    if isinstance(architecture, Source):
        return architecture
    if not isinstance(architecture, str):
        return read_source(Path(architecture))
    located = locate(architecture)
    if located.folder:
        raise UnreadableError(f"{architecture}: a folder; give one file of it")
    return read_source(located.paths[0])


__all__ = [
    "Overrides",
    "analyze",
    "check",
    "closed_forms",
    "examine",
    "examine_closed",
    "explain",
    "fit",
    "largest_batch",
    "load",
]
