"""The rules in Markdown; the documents' page of them is made of this."""

from __future__ import annotations

from convcalc.checks.explanations import RuleExplanation, explanations
from convcalc.render.findings.excerpts import full
from convcalc.render.findings.rules import ALWAYS, example_findings, suppression_examples, when_asked
from convcalc.render.options import RenderOptions


def all_rules(options: RenderOptions) -> str:
    """The table."""
    return rules_table()


def one_rule(explanation: RuleExplanation, options: RenderOptions) -> str:
    """The section for one rule."""
    return rule_section(explanation)


def rules_table() -> str:
    """A table for each group of rules, whose names lead to their sections."""
    lines: list[str] = []
    group = ""
    for explanation in explanations().values():
        if explanation.group != group:
            group = explanation.group
            heading = [f"**{group[0].upper()}{group[1:]}**", "", "| code | name | severity | asked | what it finds |"]
            lines += [*([""] if lines else []), *heading, "| --- | --- | --- | --- | --- |"]
        rule = explanation.rule
        cells = [rule.code, f"[`{rule.name}`](#{rule.name})", rule.severity, when_asked(explanation), explanation.what]
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def rule_section(explanation: RuleExplanation) -> str:
    """A section for one rule."""
    rule = explanation.rule
    asked = {"always": "always told", "on": "on by default", "off": f"off by default: `--extend-select {rule.code}`"}
    given = "".join(f" --{option} {value}" for option, value in explanation.given.items())
    findings = "\n\n".join(map(full, example_findings(explanation)))
    parts = [
        f"### {rule.name}",
        f"{rule.code}, {rule.severity}, {asked[when_asked(explanation)]}.",
        explanation.what,
        f"**Why it matters.** {explanation.why}",
        f"```yaml\n{explanation.triggers.rstrip()}\n```",
        f"With `{given.strip()}` it gives:" if given else "gives:",
        f"```text\n{findings}\n```",
        "and this does not:",
        f"```yaml\n{explanation.passes.rstrip()}\n```",
    ]
    alternatives = [f"`{text}` {where}" for text, where in suppression_examples(rule.name).items()]
    parts.append(ALWAYS if explanation.always else f"Where it is meant: {'; or '.join(alternatives)}.")
    return "\n\n".join(parts)


def rule_sections() -> str:
    """A section for each rule."""
    return "\n\n".join(map(rule_section, explanations().values()))
