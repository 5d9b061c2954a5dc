"""Waiting for one kind of what an object of the workspace says has happened."""

from collections.abc import Callable


def of_kind(kind: type) -> Callable[[object], bool]:
    """For qtbot.waitSignal(thing.happened, check_params_cb=of_kind(Kind))."""
    return lambda event: isinstance(event, kind)
