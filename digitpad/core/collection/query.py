"""Which drawings of the collection are meant, in which order, and how SQL and words say so.

In words: `collection`, or `collection:Ada,Bob:label=3,5:since=2026-11-01:read=wrong`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from digitpad.core.errors import SettingsError, quoted
from digitpad.core.network import CLASSES

COLLECTION = "collection"
NO_DIGIT = "none"
LABELS = (*map(str, range(CLASSES)), NO_DIGIT)
READ = {"right": True, "wrong": False}


class Order(StrEnum):
    """The order in which drawings are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LEAST_SURE = "least sure"
    SUREST = "surest"


ORDERS = {
    Order.NEWEST: "drawings.written DESC, drawings.id DESC",
    Order.OLDEST: "drawings.written, drawings.id",
    Order.LEAST_SURE: "drawings.sureness, drawings.id",
    Order.SUREST: "drawings.sureness DESC, drawings.id DESC",
}


@dataclass(frozen=True)
class Filter:
    """Which drawings are meant: those that meet all of these; None asks for nothing.

    `labels` has digits, and None for no digit; `since` is the first moment, `until` the first one after the last;
    `right` tells whether the model's answer was the label, `held_out` whether teaching passes it over.
    """

    labels: frozenset[int | None] | None = None
    writers: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    right: bool | None = None
    held_out: bool | None = None

    def sql(self) -> tuple[str, list[Any]]:
        """A condition on the table `drawings`, and its values."""
        conditions, values = ["drawings.removed IS NULL"], list[Any]()
        if self.labels is not None:
            digits = sorted(label for label in self.labels if label is not None)
            among = [f"drawings.label IN ({_marks(digits)})"] if digits else []
            among += ["drawings.label IS NULL"] if None in self.labels else []
            conditions.append(f"({' OR '.join(among) or '0'})")
            values += digits
        if self.writers is not None:
            names = sorted(self.writers)
            conditions.append(f"drawings.writer IN (SELECT id FROM writers WHERE name IN ({_marks(names)}))")
            values += names
        for moment, sign in ((self.since, ">="), (self.until, "<")):
            if moment is not None:
                conditions.append(f"drawings.written {sign} ?")
                values.append(date_text(moment))
        for column, value in (("correct", self.right), ("held_out", self.held_out)):
            if value is not None:
                # With a plus, no index is looked up for it: that of writers and digits leaves fewer.
                plus = "" if self.writers is None and self.labels is None else "+"
                conditions.append(f"{plus}drawings.{column} = ?")
                values.append(int(value))
        return " AND ".join(conditions), values


EVERYTHING = Filter()


def date_text(moment: datetime) -> str:
    """The moment as it is kept: texts in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def is_part(source: str) -> bool:
    """Whether the text names a part of the collection, and no file."""
    return source == COLLECTION or source.startswith(f"{COLLECTION}:")


def part_text(which: Filter) -> str:
    """The text that `part_of` reads as these drawings, those held out and others alike."""
    words = [COLLECTION]
    if which.writers is not None:
        words.append(",".join(sorted(which.writers)))
    if which.labels is not None:
        names = sorted(NO_DIGIT if label is None else str(label) for label in which.labels)
        words.append(f"label={','.join(names)}")
    if which.since is not None:
        words.append(f"since={which.since.astimezone():%Y-%m-%d}")
    if which.until is not None:
        words.append(f"until={(which.until - timedelta(days=1)).astimezone():%Y-%m-%d}")
    words += [f"read={name}" for name, right in READ.items() if right is which.right]
    return ":".join(words)


def part_of(text: str, writers: Collection[str] = ()) -> Filter:
    """Which drawings the text means. `writers` are those there are: a name of one may have a comma in it.

    Raises SettingsError for a condition that has a wrong value.
    """
    words = text.removeprefix(COLLECTION).removeprefix(":").split(":")
    conditions: dict[str, Any] = {}
    while words and (name := words[-1].partition("=")[0]) in _CONDITIONS:
        key, value_of = _CONDITIONS[name]
        conditions[key] = value_of(words.pop().partition("=")[2])
    names = ":".join(words)
    if names:
        conditions["writers"] = frozenset(_writers_in(names.split(","), writers))
    return Filter(**conditions)


def _writers_in(pieces: list[str], known: Collection[str]) -> Iterator[str]:
    """The names that were separated by commas, of which those that are `known` may have some, too."""
    while pieces:
        ends = (end for end in range(len(pieces), 1, -1) if ",".join(pieces[:end]).strip() in known)
        end = next(ends, 1)
        if name := ",".join(pieces[:end]).strip():
            yield name
        pieces = pieces[end:]


def labels_of(text: str) -> frozenset[int | None]:
    """Digits, and None for no digit, separated by commas."""
    names = text.split(",")
    if not set(names) <= set(LABELS):
        raise SettingsError(f"A label is a digit from 0 to 9 or {NO_DIGIT}, not {quoted(text)}.")
    return frozenset(None if name == NO_DIGIT else int(name) for name in names)


def day_of(text: str) -> datetime:
    """The first moment of a day, where this computer is."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except (ValueError, OverflowError):
        raise SettingsError(f"A day is written as 2026-11-30, not {quoted(text)}.") from None


def day_after(text: str) -> datetime:
    """The first moment of the day after a day."""
    try:
        return day_of(text) + timedelta(days=1)
    except OverflowError:
        raise SettingsError(f"No day comes after {text}; name an earlier one.") from None


def _right_of(text: str) -> bool:
    if text not in READ:
        raise SettingsError(f"A drawing is read {' or '.join(READ)}, not {quoted(text)}.")
    return READ[text]


_CONDITIONS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "label": ("labels", labels_of),
    "since": ("since", day_of),
    "until": ("until", day_after),
    "read": ("right", _right_of),
}
