"""Pydantic's errors in our words."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from convcalc.language.nodes import Scalar
from convcalc.language.problems import BAD_VALUE, MISSING, Problems
from convcalc.language.values import BROKEN
from convcalc.layers import Layer
from convcalc.source import Span


def explain_errors(
    kind: type[Layer], given: dict[str, Any], key: Scalar, spans: dict[str, Span], problems: Problems
) -> Layer | None:
    """The layer of `kind` with the parameters `given`; None if they are not right, which is then said."""
    broken = {name for name, value in given.items() if value is BROKEN}
    try:
        layer = kind.model_validate({name: value for name, value in given.items() if name not in broken})
    except ValidationError as errors:
        # What a broken value would have been is not known, so nothing is said of it, nor of the parameters together.
        unknown = broken | {""} if broken else broken
        details = [error for error in errors.errors(include_url=False) if _name(error) not in unknown]
        if missing := [_name(error) for error in details if error["type"] == "missing"]:
            _say_missing(kind, missing, key, problems)
        for error in details:
            if error["type"] != "missing":
                _say_wrong(error, key, spans, problems)
        return None
    return None if broken else layer


def _say_missing(kind: type[Layer], missing: list[str], key: Scalar, problems: Problems) -> None:
    names = [name for name in kind.required() if name in missing]
    message = f"{kind.kind} needs {' and '.join(names)}"
    example = f"{kind.kind}: {{{', '.join(f'{name}: …' for name in kind.required())}}}"
    problems.add(MISSING, key.span, message, help=f"for example {example}")


def _say_wrong(error: ErrorDetails, key: Scalar, spans: dict[str, Span], problems: Problems) -> None:
    name = _name(error) or key.text
    place = f"{name}.{error['ctx']['item']}" if "item" in error.get("ctx", {}) else name
    problems.add(BAD_VALUE, spans.get(place) or spans.get(name, key.span), f"{name} {error['msg']}")


def _name(error: ErrorDetails) -> str:
    """The parameter that is wrong; empty where it is several together."""
    return str(error["loc"][0]) if error["loc"] else ""
