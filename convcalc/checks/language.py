"""The rules of the language: what keeps a file from being read, checked in `convcalc/language` and always reported."""

from convcalc.checks.rules import About

ABOUT: dict[str, About] = {
    "yaml-syntax": About(
        what="A text that is no YAML.",
        why=(
            "Brackets, quotes or columns do not match, so nobody can tell what is meant. The finding stands where the "
            "parser gave up; the mistake is there or above."
        ),
        triggers="""\
input: 32x32x3
layers: [relu
""",
        passes="""\
input: 32x32x3
layers: [relu]
""",
    ),
    "yaml-feature": About(
        what=(
            "A part of YAML that architecture files do without: tags, merge keys, several documents, aliases of what "
            "they stand in."
        ),
        why=(
            "Tags can make a reader run code, and the others make two texts of one that reads plainly. Parameters, "
            "blocks and `extends` do the same in the open."
        ),
        triggers="""\
input: 32x32x3
layers:
  - fc: !!int "10"
""",
        passes="""\
input: 32x32x3
layers:
  - fc: 10
""",
    ),
    "duplicate-key": About(
        what="A key that is given twice in one mapping.",
        why="Most readers take the last one without a word, and the other looks as if it counted.",
        triggers="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, filters: 16}
""",
        passes="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3}
""",
    ),
    "unknown-key": About(
        what="A key or a parameter that the language does not know.",
        why="Passed over, a misspelled stride would be a stride of 1, and every number behind it wrong.",
        triggers="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, strid: 2}
""",
        passes="""\
input: 33x33x3
layers:
  - conv: {filters: 8, kernel: 3, stride: 2}
""",
    ),
    "unknown-kind": About(
        what="A layer of a kind that there is not, and that the file does not define as a block.",
        why="Nothing is known of its output, nor of what comes behind. `convcalc layers` lists the kinds.",
        triggers="""\
input: 32x32x3
layers:
  - relv
""",
        passes="""\
input: 32x32x3
layers:
  - relu
""",
    ),
    "foreign-name": About(
        what="A name from PyTorch, Keras, Caffe or ONNX, or a letter of CS231n, that is called otherwise here.",
        why=(
            "One vocabulary in all files lets everybody read them. The finding says what the word is here, so a "
            "newcomer needs one try."
        ),
        triggers="""\
input: 32x32x3
layers:
  - Conv2d: {out_channels: 8, kernel_size: 3}
""",
        passes="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
""",
    ),
    "missing-value": About(
        what="A key or a parameter that is needed and not there.",
        why="There is no usual value for it, and a guess would be a number that nobody has written.",
        triggers="""\
input: 32x32x3
layers:
  - conv: {filters: 8}
""",
        passes="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
""",
    ),
    "bad-value": About(
        what="A value that is not of the sort that its key takes, or out of its limits.",
        why="A size of 0, a rate above 1 or a text for a number has no meaning that could be computed with.",
        triggers="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 0}
""",
        passes="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 1}
""",
    ),
    "bad-expression": About(
        what="An expression after a `$` that has no value.",
        why="It names a parameter that there is not, or mixes what cannot be computed with, so the layer has no number.",
        triggers="""\
input: 32x32x3
parameters: {width: 8}
layers:
  - conv: {filters: $(2 * widht), kernel: 3}
""",
        passes="""\
input: 32x32x3
parameters: {width: 8}
layers:
  - conv: {filters: $(2 * width), kernel: 3}
""",
    ),
    "bad-name": About(
        what="A name that cannot be used: of a layer, a parameter, a block, an input or a branch.",
        why="A name that is taken, reserved, or no word makes a reference to it mean nothing, or two things.",
        triggers="""\
input: 32x32x3
layers:
  - {relu: , name: act}
  - {tanh: , name: act}
""",
        passes="""\
input: 32x32x3
layers:
  - {relu: , name: act1}
  - {tanh: , name: act2}
""",
    ),
    "bad-layer": About(
        what=(
            "An entry of a list of layers that is no layer: no kind, several kinds, or something beside it that means "
            "nothing there."
        ),
        why="A layer has one kind. Two under one dash are most likely two layers, of which one would be lost.",
        triggers="""\
input: 32x32x3
layers:
  - relu:
    maxpool: 2
""",
        passes="""\
input: 32x32x3
layers:
  - relu
  - maxpool: 2
""",
    ),
    "too-large": About(
        what="A file that asks for more than the limits allow: deeper, longer, or more often.",
        why="A short file can ask for more than any machine has. `--limit` raises a limit where it is meant.",
        triggers="""\
input: 32x32x3
layers:
  - {relu: , repeat: 1000000000000}
""",
        passes="""\
input: 32x32x3
layers:
  - {conv: {filters: 3, kernel: 1}, repeat: 100}
""",
    ),
    "bad-extends": About(
        what="An `extends` whose file is not there, lies outside the folder, or leads back to this file.",
        why=(
            "What the file begins with is missing. Files outside the folder are not read, so that a file from "
            "elsewhere cannot look into yours."
        ),
        triggers="""\
extends: resnet5
""",
        passes="""\
extends: resnet50
""",
    ),
    "bad-reference": About(
        what="A reference to a layer that is not above, or more layers than can be read.",
        why=(
            "Without it nobody knows what flows into the layer. The order of the file is the order of the network, so "
            "only names above can be read."
        ),
        triggers="""\
input: 32x32x3
layers:
  - {conv: {filters: 3, kernel: 1}, name: conv1}
  - add: [conv2, input]
""",
        passes="""\
input: 32x32x3
layers:
  - {conv: {filters: 3, kernel: 1}, name: conv1}
  - add: [conv1, input]
""",
    ),
    "bad-block": About(
        what="A block that needs a parameter which its use does not give, or that uses itself.",
        why="Its layers cannot be written out: a number is missing, or there is no end.",
        triggers="""\
input: 32x32x3
blocks:
  Stage:
    parameters: {width: required}
    layers: [{conv: {filters: $width, kernel: 3}}, relu]
layers:
  - Stage
""",
        passes="""\
input: 32x32x3
blocks:
  Stage:
    parameters: {width: required}
    layers: [{conv: {filters: $width, kernel: 3}}, relu]
layers:
  - Stage: 16
""",
    ),
}
