"""Files of arrays: IDX, as MNIST's original files are, NumPy's .npy, and MATLAB's .mat up to version 7 (by SciPy)."""

import io
import math
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy

from digitpad.core.errors import DataError, MissingPackage
from digitpad.core.files import check_fits
from digitpad.core.readers.members import Member
from digitpad.core.readers.pairs import Array

_DTYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_SOME = 1 << 20
_MOST_BYTES = 4_000_000_000
_DEEPEST = 4
_BYTES = {"double": 8, "int64": 8, "uint64": 8, "single": 4, "int32": 4, "uint32": 4, "int16": 2, "uint16": 2}


def read_idx(member: Member) -> Array:
    """The array in an IDX file: magic number, shape (big-endian), then the numbers.

    Raises DataError when it is cut short or has no room in memory.
    """
    with member.open() as file:
        magic = file.read(4)
        dtype = np.dtype(_DTYPES[magic[2]])
        shape = tuple(np.frombuffer(_exactly(file, 4 * magic[3], member.name), ">u4").tolist())
        size = math.prod(shape) * dtype.itemsize
        if len(shape) > 4 or not size:
            raise DataError(f"{member.name} holds an array of shape {shape}; images and labels are needed.")
        check_fits(member.name, size)
        array = np.empty(shape, dtype)
        view = array.reshape(-1).view(np.uint8).data
        done = 0
        # Some at a time: of a compressed file, readinto first reads as many bytes as there is room for.
        while count := file.readinto(view[done : done + _SOME]):  # type: ignore[attr-defined]
            done += count
        if done < size:
            raise _cut_short(member.name, done, size)
        return array.astype(dtype.newbyteorder("="), copy=False)


def _exactly(file: BinaryIO, size: int, name: str) -> bytes:
    content = file.read(size)
    if len(content) < size:
        raise _cut_short(name, len(content), size)
    return content


def _cut_short(name: str, found: int, size: int) -> DataError:
    return DataError(f"{name} is cut short, {found:,} of {size:,} bytes are there; download it again.")


def read_mat(member: Member) -> dict[str, Array]:
    """The arrays in the file by their names, those inside of structures too: `dataset.train.images`."""
    try:
        from scipy.io import loadmat, whosmat
    except ImportError:
        raise MissingPackage.of(member.name, "SciPy", "mat") from None
    content = io.BytesIO(member.content(_MOST_BYTES))
    sizes = [math.prod(shape) * _BYTES.get(kind, 1) for _, shape, kind in whosmat(content)]
    check_fits(member.name, sum(sizes))
    content.seek(0)
    arrays = dict(_numeric("", loadmat(content, simplify_cells=True), 0))
    if not arrays:
        raise DataError(f"{member.name} holds no arrays of numbers; save images and labels with save -v7.")
    return arrays


def _numeric(name: str, value: Any, depth: int) -> Iterator[tuple[str, Array]]:
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, each in value.items():
            if not str(key).startswith("__"):
                yield from _numeric(f"{name}.{key}" if name else str(key), each, depth + 1)
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biufU":
        yield name, value


def read_npy(member: Member) -> Array:
    """The array in the file. Raises DataError for Python objects, which are never loaded, and what has no room."""
    with member.open() as file:
        version = npy.read_magic(file)
        header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, dtype = header(file)
        if dtype.hasobject:
            raise DataError(f"{member.name} holds Python objects, which are never loaded; save numbers only.")
        check_fits(member.name, math.prod(shape) * dtype.itemsize)
        file.seek(0)
        array: Array = npy.read_array(file, allow_pickle=False)
        return np.asarray(array)
