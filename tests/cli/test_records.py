"""Options that several commands share: typer sees the fields of a record where the record stands."""

import inspect
from dataclasses import dataclass

from convcalc.cli.records import given, with_records


@dataclass(frozen=True)
class Kernel:
    """Two options."""

    kernel: int = 3
    fail_on: str | None = None


def command(first: str, *, shape: Kernel, last: bool = False) -> None:
    """What help shows."""
    seen.append((first, shape, last))


seen: list[tuple[str, Kernel, bool]] = []


def test_options_stand_where_the_record_does() -> None:
    flat = with_records(command)
    assert [(p.name, p.annotation, p.default) for p in inspect.signature(flat).parameters.values()] == [
        ("first", str, inspect.Parameter.empty),
        ("kernel", int, 3),
        ("fail_on", str | None, None),
        ("last", bool, False),
    ]
    assert (flat.__name__, flat.__doc__) == ("command", "What help shows.")


def test_the_command_gets_its_record() -> None:
    seen.clear()
    with_records(command)(first="a", kernel=5, fail_on=None, last=True)
    assert seen == [("a", Kernel(5), True)]


def test_what_was_given_is_told_as_it_is_written() -> None:
    assert given(Kernel(0)) == []
    assert given(Kernel(0, "note")) == ["--fail-on"]
