"""The range of a setting, and the sentence that says a value lies outside it."""

from collections.abc import Mapping
from typing import NamedTuple

from digitpad.core.errors import SettingsError


class Limits(NamedTuple):
    """The smallest and largest value a setting may have, and its name in words."""

    words: str
    low: float
    high: float

    @property
    def whole(self) -> bool:
        """Whether the setting is a whole number."""
        return isinstance(self.low, int)

    def __str__(self) -> str:
        return f"{self.low:.10g} to {self.high:.10g}"


def check_limits(settings: object, table: Mapping[str, Limits]) -> None:
    """Raise SettingsError if one of the attributes of `settings` that `table` names lies out of its limits."""
    for name, limits in table.items():
        value = getattr(settings, name)
        fits = limits.low <= value <= limits.high  # nan is in no range
        if not fits or (limits.whole and not isinstance(value, int)):
            kind = "a whole number " if limits.whole else ""
            raise SettingsError(f"The {limits.words} {value} cannot be used; choose {kind}from {limits}.")
