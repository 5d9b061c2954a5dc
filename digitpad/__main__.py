"""The program's entry: a command without a window, or the window."""

import atexit
import gc
import os
import signal
import sys
from typing import NoReturn


def main() -> int:
    """Run what the command line asks for; returns the exit status."""
    atexit.register(gc.freeze)  # else all that is loaded is searched for garbage in the end, for a quarter of a second
    usual = signal.getsignal(signal.SIGINT)
    if usual is not signal.default_int_handler:  # interrupts are ignored, as after nohup
        return _guarded()
    signal.signal(signal.SIGINT, _end)
    try:
        return _guarded()
    finally:
        signal.signal(signal.SIGINT, usual)


def _end(*_: object) -> NoReturn:
    """End at once: as an exception, an interrupt while modules are loaded may come out as anything."""
    os.write(2, b"digitpad: interrupted.\n")
    os._exit(130)


def _guarded() -> int:
    from digitpad.cli.output import guarded

    return guarded(_run)


def _run() -> int:
    from digitpad.cli.parser import build_parser

    arguments = build_parser().parse_args()
    in_window = arguments.command == "replay" and arguments.window
    if arguments.command and not in_window:
        from digitpad.cli.main import run  # each way loads only what it needs

        return run(arguments)
    gc.disable()  # it would search all that is loaded again and again; the window collects by itself
    try:
        if in_window:
            from digitpad.window_replay import replay_in_window
        else:
            from digitpad.app import open_window
    except ImportError as error:
        # Qt's own libraries come with it, but some of the system's may be missing.
        print(f"digitpad: Qt cannot be loaded ({error}); see the README for the packages it needs.", file=sys.stderr)
        return 1
    return replay_in_window(arguments) if in_window else open_window()


if __name__ == "__main__":
    sys.exit(main())
