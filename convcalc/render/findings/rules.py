"""The rules for people: a table of them, and one in full with an example that is run."""

from __future__ import annotations

from convcalc.checks.explanations import RuleExplanation, explanations
from convcalc.findings import Finding, Severity
from convcalc.render.findings.excerpts import full
from convcalc.render.options import RenderOptions
from convcalc.render.text import wrapped
from convcalc.source import Source

EXAMPLE = "example.yaml"
PROSE = 100
"""How wide sentences are where there is room."""


def example_findings(explanation: RuleExplanation) -> tuple[Finding, ...]:
    """What the rule finds in its own example."""
    from convcalc.api import check, load  # noqa: PLC0415  (which a table does without)
    from convcalc.findings import ArchitectureError  # noqa: PLC0415

    try:
        read = load(Source(EXAMPLE, explanation.triggers), **explanation.given)  # type: ignore[arg-type]
        select = () if explanation.always else (explanation.rule.name,)
        found = check(read, extend_select=select)
    except ArchitectureError as error:
        found = error.findings
    return tuple(finding for finding in found if finding.rule.name == explanation.rule.name)


def when_asked(explanation: RuleExplanation) -> str:
    """Whether a rule is asked: `on`, `off` unless selected, or `always`."""
    return "always" if explanation.always else "on" if explanation.rule.default else "off"


def all_rules(options: RenderOptions) -> str:
    """One line a rule: its code, its name, how bad it is, whether it is on by default, and what it finds."""
    paint, width, found = options.paint, options.width, explanations()
    name, severity = max(map(len, found)), max(map(len, Severity))
    before = 2 + len("L001") + 2 + name + 2 + severity + 2 + len("always") + 2
    lines: list[str] = []
    group = ""
    for explanation in found.values():
        if explanation.group != group:
            group = explanation.group
            lines += [*([""] if lines else []), paint(group, "bold")]
        rule = explanation.rule
        first, *more = wrapped(explanation.what, None if width is None else width - before, "")
        words = f"{rule.severity:<{severity}}"
        lines.append(
            f"  {rule.code}  {paint(f'{rule.name:<{name}}', 'bold')}  {paint(words, str(rule.severity))}"
            f"  {when_asked(explanation):<6}  {first}"
        )
        lines += [" " * before + line for line in more]
    return "\n".join([*lines, "", *wrapped("convcalc rule NAME explains one: why it matters, and an example.", width, "")])


def one_rule(explanation: RuleExplanation, options: RenderOptions) -> str:
    """Everything about a rule."""
    paint, width, rule = options.paint, options.width, explanation.rule
    inner = width and width - 2
    lines = [
        f"{paint(rule.name, 'bold')} ({rule.code}), {paint(str(rule.severity), str(rule.severity))}, {_asked(explanation)}"
    ]
    prose = min(width or PROSE, PROSE) - 4
    lines += ["", *(f"  {line}" for line in wrapped(explanation.what, prose + 2, ""))]
    lines += ["", paint("  why it matters", "dim"), *_indented("\n".join(wrapped(explanation.why, prose, "")))]
    lines += ["", paint("  for example", "dim"), *_indented(explanation.triggers)]
    given = "".join(f" --{option} {value}" for option, value in explanation.given.items())
    lines += ["", paint(f"  gives{given and f', with{given}'}", "dim")]
    found = [full(finding, paint, inner and inner - 2) for finding in example_findings(explanation)]
    lines += _indented("\n\n".join(found))
    lines += ["", paint("  and this does not", "dim"), *_indented(explanation.passes), ""]
    if explanation.always:
        return "\n".join([*lines, *(f"  {line}" for line in wrapped(ALWAYS, prose + 2, ""))])
    if not explanation.rule.default:
        lines += [paint("  to ask it", "dim"), f"    convcalc check --extend-select {rule.code}", ""]
    lines.append(paint("  where it is meant", "dim"))
    alternatives = suppression_examples(rule.name)
    widest = max(map(len, alternatives))
    for text, where in alternatives.items():
        first, *more = wrapped(where, inner and inner - widest - 4, "")
        lines += [f"    {text:<{widest}}  {first}", *(" " * (widest + 6) + line for line in more)]
    return "\n".join(lines)


ALWAYS = "It is always told and cannot be allowed: a file that breaks it cannot be read, and nothing else is known of it."


def suppression_examples(name: str) -> dict[str, str]:
    """How a file breaks a rule on purpose, and where that is written."""
    return {
        f"allow: [{name}]": "beside a layer or the use of a block, in a block, or at the top of the file",
        f"# convcalc: ignore[{name}] reason": "at the end of the line, or on a line of its own above it",
    }


def _asked(explanation: RuleExplanation) -> str:
    if explanation.always:
        return "always told"
    return "on by default" if explanation.rule.default else "off by default"


def _indented(text: str) -> list[str]:
    return [f"    {line}".rstrip() for line in text.rstrip("\n").split("\n")]
