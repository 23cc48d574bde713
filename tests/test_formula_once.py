"""One formula, read many ways: changed in one place, it changes everywhere."""

import pytest

import convcalc
from convcalc.analysis.explain import explain
from convcalc.arithmetic.fit import fit_axis
from convcalc.arithmetic.volume import Volume
from convcalc.arithmetic.window import Window, working
from convcalc.render.explain.text import explain_text
from convcalc.render.explain.window import window_text
from convcalc.render.table.terminal import table

SPEC = convcalc.Source("net.yaml", "input: 7x7x3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 3}\n")


def test_numbers_and_text_come_from_one_body(monkeypatch: pytest.MonkeyPatch) -> None:
    report = convcalc.analyze(SPEC)
    assert str(report.row("conv_1").output) == "2×2×8"
    assert "(7 − 3 + 2·0)/3 + 1 = 7/3 ≈ 2.33" in table(report)

    def wrong(self: Window, size: int) -> int:
        return self.travel(size) // self.stride + 100

    monkeypatch.setattr(Window, "positions", wrong)
    report = convcalc.analyze(SPEC)
    assert str(report.row("conv_1").output) == "101×101×8"
    assert "(7 − 3 + 2·0)/3 + 100 = 304/3 ≈ 101.33" in table(report)
    derived = explain_text(explain(report))
    assert "W′ = (W − F + 2P)/S + 100\n     = (7 − 3 + 2·0)/3 + 100\n     = 304/3 ≈ 101.33, not whole!" in derived
    assert "101·101·8·3·3·3" in derived
    text = window_text(convcalc.check_window((7,), stride=(3,)))
    assert "(W − F + 2P)/S + 100 = (7 − 3 + 2·0)/3 + 100" in text
    assert "101 positions" in text


def test_the_parts_of_the_formula_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Window, "padding", property(lambda self: 3 * self.before))
    window = Window(3, 1, 2, 2)
    assert str(working(window, 7)) == "(7 − 3 + 3·2)/1 + 1 = 11"
    assert fit_axis(window, 7).size == 11


def test_fields_and_memory_are_read_where_they_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def then(self: Window, following: Window) -> Window:
        extent = self.extent + (following.extent - 1) * self.stride + 1000
        return Window(extent, self.stride * following.stride, self.before + following.before * self.stride)

    def memory(volume: Volume, batch: int, value_bytes: int) -> int:
        return volume.numel * value_bytes + 7

    monkeypatch.setattr(Window, "then", then)
    monkeypatch.setattr("convcalc.analysis.answers.memory_bytes", memory)
    monkeypatch.setattr("convcalc.analysis.explain.memory_bytes", memory)
    report = convcalc.analyze(SPEC)
    text = explain_text(explain(report))
    assert report.field("conv_1") is not None
    assert "R + (F − 1)·J + 1000 = 1 + (3 − 1)·1 + 1000 = 1,003" in text
    assert report.row("conv_1").memory_bytes == 2 * 2 * 8 * 4 + 7
    assert "H′·W′·K·bytes + 7 = 2·2·8·4 + 7 = 135" in text


def test_counts_can_be_read_as_text_too() -> None:
    """Parameters and MACs are plain arithmetic as well: numbers that remember pass through them."""
    from convcalc.arithmetic.traced import TracedInt
    from convcalc.layers import kinds

    units, inputs = TracedInt.named("K", 10), TracedInt.named("C", 7)
    layer = kinds()["fc"].model_validate({"units": 10}).model_copy(update={"units": units})
    params = layer.params(Volume((), inputs))
    assert isinstance(params, TracedInt)
    assert params == 80
    assert params.numbers.startswith("10·(")
