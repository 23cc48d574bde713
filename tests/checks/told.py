"""What one rule says of a small network, as the tests of rules compare it."""

import convcalc


def told(rule: str, text: str) -> list[str]:
    """The findings of one rule, `line:column message`."""
    found = convcalc.check(convcalc.Source("net.yaml", text), select=[rule])
    return [f"{f.span.line}:{f.span.column} {f.message}" for f in found if f.rule.name == rule]


def layers(*lines: str, size: str = "8x8x4") -> str:
    """A file with the layers in its lines 3, 4 …"""
    return f"input: {size}\nlayers:\n" + "".join(f"  - {line}\n" for line in lines)


def unmarked(text: str) -> tuple[str, list[str]]:
    """A text without its marks, and the places that they mark, `line:column`: `kernel: ^4` marks the 4."""
    places = []
    lines = text.split("\n")
    for i, line in enumerate(lines):
        while "^" in line:
            places.append(f"{i + 1}:{line.index('^') + 1}")
            line = line.replace("^", "", 1)  # noqa: PLW2901
        lines[i] = line
    return "\n".join(lines), places
