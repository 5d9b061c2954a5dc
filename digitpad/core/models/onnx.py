"""Models as ONNX graphs, for other programs: images in, probabilities out, the scaling of the pixels included.

An .onnx file is one protobuf message, written here by hand: a message is a row of fields, each a key (its number and
how it is encoded) and a value. Numbers of fields and types are those of onnx.proto (github.com/onnx/onnx).
"""

import json
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from digitpad import __version__
from digitpad.core.activations import GELU_CUBE, GELU_SCALE, LEAK
from digitpad.core.errors import ModelError
from digitpad.core.files import explained_write
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES, PIXELS, SIDE, Floats

_IR_VERSION, _OPSET = 8, 13
_FLOAT, _UINT8, _INT64, _BOOL, _DOUBLE = 1, 2, 7, 9, 11
_CODES = {np.dtype(np.float32): _FLOAT, np.dtype(np.float64): _DOUBLE, np.dtype(np.int64): _INT64}
# The types of attributes: a floating-point number, and a whole one.
_A_FLOAT, _AN_INT = 1, 2
_UINT8_HELP = "whole numbers from 0 (no ink) to 255 (full ink)"
_FLOAT_HELP = "from 0.0 (no ink) to 1.0 (full ink)"


def write_onnx(path: Path, model: Model) -> None:
    """Write the model as a graph that takes images of bytes, 0 to 255. Raises ModelError."""
    _write(path, model, _UINT8)


def write_float_onnx(path: Path, model: Model) -> None:
    """Write the model as a graph that takes images of float32, 0 to 1. Raises ModelError."""
    _write(path, model, _FLOAT)


def _write(path: Path, model: Model, pixels: int) -> None:
    with explained_write(path, ModelError) as file:
        file.write(onnx_bytes(model, pixels == _UINT8))


def onnx_bytes(model: Model, from_bytes: bool) -> bytes:
    """The graph: input `pixels` (n, 28, 28), outputs `probabilities` (n, 10), `digit` (n,), and `rejected` (n,), which
    says that an image shows no digit, if the model has a detector; `classes` in its metadata are the names of
    classes that have any, in JSON."""
    network, detector = model.network, model.detector
    nodes, tensors = list[bytes](), list[bytes]()

    def add(operation: str, inputs: Sequence[str], output: str, **attributes: float) -> None:
        fields = [*(field(1, name) for name in inputs), field(2, output), field(4, operation)]
        fields += [field(5, _attribute(name, value)) for name, value in attributes.items()]
        nodes.append(b"".join(fields))

    def constant(name: str, value: object, dtype: object = network.dtype) -> str:
        tensors.append(_tensor(name, np.asarray(value, dtype)))  # type: ignore[call-overload]
        return name

    # For ink from 0 to 1 instead of pixels from -1 to 1: most are 0 then, and the sums round less.
    double = network.astype(np.float64)
    constant("W1", 2 * double.W1)
    constant("b1", double.b1 - double.W1.sum(axis=0))
    constant("W2", network.W2)
    constant("b2", network.b2)
    add("Reshape", ["pixels", constant("row", [-1, PIXELS], np.int64)], "flat")
    add("Cast", ["flat"], "values", to=_CODES[network.dtype])
    add("Mul", ["values", constant("scale", 1 / 255 if from_bytes else 1)], "ink")
    add("Gemm", ["ink", "W1", "b1"], "A1")
    match network.activation:
        case "leaky-relu":
            add("LeakyRelu", ["A1"], "A2", alpha=LEAK)
        case "gelu":
            add("Mul", ["A1", "A1"], "square")
            add("Mul", ["square", "A1"], "third")
            add("Mul", ["third", constant("gelu_cube", GELU_CUBE)], "bend")
            add("Add", ["A1", "bend"], "bent")
            add("Mul", ["bent", constant("gelu_scale", GELU_SCALE)], "scaled")
            add("Tanh", ["scaled"], "tanh")
            add("Add", ["tanh", constant("one", 1)], "gate")
            add("Mul", ["A1", "gate"], "gated")
            add("Mul", ["gated", constant("half", 0.5)], "A2")
        case name:
            add({"relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid"}[name], ["A1"], "A2")
    add("Gemm", ["A2", "W2", "b2"], "Z")
    add("Softmax", ["Z"], "probabilities", axis=-1)
    add("ArgMax", ["Z"], "digit", axis=1, keepdims=0)
    outputs = [_value("probabilities", _CODES[network.dtype], CLASSES), _value("digit", _INT64)]
    if detector:
        add("Gemm", ["A2", constant("V1", detector.V1), constant("c1", detector.c1)], "detector_A1")
        add("Relu", ["detector_A1"], "detector_A2")
        add("MatMul", ["detector_A2", constant("V2", detector.V2)], "detector_sum")
        limit = detector.levels[detector.level].threshold - detector.c2
        add("Greater", ["detector_sum", constant("limit", limit)], "rejected")
        outputs.append(_value("rejected", _BOOL))
    help_text = f"images, {SIDE} rows of {SIDE} pixels, {_UINT8_HELP if from_bytes else _FLOAT_HELP}"
    graph = [
        *(field(1, node) for node in nodes),
        field(2, model.name),
        *(field(5, tensor) for tensor in tensors),
        field(11, _value("pixels", _UINT8 if from_bytes else _FLOAT, SIDE, SIDE, help_text=help_text)),
        *(field(12, output) for output in outputs),
    ]
    return b"".join(
        [
            field(1, _IR_VERSION),
            field(2, "digitpad"),
            field(3, __version__),
            field(6, f"Reads handwritten digits. Input: {help_text}."),
            field(7, b"".join(graph)),
            field(8, field(1, "") + field(2, _OPSET)),
            *([field(14, field(1, "classes") + field(2, json.dumps(model.classes)))] if model.classes else []),
        ]
    )


def _attribute(name: str, value: float) -> bytes:
    whole = isinstance(value, int)
    return field(1, name) + field(3 if whole else 2, value) + field(20, _AN_INT if whole else _A_FLOAT)


def _tensor(name: str, array: Floats) -> bytes:
    data = array.astype(array.dtype.newbyteorder("<")).tobytes()
    dimensions = b"".join(field(1, size) for size in array.shape)
    return dimensions + field(2, _CODES[array.dtype]) + field(8, name) + field(9, data)


def _value(name: str, dtype: int, *sizes: int, help_text: str = "") -> bytes:
    """A graph's input or output, of n images."""
    shape = field(1, field(2, "n")) + b"".join(field(1, field(1, size)) for size in sizes)
    described = field(3, help_text) if help_text else b""
    return field(1, name) + field(2, field(1, field(1, dtype) + field(2, shape))) + described


def field(number: int, value: int | float | str | bytes) -> bytes:
    """One field of a message: a whole number, a float32, or bytes, which texts and messages are, too."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value & (1 << 64) - 1)
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; a set eighth bit says that another follows."""
    digits = bytearray()
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*digits, value])
