"""Running a command, with `-` in place of a file for what comes in on standard input."""

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from digitpad.cli.output import DASH, STANDARD_INPUT
from digitpad.core.blas import limit_blas_threads
from digitpad.core.errors import DigitpadError, SettingsError

Command = Callable[[argparse.Namespace], bool]

_MODELS = {"evaluate", "join", "export"}  # commands that lie in the module models
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


def run(arguments: argparse.Namespace, command: Command | None = None) -> int:
    """Run the parsed command, or another in its place; returns the exit status, 0 when all asked for was done.

    An interrupt is an exception from here on, which a command may catch.
    """
    command = command or _command(arguments.command)  # loaded before an interrupt is an exception
    if callable(signal.getsignal(signal.SIGINT)):  # else interrupts are ignored, as after nohup
        signal.signal(signal.SIGINT, signal.default_int_handler)
    limit_blas_threads()
    with _standard_input(arguments):
        complete = command(arguments)
    return 0 if complete else 1


def _command(name: str) -> Command:
    """A function of the command's name; its module is loaded with it, which takes time."""
    module = "models" if name in _MODELS else name
    command: Command = getattr(import_module(f"digitpad.cli.{module}"), name)
    return command


@contextmanager
def _standard_input(arguments: argparse.Namespace) -> Iterator[None]:
    """Let an input that is `-` be a file with what standard input holds, for as long as the command runs.

    Raises SettingsError for a second one, as it can be read once, where there is no standard input, and for an output
    that is `-`: what commands print would be mixed up with it. No input has an empty name, either.
    """
    for name in _OUTPUTS:
        if str(getattr(arguments, name, None)) == DASH:
            raise SettingsError(f"- is standard input alone; name what --{name.replace('_', '-')} is to write.")
    for name in _INPUTS:
        if getattr(arguments, name, None) == "":  # as a shell has it whose variable is not set
            raise SettingsError("The name of a file or data set is empty; give one.")
    given = [name for name in _INPUTS for each in _listed(getattr(arguments, name, None)) if str(each) == DASH]
    if not given:
        yield
        return
    if len(given) > 1:
        raise SettingsError("Standard input can be read once; give - for one file only.")
    if sys.stdin is None:
        raise SettingsError("There is no standard input; name a file.")
    with tempfile.TemporaryDirectory(prefix="digitpad-") as folder:
        path = Path(folder) / STANDARD_INPUT
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        value = getattr(arguments, given[0])
        replaced = [path if str(each) == DASH else each for each in _listed(value)]
        whole = replaced if isinstance(value, list) else type(value)(path)
        setattr(arguments, given[0], whole)
        try:
            yield
        except DigitpadError as error:
            error.args = (str(error).replace(str(path), "standard input"),)
            raise


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
