"""What was done, told in a line."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """A sentence on what was done, and what can be done about it: its name, and a call that does it."""

    text: str
    action: str = ""
    call: Callable[[], object] | None = None
