"""Running a command."""

import argparse
import signal
from collections.abc import Callable
from importlib import import_module

from digitpad.cli.standard_input import standard_input
from digitpad.core.blas import limit_blas_threads

Command = Callable[[argparse.Namespace], bool]

_MODELS = {"evaluate", "join", "export"}  # lie in a module together


def run(arguments: argparse.Namespace, command: Command | None = None) -> int:
    """Run the parsed command, or another in its place; returns the exit status, 0 when all asked for was done.

    An interrupt is an exception from here on, which a command may catch.
    """
    command = command or _command(arguments.command)  # loaded before an interrupt is an exception
    if callable(signal.getsignal(signal.SIGINT)):  # else interrupts are ignored, as after nohup
        signal.signal(signal.SIGINT, signal.default_int_handler)
    limit_blas_threads()
    with standard_input(arguments):
        complete = command(arguments)
    return 0 if complete else 1


def _command(name: str) -> Command:
    """A function of the command's name; its module is loaded with it, which takes time."""
    module = "models" if name in _MODELS else name
    command: Command = getattr(import_module(f"digitpad.cli.{module}"), name)
    return command
