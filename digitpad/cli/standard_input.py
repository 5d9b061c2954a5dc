"""`-` in place of a file: what comes in on standard input."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digitpad.core.errors import DigitpadError, SettingsError

_DASH = "-"
_NAME = "standard-input"
# The arguments that name a file to read.
_INPUTS = (
    "images",
    "file",
    "files",
    "model",
    "models",
    "against",
    "data",
    "source",
    "test",
    "validation",
    "strokes",
    "base",
)
# And those that name what to write.
_OUTPUTS = ("out", "plots", "report", "save_seen", "tensorboard")


@contextmanager
def standard_input(arguments: argparse.Namespace) -> Iterator[None]:
    """Let an input that is `-` be a file with what standard input holds, for as long as the command runs.

    Raises SettingsError for a second one, as it can be read once, where there is no standard input, and for an output
    that is `-`: what commands print would be mixed up with it. No input has an empty name, either.
    """
    for name in _OUTPUTS:
        if str(getattr(arguments, name, None)) == _DASH:
            raise SettingsError(f"- is standard input alone; name what --{name.replace('_', '-')} is to write.")
    for name in _INPUTS:
        if getattr(arguments, name, None) == "":  # as a shell has it whose variable is not set
            raise SettingsError("The name of a file or data set is empty; give one.")
    given = [name for name in _INPUTS for each in _listed(getattr(arguments, name, None)) if str(each) == _DASH]
    if not given:
        yield
        return
    if len(given) > 1:
        raise SettingsError("Standard input can be read once; give - for one file only.")
    if sys.stdin is None:
        raise SettingsError("There is no standard input; name a file.")
    with tempfile.TemporaryDirectory(prefix="digitpad-") as folder:
        path = Path(folder) / _NAME
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        value = getattr(arguments, given[0])
        replaced = [path if str(each) == _DASH else each for each in _listed(value)]
        whole = replaced if isinstance(value, list) else type(value)(path)
        setattr(arguments, given[0], whole)
        try:
            yield
        except DigitpadError as error:
            error.args = (str(error).replace(str(path), "standard input"),)
            raise


def shown(path: Path | str) -> str:
    """How a command names a file that it reads."""
    return _DASH if Path(path).name == _NAME else str(path)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
