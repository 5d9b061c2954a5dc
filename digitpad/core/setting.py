"""What is known of a setting, declared once: the form, the options, the checks and docs/settings.md come from it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeVar

from digitpad.core.errors import SettingsError, quoted
from digitpad.core.numerals import plain

T = TypeVar("T")


class Limits(NamedTuple):
    """The smallest and largest value of a number, which is whole if `low` is an int; arrows go from 0 to `step`."""

    low: float
    high: float
    step: float = 0.01

    @property
    def whole(self) -> bool:
        """Whether the setting is a whole number."""
        return isinstance(self.low, int)

    def __str__(self) -> str:
        return f"{plain(self.low, 10)} to {plain(self.high, 10)}"

    def check(self, label: str, value: object) -> None:
        """Raise SettingsError, with `label` as the value's name, for anything but a number within the limits."""
        fits = isinstance(value, int if self.whole else int | float) and not isinstance(value, bool)
        if not (fits and self.low <= value <= self.high):  # type: ignore[operator]  # nan is in no range
            kind = "whole number" if self.whole else "number"
            raise SettingsError(f"{label} must be a {kind} from {self}, not {quoted(value).removesuffix('.0')}.")

    def parse(self, label: str, text: str) -> Any:
        """The number that `text` says. Raises SettingsError as `check` does."""
        value: object = text
        with suppress(ValueError):
            value = int(text) if self.whole else float(text)
        self.check(label, value)
        return value


class Choice(NamedTuple):
    """A value to choose, what it is called and what there is to know about it."""

    value: str
    label: str
    help: str


@dataclass(frozen=True)
class Setting:
    """A field that `setting` made. In its label, & stands before the access key; `help` begins with a short
    sentence, which is enough where there is little room. The window translates both, in the context `settings`."""

    name: str
    default: Any
    label: str
    help: str
    limits: Limits | None
    group: str
    choices: tuple[Choice, ...]
    unit: str
    changeable: bool

    @property
    def title(self) -> str:
        """The label without its access key."""
        return self.label.replace("&", "")

    def check(self, value: object, label: str = "") -> None:
        """Raise SettingsError, with the title or another label, for a value that the setting cannot have."""
        values = [choice.value for choice in self.choices]
        if self.limits:
            self.limits.check(label or self.title, value)
        elif value not in values:
            raise SettingsError(f"{label or self.title} must be {' or '.join(values)}, not {quoted(value)}.")

    def parse(self, text: str, label: str = "") -> Any:
        """The value written as `text`. Raises SettingsError as `check` does."""
        if self.limits:
            return self.limits.parse(label or self.title, text)
        self.check(text, label)
        return text

    def format(self, value: Any) -> str:
        """The shortest text that `parse` turns into the value again."""
        return f"{Decimal(repr(value)):f}".removesuffix(".0") if self.limits else str(value)


def setting(
    default: Any,
    label: str,
    help: str,
    limits: Limits | None = None,
    *,
    group: str,
    choices: tuple[Choice, ...] = (),
    unit: str = "",
    changeable: bool = False,
) -> Any:
    """A field of a dataclass, with all that is known of it; `changeable` says that it may change during training."""
    known = {"label": label, "help": help, "limits": limits, "group": group}
    return field(default=default, metadata=known | {"choices": choices, "unit": unit, "changeable": changeable})


@cache
def settings_of(kind: Any) -> tuple[Setting, ...]:
    """The settings that a dataclass declares, in the order of its fields."""
    return tuple(Setting(each.name, each.default, **each.metadata) for each in fields(kind) if each.metadata)


def check_settings(settings: object) -> None:
    """Raise SettingsError if one of the settings that the dataclass of `settings` declares has a wrong value."""
    kind: Any = type(settings)
    for each in settings_of(kind):
        each.check(getattr(settings, each.name))


def from_json(kind: type[T], values: object) -> T:
    """The settings that `asdict` turned into `values`; those that are missing have their defaults.

    Raises SettingsError for anything else.
    """
    table: tuple[Any, ...] = fields(kind)  # type: ignore[arg-type]
    if not isinstance(values, Mapping) or values.keys() - {each.name for each in table}:
        raise SettingsError(f"{quoted(values)} are not the settings of a training.")
    inner = {each.name: type(each.default_factory()) for each in table if each.default_factory is not MISSING}
    return kind(**{**values, **{name: from_json(each, values.get(name, {})) for name, each in inner.items()}})
