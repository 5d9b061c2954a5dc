"""Running a command, and turning what goes wrong into one line and an exit status."""

import argparse
import io
import os
import sys
from collections.abc import Callable

from digitpad.cli.calibrate import calibrate
from digitpad.cli.evaluate import evaluate
from digitpad.cli.join import join
from digitpad.cli.predict import predict
from digitpad.cli.replay import replay
from digitpad.cli.train import train
from digitpad.core.blas import limit_blas_threads
from digitpad.core.errors import DigitpadError

Command = Callable[[argparse.Namespace], bool]

_COMMANDS: dict[str, Command] = {
    "train": train,
    "evaluate": evaluate,
    "predict": predict,
    "replay": replay,
    "calibrate": calibrate,
    "join": join,
}


def run(arguments: argparse.Namespace, command: Command | None = None) -> int:
    """Run the parsed command, or another in its place; returns the exit status, 0 when all asked for was done."""
    limit_blas_threads()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be no text
    try:
        complete = (command or _COMMANDS[arguments.command])(arguments)
        sys.stdout.flush()
        return 0 if complete else 1
    except DigitpadError as error:
        print(f"digitpad: {error}", file=sys.stderr)
    except BrokenPipeError:
        # Whoever read our output has had enough. What is still to be flushed at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("digitpad: interrupted.", file=sys.stderr)
    return 1
