"""Findings for people: what, where with an excerpt, the numbers, and the way out."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from convcalc.findings import Finding, Severity
from convcalc.render.findings.listed import Omitted
from convcalc.render.paint import Paint, plain
from convcalc.render.printable import printable
from convcalc.render.text import cut, text_width, wrapped
from convcalc.source import Source, Span

EXCERPT = 100
"""How much of a long line to show, in characters."""


def full(finding: Finding, paint: Paint = plain, width: int | None = None) -> str:
    """The finding with an excerpt of its source, within `width` columns (None: no limit)."""
    severity = str(finding.severity)
    name = f"{severity}[{finding.rule.name}]"
    first, *more = wrapped(f"{name}: {printable(finding.message)}", width, "  ")
    lines = [paint(name, severity) + paint(first.removeprefix(name), "bold"), *(paint(line, "bold") for line in more)]
    margin = " " * (len(str(finding.span.line)) + 1)
    lines.append(f"{margin[1:]}{paint('-->', 'frame')} {printable(str(finding.span))}")
    lines += _excerpt(finding, finding.span, margin, paint, width)
    notes = [("", fact) for fact in finding.facts] + ([("help:", finding.help)] if finding.help else [])
    for label, note in notes:
        text = f"{label} {printable(note)}" if label else printable(note)
        first, *more = wrapped(text, None if width is None else width - len(margin) - 2, "")
        if label:
            first = paint(label, "help") + first.removeprefix(label)
        lines += [f"{margin}{paint('=', 'frame')} {first}", *(f"{margin}  {line}" for line in more)]
    return "\n".join(lines)


def _excerpt(finding: Finding, span: Span, margin: str, paint: Paint, width: int | None) -> list[str]:
    """The line with a caret below; of a long line the part around the place."""
    line = finding.source.line(span.line).replace("\t", " ")
    most = EXCERPT if width is None else max(20, min(EXCERPT, width - len(margin) - 4))
    start = span.column - 1
    first = max(0, start - most // 2) if len(line) > most else 0
    before, after = ("…" if first else ""), ("…" if len(line) > first + most else "")
    shown = line[first : first + most]
    on_line = span.end_column - 1 if span.end_line == span.line else len(line)
    marked = shown[start - first : max(on_line, start + 1) - first] or " "
    indent = " " * text_width(before + printable(shown[: start - first]))
    carets = "^" * max(1, text_width(printable(marked.rstrip())))
    pipe = paint("|", "frame")
    number = paint(f"{span.line:>{len(margin) - 1}} |", "frame")
    label = printable(finding.label)
    severity = str(finding.severity)
    lines = [f"{margin}{pipe}", f"{number} {before}{printable(shown)}{after}"]
    below = len(margin) + 2 + len(indent) + len(carets)
    if not label or width is None or below + 1 + text_width(label) <= width:
        return [*lines, f"{margin}{pipe} {indent}{paint(f'{carets} {label}'.rstrip(), severity)}"]
    # No room for the label behind the caret: it goes below, as far to the right as it fits.
    most = max(width - len(margin) - 2, 20)
    label = cut(label, most)
    shift = max(0, min(len(indent), width - len(margin) - 2 - text_width(label)))
    return [
        *lines,
        f"{margin}{pipe} {indent}{paint(carets, severity)}",
        f"{margin}{pipe} {' ' * shift}{paint(label, severity)}",
    ]


def one_line(finding: Finding, paint: Paint = plain) -> str:
    """One line: `file:line:column: error[name] message`."""
    severity = str(finding.severity)
    name = paint(f"{severity}[{finding.rule.name}]", severity)
    return f"{printable(str(finding.span))}: {name} {printable(finding.message)}"


def below_table(finding: Finding, source: Source, paint: Paint = plain, width: int | None = None) -> str:
    """The finding under a table of `source` that already shows the row: what is lost, and what to change."""
    mark = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}[finding.severity]
    layer = f"{finding.layer}: " if finding.layer and finding.layer not in finding.message else ""
    inner = None if width is None else width - 3
    file = "" if finding.source.name == source.name else f"{PurePath(finding.source.name).name}, "
    message = wrapped(printable(f"{layer}{finding.message} ({file}line {finding.span.line})"), inner, "")
    lines = [f" {paint(mark, str(finding.severity))} {message[0]}", *(f"   {line}" for line in message[1:])]
    if finding.severity is not Severity.NOTE:
        lines += [f"   {line}" for line in wrapped(printable(finding.help), inner, "") if line]
    return "\n".join(lines)


def listing(findings: tuple[Finding, ...], paint: Paint = plain, width: int | None = None) -> str:
    """All findings: errors and warnings in full, notes in one line each."""
    return "\n".join(
        f"{full(f, paint, width)}\n" if f.severity is not Severity.NOTE else _note(f, paint, width) for f in findings
    )


def _note(finding: Finding, paint: Paint, width: int | None) -> str:
    """A note in its short form, wrapped where it is longer than a line."""
    first, *more = wrapped(one_line(finding), width, "  ")
    place, name, rest = first.partition(f"note[{finding.rule.name}]")
    return "\n".join([place + paint(name, "note") + rest if name else first, *more])


def summary(findings: list[Finding], files: int, unreadable: int = 0, omitted: Omitted = ()) -> str:
    """`2 architectures checked: 1 error, 3 notes.`, counting those that are not listed, and how many could not be read."""
    of_each = Counter(finding.severity for finding in findings)
    for rule, count in omitted:
        of_each[rule.severity] += count
    counts = [(severity, of_each[severity]) for severity in Severity]
    found = [f"{n:,} {severity}{'s' if n > 1 else ''}" for severity, n in counts if n]
    what = f"{files:,} architecture{'s' if files != 1 else ''} checked"
    more = f" {unreadable:,} could not be read." if unreadable else ""
    return (f"{what}: {', '.join(found)}." if found else f"{what}, nothing found.") + more
