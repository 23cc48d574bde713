"""`convcalc rule`: the rules, and what a finding means."""

from typing import Annotated

import typer

from convcalc.cli.options import ColorOption, format_option
from convcalc.cli.terminal import Color, fail, options_for, say
from convcalc.render.formats import RULES


def complete_rule(incomplete: str) -> list[str]:
    """The names of the rules and their codes, for the shell: codes once one is begun."""
    from convcalc.checks.explanations import explanations

    found = explanations()
    names = [name for name in found if name.startswith(incomplete)]
    codes = [e.rule.code for e in found.values() if e.rule.code.startswith(incomplete)]
    return names if not incomplete else names + codes


def rule(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="RULE", help="One rule, by its name or code: input-lost or W103.", autocompletion=complete_rule
        ),
    ] = None,
    format: Annotated[str, format_option(RULES, "Text, JSON for tools, or Markdown.")] = RULES.default,
    color: ColorOption = Color.AUTO,
) -> None:
    """List the rules, or explain one: what it finds, why that matters, and an example.

    Examples:

    convcalc rule

    convcalc rule input-lost
    """
    from convcalc.checks.explanations import explanations

    found = explanations()
    if name is None:
        say(RULES[format].all_rules(options_for(color)))
        return
    by_word = {word: e for e in found.values() for word in (e.rule.name, e.rule.code)}
    explanation = by_word.get(name) or by_word.get(name.lower()) or by_word.get(name.upper())
    if explanation is None:
        from convcalc.language.problems import nearest
        from convcalc.layers.parameters import shortened

        close = nearest(name.lower(), found) or nearest(name.upper(), by_word)
        hint = f"did you mean {close}?" if close else "convcalc rule lists them"
        fail(f"there is no rule {shortened(name) or 'without a name'}; {hint}")
    say(RULES[format].one_rule(explanation, options_for(color)))
