"""An input that is given beside the file, with or without channels."""

import pytest

import convcalc


@pytest.mark.parametrize(
    ("own", "given", "volume"),
    [
        ("227x227x3", "64x48", "64×48×3"),
        ("227x227x3", "64", "64×64×3"),
        ("227x227x3", 64, "64×64×3"),
        ("227x227x3", "64x48x5", "64×48×5"),
        ("16000x1", "8000", "8000×1"),
        ("16x112x112x3", "8x56x56", "8×56×56×3"),
        ("8x8x8x3", "9", "9×9×9×3"),
        ("100", "50", "50"),
        ("HxWx3", "9x8", "9×8×3"),
    ],
)
def test_sides_alone_keep_the_channels(own: str, given: str | int, volume: str) -> None:
    source = convcalc.Source("net.yaml", f"input: {own}\nlayers: [relu]\n")
    assert str(convcalc.load(source, input=given).input) == volume


@pytest.mark.parametrize(
    ("own", "given"),
    [
        ("227x227x3", "227x227x3x1"),
        ("227x227x3", "1x1x227x227x3"),
        ("227x227x3", (1, 1, 227, 227, 3)),
        ("16x112x112x3", "112"),
        ("16x112x112x3", "112x112"),
        ("6x8x3", "8"),
        ("HxWx3", "8"),
        ("100", "10x10"),
    ],
)
def test_other_counts_name_the_input_of_the_file(own: str, given: str | tuple[int, ...]) -> None:
    with pytest.raises(convcalc.OptionError, match=f"file's input {own},"):
        convcalc.load(convcalc.Source("net.yaml", f"input: {own}\nlayers: [relu]\n"), input=given)
