"""One table of cases: what every kind makes of a volume.

Numbers are worked out from the definition of the kind (the source is named where there is one); the figures of whole
networks, measured in frameworks, are in tests/test_zoo.py.
"""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple

import pytest

from convcalc import layers
from convcalc.arithmetic.volume import Volume
from convcalc.layers import JoinLayer, Layer, ShapeError, kinds

HOMES = {row.where.split(":")[0].split(".")[-1] for row in kinds().rows.values()}
"""The files with kinds in them."""


class Case(NamedTuple):
    kind: str
    given: dict[str, Any]
    input: str
    output: str
    params: int = 0
    macs: int = 0
    buffers: int = 0
    slide: str = ""


CASES = [
    # CS231n 2017, lecture 5: ten 5×5 filters over 32×32×3, pad 2: 32×32×10 and 760 parameters.
    Case("conv", {"filters": 10, "kernel": 5, "padding": 2}, "32x32x3", "32x32x10", 760, 768_000, slide="conv 5×5, 10, pad 2"),
    # The same lecture, AlexNet's conv1: 55×55×96 and (11·11·3)·96 = 35K weights, here with biases.
    Case("conv", {"filters": 96, "kernel": 11, "stride": 4}, "227x227x3", "55x55x96", 34_944, 105_415_200),
    # torchvision 0.29 alexnet features.0 (tests/reference)
    Case("conv", {"filters": 64, "kernel": 11, "stride": 4, "padding": 2, "rounding": "floor"}, "224x224x3", "55x55x64", 23_296, 70_276_800),
    # Caffe's bvlc_alexnet conv2, two groups (tests/reference)
    Case("conv", {"filters": 256, "kernel": 5, "padding": 2, "groups": 2}, "27x27x96", "27x27x256", 307_456, 223_948_800, slide="conv 5×5, 256, pad 2, groups 2"),
    Case("conv", {"filters": 4, "kernel": (3,), "bias": False}, "10x2", "8x4", 24, 192, slide="conv 3, 4"),
    Case("conv", {"filters": 2, "kernel": "1x3", "dilation": 2}, "8x8x1", "8x4x2", 8, 192, slide="conv 1×3, 2, dilation 2"),
    # Tran et al. 2015 (C3D), section 3.3: 3×3×3 kernels, 64 filters on 16×112×112 frames
    Case("conv", {"filters": 64, "kernel": 3, "padding": 1}, "16x112x112x3", "16x112x112x64", 5_248, 16 * 112 * 112 * 64 * 81),
    Case("maxpool", {"kernel": 3, "stride": 2}, "55x55x96", "27x27x96", slide="maxpool 3×3/2"),
    Case("maxpool", {"kernel": 2}, "224x224x64", "112x112x64", slide="maxpool 2×2/2"),
    Case("maxpool", {"kernel": "1x2"}, "16x112x4", "16x56x4", slide="maxpool 1×2/1×2"),
    Case("maxpool", {"kernel": 3, "stride": 2, "rounding": "ceil"}, "112x112x64", "56x56x64"),
    Case("avgpool", {"kernel": 7}, "7x7x2048", "1x1x2048", slide="avgpool 7×7/7"),
    Case("avgpool", {"kernel": 2, "count_padding": False}, "16x4", "8x4"),
    Case("adaptive_avgpool", {"output": "6x6"}, "13x13x256", "6x6x256", slide="adaptive_avgpool 6×6"),
    Case("adaptive_avgpool", {"output": 7}, "3x3x512", "7x7x512", slide="adaptive_avgpool 7×7"),
    Case("adaptive_maxpool", {"output": 1}, "16x8", "1x8", slide="adaptive_maxpool 1"),
    Case("global_avgpool", {}, "7x7x2048", "1x1x2048", slide="global_avgpool"),
    Case("global_maxpool", {}, "4x7x7x64", "1x1x1x64"),
    # torchvision 0.29 alexnet classifier.1 (tests/reference)
    Case("fc", {"units": 4096}, "6x6x256", "4096", 37_752_832, 37_748_736, slide="fc 4096"),
    Case("fc", {"units": 10, "bias": False}, "100", "10", 1_000, 1_000),
    # torchvision 0.29 vgg16_bn features.1: 128 parameters; its 129 buffers count num_batches_tracked too
    Case("batchnorm", {}, "224x224x64", "224x224x64", 128, 0, 128, slide="batchnorm"),
    Case("batchnorm", {}, "100", "100", 200, 0, 200),
    Case("lrn", {"size": 5}, "55x55x96", "55x55x96", slide="lrn 5"),
    Case("relu", {}, "55x55x96", "55x55x96", slide="relu"),
    Case("leaky_relu", {}, "55x96", "55x96"),
    Case("sigmoid", {}, "10", "10"),
    Case("tanh", {}, "10", "10"),
    Case("softmax", {}, "1000", "1000"),
    Case("dropout", {}, "4096", "4096", slide="dropout 0.5"),
    Case("drop_path", {"rate": 0}, "14x14x384", "14x14x384", slide="drop_path 0"),
    Case("flatten", {}, "6x6x256", "9216"),
    # Howard et al. 2017, table 1: 3×3×32 depthwise, stride 1, on 112×112×32
    Case("depthwise", {"kernel": 3, "padding": 1, "bias": False}, "112x112x32", "112x112x32", 288, 112 * 112 * 288, slide="depthwise 3×3, pad 1"),
    Case("depthwise", {"kernel": 3, "multiplier": 2}, "8x4", "6x8", 32, 144, slide="depthwise 3, multiplier 2"),
    # LeCun et al. 1998, C3: 60 connections, 1,516 parameters; 10·10·60·25 multiply-accumulates
    Case("conv", {"filters": 16, "kernel": 5, "connections": 60}, "14x14x6", "10x10x16", 1_516, 150_000, slide="conv 5×5, 16, 60 connections"),
    # Radford et al. 2016 (DCGAN), PyTorch's tutorial: 4×4×512 to 8×8×256; 16·512 inputs times 256·16 taps
    Case("conv_transpose", {"filters": 256, "kernel": 4, "stride": 2, "padding": 1, "bias": False}, "4x4x512", "8x8x256", 2_097_152, 16 * 512 * 256 * 16, slide="conv_transpose 4×4/2, 256, pad 1"),
    # A transposed convolution whose multiply-accumulates a tool printed on the wrong grid: 12,800 on the input's
    Case("conv_transpose", {"filters": 8, "kernel": 2, "stride": 2}, "10x10x4", "20x20x8", 136, 12_800),
    Case("conv_transpose", {"filters": 2, "kernel": 3, "stride": 2, "padding": 1, "output_padding": 1}, "5x1", "10x2", 8, 30, slide="conv_transpose 3/2, 2, pad 1, output pad 1"),
    # 12·12 positions, each with 8 filters of 3·3·8 weights and a bias of its own
    Case("local", {"filters": 8, "kernel": 3}, "14x14x8", "12x12x8", 144 * 8 * 73, 144 * 8 * 72, slide="local 3×3, 8"),
    Case("layernorm", {}, "56x56x96", "56x56x96", 192),
    Case("groupnorm", {"groups": 32}, "56x56x64", "56x56x64", 128, slide="groupnorm 32"),
    Case("instancenorm", {}, "56x56x64", "56x56x64"),
    Case("instancenorm", {"affine": True}, "56x64", "56x64", 128),
    # LeCun et al. 1998, S2: a coefficient and a bias for each of 6 maps, 12 parameters
    Case("scale", {}, "14x14x6", "14x14x6", 12),
    Case("scale", {"bias": False}, "14x14x6", "14x14x6", 6),
    *(Case(kind, {}, "28x28x64", "28x28x64", slide=kind) for kind in ("relu6", "elu", "selu", "gelu", "silu", "mish", "hardswish", "hardsigmoid", "log_softmax")),
    Case("prelu", {}, "28x28x64", "28x28x64", 1),
    Case("prelu", {"per_channel": True}, "28x28x64", "28x28x64", 64),
    Case("reshape", {"size": "4x4x512"}, "8192", "4x4x512", slide="reshape 4×4×512"),
    Case("pad", {"width": 3}, "224x224x3", "230x230x3", slide="pad 3"),
    Case("pad", {"top": 0, "bottom": 1, "right": 2}, "5x6x3", "6x8x3", slide="pad top 0 bottom 1 right 2"),
    Case("pad", {"front": 1}, "4x5x6x3", "5x5x6x3"),
    Case("crop", {"width": "1x2"}, "8x8x3", "6x4x3", slide="crop 1×2"),
    Case("crop", {"left": 3}, "8x3", "5x3"),
    Case("upsample", {"factor": 2}, "28x28x256", "56x56x256", slide="upsample 2×2"),
    Case("upsample", {"factor": "1x2x2"}, "4x5x6x3", "4x10x12x3"),
    Case("pixel_shuffle", {"factor": 3}, "64x64x36", "192x192x4", slide="pixel_shuffle 3"),
    Case("pixel_shuffle", {"factor": 2}, "64x6", "128x3"),
    Case("channel_shuffle", {"groups": 2}, "28x28x116", "28x28x116", slide="channel_shuffle 2"),
    Case("slice", {"part": 2, "of": 2}, "28x28x116", "28x28x58", slide="slice 2 of 2"),
    Case("slice", {"channels": [0, 58]}, "28x28x116", "28x28x58", slide="slice 0…58"),
    Case("identity", {}, "6x6x256", "6x6x256"),
]  # fmt: skip


def volume(text: str) -> Volume:
    *size, channels = map(int, text.split("x"))
    return Volume(tuple(size), channels)


def make(kind: str, given: dict[str, Any]) -> Layer:
    return kinds()[kind].model_validate(given)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.input}")
def test_case(case: Case) -> None:
    layer, x = make(case.kind, case.given), volume(case.input)
    y = layer.output(x)
    assert y == volume(case.output)
    assert (layer.params(x), layer.macs(x, y), layer.buffers(x)) == (case.params, case.macs, case.buffers)
    if case.slide:
        assert layer.describe(x) == case.slide
    if case.kind not in ("pad", "crop"):  # these give their sides
        assert set(layer.resolved(x)) == set(layer.parameters()) | set(layer.unless_given)


def test_every_kind_has_a_case() -> None:
    joins = {name for name, kind in kinds().items() if issubclass(kind, JoinLayer)}
    assert set(kinds()) - joins == {case.kind for case in CASES}


@pytest.mark.parametrize("name", list(kinds()))
def test_every_kind_says_what_it_is(name: str) -> None:
    assert kinds()[name].__doc__, "the docstring is the kind's description"


@pytest.mark.parametrize(
    ("kind", "given", "input", "rule", "parameter", "message"),
    [
        ("conv", {"filters": 8, "kernel": 7}, "5x5x16", "kernel-too-large", "kernel", "a 7×7 kernel does not fit in a padded input of 5×5"),
        ("conv", {"filters": 8, "kernel": 3, "dilation": 3, "padding": 1}, "4x9x1", "kernel-too-large", "kernel", "a 3×3 kernel (it spans 7×7) does not fit in a padded input of 6×11"),
        ("conv", {"filters": 8, "kernel": 3}, "100", "needs-volume", None, "conv needs a volume with 1 to 3 spatial axes, and reads a vector of 100"),
        ("conv", {"filters": 8, "kernel": "1x7"}, "16x3", "wrong-rank", "kernel", "kernel 1×7 has 2 numbers, and the input has 1 spatial axis"),
        ("conv", {"filters": 8, "kernel": 3, "stride": "1x2x1"}, "16x16x3", "wrong-rank", "stride", "stride 1×2×1 has 3 numbers, and the input has 2 spatial axes"),
        ("conv", {"filters": 8, "kernel": 3, "padding": {"front": 1}}, "16x16x3", "wrong-rank", "padding", "padding names front, and the input has 2 spatial axes"),
        ("conv", {"filters": 8, "kernel": 3, "groups": 2}, "16x16x3", "groups-do-not-divide", "groups", "3 input channels do not divide into 2 groups"),
        ("conv", {"filters": 9, "kernel": 3, "groups": 2}, "16x16x4", "groups-do-not-divide", "groups", "9 filters do not divide into 2 groups"),
        ("adaptive_avgpool", {"output": "1x1"}, "16x3", "wrong-rank", "output", "output 1×1 has 2 numbers, and the input has 1 spatial axis"),
        ("conv", {"filters": 16, "kernel": 5, "connections": 97}, "14x14x6", "too-many-connections", "connections", "97 connections, and there are 96 pairs of an input map and a filter"),
        ("groupnorm", {"groups": 5}, "8x8x16", "groups-do-not-divide", "groups", "16 channels do not divide into 5 groups"),
        ("channel_shuffle", {"groups": 5}, "8x8x16", "groups-do-not-divide", "groups", "16 channels do not divide into 5 groups"),
        ("pixel_shuffle", {"factor": 3}, "8x8x16", "groups-do-not-divide", "factor", "16 channels do not divide by 3×3 = 9"),
        ("slice", {"part": 1, "of": 3}, "8x8x16", "groups-do-not-divide", "of", "16 channels do not divide into 3 parts"),
        ("slice", {"part": 3, "of": 2}, "8x8x16", "no-such-channels", "part", "there is no part 3 of 2"),
        ("slice", {"channels": [9, 9]}, "8x8x16", "no-such-channels", "channels", "channels 9 up to 9 are not all there: the input has 16"),
        ("reshape", {"size": "3x3x11"}, "100", "sizes-differ", "size", "3×3×11 holds 99 numbers, and the input 100 holds 100"),
        ("crop", {"width": 4}, "8x9x3", "crop-too-large", None, "the crop leaves 0×1 of 8×9"),
        ("pad", {"top": 1}, "8x3", "wrong-rank", "width", "padding names top, and the input has 1 spatial axis"),
        ("upsample", {"factor": 2}, "100", "needs-volume", None, "upsample needs a volume with 1 to 3 spatial axes, and reads a vector of 100"),
        ("conv_transpose", {"filters": 8, "kernel": 3, "stride": 2, "output_padding": 2}, "4x4x8", "wrong-padding", "output_padding", "output_padding 2 is not smaller than the stride or the dilation"),
        ("conv_transpose", {"filters": 8, "kernel": 3, "padding": "same"}, "4x4x8", "wrong-padding", "padding", "padding: same is not defined for a transposed convolution"),
        ("conv_transpose", {"filters": 8, "kernel": 1, "padding": 2}, "4x4x8", "crop-too-large", "padding", "the padding leaves an output of 0×0"),
        ("conv_transpose", {"filters": 8, "kernel": 3, "groups": 3}, "4x4x8", "groups-do-not-divide", "groups", "8 input channels do not divide into 3 groups"),
        ("global_avgpool", {}, "100", "needs-volume", None, "global_avgpool needs a volume with 1 to 3 spatial axes, and reads a vector of 100"),
    ],
)  # fmt: skip
def test_misfit(kind: str, given: dict[str, Any], input: str, rule: str, parameter: str | None, message: str) -> None:
    layer, x = make(kind, given), volume(input)
    with pytest.raises(ShapeError) as error:
        layer.params(x)
        layer.output(x)
    assert (error.value.rule, error.value.parameter, error.value.message) == (rule, parameter, message)


@pytest.mark.parametrize("name", list(kinds()))
def test_examples_run(name: str) -> None:
    import convcalc

    size, layer = kinds()[name].example or ("28x28x64", name)
    report = convcalc.analyze(convcalc.Source("example.yaml", f"input: {size}\nlayers:\n  - {layer}\n"))
    assert report.findings == ()
    assert report.rows[-1].layer.kind == name


def classes_of(file: str) -> Iterator[tuple[str, str]]:
    """The kinds of one file, and where their classes are; what the file imports has its home elsewhere."""
    module = f"{layers.__name__}.{file}"
    for name, layer in vars(import_module(module)).items():
        if isinstance(layer, type) and issubclass(layer, Layer) and layer.__module__ == module and layer.kind:
            yield layer.kind, f"{module}:{name}"


def test_every_kind_has_its_row() -> None:
    """The table of kinds says of each class where it is, and of nothing else."""
    files = [module.name for module in iter_modules(layers.__path__)]
    found = sorted(row for file in files for row in classes_of(file))
    assert found == [(row.name, row.where) for row in kinds().rows.values()]
    assert len({kind for kind, _ in found}) == len(found)


def test_to_know_the_names_loads_no_kind() -> None:
    code = (
        "import sys\n"
        "from convcalc.layers import kinds\n"
        "assert 'conv' in kinds() and 'Conv2d' not in kinds() and len(list(kinds())) > 40\n"
        "kinds()['conv_transpose']\n"
        "print(*(name for name in sys.modules if name.startswith('convcalc.layers.')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[-1] for name in run.stdout.split()}
    assert loaded & HOMES == {"convolution", "transposed"}
