"""Reading NumPy's .npz archives without trusting them: no pickles, no surprises in size."""

import re
import zipfile
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.errors import CheckpointError, DataError, DigitpadError, ModelError
from digitpad.core.files import archive_members, explained_content, open_to_read

_LONGEST_LIST = 200
_HEAD = 1_000  # bytes, by which another format is known
Arrays = dict[str, npt.NDArray[Any]]

# How other formats begin.
_FORMATS = (
    (rb"\Z", "empty"),
    (rb"\x93NUMPY", "a single NumPy array (.npy)"),
    (rb"MATLAB", "a MATLAB file (.mat)"),
    (rb"\x89HDF\r\n", "an HDF5 file"),
    (rb"\x1f\x8b", "compressed with gzip"),
    (rb"\x00\x00[\x08\x09\x0b-\x0e][\x01-\x04]", "an IDX file, as MNIST's original files are"),
    (rb"\x80[\x02-\x05]", "a pickle, which could run any program if it were loaded"),
    (rb"\x89PNG|\xff\xd8\xff", "a picture"),
    (rb"\s*[{.]", "a file of drawings"),
    (rb'[\w ."+-]*[,;\t][\w\s,;."+-]*\Z', "a table in text (.csv)"),
)
# What to do with a file that is none of what is needed.
_ADVICE: dict[type[DigitpadError], str] = {
    DataError: "make one with numpy.savez(FILE, digits=X, labels=y)",
    ModelError: "choose a model that digitpad has saved",
    CheckpointError: "the checkpoint is damaged, start the training again",
}
# The archives of this program: the arrays each is known by, the error of those who look for it, and what it is.
_ARCHIVES: tuple[tuple[set[str], type[DigitpadError], str], ...] = (
    ({"digits", "labels"}, DataError, "a data file (digits, labels), not a model; use --data"),
    ({"about", "W1", "b1", "W2", "b2"}, ModelError, "a model, not a data file; choose one with digits and labels"),
    ({"about", "network.W1"}, CheckpointError, "the checkpoint of a training; digitpad train --resume resumes it"),
)
_PARAMETERS = {"W1", "b1", "W2", "b2"}
_LABELS = re.compile(r"(?i)label|target|^y($|_)")


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
    advice = _ADVICE.get(error, "choose another")
    explained = explained_content(path, error, "cannot be read as an .npz file", advice)
    with explained, open_to_read(path, error) as file:
        for start, what in _FORMATS:
            if re.match(start, file.peek(_HEAD)[:_HEAD]):
                raise error(f"{path} is {what}, but an .npz file is needed; {advice}.")
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > most_bytes:
                raise error(f"{path} unpacks to more than {most_bytes / 1e6:,.0f} MB; it is not a file of this kind.")
        file.seek(0)
        with np.load(file, allow_pickle=False) as arrays:
            missing = [name for name in names if name not in arrays.files]
            if missing:
                raise error(f"{path} {_mistaken(arrays.files, missing, error)}.")
            found: Arrays = {name: arrays[name] for name in (*names, *optional) if name in arrays.files}
            for name, array in found.items():
                if isinstance(array, bytes):  # as which NumPy gives what does not begin as an array
                    raise error(f"{path} is damaged in {name}, which is no array; {advice}.")
            return found


def _mistaken(found: Sequence[str], missing: Sequence[str], error: type[DigitpadError]) -> str:
    """What an archive is that lacks the arrays looked for."""
    for known_by, wanted_by, what in _ARCHIVES:
        if known_by <= set(found) and error is not wanted_by:
            return f"is {what}"
    listed = ", ".join(map(ascii, found))[:_LONGEST_LIST] or "none"
    return f"has no array named {' or '.join(missing)}; it has {listed}"


class ArchiveKind(Enum):
    """What an .npz file holds."""

    MODEL = "model"
    DATA = "data"
    OTHER = "other"


def archive_kind(path: Path) -> ArchiveKind:
    """What the file holds; OTHER for anything that cannot be read, too."""
    names = {name.removesuffix(".npy") for name in archive_members(path)}
    if names >= _PARAMETERS:
        return ArchiveKind.MODEL
    # Whatever the data's maker calls them, there are images and labels.
    return ArchiveKind.DATA if len(names) > 1 and any(map(_LABELS.search, names)) else ArchiveKind.OTHER
