"""What other tools call things. One vocabulary in every file, and a newcomer needs one try: their names get ours."""

from __future__ import annotations

import re

# Names without case, underscores and a trailing 1d, 2d or 3d; from PyTorch, Keras, Caffe, ONNX and TensorFlow.
_KINDS = {
    "convolution": "conv",
    "convolutional": "conv",
    "lazyconv": "conv",
    "depthwiseconv": "depthwise",
    "convdepthwise": "depthwise",
    "convtranspose": "conv_transpose",
    "deconvolution": "conv_transpose",
    "deconv": "conv_transpose",
    "locallyconnected": "local",
    "maxpooling": "maxpool",
    "pool": "maxpool",
    "pooling": "maxpool",
    "dwconv": "depthwise",
    "depthwiseconvolution": "depthwise",
    **dict.fromkeys(("conv1dtranspose", "conv2dtranspose", "conv3dtranspose"), "conv_transpose"),
    "transposedconv": "conv_transpose",
    "convtransposed": "conv_transpose",
    "transposeconv": "conv_transpose",
    "lazyconvtranspose": "conv_transpose",
    "averagepooling": "avgpool",
    "averagepool": "avgpool",
    "meanpool": "avgpool",
    "adaptiveaveragepooling": "adaptive_avgpool",
    "adaptivemaxpooling": "adaptive_maxpool",
    "globalaveragepooling": "global_avgpool",
    "globalaveragepool": "global_avgpool",
    "gap": "global_avgpool",
    "globalmaxpooling": "global_maxpool",
    "dense": "fc",
    "linear": "fc",
    "lazylinear": "fc",
    "connected": "fc",
    "innerproduct": "fc",
    "gemm": "fc",
    "fullyconnected": "fc",
    "affine": "fc",
    "batchnormalization": "batchnorm",
    "bn": "batchnorm",
    "syncbatchnorm": "batchnorm",
    "lazybatchnorm": "batchnorm",
    "ln": "layernorm",
    "gn": "groupnorm",
    "layernormalization": "layernorm",
    "groupnormalization": "groupnorm",
    "instancenormalization": "instancenorm",
    "lazyinstancenorm": "instancenorm",
    "crossmaplrn": "lrn",
    "localresponsenorm": "lrn",
    "localresponsenormalization": "lrn",
    "norm": "lrn",
    "swish": "silu",
    "lrelu": "leaky_relu",
    "parametricrelu": "prelu",
    "logistic": "sigmoid",
    "softmaxwithloss": "softmax",
    "interpolate": "upsample",
    "interpolation": "upsample",
    "resize": "upsample",
    "resizing": "upsample",
    "upsampling": "upsample",
    "upsamplingnearest": "upsample",
    "upsamplingbilinear": "upsample",
    "upsamplenearest": "upsample",
    "upsamplebilinear": "upsample",
    "constantpad": "pad",
    "zeropadding": "pad",
    "zeropad": "pad",
    "cropping": "crop",
    "depthtospace": "pixel_shuffle",
    "pixelshuffle": "pixel_shuffle",
    "channelshuffle": "channel_shuffle",
    "mul": "multiply",
    "sub": "subtract",
    "plus": "add",
    "noop": "identity",
    "passthrough": "identity",
    "eltwise": "add",
    "concatenate": "concat",
    "cat": "concat",
    "view": "reshape",
    "unflatten": "reshape",
    "stochasticdepth": "drop_path",
    "droppath": "drop_path",
}

# Parameters of other tools, and ours that they may mean; the first one that the kind has is named.
_PARAMETERS = {
    "out_channels": ("filters",),
    "num_output": ("filters", "units"),
    "nb_filter": ("filters",),
    "num_filters": ("filters",),
    "n_filters": ("filters",),
    "channels": ("filters",),
    "features": ("filters", "units"),
    "out_features": ("units", "filters"),
    "hidden": ("units",),
    "output_dim": ("units",),
    "kernel_size": ("kernel", "size"),
    "kernel_shape": ("kernel",),
    "filter_size": ("kernel",),
    "pool_size": ("kernel",),
    "ksize": ("kernel",),
    "window": ("kernel",),
    "size": ("kernel", "factor"),
    "upscale_factor": ("factor",),
    "scale_factor": ("factor",),
    "interpolation": ("mode",),
    "strides": ("stride",),
    "subsample": ("stride",),
    "pad": ("padding",),
    "pads": ("padding",),
    "border_mode": ("padding",),
    "dilation_rate": ("dilation",),
    "dilations": ("dilation",),
    "atrous_rate": ("dilation",),
    "group": ("groups",),
    "num_groups": ("groups",),
    "use_bias": ("bias",),
    "bias_term": ("bias",),
    "p": ("rate",),
    "prob": ("rate",),
    "dropout_ratio": ("rate",),
    "local_size": ("size",),
    "depth_radius": ("size",),
    "epsilon": ("eps",),
    "output_size": ("output", "size"),
    "count_include_pad": ("count_padding",),
    "negative_slope": ("slope",),
    "K": ("filters",),
    "F": ("kernel",),
    "S": ("stride",),
    "P": ("padding",),
    "D": ("dilation",),
}

# Words that have no parameter of ours, and what to do instead.
_ADVICE = {
    "in_channels": "leave it out: the channels are those of the layer above",
    "in_features": "leave it out: the inputs are those of the layer above",
    "num_features": "leave it out: the channels are those of the layer above",
    "input_shape": "leave it out: the shape is that of the layer above",
    "activation": "write the activation as a layer of its own, such as - relu",
    "ceil_mode": "write rounding: ceil beside the kind",
    "round_mode": "write rounding: ceil or floor beside the kind",
    "name": "write name: beside the kind, not inside it",
    "trainable": "write trainable: beside the kind, not inside it",
    "rounding": "write rounding: beside the kind, not inside it",
    "in_place": "write in_place: beside the kind, not inside it",
    "inplace": "write in_place: beside the kind, not inside it",
    "when": "write when: beside the kind, not inside it",
    "dim": "leave it out: channels are joined, normalised and split, never other axes",
    "axis": "leave it out: channels are joined, normalised and split, never other axes",
    "data_format": "leave it out: sizes are always height x width x channels",
    "padding_mode": "its padding is zeros; other borders are a layer of their own, - pad: {width: 1, mode: reflect}",
    "align_corners": "leave it out: it changes no number",
    "global_pooling": "use global_avgpool or global_maxpool",
}


def plain_word(word: str) -> str:
    """A word without case, underscores, a trailing 1d, 2d or 3d, and the module that it is from.

    >>> plain_word("nn.Conv2d"), plain_word("LAYER_NORM")
    ('conv', 'layernorm')
    """
    name = word.rpartition(".")[2]
    return re.sub(r"(?<=.)[123]d$", "", re.sub(r"[_ -]", "", name.lower()))


def foreign_kind(word: str, known: set[str]) -> str | None:
    """Our name for a kind of another tool: `Conv2d` → `conv`; None for a word that is nobody's."""
    plain = plain_word(word)
    ours = {kind.replace("_", ""): kind for kind in known}
    return ours.get(plain) or _KINDS.get(plain)


def foreign_parameter(word: str, known: tuple[str, ...]) -> str | None:
    """Our name, among those the kind has, for a parameter of another tool: `kernel_size` → `kernel`."""
    return next((name for name in _PARAMETERS.get(word, ()) if name in known), None)


def advice(word: str) -> str | None:
    """What to do about a word of another tool that has no parameter of ours."""
    return _ADVICE.get(word)
