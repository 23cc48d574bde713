"""All formats, a table for each thing that is shown: a row here, and a module with the functions of its table's protocol.

What `--format` takes, what the shell completes, what the help says and which format the ending of a file asks for follow
from the rows. A module is loaded when its format is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from convcalc.registry import Registry
from convcalc.render.options import RenderOptions


@dataclass(frozen=True, kw_only=True)
class Format:
    """A row: the name, the module, and the ending of a file that asks for it (empty: none does).

    `is_data` formats are read by programs, so what is wrong with a file is said as data too.
    """

    name: str
    where: str
    suffix: str = ""
    is_data: bool = False


@dataclass(frozen=True, kw_only=True)
class AnalysisFormat(Format):
    """A format of analyses; `plural` is what sentences call it.

    `unsorted` and `untrained` say why it does not go with --sort and --training (empty: it does). What `has_findings` is
    false for has no place for words: findings go to standard error.
    """

    plural: str
    unsorted: str = ""
    untrained: str = ""
    has_findings: bool = True


@dataclass(frozen=True, kw_only=True)
class FindingsFormat(Format):
    """A format of findings.

    The lines of `is_commands` are commands to GitHub's runner; no line of any other may be one. One that does not
    `count_omitted` has no place to say that some findings are not listed.
    """

    is_commands: bool = False
    counts_omitted: bool = True


class Renderer(Protocol):
    """The module of a format: what is to be shown as text, without a newline at the end."""

    @staticmethod
    def render(what: Any, options: Any, /) -> str:
        """The text; empty where there is nothing to write."""


@runtime_checkable
class Streamed(Protocol):
    """What a module has beside it if every file can be said as soon as it has been checked."""

    @staticmethod
    def piece(file: Any, options: RenderOptions, /) -> str:
        """What there is to say of one file; may be empty."""

    @staticmethod
    def ending(checked: Any, options: RenderOptions, /) -> str:
        """What stands below all files; may be empty."""


class FitRenderer(Protocol):
    """The module of a format of `convcalc fit`, which answers two questions."""

    @staticmethod
    def sizes(answer: Any, options: RenderOptions, /) -> str:
        """Which inputs fit."""

    @staticmethod
    def batch(found: Any, options: RenderOptions, /) -> str:
        """How large a batch fits."""


class RuleRenderer(Protocol):
    """The module of a format of rules."""

    @staticmethod
    def all_rules(options: RenderOptions, /) -> str:
        """All of them, in short."""

    @staticmethod
    def one_rule(explanation: Any, options: RenderOptions, /) -> str:
        """One in full."""


F = TypeVar("F", bound=Format)
M = TypeVar("M")


class Formats(Registry[F, M], Generic[F, M]):
    """The formats of one sort; the first is taken unless another is asked for."""

    def __init__(self, *rows: F) -> None:
        super().__init__("format", rows)

    @property
    def default(self) -> str:
        """The name of the first."""
        return next(iter(self.rows))

    def of_suffix(self, suffix: str) -> str | None:
        """The name of the format that a file's ending asks for."""
        wanted = suffix.casefold()
        return next((row.name for row in self.rows.values() if row.suffix and row.suffix == wanted), None)

    def chosen(self, name: str) -> str:
        """The name, if there is such a format; raises ValueError, which says which there are."""
        if name not in self.rows:
            raise ValueError(f"{name!r} is not one of {', '.join(map(repr, self.rows))}.")
        return name


ANALYSES: Formats[AnalysisFormat, Renderer] = Formats(
    AnalysisFormat(name="table", where="convcalc.render.table.terminal", suffix=".txt", plural="tables"),
    AnalysisFormat(
        name="json",
        where="convcalc.render.json.report",
        suffix=".json",
        plural="JSON",
        is_data=True,
        unsorted="keeps the order of the network",
    ),
    AnalysisFormat(
        name="csv",
        where="convcalc.render.table.csv",
        suffix=".csv",
        plural="CSV",
        untrained="has numbers of layers only",
        has_findings=False,
    ),
    AnalysisFormat(name="markdown", where="convcalc.render.table.markdown", suffix=".md", plural="Markdown"),
)
"""What a network comes to: `render` takes a list of `Examined`, and `AnalysisOptions`."""

FINDINGS: Formats[FindingsFormat, Renderer] = Formats(
    FindingsFormat(name="text", where="convcalc.render.findings.text", suffix=".txt"),
    FindingsFormat(name="concise", where="convcalc.render.findings.concise"),
    FindingsFormat(name="json", where="convcalc.render.findings.json", suffix=".json"),
    FindingsFormat(name="jsonl", where="convcalc.render.findings.jsonl", suffix=".jsonl"),
    FindingsFormat(name="markdown", where="convcalc.render.findings.markdown", suffix=".md"),
    FindingsFormat(name="github", where="convcalc.render.findings.github", is_commands=True),
    FindingsFormat(name="gitlab", where="convcalc.render.findings.gitlab", counts_omitted=False),
    FindingsFormat(name="sarif", where="convcalc.render.findings.sarif", suffix=".sarif"),
    FindingsFormat(name="junit", where="convcalc.render.findings.junit", suffix=".xml"),
)
"""What a check finds: `render` takes what was `Checked`; a module may be `Streamed` too."""

WINDOWS: Formats[Format, Renderer] = Formats(
    Format(name="text", where="convcalc.render.explain.window"),
    Format(name="json", where="convcalc.render.json.window", is_data=True),
)
"""How one window fits: `render` takes a `WindowReport`."""

EXPLANATIONS: Formats[Format, Renderer] = Formats(
    Format(name="text", where="convcalc.render.explain.text"),
    Format(name="json", where="convcalc.render.json.explain", is_data=True),
    Format(name="markdown", where="convcalc.render.explain.markdown"),
)
"""The derivation of layers: `render` takes an `ExplainReport`."""

FITS: Formats[Format, FitRenderer] = Formats(
    Format(name="text", where="convcalc.render.fit.text"),
    Format(name="json", where="convcalc.render.json.fit", is_data=True),
)
"""Which inputs and batches fit."""

RULES: Formats[Format, RuleRenderer] = Formats(
    Format(name="text", where="convcalc.render.findings.rules"),
    Format(name="json", where="convcalc.render.json.rules", is_data=True),
    Format(name="markdown", where="convcalc.render.findings.rules_markdown"),
)
"""The rules."""
