"""What CI systems ask for through the environment: a format, a summary, and where the repository is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from convcalc.cli.terminal import remark
from convcalc.cli.writing import append
from convcalc.layers.parameters import shortened
from convcalc.reading import real
from convcalc.render.findings.checked import Checked, Checkout
from convcalc.render.formats import FINDINGS
from convcalc.render.options import RenderOptions
from convcalc.render.printable import outgoing


class System(NamedTuple):
    """A CI system: the variable that is `true` in its jobs, and the one that holds the folder of the repository.

    `format` is that of its log, `summary` the format of the file that the variable `summary_file` names; empty where it
    has none.
    """

    variable: str
    root: str
    format: str = ""
    summary: str = ""
    summary_file: str = ""


SYSTEMS = [
    System("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "github", "markdown", "GITHUB_STEP_SUMMARY"),
    System("GITLAB_CI", "CI_PROJECT_DIR"),
]


def running_in() -> System | None:
    """The CI system that this is a job of."""
    return next((system for system in SYSTEMS if os.environ.get(system.variable) == "true"), None)


def checkout() -> Checkout | None:
    """Where the repository is, as the CI system has it; else names are relative to the working directory, if any."""
    try:
        folder = str(Path.cwd())
    except OSError:  # it was removed
        return None
    system = running_in()
    root = os.environ.get(system.root) if system else None
    known = _root(root, system.root) if system and root else None
    return Checkout(known or folder, folder)


def _root(folder: str, variable: str) -> str | None:
    """Where the repository is that the environment names; None where that is no folder, which is said."""
    path = Path(folder)
    try:
        if os.path.isdir(path):  # noqa: PTH112  (which never raises)
            return str(real(path))
        os.stat(path)  # noqa: PTH116  (for the reason)
        reason = "not a folder"
    except OSError as error:
        reason = str(error.strerror)
    remark(f"warning: {variable}: {shortened(folder)}: {reason}; paths are relative to the working directory")
    return None


def summarise(checked: Checked, format: str) -> None:
    """Append the summary that a CI system shows beside its log, if that is in its own format."""
    system = running_in()
    path = os.environ.get(system.summary_file) if system and system.format == format else None
    if not system or not path:
        return
    text = FINDINGS[system.summary].render(checked, RenderOptions())
    try:
        append(Path(path), f"{outgoing(text)}\n\n")
    except OSError as error:
        remark(f"warning: {path}: the summary cannot be written: {error.strerror}")
