"""IDX, the format of MNIST's original files: magic number, shape (big-endian), then the numbers."""

import math
from typing import BinaryIO

import numpy as np

from digitpad.core.errors import DataError
from digitpad.core.files import check_fits
from digitpad.core.readers.members import Member
from digitpad.core.readers.raw import Array

_DTYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_SOME = 1 << 20


def read_idx(member: Member) -> Array:
    """The array in the file. Raises DataError when it is cut short or has no room in memory."""
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
