"""What is known of a setting, declared once: the form, the options, the checks and docs/settings.md come from it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import EnumType
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

from digitpad.core.errors import DataError, SettingsError, quoted
from digitpad.core.numerals import plain

T = TypeVar("T")
# What reading anything from outside may raise beside what it says itself.
UNSOUND = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, SettingsError)


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
    """The dataclass that `asdict` turned into `values`, perhaps by way of JSON; what is missing has its default.

    Raises SettingsError for anything else.
    """
    table: dict[str, Any] = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    if not isinstance(values, Mapping) or values.keys() - table.keys():
        raise SettingsError(f"{quoted(values)} has other fields than {', '.join(table)}"[:150])
    # What a setting may be, the dataclass checks itself.
    found = {
        name: value if table[name].metadata else _typed(name, table[name].type, value) for name, value in values.items()
    }
    try:
        return kind(**found)
    except (DataError, TypeError) as reason:
        raise SettingsError(str(reason)) from None


def _typed(name: str, kind: Any, value: Any) -> Any:
    """A value from JSON as a field of this type has it. Raises SettingsError for one of another type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:  # with None
        return None if value is None else _typed(name, inner[0], value)
    if origin is tuple and isinstance(value, list | tuple):
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        if len(kinds) == len(value):
            return tuple(_typed(name, *each) for each in zip(kinds, value, strict=True))
    elif origin is Mapping and isinstance(value, dict):
        return {_typed(name, inner[0], key): _typed(name, inner[1], each) for key, each in value.items()}
    elif is_dataclass(kind):
        inside: Any = kind
        return from_json(inside, value)
    elif isinstance(kind, EnumType) and value in list(kind):
        return kind(value)
    elif type(value) is kind or (kind is float and type(value) is int):
        return value
    raise SettingsError(f"{name} is {quoted(value)}, which is of a wrong type")
