"""Whether a file is a model or data, by a look at its table of contents."""

from enum import Enum
from pathlib import Path

from digitpad.core.files import archive_members


class ArchiveKind(Enum):
    """What an .npz file holds."""

    MODEL = "model"
    DATA = "data"
    OTHER = "other"


_MEMBERS = {ArchiveKind.MODEL: {"W1", "b1", "W2", "b2"}, ArchiveKind.DATA: {"digits", "labels"}}


def archive_kind(path: Path) -> ArchiveKind:
    """What the file holds; OTHER for anything that cannot be read, too."""
    names = {name.removesuffix(".npy") for name in archive_members(path)}
    return next((kind for kind, members in _MEMBERS.items() if members <= names), ArchiveKind.OTHER)
