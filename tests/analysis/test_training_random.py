"""What random networks keep for the backward pass: composed along their blocks, and counted one layer at a time."""

import pytest

import convcalc
from tests.analysis.random_training import one_by_one, random_network

SEEDS = 2000


def net(text: str) -> convcalc.Report:
    return convcalc.analyze(convcalc.Source("net.yaml", text), batch=None if "batch:" in text else 3)


@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_blocks_as_one_layer_at_a_time(device: str) -> None:
    for seed in range(SEEDS):
        report = net(random_network(seed))
        assert report.totals.complete, seed
        assert report.training(device=device).saved_bytes == one_by_one(report, device), seed


def test_copies_that_cannot_all_be_in_place() -> None:
    """A leaky_relu keeps its output if it writes over what it reads, so that the next one cannot; and so on in turn."""
    for n in (1, 2, 3, 4, 5, 6, 9, 31):
        report = net(f"input: 8\nlayers: [{{fc: 8}}, {{leaky_relu: , repeat: {n}}}]")
        assert report.training().saved_bytes == one_by_one(report, "cpu")


def test_blocks_that_repeat_one_another_to_any_depth() -> None:
    """The copies are more than could be gone through, or followed by calls within calls."""
    blocks = "".join(f"  B{i + 1}: {{layers: [{{B{i}: , repeat: 1000000000}}]}}\n" for i in range(90))
    text = f"input: 8\nbatch: 1\nblocks:\n  B0: {{layers: [{{relu: , repeat: 1000000000}}]}}\n{blocks}layers: [{{fc: 3}}, B90]\n"
    assert net(text).training().saved_bytes == 8 * 4 + 10 ** (9 * 91) * 3 * 4
