"""Running a command."""

import argparse
import signal
from collections.abc import Callable

from digitpad.cli.calibrate import calibrate
from digitpad.cli.collection import collection
from digitpad.cli.data import data
from digitpad.cli.models import evaluate, export, join
from digitpad.cli.predict import predict
from digitpad.cli.replay import replay
from digitpad.cli.runs import runs
from digitpad.cli.standard_input import standard_input
from digitpad.cli.sweep import sweep
from digitpad.cli.teach import teach
from digitpad.cli.train import train
from digitpad.core.blas import limit_blas_threads

Command = Callable[[argparse.Namespace], bool]

_COMMANDS: dict[str, Command] = {
    "train": train,
    "sweep": sweep,
    "data": data,
    "evaluate": evaluate,
    "predict": predict,
    "replay": replay,
    "calibrate": calibrate,
    "join": join,
    "runs": runs,
    "collection": collection,
    "teach": teach,
    "export": export,
}


def run(arguments: argparse.Namespace, command: Command | None = None) -> int:
    """Run the parsed command, or another in its place; returns the exit status, 0 when all asked for was done.

    An interrupt is an exception from here on, which a command may catch.
    """
    if callable(signal.getsignal(signal.SIGINT)):  # else interrupts are ignored, as after nohup
        signal.signal(signal.SIGINT, signal.default_int_handler)
    limit_blas_threads()
    with standard_input(arguments):
        complete = (command or _COMMANDS[arguments.command])(arguments)
    return 0 if complete else 1
