"""Joins: what comes out of several volumes, and the words when they do not agree."""

import pytest

from convcalc.arithmetic.volume import Volume
from convcalc.layers import JoinLayer, ShapeError, kinds

A, B, GATE, SMALL = Volume((8, 8), 16), Volume((8, 8), 4), Volume((1, 1), 16), Volume((6, 7), 4)


def join(kind: str, *xs: Volume, **options: str) -> Volume:
    layer = kinds()[kind].model_validate(options)
    assert isinstance(layer, JoinLayer)
    return layer.join(xs, tuple("abcd"[: len(xs)]))


@pytest.mark.parametrize(
    ("kind", "xs", "options", "output"),
    [
        ("add", (A, A, A), {}, A),
        ("subtract", (A, A), {}, A),
        ("average", (A, A), {}, A),
        ("maximum", (A, A), {}, A),
        ("multiply", (A, A), {}, A),
        ("multiply", (GATE, A), {}, A),
        ("multiply", (A, GATE), {}, A),
        ("multiply", (GATE, GATE), {}, GATE),
        ("concat", (A, B), {}, Volume((8, 8), 20)),
        ("concat", (Volume((), 3), Volume((), 4)), {}, Volume((), 7)),
        # Ronneberger et al. 2015, figure 1: the 64×64×512 that skips across is cropped to 56×56
        ("concat", (Volume((64, 64), 512), Volume((56, 56), 512)), {"crop": "center"}, Volume((56, 56), 1024)),
    ],
)
def test_output(kind: str, xs: tuple[Volume, ...], options: dict[str, str], output: Volume) -> None:
    assert join(kind, *xs, **options) == output


@pytest.mark.parametrize(
    ("kind", "xs", "message"),
    [
        ("add", (A, B), "add needs volumes that are alike: a gives 8×8×16, and b gives 8×8×4"),
        ("add", (A, A, GATE), "add stretches nothing: a gives 8×8×16, and c gives 1×1×16"),
        (
            "multiply",
            (A, Volume((8, 8), 1)),
            "multiply stretches gates of 1×1×C, and nothing else: a gives 8×8×16, and b gives 8×8×1",
        ),
        (
            "multiply",
            (A, Volume((8, 1), 16)),
            "multiply stretches gates of 1×1×C, and nothing else: a gives 8×8×16, and b gives 8×1×16",
        ),
        ("multiply", (A, Volume((1, 1), 4)), "multiply needs volumes that are alike: a gives 8×8×16, and b gives 1×1×4"),
        ("concat", (A, SMALL), "concat needs equal sizes: a gives 8×8×16, and b gives 6×7×4"),
        ("concat", (A, Volume((), 4)), "concat needs equal sizes: a gives 8×8×16, and b gives 4"),
    ],
)
def test_misfit(kind: str, xs: tuple[Volume, ...], message: str) -> None:
    with pytest.raises(ShapeError) as error:
        join(kind, *xs)
    assert (error.value.rule, error.value.message) == ("join-differs", message)


def test_channels_are_known_before_sizes() -> None:
    concat, add = kinds()["concat"].model_validate({}), kinds()["add"].model_validate({})
    assert isinstance(concat, JoinLayer)
    assert isinstance(add, JoinLayer)
    assert (concat.channels_joined([3, 4]), concat.channels_joined([3, None])) == (7, None)
    assert (add.channels_joined([None, 4]), add.channels_joined([None])) == (4, None)
