"""The JSON Schema: the zoo is valid under it, wrong files are not, and the file beside the zoo is fresh."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from convcalc.language.files import zoo_folder, zoo_names
from convcalc.language.schema import schema
from convcalc.layers import kinds
from convcalc.render.json.contract import dumps

SPECS = Path(__file__).parent.parent / "specs"
FIRST_LINE = "# yaml-language-server: $schema=convcalc.schema.json"

# Files that are wrong in a way that a schema cannot see: YAML itself, names, expressions, and what only arithmetic shows.
BEYOND_A_SCHEMA = {
    "allow_unknown_rules", "beside_the_kind", "block_used_often", "blocks_arguments", "blocks_circle", "budget_exceeded", "channels", "copies", "does_not_fit",
    "duplicate_key", "error_in_a_block", "every_layer_left_out", "expect", "extends_broken", "extends_circle",
    "extends_errors", "extends_missing", "extends_outside", "foreign_kinds", "groups", "hexadecimal_is_a_size", "ignore_malformed", "ignore_unused",
    "joins_differ", "joins_differ_in_a_block", "kernel_too_large", "like_does_not_fit", "name_twice_in_a_line", "object_size", "outputs_absent",
    "outputs_and_expect", "parameters_in_a_circle", "share_differs", "share_differs_in_a_block", "unread",
    "unread_in_a_block", "vector_into_conv",
}  # fmt: skip


def is_valid(data: Any) -> bool:
    return bool(jsonschema.Draft7Validator(schema()).is_valid(data))


def test_it_is_a_draft_7_schema() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    assert schema()["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_file_beside_the_zoo_is_fresh(golden: Callable[[Path, str], None]) -> None:
    golden(zoo_folder() / "convcalc.schema.json", dumps(schema()) + "\n")
    assert json.loads((zoo_folder() / "convcalc.schema.json").read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize("name", zoo_names())
def test_the_zoo_is_valid_and_points_editors_to_it(name: str) -> None:
    text = (zoo_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[0] == FIRST_LINE
    jsonschema.Draft7Validator(schema()).validate(yaml.safe_load(text))


@pytest.mark.parametrize("path", sorted((SPECS / "ok").glob("*.yaml")), ids=lambda path: path.stem)
def test_right_files_are_valid(path: Path) -> None:
    # YAML 1.1 would read `on` and `08` as something else, so the loader is told to leave plain words alone.
    data = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    if path.stem != "yaml_1_2":
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        assert is_valid(data)


@pytest.mark.parametrize("path", sorted((SPECS / "bad").glob("*.yaml")), ids=lambda path: path.stem)
def test_wrong_files_are_not(path: Path) -> None:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError:
        return  # not even YAML for its own loader
    assert is_valid(data) == (path.stem in BEYOND_A_SCHEMA)


def file(**layer: Any) -> Any:
    return {"input": "8x8x4", "layers": [layer]}


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_kind_is_in_it(kind: str) -> None:
    size, example = kinds()[kind].example or ("28x28x64", kind)
    layer = yaml.safe_load(example)
    assert is_valid({"input": int(size) if size.isdecimal() else size, "layers": [layer]})
    assert not is_valid(file(**{kind: {"no_such_parameter": 1}}))
    assert not is_valid(file(**{kind: {}, "no_such_key": 1}))


@pytest.mark.parametrize(
    "layer",
    [{"conv": {"filters": "$w", "kernel": ["$k", 3]}}, {"conv": {"filters": 1, "kernel": 3, "padding": {"top": "$k"}}},
     {"slice": {"channels": [0, "$w"]}}],
)  # fmt: skip
def test_expressions_inside_lists_and_sides(layer: Any) -> None:
    assert is_valid({"input": ["$w", 9, 3], "layers": [layer], "dtype": "$d", "rounding": "$r", "expect": {"params": "$p"}})


@pytest.mark.parametrize("data", [
    {"input": "0x0x3", "layers": ["relu"]},
    {"input": 3, "layers": ["relu"], "rounding": {"relu": "floor"}},
    {"input": "8x8x1", "layers": [{"conv": {"filters": 1, "kernel": "0x3"}}]},
])  # fmt: skip
def test_wrong_values_are_seen(data: Any) -> None:
    assert not is_valid(data)


def test_expressions_are_allowed_where_values_are() -> None:
    assert is_valid(file(conv={"filters": "$width", "kernel": "$(2 * k + 1)", "bias": "$bias"}, when="$deep"))


def test_a_layer_has_one_kind() -> None:
    assert not is_valid(file(relu=None, dropout=0.5))
    assert not is_valid(file(name="a"))
