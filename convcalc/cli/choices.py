"""What a command reports and what it fails for: the command line above the configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import typer

from convcalc.checks import selection, selector_problem
from convcalc.cli.config import NOTHING, find, read
from convcalc.cli.config_reader import Config, ConfigError
from convcalc.cli.terminal import Exit, fail, remark
from convcalc.findings import Severity
from convcalc.selection import Choice, Selection


class Chosen(NamedTuple):
    """What holds for one file."""

    selection: Selection
    fail_on: Severity


@dataclass
class Choices:
    """What the command line chose, and what configurations say beside it; one that is not right ends the program."""

    choice: Choice
    fail_on: Severity | None = None
    """From which severity on a finding fails; None leaves it to the configuration."""
    exit_zero: bool = False
    config: Path | None = None
    """The configuration that was asked for, instead of the nearest."""
    isolated: bool = False
    known: dict[Path, Config] = field(default_factory=dict)
    """The configurations of the folders that were looked into."""
    opened: list[Path] = field(default_factory=list)
    """The files that were opened as configurations, whatever they say."""
    made: dict[tuple[Path | None, tuple[str, ...]], Chosen] = field(default_factory=dict)

    def config_of(self, folder: Path) -> Config:
        """The configuration for the files of a folder."""
        if self.isolated:
            return NOTHING
        try:
            if self.config is not None:
                if self.config not in self.known:
                    self.opened.append(self.config)
                    self.known[self.config] = read(self.config)
                return self.known[self.config]
            return find(folder, self.known, self.opened)
        except ConfigError as error:
            for message in error.messages:
                remark(f"error: {message}")
            raise typer.Exit(Exit.USAGE) from None

    def of(self, folder: Path, path: Path | None) -> Chosen:
        """What holds for the file `path`, or for standard input, under the configuration of `folder`."""
        config = self.config_of(folder)
        ignored = config.ignored_in(path) if path and config.per_file_ignores else ()
        key = (config.path, ignored)
        if key not in self.made:
            chosen = selection([config.choice, self.choice], config.severities)
            if ignored:
                names = selection([Choice(("ALL",)), Choice(ignore=ignored)]).names
                chosen = chosen._replace(names=chosen.names & names)
            self.made[key] = Chosen(chosen, self.fail_on or config.fail_on or Severity.ERROR)
        return self.made[key]


def choices_of(
    select: list[str] | None = None,
    extend_select: list[str] | None = None,
    ignore: list[str] | None = None,
    **others: object,
) -> Choices:
    """The choices of a command line; rules that there are not end the program."""
    words = {"--select": select, "--extend-select": extend_select, "--ignore": ignore}
    given = {option: tuple(w.strip() for text in texts or () for w in text.split(",")) for option, texts in words.items()}
    wrong = [f"{option}: {seen}" for option, texts in given.items() for text in texts if (seen := selector_problem(text))]
    for message in wrong[:-1]:
        remark(f"error: {message}")
    if wrong:
        fail(wrong[-1])
    if others.get("config") and others.get("isolated"):
        fail("--config and --isolated do not go together; leave out one of the two")
    choice = Choice(given["--select"] if select else None, given["--extend-select"], given["--ignore"])
    return Choices(choice, **others)  # type: ignore[arg-type]
