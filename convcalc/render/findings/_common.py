"""What formats for other programs share: paths in the repository, severities, fingerprints, and what rules say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from os.path import normpath
from pathlib import PurePath
from typing import NamedTuple

from convcalc.findings import Finding, Severity
from convcalc.render.findings.checked import Checked, CheckedFile, Checkout
from convcalc.render.options import RenderOptions
from convcalc.render.printable import printable
from convcalc.source import STDIN


def in_pieces(
    checked: Checked,
    options: RenderOptions,
    piece: Callable[[CheckedFile, RenderOptions], str],
    ending: Callable[[Checked, RenderOptions], str],
) -> str:
    """What a format that is said file by file says of all of them."""
    parts = [*(piece(file, options) for file in checked.files), ending(checked, options)]
    return "\n".join(part for part in parts if part)


SEVERITIES = list(Severity)
"""Worst first."""


class RepositoryPlace(NamedTuple):
    """Where a file is: its path with POSIX slashes, relative to the repository's root if it lies in there."""

    path: str
    inside: bool


def place(name: str, checkout: Checkout | None) -> RepositoryPlace:
    """Where the file is that messages call `name`; standard input is nowhere."""
    if name == STDIN:
        return RepositoryPlace(name, inside=False)
    if checkout is None:
        return RepositoryPlace(PurePath(name).as_posix(), inside=not PurePath(name).is_absolute())
    path = PurePath(normpath(PurePath(checkout.folder) / name))
    if path.is_relative_to(checkout.root):
        return RepositoryPlace(path.relative_to(checkout.root).as_posix(), inside=True)
    return RepositoryPlace(path.as_posix(), inside=False)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before warnings before notes, each in the order of the files."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def fails(finding: Finding, file: CheckedFile) -> bool:
    """Whether a finding of a file makes the check fail."""
    return file.fail_on is not None and SEVERITIES.index(finding.severity) <= SEVERITIES.index(file.fail_on)


def details(finding: Finding) -> list[str]:
    """The lines below the message: the numbers, and the way out."""
    lines = [*finding.facts, *([f"help: {finding.help}"] if finding.help else [])]
    return [printable(line) for line in lines]


_LINES = re.compile(r"\blines? \d+(?:(?:, | and )\d+)*")


def fingerprints(checked: Checked) -> list[str]:
    """A fingerprint for each finding of `checked.findings`, the same after lines were added or taken away elsewhere.

    It is made of the file, the rule, the layer and the message without the numbers of lines; of findings that are equal in
    all of these the first, the second and so on are told apart.
    """
    from hashlib import sha256  # noqa: PLC0415  (for reports only)

    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for finding in checked.findings:
        path = place(finding.source.name, checked.checkout).path
        what = (path, finding.rule.name, finding.layer or "", _LINES.sub("line", finding.message))
        seen[what] += 1
        text = "\0".join((*what, str(seen[what])))
        found.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return found
