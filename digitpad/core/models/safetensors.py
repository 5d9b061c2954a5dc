"""Models as .safetensors files: a length, a JSON header, then the numbers of all arrays.

The format is described at github.com/huggingface/safetensors. Ours have the names and the orientation of PyTorch's
layers, so that a module with `fc1` and `fc2` loads them as they are.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from digitpad.core.errors import ModelError
from digitpad.core.files import explained_write, open_to_read
from digitpad.core.models.arrays import MOST_BYTES, PARAMETERS, arrays_of, model_from
from digitpad.core.models.model import Model
from digitpad.core.readers.npz import Arrays

_NAMES = dict(zip(PARAMETERS, ("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"), strict=True))
_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8"}
_ABOUT = "digitpad"
_INPUTS = "28 rows of 28 pixels from -1 (no ink) to 1 (full ink)"
_MOST_HEADER = 10_000_000  # bytes


def write_safetensors(path: Path, model: Model) -> None:
    """Write the model to `path`, whole or not at all. Raises ModelError when the file cannot be written."""
    arrays = arrays_of(model)
    about = str(arrays.pop("about"))
    # PyTorch's layers multiply from the other side.
    tensors = {_NAMES.get(name, name): array.T if name in ("W1", "W2") else array for name, array in arrays.items()}
    header: dict[str, Any] = {"__metadata__": {_ABOUT: about, "inputs": _INPUTS}}
    codes = {np.dtype(dtype): code for code, dtype in _DTYPES.items()}
    at = 0
    for name, tensor in tensors.items():
        end = at + tensor.nbytes
        header[name] = {"dtype": codes[tensor.dtype], "shape": tensor.shape, "data_offsets": [at, end]}
        at = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with explained_write(path, ModelError) as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors.values():
            file.write(tensor.astype(tensor.dtype.newbyteorder("<")).tobytes())


def is_safetensors(head: bytes) -> bool:
    """Whether a file that begins with these nine bytes or more may be one."""
    return head[8:9] == b"{" and int.from_bytes(head[:8], "little") <= _MOST_HEADER


def read_safetensors(path: Path) -> Arrays | Model:
    """The model if digitpad wrote the file, else the arrays by their names. Raises ModelError for an unsound file."""
    with open_to_read(path, ModelError) as file:
        content = file.read(MOST_BYTES + _MOST_HEADER + 1)
    if len(content) > MOST_BYTES + _MOST_HEADER:
        raise ModelError(f"{path} is larger than a network of two layers can be; choose another file.")
    try:
        arrays, about = _parsed(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ModelError(f"{path} is a damaged .safetensors file; save or download it again.") from None
    if not isinstance(about, str) or not set(_NAMES.values()) <= set(arrays):
        return arrays
    for name, layer in _NAMES.items():
        array = arrays.pop(layer)
        arrays[name] = np.ascontiguousarray(array.T) if name in ("W1", "W2") else array
    return model_from(path, {**arrays, "about": np.array(about)})


def _parsed(content: bytes) -> tuple[Arrays, object]:
    """The arrays of a file with this content, and what digitpad wrote about them, if it did."""
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    metadata = header.pop("__metadata__", {})
    arrays = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        if entry["dtype"] in _DTYPES:  # other types are no weights that one could compute with here
            if not 0 <= first <= last <= len(content) - start:
                raise ValueError("outside the file")
            numbers = np.frombuffer(content[start + first : start + last], _DTYPES[entry["dtype"]])
            array = numbers.reshape(entry["shape"])
            arrays[name] = array.astype(array.dtype.newbyteorder("="))
    return arrays, metadata.get(_ABOUT)
