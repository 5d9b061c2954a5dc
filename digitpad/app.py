"""Puts the window together."""


def open_window() -> int:
    """Open the window and run until it is closed; returns the exit status."""
    return 0
