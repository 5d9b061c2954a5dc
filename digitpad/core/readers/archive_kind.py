"""Whether a file is a model or data, by a look at its table of contents."""

import zipfile
from enum import Enum
from pathlib import Path

from digitpad.core.errors import DataError, DigitpadError
from digitpad.core.files import open_to_read


class ArchiveKind(Enum):
    """What an .npz file holds."""

    MODEL = "model"
    DATA = "data"
    OTHER = "other"


_MEMBERS = {ArchiveKind.MODEL: {"W1", "b1", "W2", "b2"}, ArchiveKind.DATA: {"digits", "labels"}}


def archive_kind(path: Path) -> ArchiveKind:
    """What the file holds; OTHER for anything that cannot be read, too."""
    try:
        with open_to_read(path, DataError) as file, zipfile.ZipFile(file) as archive:
            names = {name.removesuffix(".npy") for name in archive.namelist()}
    except (DigitpadError, OSError, ValueError, zipfile.BadZipFile):
        return ArchiveKind.OTHER
    return next((kind for kind, members in _MEMBERS.items() if members <= names), ArchiveKind.OTHER)
