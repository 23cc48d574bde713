"""The zoo against figures measured in frameworks and printed in papers."""

import collections
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import convcalc
from convcalc.findings import Severity
from convcalc.language.files import zoo_folder, zoo_names

REFERENCE = Path(__file__).parent / "reference"

TOTALS = [
    # Caffe's bvlc_alexnet as netscope counts it (tests/reference/caffe_layers.json)
    ("alexnet", {}, 60_965_224, 724_406_816),
    # CS231n 2017, lecture 5: one tower; its sums by hand: conv2 and conv4, conv5 read all maps
    ("alexnet", {"streams": 1}, 62_378_344, 1_135_256_096),
    # torchvision 0.29.1 (tests/reference/torchvision_layers.json)
    ("alexnet_torchvision", {}, 61_100_840, 714_188_480),
    ("vgg11", {}, 132_863_336, 7_609_090_048),
    ("vgg13", {}, 133_047_848, 11_308_466_176),
    ("vgg16", {}, 138_357_544, 15_470_264_320),
    ("vgg19", {}, 143_667_240, 19_632_062_464),
    # the authors' nin_imagenet as netscope counts it (tests/reference/caffe_layers.json)
    ("nin", {}, 7_595_176, 1_100_188_800),
    # by hand: 6·6·512 into fc6; 110²·96·147 + 26²·256·2400 + 13²·(512·2304 + 1024·4608 + 512·9216) + the three fc
    ("zfnet", {}, 107_627_624, 2_476_704_896),
    # torchvision 0.29.1, its modules' sums, without auxiliary heads (tests/reference/torchvision_layers.json)
    ("googlenet_torchvision", {}, 6_624_904, 1_498_376_192),
    ("resnet18", {}, 11_689_512, 1_814_073_344),
    ("resnet34", {}, 21_797_672, 3_663_761_408),
    ("resnet50", {}, 25_557_032, 4_089_184_256),
    ("resnet101", {}, 44_549_160, 7_801_405_440),
    ("resnet152", {}, 60_192_808, 11_513_626_624),
    ("inception_v3", {}, 23_834_568, 5_713_216_096),
    ("squeezenet1_1", {}, 1_235_496, 349_151_936),
    ("mobilenet_v2", {}, 3_504_872, 300_774_272),
    ("resnext50_32x4d", {}, 25_028_904, 4_230_479_872),
    ("densenet121", {}, 7_978_856, 2_834_161_664),
    ("efficientnet_b0", {}, 5_288_548, 385_814_752),
    ("convnext_tiny", {}, 28_589_128, 4_455_531_264),
    # torchvision 0.28.0 on torch 2.13.0 (tests/reference/torchvision_scaled_and_detection.json)
    ("efficientnet_b1", {}, 7_794_184, 686_802_832),
    ("efficientnet_b2", {}, 9_109_994, 1_087_529_456),
    ("efficientnet_b3", {}, 12_233_232, 1_827_141_392),
    ("efficientnet_b4", {}, 19_341_616, 4_393_771_024),
    ("efficientnet_b5", {}, 30_389_784, 10_266_384_752),
    ("efficientnet_b6", {}, 43_040_704, 19_067_593_536),
    ("efficientnet_b7", {}, 66_347_960, 37_745_884_192),
    ("retinanet_resnet50_fpn", {}, 34_068_119, 151_540_437_248),
    # Caffe's bvlc_googlenet at 224; with its heads the parameters that implementations of the paper have
    ("googlenet", {}, 6_998_552, 1_582_671_872),
    ("googlenet", {"auxiliary": True}, 13_378_280, None),
    # Ronneberger et al. 2015, figure 1; PyTorch's DCGAN tutorial; the authors' C3D for Sports-1M
    ("unet", {}, 31_030_658, None),
    ("dcgan_generator", {}, 3_576_704, None),
    ("c3d", {}, 79_991_015, None),
    # Zeiler & Fergus 2013, figure 3: 384, 384 and 256 filters
    ("zfnet", {"conv3": 384, "conv4": 384, "conv5": 256}, 62_357_608, 1_168_032_896),
    ("vgg16", {"batchnorm": True}, 138_365_992, 15_470_264_320),
    # torchvision's make_layers with [64, 64, 64, "M", …]; the third convolution has 224²·64·576 MACs
    ("vgg16", {"block1": 3}, 138_394_472, 15_470_264_320 + 224**2 * 64 * 576),
    ("vgg16", {"block1": 3, "batchnorm": True}, 138_394_472 + (138_365_992 - 138_357_544) + 128, None),
]


@pytest.mark.parametrize(("name", "set", "params", "macs"), TOTALS)
def test_totals(name: str, set: dict[str, Any], params: int, macs: int | None) -> None:
    totals = convcalc.analyze(name, set=set).totals
    assert (totals.complete, totals.params) == (True, params)
    assert totals.macs == (totals.macs if macs is None else macs)


RENAMED = {"pool0": "pool1"}  # the Caffe file's first pool of NiN
"""What the Caffe files call otherwise."""


def torchvision(name: str) -> dict[str, Any]:
    models: dict[str, Any] = json.loads((REFERENCE / "torchvision_layers.json").read_text())["models"]
    model: dict[str, Any] = models[name]
    return model


KINDS = {
    "Conv2d": "conv",
    "Linear": "fc",
    "BatchNorm2d": "batchnorm",
    "MaxPool2d": "maxpool",
    "ReLU": "relu",
    "Dropout": "dropout",
}


@pytest.mark.parametrize(
    ("name", "reference", "set"),
    [
        ("alexnet_torchvision", "alexnet", {}),
        *((name, name, {}) for name in ("vgg11", "vgg13", "vgg16", "vgg19")),
        ("vgg16", "vgg16_bn", {"batchnorm": True}),
    ],
)
def test_layer_by_layer_as_in_torchvision(name: str, reference: str, set: dict[str, Any]) -> None:
    """Kind, output (C, H, W), parameters and MACs of every layer, in the order of execution for the layers of a kind."""
    want = collections.defaultdict(list)
    for row in torchvision(reference)["layers"]:
        if row["type"] in KINDS:
            want[KINDS[row["type"]]].append((tuple(row["output"]), row["params"], row.get("macs", 0)))
    got = collections.defaultdict(list)
    for row in convcalc.analyze(name, set=set).rows:
        assert row.output is not None
        if row.layer.kind in want:
            got[row.layer.kind].append(((row.output.channels, *row.output.size), row.params, row.macs))
    assert got == want


def as_ours(row: dict[str, Any]) -> tuple[Any, ...]:
    """A row of torchvision; its fully connected layer over a channels-last volume (ConvNeXt's) is a 1×1 convolution."""
    if row["type"] == "Linear" and len(row["output"]) == 3:
        height, width, channels = row["output"]
        return "conv", (channels, height, width), row["params"], row["macs"]
    return KINDS[row["type"]], tuple(row["output"]), row["params"], row.get("macs", 0)


@pytest.mark.parametrize(
    "name",
    ["googlenet_torchvision", "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "inception_v3", "squeezenet1_1", "mobilenet_v2",
     "resnext50_32x4d", "densenet121", "efficientnet_b0", "convnext_tiny"],
)  # fmt: skip
def test_every_layer_is_torchvisions(name: str) -> None:
    """Every convolution, fully connected layer, batch norm and max pool, with output, parameters and MACs, in any order."""
    compared = {"conv", "fc", "batchnorm", "maxpool"} - ({"maxpool"} if name == "inception_v3" else set())
    reference = torchvision(name.removesuffix("_torchvision"))["layers"]
    want = collections.Counter(as_ours(r) for r in reference if r["type"] in KINDS and as_ours(r)[0] in compared)
    got: collections.Counter[tuple[Any, ...]] = collections.Counter()
    for row in convcalc.analyze(name).rows:
        kind = "conv" if row.layer.kind == "depthwise" else row.layer.kind
        if kind in compared:
            assert row.output is not None
            got[kind, (row.output.channels, *row.output.size), row.params, row.macs] += 1
    assert got == want


LATER: dict[str, dict[str, Any]] = json.loads((REFERENCE / "torchvision_scaled_and_detection.json").read_text())["models"]
"""Networks measured with torchvision 0.28.0 on torch 2.13.0; the file says how."""


@pytest.mark.parametrize("name", LATER)
def test_totals_are_those_of_torchvision_and_of_its_published_weights(name: str) -> None:
    want, report = LATER[name], convcalc.analyze(name)
    (image,) = report.architecture.inputs.values()
    assert [image.channels, *image.size] == want["input"]
    assert (report.totals.params, report.totals.macs) == (want["params"], want["macs"])
    # The weights' meta["_ops"] are billions of MACs with two or three decimals.
    assert abs(report.totals.macs / 1e9 - want["published_gflops"]) < 0.005


@pytest.mark.parametrize("name", [name for name in LATER if "layers" in LATER[name]])
def test_convolutions_as_torchvision_runs_them(name: str) -> None:
    """Output (C, H, W), parameters and MACs of every convolution and fully connected layer, in the order of execution."""
    got = []
    for row in convcalc.analyze(name).rows:
        if row.layer.kind in ("conv", "depthwise", "fc"):
            assert row.output is not None
            got.append([row.output.channels, *row.output.size, row.params, row.macs])
    assert got == LATER[name]["layers"]


@pytest.mark.parametrize("name", [name for name in LATER if name.startswith("efficientnet")])
def test_efficientnets_drop_as_often_as_torchvisions(name: str) -> None:
    rates: dict[str, list[float]] = {"dropout": [], "drop_path": []}
    for row in convcalc.analyze(name).rows:
        if row.layer.kind in rates:
            rates[row.layer.kind].append(float(row.layer.rate))  # type: ignore[attr-defined]
    assert rates["dropout"] == [LATER[name]["dropout"]]
    assert rates["drop_path"] == pytest.approx(LATER[name]["stochastic_depth"])


def test_retinanet_has_five_levels_and_two_heads() -> None:
    report = convcalc.analyze("retinanet_resnet50_fpn")
    # Lin et al. 2017, section 4: strides 8 to 128, A = 9 anchors, K·A and 4·A outputs at each position; K is 91 here.
    sides = [100, 50, 25, 13, 7]
    heads = {"class": 9 * 91, "box": 9 * 4}
    for head, channels in heads.items():
        volumes = [str(report.volume(f"{head}{level}")) for level in range(3, 8)]
        assert volumes == [f"{side}×{side}×{channels}" for side in sides]
    assert [str(v) for v in report.outputs.values()] == [f"{s}×{s}×{c}" for c in heads.values() for s in sides]
    # A head's weights count at the first level: four of 3·3·256 + 1 for each of 256 filters, and the last.
    for head, channels in heads.items():
        for level in range(3, 8):
            rows = [row for row in report.rows if row.name.startswith(f"{head}{level}/")]
            params = 0 if level > 3 else 4 * 256 * (9 * 256 + 1) + channels * (9 * 256 + 1)
            assert sum(row.params or 0 for row in rows) == params
            theirs = [row.name.replace(f"{head}{level}/", f"{head}3/") for row in rows]
            assert [row.shared_with for row in rows] == (theirs if level > 3 else [None] * len(rows))


def test_retinanet_without_batch_norms_has_what_torchvision_publishes() -> None:
    # RetinaNet_ResNet50_FPN_Weights.COCO_V1.meta["num_params"], where batch norms are frozen and have buffers only.
    report = convcalc.analyze("retinanet_resnet50_fpn")
    norms = sum(row.params or 0 for row in report.rows if row.layer.kind == "batchnorm")
    assert norms == LATER["retinanet_resnet50_fpn"]["batch_norm_params"]
    assert report.totals.params - norms == LATER["retinanet_resnet50_fpn"]["published_params"] == 34_014_999


@pytest.mark.parametrize(("name", "reference"), [("alexnet", "alexnet"), ("vgg16", "vgg-16"), ("nin", "nin")])
def test_layer_by_layer_as_in_caffe(name: str, reference: str) -> None:
    """Output volumes of every Caffe layer, and parameters and MACs of those for which the conventions agree."""
    models = json.loads((REFERENCE / "caffe_layers.json").read_text())["models"]
    rows = {row.name: row for row in convcalc.analyze(name).rows}
    compared = 0
    for caffe_name, type, _, _, channels, size, macs, _, _, params, _ in models[reference]["layers"]:
        row = rows.get(RENAMED.get(caffe_name, caffe_name.removesuffix("-1024")))
        if row is None or row.output is None:
            continue
        assert row.output.channels == channels
        assert size == ("1x1" if row.output.rank == 0 else "x".join(map(str, row.output.size)))
        if type.lower() in ("convolution", "innerproduct"):
            assert (row.params, row.macs) == (params, macs)
        compared += 1
    assert compared == {"alexnet": 13, "vgg16": 21, "nin": 16}[name]


def test_vgg_memory_as_the_lecture_counts_it() -> None:
    # CS231n 2017, lecture 5: the rows of "TOTAL memory" add up to 15,237,608 values, four bytes each.
    assert convcalc.analyze("vgg16").totals.activations_bytes == 15_237_608 * 4
    assert convcalc.analyze("vgg16", batch=3, dtype="float16").totals.activations_bytes == 15_237_608 * 2 * 3


def test_lenet_is_the_papers() -> None:
    # LeCun et al. 1998, section II.B: the parameters of each layer, 60,000 trainable in all, and 340,908 connections.
    report = convcalc.analyze("lenet5")
    params = {row.name: row.params for row in report.rows if row.params}
    assert params == {"C1": 156, "S2": 12, "C3": 1_516, "S4": 32, "C5": 48_120, "F6": 10_164, "output": 840}
    assert (report.totals.params, report.totals.trainable_params) == (60_840, 60_000)
    rows = {row.name: row for row in report.rows}
    shared = {name: rows[name].output.positions for name in ("C1", "C3", "C5")}  # type: ignore[union-attr]
    convolutions = sum(shared[name] * params[name] for name in shared)
    subsampling = sum(rows[name].output.numel * 5 for name in ("S2", "S4"))  # type: ignore[union-attr]
    assert convolutions + subsampling + params["F6"] + params["output"] == 340_908


def test_alexnet_volumes_of_the_lecture() -> None:
    # CS231n 2017, lecture 5, the case study's list of volumes.
    rows = {row.name: str(row.output) for row in convcalc.analyze("alexnet").rows}
    want = {"conv1": "55×55×96", "pool1": "27×27×96", "conv2": "27×27×256", "pool2": "13×13×256", "conv3": "13×13×384",
            "conv4": "13×13×384", "conv5": "13×13×256", "pool5": "6×6×256", "fc6": "4096", "fc7": "4096", "fc8": "1000"}  # fmt: skip
    assert {name: rows[name] for name in want} == want


# What the papers' networks themselves do: at 224 the 11×11/4 window of NiN and the 3×3/2 of SqueezeNet do not see the
# last row and column, and M5's pools lose a sample here and there.
DESERVED = {"nin": ["input-lost"], "squeezenet1_1": ["input-lost"], "m5": ["input-lost"] * 3}


@pytest.mark.parametrize("name", zoo_names())
def test_every_file_passes_its_own_check(name: str) -> None:
    report = convcalc.analyze(name)
    found = [f.rule.name for f in report.findings if f.severity is not Severity.NOTE]
    assert found == DESERVED.get(name, [])
    assert report.architecture.expect, "figures of its own"
    assert report.architecture.citation, "where it comes from"
    assert report.architecture.name != name, "a title"


@pytest.mark.parametrize("name", zoo_names())
def test_every_file_is_short_enough_to_read(name: str) -> None:
    lines = (zoo_folder() / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 120
    assert max(map(len, lines)) <= 120


def told(name: str, **set: Any) -> tuple[tuple[str, str, str], ...] | None:
    """What the table says of every layer; None where it is refused."""
    try:
        report = convcalc.analyze(name, set=set)
    except convcalc.ConvcalcError:
        return None
    if any(finding.severity is Severity.ERROR for finding in report.findings):
        return None
    return tuple((row.name, row.operation, str(row.output)) for row in report.rows)


OWN = [name for name in zoo_names() if "\nextends:" not in (zoo_folder() / f"{name}.yaml").read_text()]


@pytest.mark.parametrize("name", [*OWN, "vgg11", "retinanet_resnet50_fpn"])
def test_every_parameter_has_its_effect_or_is_refused(name: str) -> None:
    """No value of a parameter gives the same network as another, small counts up to beyond those of all variants."""
    for parameter, default in convcalc.load(name).parameters.items():
        values = [False, True] if isinstance(default, bool) else [default, default + 1, default + 2]
        is_count = isinstance(default, int) and not isinstance(default, bool) and default < 10
        if is_count and parameter not in ("width", "depth"):  # which multiply, and are rounded to multiples of 8
            values = [*range(-1, 7), Fraction(3, 2)]
        networks = [found for value in values if (found := told(name, **{parameter: value})) is not None]
        assert networks, parameter
        assert len(set(networks)) == len(networks), (parameter, values)
