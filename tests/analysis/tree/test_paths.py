"""Paths are put together and taken apart in one place."""

from convcalc.analysis.tree import paths


def test_paths_are_joined_and_taken_apart() -> None:
    assert paths.joined("a", "b", "c") == "a/b/c"
    assert paths.inside("a/b") == "a/b/"
    assert (paths.parent("a/b/c"), paths.parent("a")) == ("a/b", "")
    assert paths.prefixes("a/b/c") == ["a", "a/b", "a/b/c"]


def test_one_goes_outwards_until_there_is_nothing() -> None:
    assert (paths.around("a/b/"), paths.around("a/"), paths.around("")) == ("a/", "", "")


def test_copies_stand_beside_one_another() -> None:
    assert (paths.beside("a/conv_1", "conv_2"), paths.beside("conv_1", "conv_2")) == ("a/conv_2", "conv_2")
    assert paths.of_copies("a/conv4_2", 5, 2) == "a/conv4_2…6"
