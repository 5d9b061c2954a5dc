"""NumPy's .npy files, alone, in a folder, or in an .npz archive."""

import math

import numpy as np
from numpy.lib import format as npy

from digitpad.core.errors import DataError
from digitpad.core.files import check_fits
from digitpad.core.readers.members import Member
from digitpad.core.readers.raw import Array


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
