"""Running a command, and turning what goes wrong into one line and an exit status."""

import argparse
import sys
from collections.abc import Callable

from digitpad.cli.evaluate import evaluate
from digitpad.cli.predict import predict
from digitpad.cli.train import train
from digitpad.core.blas import limit_blas_threads
from digitpad.core.errors import DigitpadError

_COMMANDS: dict[str, Callable[[argparse.Namespace], bool]] = {
    "train": train,
    "evaluate": evaluate,
    "predict": predict,
}


def run(arguments: argparse.Namespace) -> int:
    """Run the parsed command; returns the exit status, 0 when all that was asked for was done."""
    limit_blas_threads()
    try:
        return 0 if _COMMANDS[arguments.command](arguments) else 1
    except DigitpadError as error:
        print(f"digitpad: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("digitpad: interrupted.", file=sys.stderr)
    return 1
