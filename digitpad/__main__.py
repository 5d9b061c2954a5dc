"""The program's entry: a command without a window, or the window."""

import sys

from digitpad.cli.parser import build_parser


def main() -> int:
    """Run what the command line asks for; returns the exit status."""
    arguments = build_parser().parse_args()
    in_window = arguments.command == "replay" and arguments.window
    if arguments.command and not in_window:
        from digitpad.cli.main import run  # each way loads only what it needs

        return run(arguments)
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
