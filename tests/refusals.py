"""What is said of files that cannot be used, and what must not be in them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from digitpad.core.errors import DataError, DigitpadError


def refusal(read: Callable[[Path], object], path: Path, kind: type[DigitpadError] = DataError) -> str:
    """What is said of a bad file: one line that names it."""
    with pytest.raises(kind) as caught:
        read(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


class Trap:
    """An object whose unpickling makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.folder),)
