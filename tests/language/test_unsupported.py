"""Names of other tools that mean something that convcalc has no kind for: none is answered with a neighbour of it."""

import re

import pytest

import convcalc
from convcalc.findings import Severity
from convcalc.language.foreign import foreign_kind, plain_word
from convcalc.language.typos import edit_distance, is_typo
from convcalc.language.unsupported_words import UNSUPPORTED
from convcalc.layers import kinds

KINDS = set(kinds())
# From the indexes of keras.io's layers, of ONNX's operators, and of Caffe's and timm's layers.
KERAS = (
    "InputLayer Dense Activation Embedding Masking Lambda EinsumDense Conv1D Conv2D Conv3D SeparableConv1D SeparableConv2D "
    "DepthwiseConv2D Conv1DTranspose Conv2DTranspose Conv3DTranspose MaxPooling2D AveragePooling2D GlobalMaxPooling2D "
    "GlobalAveragePooling2D AdaptiveAveragePooling2D AdaptiveMaxPooling2D LSTM GRU SimpleRNN TimeDistributed Bidirectional "
    "ConvLSTM2D RNN Normalization Resizing Rescaling BatchNormalization LayerNormalization UnitNormalization "
    "SpectralNormalization GroupNormalization RMSNormalization Dropout SpatialDropout2D GaussianDropout AlphaDropout "
    "GaussianNoise MultiHeadAttention Attention AdditiveAttention GroupedQueryAttention Reshape Flatten RepeatVector Permute "
    "Cropping2D UpSampling2D ZeroPadding2D Concatenate Average Maximum Minimum Add Subtract Multiply Dot ReLU Softmax LeakyReLU "
    "PReLU ELU ThresholdedReLU"
)
ONNX = (
    "Abs Add And ArgMax Attention AveragePool BatchNormalization Cast Ceil Celu Clip Col2Im Concat Constant Conv ConvTranspose "
    "CumSum DeformConv DepthToSpace Div Dropout Einsum Elu Equal Erf Exp Expand Flatten Floor GRU Gather GatherND Gelu Gemm "
    "GlobalAveragePool GlobalLpPool GlobalMaxPool GridSample GroupNormalization HardSigmoid HardSwish Identity "
    "InstanceNormalization LRN LSTM LayerNormalization LeakyRelu Log LogSoftmax LpNormalization LpPool MatMul Max MaxPool "
    "MaxRoiPool MaxUnpool Mean MeanVarianceNormalization Min Mish Mul Neg NonMaxSuppression Not OneHot Or PRelu Pad Pow "
    "RMSNormalization RNN Reciprocal ReduceMax ReduceMean ReduceSum Relu Reshape Resize RoiAlign Selu Shape Sigmoid Sign Sin "
    "Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Swish Tan Tanh ThresholdedRelu Tile TopK "
    "Transpose Unsqueeze Upsample Where Xor"
)
OTHERS = (
    "AbsVal BNLL Deconvolution Embed Eltwise Im2col InnerProduct MVN SPP TanH SqueezeExcite SEModule EffectiveSEModule EcaModule "
    "BlurPool2d DropBlock2d DropPath PatchEmbed Mlp SwiGLU GlobalResponseNorm BatchNormAct2d ScaledStdConv2d StdConv2d CondConv2d "
    "LayerScale DepthwiseSeparableConv InvertedResidual QuickGELU RmsNorm FrozenBatchNorm2d pixel_unshuffle attention se glu "
    "transpose permute expand unfold fold interpolate"
)


def answered(word: str) -> bool:
    return foreign_kind(word, KINDS) is not None or plain_word(word) in UNSUPPORTED


def said(word: str, value: str = "") -> str:
    """What is said of a layer that is called `word`."""
    findings = convcalc.check(convcalc.Source("net.yaml", f"input: 32x32x16\nlayers:\n  - {word}:{value}\n"))
    return "\n".join(f"{finding.message}: {finding.help}" for finding in findings)


@pytest.mark.parametrize("word", [*KERAS.split(), *ONNX.split(), *OTHERS.split()])
def test_names_of_other_tools_are_answered(word: str) -> None:
    assert answered(word)


def test_no_module_of_pytorch_is_taken_for_a_misspelt_kind() -> None:
    nn = pytest.importorskip("torch").nn
    modules = [name for name, cls in vars(nn).items() if isinstance(cls, type) and issubclass(cls, nn.Module)]
    assert len(modules) > 100
    assert [name for name in modules if not answered(name) and "did you mean" in said(name)] == []


@pytest.mark.parametrize(
    ("word", "not_this"),
    [
        ("SeparableConv2D", "conv"),
        ("separable_conv", "conv"),
        ("MaxUnpool2d", "maxpool"),
        ("nn.MaxUnpool2d", "maxpool"),
        ("pixel_unshuffle", "pixel_shuffle"),
        ("attention", "flatten"),
        ("se", "selu"),
        ("glu", "gelu"),
        ("transpose", "conv_transpose"),
        ("expand", "pad"),
        ("minimum", "maximum"),
        ("crelu", "prelu"),
        ("rmsnorm", "instancenorm"),
    ],
)
def test_no_neighbour_is_offered(word: str, not_this: str) -> None:
    text = said(word)
    assert text.startswith(f"convcalc has no {word}")
    assert not re.search(rf"(mean|called) {not_this}\b", text)


def test_unsupported_words_are_no_names_of_ours() -> None:
    for word in UNSUPPORTED:
        assert plain_word(word) == word
        assert foreign_kind(word, KINDS) is None, word
        assert UNSUPPORTED[word].help, word


@pytest.mark.parametrize("word", [word for word, entry in UNSUPPORTED.items() if entry.layers])
def test_what_is_to_be_written_works(word: str) -> None:
    """As written, on a volume of 16 channels; and what changes no size says so."""
    lines = "".join(f"  - {layer}\n" for layer in UNSUPPORTED[word].layers)
    report = convcalc.analyze(convcalc.Source("net.yaml", f"input: 32x32x16\nrounding: floor\nlayers:\n{lines}"))
    assert [str(f) for f in report.findings if f.severity is Severity.ERROR] == []
    assert report.totals.complete


def total(input: str, layer: str) -> tuple[int, int, str]:
    report = convcalc.analyze(convcalc.Source("net.yaml", f"input: {input}\nlayers:\n  - {layer}\n"))
    return report.totals.params, report.totals.macs, str(next(iter(report.outputs.values())))


def test_a_convolution_behind_pixel_unshuffle() -> None:
    """As Ultralytics replaced YOLOv5's Focus by a 6×6 convolution with stride 2: the same numbers, put elsewhere."""
    advice = re.search(r"- (conv: \{.*?\})", UNSUPPORTED["pixelunshuffle"].help)
    assert advice is not None
    assert total("32x32x16", advice[1]) == total("16x16x64", "conv: {filters: 64, kernel: 3, padding: 1}")


def test_a_separable_convolution_has_the_parameters_of_kerass() -> None:
    """Keras: 9·16 weights without a bias, then 16·64 + 64; ours has a bias for the depthwise part unless told otherwise."""
    depthwise, pointwise = UNSUPPORTED["separableconv"].layers
    assert total("32x32x16", depthwise)[0] == 9 * 16 + 16
    assert total("32x32x16", pointwise)[0] == 16 * 64 + 64


def test_a_block_of_the_file_comes_first() -> None:
    text = "input: 8x8x3\nblocks: {Botleneck: {layers: [relu]}, SE: {layers: [relu]}}\nlayers: [SE, Bottleneck]\n"
    (finding,) = convcalc.check(convcalc.Source("net.yaml", text))[:1]
    assert (finding.message, finding.help) == ("there is no layer kind Bottleneck", "did you mean Botleneck?")


@pytest.mark.parametrize(
    ("word", "kind"),
    [("cnov", "conv"), ("maxpol", "maxpool"), ("batchnrom", "batchnorm"), ("rleu", "relu"), ("flaten", "flatten"),
     ("sofmax", "softmax"), ("drpout", "dropout"), ("globl_avgpool", "global_avgpool"), ("hard_swihs", "hardswish")],
)  # fmt: skip
def test_typos_are_still_understood(word: str, kind: str) -> None:
    assert said(word).startswith(f"there is no layer kind {word}: did you mean {kind}?")


@pytest.mark.parametrize(
    ("one", "other", "n"),
    [("", "", 0), ("conv", "conv", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("abcd", "badc", 2)],
)
def test_edit_distance(one: str, other: str, n: int) -> None:
    """The distance of Damerau and Levenshtein without a letter moved twice; kitten and sitting are Wagner and Fischer's."""
    assert (edit_distance(one, other), edit_distance(other, one)) == (n, n)


@pytest.mark.parametrize(
    ("parameter", "never"),
    [("nobias", "bias"), ("unaffine", "affine"), ("unstride", "stride"), ("output", "output_padding"), ("height", "right"), ("track", "back")],
)  # fmt: skip
def test_parameters_are_not_taken_for_others(parameter: str, never: str) -> None:
    assert not is_typo(parameter, never)


@pytest.mark.parametrize(
    ("word", "meant"), [("filter", "filters"), ("slop", "slope"), ("multiply", "multiplier"), ("padding_mod", "padding_mode"), ("kernl", "kernel")]
)  # fmt: skip
def test_typos_of_parameters(word: str, meant: str) -> None:
    assert is_typo(word, meant)
