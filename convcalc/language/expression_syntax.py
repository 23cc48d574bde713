"""The text of an expression, parsed by Python's own parser; what is none is said in words of the language."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import NamedTuple

from convcalc.language.limits import Limits

EXAMPLE = "$name, $(2 * width) or $(a if deep else b)"


class ExpressionError(Exception):
    """An expression that has no value: `message` says why, `help` what to write instead.

    `unknown` is the name that is not defined, where that is why.
    """

    def __init__(self, message: str, help: str = "", unknown: str | None = None) -> None:
        super().__init__(message)
        self.message, self.help, self.unknown = message, help, unknown


class Parsed(NamedTuple):
    """An expression, and how its numbers and texts were written: Python's parser has rounded the decimals."""

    text: str
    body: ast.expr
    written: dict[ast.Constant, str]


def parse(text: str, limits: Limits) -> Parsed:
    """The expression in `text`, which is to be `$( … )`; raises ExpressionError."""
    if not (text.startswith("$(") and text.endswith(")")) or not _balanced(text):
        raise _malformed(text, limits)
    inner = text[2:-1]
    if len(inner) > limits.expression:
        raise ExpressionError(f"the expression is longer than {limits.expression} characters")
    parsed = _parsed(inner.strip())
    if parsed is None:
        raise ExpressionError(f"{text} is not an expression", f"for example {EXAMPLE}")
    return parsed


_LINE_END = re.compile(r"\r\n|\r|\n")


@lru_cache(maxsize=512)
def _parsed(text: str) -> Parsed | None:
    """The expression; None for what is none. Blocks and copies evaluate one text again and again."""
    try:
        body = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lines = [
        line.encode() for line in _LINE_END.split(text)
    ]  # once: `ast.get_source_segment` splits the text for every node
    constants = [node for node in ast.walk(body) if isinstance(node, ast.Constant)]
    return Parsed(text, body, {node: _segment(lines, node) or text for node in constants})


def _segment(lines: list[bytes], node: ast.Constant) -> str:
    """The text of a constant, which Python places by the bytes of its line; empty where it goes over several."""
    if node.lineno != node.end_lineno:
        return ""
    return lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()


def _balanced(text: str) -> bool:
    outside = re.sub(r"'[^']*'|\"[^\"]*\"", "", text)
    return outside.count("(") == outside.count(")")


def _malformed(text: str, limits: Limits) -> ExpressionError:
    if not _balanced(text):
        help = 'put the value in quotes: a comma ends a value inside { } and [ ]; "$(max(1, w))"'
        return ExpressionError(f"the parentheses of {text} do not match", help)
    inner = text[1:].strip()
    if len(inner) <= limits.expression and _parsed(inner) is not None:
        return ExpressionError(f"{text} is not a name", f"what is more than a name stands in parentheses: $({inner})")
    return ExpressionError(f"{text} is not an expression", f"$ begins a whole value, for example {EXAMPLE}")
