"""`like:` takes the size of an earlier layer and nothing else of it. Sizes are worked out by hand."""

import pytest

import convcalc


def outputs(layers: str, input: str = "57x57x8") -> dict[str, str]:
    text = f"input: {input}\nrounding: floor\nlayers:\n" + "".join(f"  - {line}\n" for line in layers.split(";"))
    report = convcalc.analyze(convcalc.Source("net.yaml", text))
    return {row.name: str(row.output) for row in report.rows}


def misfits(layers: str, input: str = "9x9x3") -> list[str]:
    text = f"input: {input}\nlayers:\n" + "".join(f"  - {line}\n" for line in layers.split(";"))
    return [f"{f.rule.name}: {f.message}" for f in convcalc.check(convcalc.Source("net.yaml", text))]


def test_upsampling_goes_to_any_larger_size() -> None:
    # 57 → ⌊57/2⌋ = 28 → back to 57, which no whole factor reaches
    assert outputs("{maxpool: 2, name: half}; {upsample: {like: input}}") == {"half": "28×28×8", "upsample_1": "57×57×8"}


def test_a_crop_takes_as_much_from_both_sides_and_an_odd_pixel_after() -> None:
    text = "input: 10x8x3\nlayers:\n  - {conv: {filters: 3, kernel: 4x3}, name: a}\n  - {crop: {like: a}, from: input}\n"
    report = convcalc.analyze(convcalc.Source("net.yaml", text))
    assert report.rows[1].output == report.rows[0].output
    assert report.rows[1].layer.resolved(report.rows[1].inputs[0]) == {"sides": [(1, 2), (1, 1)]}  # type: ignore[arg-type]


def test_the_channels_stay() -> None:
    assert (
        outputs("{conv: {filters: 2, kernel: 1}, name: a}; {maxpool: 2, from: input}; {upsample: {like: a}}")["upsample_1"]
        == "57×57×8"
    )


def test_it_sees_the_names_around_a_branch() -> None:
    found = outputs(
        "{conv: {filters: 8, kernel: 3}, name: a}; {add: {crop: [{crop: {like: a}}], conv: [{conv: {filters: 8, kernel: 3}}]}, from: input}"
    )
    assert found["add_1"] == "55×55×8"


def test_nothing_is_kept_alive_by_it() -> None:
    """The relu may overwrite what only `like` names, since it reads no number of it."""
    text = "input: 8x8x3\nlayers:\n  - {conv: {filters: 3, kernel: 1}, name: a}\n  - relu\n  - maxpool: 2\n  - upsample: {like: a}\n"
    rows = {row.name: row for row in convcalc.analyze(convcalc.Source("net.yaml", text)).rows}
    assert rows["relu_1"].shares_memory


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ("{conv: {filters: 3, kernel: 3}, name: a}; {upsample: {like: a}, from: input}", "like-does-not-fit: upsample reads 9×9, and a has 7×7"),
        ("{conv: {filters: 3, kernel: 3}, name: a}; {crop: {like: input}}", "like-does-not-fit: crop reads 7×7, and input has 9×9"),
        ("{flatten: , name: f}; {upsample: {like: f}, from: input}", "wrong-rank: f gives 243, and upsample reads 9×9×3"),
    ],
)  # fmt: skip
def test_misfits(layers: str, message: str) -> None:
    assert message in misfits(layers)


def test_behind_an_unknown_volume_the_size_is_unknown() -> None:
    text = "input: 5x5x3\nlayers:\n  - {conv: {filters: 8, kernel: 7}, name: a}\n  - {upsample: {like: a}, from: input}\n"
    assert [row.output for row in convcalc.analyze(convcalc.Source("net.yaml", text)).rows] == [None, None]
