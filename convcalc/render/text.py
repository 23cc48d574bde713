"""Findings for people: what, where with an excerpt, the numbers, and the way out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TypeAlias

from convcalc.findings import Finding, Severity
from convcalc.source import Span

Paint: TypeAlias = Callable[[str, str], str]
"""Gives a text a style: error, warning, note, help, frame, bold or dim."""

EXCERPT = 100
"""How much of a long line to show, in characters."""


def plain(text: str, style: str) -> str:
    """A painter without colours."""
    return text


def printable(text: str) -> str:
    """Text with control and direction characters written out, so that no file can steer the terminal."""
    if text.isprintable():
        return text
    return "".join(c if unicodedata.category(c)[0] != "C" else f"\\u{ord(c):04x}" for c in text)


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)


def full(finding: Finding, paint: Paint = plain) -> str:
    """The finding with an excerpt of its source."""
    severity = str(finding.severity)
    lines = [f"{paint(f'{severity}[{finding.rule.name}]', severity)}{paint(f': {printable(finding.message)}', 'bold')}"]
    margin = " "
    if finding.span:
        place = f"{finding.source.name}:{finding.span.line}:{finding.span.column}"
        margin = " " * (len(str(finding.span.line)) + 1)
        lines.append(f"{margin[1:]}{paint('-->', 'frame')} {printable(place)}")
        lines += _excerpt(finding, finding.span, margin, paint)
    else:
        lines.append(f"{margin}{paint('-->', 'frame')} {printable(finding.source.name)}")
    equals = paint("=", "frame")
    lines += [f"{margin}{equals} {printable(fact)}" for fact in finding.facts]
    if finding.help:
        lines.append(f"{margin}{equals} {paint('help:', 'help')} {printable(finding.help)}")
    return "\n".join(lines)


def _excerpt(finding: Finding, span: Span, margin: str, paint: Paint) -> list[str]:
    """The line with a caret below; of a long line the part around the place."""
    line = finding.source.line(span.line).replace("\t", " ")
    start = span.column - 1
    first = max(0, start - EXCERPT // 2) if len(line) > EXCERPT else 0
    before, after = ("…" if first else ""), ("…" if len(line) > first + EXCERPT else "")
    shown = line[first : first + EXCERPT]
    on_line = span.end_column - 1 if span.end_line == span.line else len(line)
    marked = shown[start - first : max(on_line, start + 1) - first] or " "
    indent = " " * width(before + printable(shown[: start - first]))
    carets = "^" * max(1, width(printable(marked.rstrip())))
    pipe = paint("|", "frame")
    label = f" {printable(finding.label)}" if finding.label else ""
    number = paint(f"{span.line:>{len(margin) - 1}} |", "frame")
    return [
        f"{margin}{pipe}",
        f"{number} {before}{printable(shown)}{after}",
        f"{margin}{pipe} {indent}{paint(carets + label, str(finding.severity))}",
    ]


def short(finding: Finding, paint: Paint = plain) -> str:
    """One line: `file:line:column: error[name] message`."""
    place = f":{finding.span.line}:{finding.span.column}" if finding.span else ""
    severity = str(finding.severity)
    name = paint(f"{severity}[{finding.rule.name}]", severity)
    return f"{printable(finding.source.name + place)}: {name} {printable(finding.message)}"


def below_table(finding: Finding, paint: Paint = plain) -> str:
    """The finding under a table that already shows the row: what is lost, and what to change."""
    mark = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}[finding.severity]
    line = f" (line {finding.span.line})" if finding.span else ""
    layer = f"{finding.layer}: " if finding.layer and finding.layer not in finding.message else ""
    lines = [f" {paint(mark, str(finding.severity))} {printable(layer + finding.message)}{paint(line, 'dim')}"]
    if finding.severity is not Severity.NOTE:
        extra = (*finding.facts, finding.help) if finding.rule.name == "kernel-too-large" else (finding.help,)
        lines += [f"   {printable(text)}" for text in extra if text]
    return "\n".join(lines)


def listing(findings: tuple[Finding, ...], paint: Paint = plain) -> str:
    """All findings: errors and warnings in full, notes in one line each."""
    blocks = [full(f, paint) + "\n" if f.severity is not Severity.NOTE else short(f, paint) for f in findings]
    return "\n".join(blocks)


def summary(findings: list[Finding], files: int) -> str:
    """`2 files checked: 1 error, 3 notes.`"""
    counts = [(severity, sum(f.severity is severity for f in findings)) for severity in Severity]
    found = [f"{n} {severity}{'s' if n > 1 else ''}" for severity, n in counts if n]
    what = f"{files} architecture{'s' if files != 1 else ''} checked"
    return f"{what}: {', '.join(found)}." if found else f"{what}, nothing found."
