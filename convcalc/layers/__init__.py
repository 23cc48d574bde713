"""Floor 2: the kinds of layers. A kind is one class in one file of this folder, and one row of the table here.

To add one, write a class with a `kind` into the file where it belongs, a row here, and a row into the table of
`tests/layers/`. A test compares the rows with the classes, so that none is forgotten.
"""

from __future__ import annotations

from convcalc.layers.base import JoinLayer, Layer, Reuse, ShapeError
from convcalc.registry import Home, Registry

__all__ = ["JoinLayer", "Layer", "Reuse", "ShapeError", "kinds"]

# A kind, the file that its class is in, and the class. Setting up all classes takes a fifteenth of a start, and a network
# uses a few of them: a file is imported when the first of its kinds is asked for.
_KINDS = [
    ("adaptive_avgpool", "adaptive_pooling:AdaptiveAvgPool"),
    ("adaptive_maxpool", "adaptive_pooling:AdaptiveMaxPool"),
    ("add", "joins:Add"),
    ("average", "joins:Average"),
    ("avgpool", "pooling:AvgPool"),
    ("batchnorm", "norms:BatchNorm"),
    ("channel_shuffle", "shapes:ChannelShuffle"),
    ("concat", "concat:Concat"),
    ("conv", "convolution:Conv"),
    ("conv_transpose", "transposed:ConvTranspose"),
    ("crop", "borders:Crop"),
    ("depthwise", "depthwise:Depthwise"),
    ("drop_path", "regularisation:DropPath"),
    ("dropout", "regularisation:Dropout"),
    ("elu", "activations:Elu"),
    ("fc", "dense:Fc"),
    ("flatten", "shapes:Flatten"),
    ("gelu", "activations:Gelu"),
    ("global_avgpool", "global_pooling:GlobalAvgPool"),
    ("global_maxpool", "global_pooling:GlobalMaxPool"),
    ("groupnorm", "norms:GroupNorm"),
    ("hardsigmoid", "activations:HardSigmoid"),
    ("hardswish", "activations:HardSwish"),
    ("identity", "shapes:Identity"),
    ("instancenorm", "norms:InstanceNorm"),
    ("layernorm", "norms:LayerNorm"),
    ("leaky_relu", "rectifiers:LeakyRelu"),
    ("local", "local:Local"),
    ("log_softmax", "softmax:LogSoftmax"),
    ("lrn", "lrn:LocalResponseNorm"),
    ("maximum", "joins:Maximum"),
    ("maxpool", "pooling:MaxPool"),
    ("mish", "activations:Mish"),
    ("multiply", "joins:Multiply"),
    ("pad", "borders:Pad"),
    ("pixel_shuffle", "shapes:PixelShuffle"),
    ("prelu", "rectifiers:PRelu"),
    ("relu", "rectifiers:Relu"),
    ("relu6", "rectifiers:Relu6"),
    ("reshape", "shapes:Reshape"),
    ("scale", "norms:Scale"),
    ("selu", "activations:Selu"),
    ("sigmoid", "activations:Sigmoid"),
    ("silu", "activations:Silu"),
    ("slice", "shapes:Slice"),
    ("softmax", "softmax:Softmax"),
    ("subtract", "joins:Subtract"),
    ("tanh", "activations:Tanh"),
    ("upsample", "upsampling:Upsample"),
]

_TABLE: Registry[Home, type[Layer]] = Registry("layer kind", (Home(kind, f"{__name__}.{where}") for kind, where in _KINDS))


def kinds() -> Registry[Home, type[Layer]]:
    """Every kind by the name that files use, in their order; its class is loaded when it is asked for."""
    return _TABLE
