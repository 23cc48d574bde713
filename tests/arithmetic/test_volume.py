"""Volumes are values of their own, and no tuples."""

import pytest

from convcalc.arithmetic.volume import Volume


def test_a_volume_is_no_tuple() -> None:
    bare: object = ((1,), 3)
    assert Volume((1,), 3) != bare


def test_volumes_are_equal_by_their_values_and_can_be_keys() -> None:
    assert Volume((7, 7), 64) == Volume((7, 7), 64) != Volume((7, 7), 63)
    assert {Volume((7, 7), 64): 1}[Volume((7, 7), 64)] == 1


def test_a_volume_cannot_be_changed() -> None:
    volume = Volume((7, 7), 64)
    with pytest.raises(AttributeError):
        volume.channels = 3  # type: ignore[misc]
