"""Tables whose things are loaded when they are asked for."""

import subprocess
import sys

import pytest

from convcalc.registry import Home, Registry


def table() -> Registry[Home, type]:
    return Registry("number", [Home("whole", "builtins:int"), Home("exact", "fractions:Fraction")])


def test_what_is_asked_for_is_loaded() -> None:
    from fractions import Fraction

    numbers = table()
    assert numbers["exact"] is Fraction
    assert numbers.get("round") is None
    assert dict(numbers) == {"whole": int, "exact": Fraction}


def test_without_an_attribute_the_module_is_meant() -> None:
    import fractions

    assert Registry("module", [Home("fractions", "fractions")])["fractions"] is fractions


def test_a_row_stands_in_its_place() -> None:
    numbers = table()
    numbers.add(Home("about", "builtins:float"))
    assert list(numbers) == ["whole", "exact", "about"]
    assert len(numbers) == 3
    assert numbers.starting("") == list(numbers)
    assert numbers.starting("e") == ["exact"]


@pytest.mark.parametrize("where", ["numbers:Integral", "builtins:int"])
def test_a_second_row_of_a_name_is_refused(where: str) -> None:
    numbers = table()
    with pytest.raises(ValueError, match=f"two rows for the number whole: builtins:int and {where}"):
        numbers.add(Home("whole", where))
    assert numbers["whole"] is int


def test_names_that_there_are_not() -> None:
    with pytest.raises(KeyError):
        table()["round"]
    with pytest.raises(AttributeError, match="Square"):
        Registry("number", [Home("square", "fractions:Square")])["square"]


def test_to_list_and_to_ask_loads_nothing() -> None:
    code = (
        "import sys\n"
        "from convcalc.registry import Home, Registry\n"
        "table = Registry('format', [Home('wav', 'wave:open')])\n"
        "assert 'wav' in table and 'mp3' not in table and list(table) == ['wav'] and len(table) == 1\n"
        "assert 'wave' not in sys.modules\n"
        "table['wav']\n"
        "assert 'wave' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
