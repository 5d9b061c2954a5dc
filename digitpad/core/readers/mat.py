"""MATLAB's .mat files up to version 7, which SciPy reads."""

import io
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from digitpad.core.errors import DataError, MissingPackage
from digitpad.core.files import check_fits
from digitpad.core.readers.members import Member
from digitpad.core.readers.raw import Array

_MOST_BYTES = 4_000_000_000
_DEEPEST = 4
_BYTES = {"double": 8, "int64": 8, "uint64": 8, "single": 4, "int32": 4, "uint32": 4, "int16": 2, "uint16": 2}


def read_mat(member: Member) -> dict[str, Array]:
    """The arrays in the file by their names, those inside of structures too: `dataset.train.images`."""
    try:
        from scipy.io import loadmat, whosmat
    except ImportError:
        raise MissingPackage(f'{member.name} is read with SciPy; pip install "digitpad[mat]" brings it.') from None
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
