"""Which drawings of the collection are meant, in which order, and how SQL says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


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
