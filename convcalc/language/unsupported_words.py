"""The table of words that mean something that convcalc has no kind for; `unsupported.py` says what it is for.

A row has words without case, underscores and a trailing 1d, 2d or 3d, several where they mean the same. It is deleted when
its words become kinds.
"""

from __future__ import annotations

from convcalc.language.unsupported import Unsupported

_SAME = "that is another function with the same size and no parameters either"
_FROZEN = "its frozen numbers count as parameters"
_GATE = (
    "multiply: {gate: [global_avgpool, {conv: {filters: 4, kernel: 1}}, relu, {conv: {filters: 16, kernel: 1}}, sigmoid],"
    " input: []}"
)
_GATED = "the last filters are the channels of what is multiplied"
_HALVES = "multiply: {value: [{slice: {part: 1, of: 2}}], gate: [{slice: {part: 2, of: 2}}%s]}"
_ATTENTION = "its projections are convolutions with kernel: 1; the products of queries, keys and values cannot be written"
_BLOCK = "define it under blocks:, with its layers and a name that begins with a capital"
_NO_CHANGE = "it changes no size and has no parameters: leave it out"
_ANY = "for sizes and parameters any activation will do, such as elu; its operations and what it keeps may differ"

ROWS: dict[str, Unsupported] = {
    # convolutions
    "separableconv separableconvolution sepconv depthwiseseparable depthwiseseparableconv dwsepconv dsconv": Unsupported(
        "a depthwise convolution and a 1×1 convolution behind it",
        ("depthwise: {kernel: 3, padding: 1}", "conv: {filters: 64, kernel: 1}"),
    ),
    "pointwise pointwiseconv pwconv conv1x1": Unsupported("a 1×1 convolution", ("conv: {filters: 64, kernel: 1}",)),
    "conv3x3": Unsupported("a 3×3 convolution", ("conv: {filters: 64, kernel: 3, padding: 1}",)),
    "groupconv groupedconv groupconvolution groupedconvolution": Unsupported(
        "a convolution with groups", ("conv: {filters: 64, kernel: 3, groups: 2}",)
    ),
    "dilatedconv dilatedconvolution atrousconv atrousconvolution": Unsupported(
        "a convolution with a dilation", ("conv: {filters: 64, kernel: 3, padding: 2, dilation: 2}",)
    ),
    "patchembed patchembedding patchify": Unsupported(
        "a convolution whose stride is its kernel", ("conv: {filters: 768, kernel: 16, stride: 16}",)
    ),
    "deformconv deformableconv deformableconvolution dcn dcnv2 dcnv3": Unsupported(
        "deformable convolution", note="a conv of the same kernel has its weights; one beside it gives the offsets"
    ),
    "dynamicconv condconv involution octconv octaveconv coordconv addcoords partialconv maskedconv": Unsupported(
        "", note="a conv has its size; what it does beyond that cannot be written"
    ),
    "gatedconv gatedconvolution": Unsupported(
        "a convolution times the sigmoid of another",
        ("multiply: {value: [{conv: {filters: 64, kernel: 3}}], gate: [{conv: {filters: 64, kernel: 3}}, sigmoid]}",),
    ),
    "unfold fold im2col col2im extractpatches extractimagepatches": Unsupported(
        "windows laid out for a product", note="write the convolution that the product is: a conv, or a local"
    ),
    "bilinear bilinearlayer": Unsupported("a product of two vectors", note="what resizes an image is called upsample here"),
    # pooling and resizing
    "maxunpool maxunpooling unpool unpooling": Unsupported(
        "unpooling to where a maxpool took its numbers from",
        ("upsample: 2",),
        "that has the same size, but reads no indices and keeps none",
    ),
    "pixelunshuffle spacetodepth focus reorg": Unsupported(
        "pixels moved into channels",
        note="with a 3×3 convolution behind it, it is - conv: {filters: 64, kernel: 6, stride: 2, padding: 2}, "
        "which has the same parameters and MACs",
    ),
    "spacetobatch batchtospace": Unsupported(
        "pixels moved into the batch", note="a dilation in conv does what it is used for"
    ),
    "minpool minpooling": Unsupported("", ("maxpool: 2",), _SAME),
    "lppool lppooling softpool mixedpool mixedpooling stochasticpool stochasticpooling": Unsupported(
        "", ("avgpool: 2",), _SAME
    ),
    "fractionalmaxpool fractionalmaxpooling": Unsupported(
        "", ("adaptive_maxpool: 7",), "that gives any size too, by other regions"
    ),
    "globallppool globalpool globalpooling": Unsupported("", note="global_avgpool and global_maxpool give 1×1×C"),
    "blurpool blur antialias aapool": Unsupported(
        "a depthwise convolution that is not trained",
        ("{depthwise: {kernel: 3, stride: 2, padding: 1, bias: false}, trainable: false}",),
        _FROZEN,
    ),
    "spp sppf spatialpyramidpooling": Unsupported(
        "a concat of poolings", ("concat: {a: [], b: [{maxpool: {kernel: 5, stride: 1, padding: 2}}]}",)
    ),
    "aspp atrousspatialpyramidpooling": Unsupported(
        "a concat of convolutions with dilations",
        ("concat: {a: [{conv: {filters: 64, kernel: 1}}], b: [{conv: {filters: 64, kernel: 3, padding: 6, dilation: 6}}]}",),
    ),
    "roialign roipool maxroipool roipooling psroipool psroialign cropandresize nms nonmaxsuppression": Unsupported(
        "which depends on what is found in an image", note="write what is behind it as a file that reads one region"
    ),
    "gridsample gridsampler affinegrid spatialtransformer warp": Unsupported(
        "sampling beside the grid", note="where it changes the size, upsample has that of any layer: upsample: {like: name}"
    ),
    "reflectionpad reflectpad mirrorpad": Unsupported("a pad with a mode", ("pad: {width: 1, mode: reflect}",)),
    "replicationpad replicatepad": Unsupported("a pad with a mode", ("pad: {width: 1, mode: replicate}",)),
    "circularpad": Unsupported("a pad with a mode", ("pad: {width: 1, mode: circular}",)),
    # gates and attention
    "se seblock selayer semodule squeezeexcite squeezeexcitation squeezeandexcite squeezeandexcitation "
    "squeezeexcitationblock channelattention channelgate": Unsupported("a gate for each channel", (_GATE,), _GATED),
    "ese effectivese effectivesqueezeexcite effectivesemodule": Unsupported(
        "a gate for each channel",
        ("multiply: {gate: [global_avgpool, {conv: {filters: 16, kernel: 1}}, hardsigmoid], input: []}",),
        _GATED,
    ),
    "eca ecalayer ecamodule cbam spatialattention spatialgate scse bam coordattention gatherexcite": Unsupported(
        "", note="of gates only those of 1×1×C can be written, with multiply"
    ),
    "attention selfattention multiheadattention multiheadselfattention multiheaddotproductattention mha mhsa crossattention "
    "dotproductattention scaleddotproductattention groupqueryattention groupedqueryattention additiveattention "
    "windowattention attentionpool haloattn shiftedwindowattention axialattention linearattention nonlocal "
    "nonlocalblock": Unsupported("", note=_ATTENTION),
    "transformer transformerencoder transformerencoderlayer transformerdecoder transformerdecoderlayer encoderblock "
    "vitblock swinblock swintransformerblock": Unsupported("a block with attention", note=_ATTENTION),
    "einsumdense matmul bmm mm batchmatmul einsum dot tensordot baddbmm": Unsupported(
        "a product of two volumes", note="a product with learned numbers is conv: {filters: 64, kernel: 1} or fc: 64"
    ),
    "glu gatedlinearunit": Unsupported("one half of the channels times the sigmoid of the other", (_HALVES % ", sigmoid",)),
    "swiglu": Unsupported("one half of the channels times the silu of the other", (_HALVES % ", silu",)),
    "geglu": Unsupported("one half of the channels times the gelu of the other", (_HALVES % ", gelu",)),
    "reglu": Unsupported("one half of the channels times the relu of the other", (_HALVES % ", relu",)),
    "simplegate": Unsupported("one half of the channels times the other", (_HALVES % "",)),
    # axes
    "transpose permute swapaxes swapdims movedim moveaxis rearrange": Unsupported(
        "another order of axes",
        note="leave it out where it only changes the order in memory: sizes are height x width x channels",
    ),
    "expand expandas tile broadcast broadcastto repeatvector repeatinterleave": Unsupported(
        "a volume that is stretched",
        note="multiply stretches a 1×1×C gate by itself; what makes more channels is conv: {filters: 64, kernel: 1}",
    ),
    "squeeze unsqueeze expanddims": Unsupported(
        "axes of 1", note="flatten makes a vector of 1×1×C, reshape: 1x1x512 the other way; the batch is no axis here"
    ),
    "split chunk tensorsplit unbind": Unsupported(
        "several volumes out of one",
        ("slice: {part: 1, of: 2}",),
        "one for each part, with from: and the layer that is split",
    ),
    "stack hstack vstack dstack": Unsupported("an axis more", note="concat joins channels"),
    "gather gathernd scatter scatternd indexselect take where maskedfill narrow select": Unsupported(
        "numbers that are picked", note="slice takes a range of channels, and crop cuts borders off"
    ),
    "flip roll rot90 contiguous cast clone detach stopgradient": Unsupported("", note=_NO_CHANGE),
    # norms
    "rmsnorm rmsnormalization": Unsupported("", ("scale: {bias: false}",), "that has its C parameters, but is no norm"),
    "grn globalresponsenorm": Unsupported("", ("scale",), "that has its 2·C parameters, but is no norm"),
    "l2norm l2normalize l2normalization normalize unitnorm unitnormalization lpnorm lpnormalization mvn "
    "meanvariancenorm meanvariancenormalization": Unsupported(
        "", ("instancenorm",), "that has no parameters either, but is another norm"
    ),
    "frozenbatchnorm frozenbn": Unsupported(
        "a batchnorm that is not trained", ("{batchnorm: , trainable: false}",), _FROZEN
    ),
    "weightnorm spectralnorm spectralnormalization weightstandardization stdconv scaledstdconv wsconv": Unsupported(
        "a norm of weights", note="write the layer whose weights they are"
    ),
    "switchnorm switchablenorm filterresponsenorm frn evonorm powernorm tlu": Unsupported(
        "", note="the norms are batchnorm, layernorm, groupnorm, instancenorm and lrn"
    ),
    "layerscale": Unsupported("a learned factor for each channel", ("scale: {bias: false}",)),
    # functions of each number
    "softplus softsign hardtanh hardshrink softshrink tanhshrink threshold thresholdedrelu celu rrelu logsigmoid softmin "
    "clip clamp shrink hardmish starrelu gelutanh quickgelu bnll sin sine snake squaredrelu": Unsupported("", note=_ANY),
    "abs absval neg exp log tan sqrt rsqrt square pow power reciprocal floor ceil round sign erf": Unsupported(
        "", note=_NO_CHANGE
    ),
    "maxout": Unsupported(
        "the larger of two halves", ("maximum: {a: [{slice: {part: 1, of: 2}}], b: [{slice: {part: 2, of: 2}}]}",)
    ),
    "crelu concatrelu": Unsupported(
        "the relu of a volume beside that of its negative", ("concat: {a: [relu], b: [relu]}",), "that has its size"
    ),
    # joins and sums
    "minimum min": Unsupported("", note="maximum is another function with the same size and as many comparisons"),
    "div divide truediv": Unsupported(
        "", note="multiply has the same size; a division by a number changes none, leave it out"
    ),
    "mean reducemean sum reducesum max reducemax reducemin amax amin logsumexp cumsum prod std var": Unsupported(
        "", note="of several volumes it is add, average or maximum; over all positions global_avgpool or global_maxpool"
    ),
    "argmax argmin topk sort": Unsupported("what is picked from the output", note="leave it out"),
    "skip shortcut residual skipconnection residualconnection": Unsupported(
        "a sum of two branches", ("add: {main: [{conv: {filters: 16, kernel: 3, padding: 1}}], shortcut: []}",)
    ),
    "route": Unsupported(
        "", note="what reads an earlier layer says from: name; several are joined by - concat: [one, other]"
    ),
    "parallel branch branches": Unsupported(
        "branches by themselves",
        ("concat: {a: [{conv: {filters: 16, kernel: 1}}], b: [{conv: {filters: 16, kernel: 3, padding: 1}}]}",),
    ),
    "lambda functional": Unsupported("", note="write the layers that it is made of"),
    "sequential modulelist": Unsupported("", ("{layers: [relu], name: stage1}",), "or write its layers one below another"),
    # sequences
    "lstm gru rnn simplernn lstmcell grucell rnncell convlstm convgru bidirectional timedistributed": Unsupported(
        "a layer that reads its own output", note="none can be written"
    ),
    "embedding embed embeddingbag": Unsupported(
        "a table of vectors", note="begin behind it: input: 128x512 for 128 vectors of 512 numbers"
    ),
    "positionalembedding positionembedding positionalencoding posembed clstoken classtoken parameter constant token "
    "tokens learned": Unsupported("learned numbers beside the layers", note="leave them out, and count them by hand"),
    # training, and what is around a network
    "spatialdropout alphadropout featurealphadropout gaussiandropout gaussiannoise dropblock": Unsupported(
        "", ("dropout: 0.5",), "that has no parameters either; the mask that it keeps may be larger"
    ),
    "crossentropy crossentropyloss nllloss mseloss bceloss bcewithlogitsloss sigmoidcrossentropyloss hingeloss "
    "euclideanloss contrastiveloss ctcloss kldivloss kldiv huberloss l1loss smoothl1loss tripletmarginloss cosinesimilarity "
    "binarycrossentropy loss criterion accuracy": Unsupported("what is made of the output", note="leave it out"),
    "shape size range constantofshape nonzero onehot equal greater less and or not xor trilu": Unsupported(
        "what a graph works out besides", note="leave it out"
    ),
    "activation": Unsupported("", note="write the activation itself: - relu"),
    "batchnormact layernormact groupnormact": Unsupported("a norm with an activation behind it", ("batchnorm", "relu")),
    "rescaling normalization masking": Unsupported("what is done to images before the network", note="leave it out"),
    "input inputlayer data imagedata placeholder": Unsupported(
        "", note="what the network reads is said at the top of the file: input: 224x224x3"
    ),
    "output outputs": Unsupported(
        "", note="the last layer is the output; others are named at the top of the file: outputs: [a, b]"
    ),
    "yolo detection region detect priorbox": Unsupported("boxes that are read off the output", note="leave it out"),
    # blocks of papers
    "bottleneck basicblock resblock residualblock residualunit resnetblock invertedresidual mbconv fusedmbconv inception "
    "inceptionmodule inceptionblock fire firemodule denseblock denselayer transition transitionlayer shuffleunit "
    "ghostmodule ghostbottleneck cspblock csplayer c3 c2f convbn convbnrelu convbnact cbr convmodule convnormactivation "
    "conv2dnormactivation conv3dnormactivation convblock doubleconv mlp mlpblock ffn feedforward convnextblock cnblock fpn "
    "featurepyramid decoderblock upblock downblock upconv": Unsupported("", note=_BLOCK),
}  # fmt: skip

UNSUPPORTED = {word: entry for words, entry in ROWS.items() for word in words.split()}
"""All the words, without case, underscores and a trailing 1d, 2d or 3d."""
