"""Reading NumPy's .npz archives without trusting them: no pickles, no surprises in size."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.errors import DigitpadError
from digitpad.core.files import explained

_LONGEST_LIST = 200
Arrays = dict[str, npt.NDArray[Any]]


def read_arrays(
    path: Path,
    names: tuple[str, ...],
    error: type[DigitpadError],
    most_bytes: int,
    optional: tuple[str, ...] = (),
) -> Arrays:
    """The arrays `names` of the archive at `path`, which may unpack to `most_bytes` in all; the optional ones if there.

    Raises `error` when the file is missing, damaged, too large, holds Python objects or lacks an array.
    """
    with _explained(path, error), zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > most_bytes:
            raise error(f"{path} unpacks to more than {most_bytes / 1e6:,.0f} MB; it is no file of this kind.")
    with _explained(path, error), np.load(path, allow_pickle=False) as arrays:
        missing = [name for name in names if name not in arrays.files]
        if missing:
            found = ", ".join(map(ascii, arrays.files))[:_LONGEST_LIST] or "none"
            raise error(f"{path} has no array named {' or '.join(missing)}; it has {found}.")
        return {name: arrays[name] for name in (*names, *optional) if name in arrays.files}


@contextmanager
def _explained(path: Path, error: type[DigitpadError]) -> Iterator[None]:
    """Every way in which reading an archive fails, in words."""
    try:
        with explained(path, error):
            yield
    except DigitpadError:
        raise
    except MemoryError:
        raise error(f"{path} is too large for this computer's memory; make a file with fewer images.") from None
    # A damaged archive fails wherever the damage lies: in the directory, the compression, or an array's header.
    except Exception as reason:
        why = _one_line(reason)
        raise error(f"{path} cannot be read as an .npz file ({why}); save it again, with numbers only.") from None


def _one_line(reason: Exception) -> str:
    if isinstance(reason, ValueError) and "allow_pickle" in str(reason):
        return "it holds Python objects, which are never loaded"
    text = " ".join(str(reason).split())
    return text[:100] or type(reason).__name__
