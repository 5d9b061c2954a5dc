"""The collection: all drawings that were kept, in one database that several windows may use at once."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from digitpad.core.collection.connection import Database
from digitpad.core.collection.drawing import (
    COLUMNS,
    ROW_COLUMNS,
    TABLES,
    CollectedDrawing,
    DrawingRow,
    WriterSummary,
    check_writer,
    drawing_of,
    is_sound,
    packed_strokes,
    row_of,
)
from digitpad.core.collection.query import EVERYTHING, ORDERS, Filter, Order, date_text
from digitpad.core.errors import CollectionError
from digitpad.core.network import PIXELS, Labels
from digitpad.core.tasks import chunks

_RESTORABLE = timedelta(days=1)
# Of a writer's drawings of each digit, the third of every five is held out, for good: it stays unknown to a model that
# is taught again when there are more.
_HELD_OUT_OF, _HELD_OUT_AT = 5, 2
_CHUNK_SIZE = 500  # numbers in a statement


class Collection(Database):
    """An open collection; each thread opens its own. Every method raises CollectionError when it cannot do its work,
    and has done nothing then."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """The collection at `path`; an empty one is made where there is none."""
        collection = cls(path)
        try:
            collection._purge()
        except BaseException:
            collection.close()
            raise
        return collection

    @property
    def version(self) -> int:
        """A number that grows with each change, whoever makes it. Costs some microseconds."""
        return int(self._one("SELECT changes FROM state"))

    def add(self, drawing: CollectedDrawing) -> int:
        """Keep a drawing, in a transaction of its own; returns its number."""
        with self._writing():
            before = self.count(Filter(frozenset([drawing.label]), frozenset([drawing.writer])))
            return self._insert(drawing, before)

    def merge(self, drawings: Iterable[CollectedDrawing]) -> list[int]:
        """Keep those that are not there yet by content, all in one transaction; returns their numbers.

        What is there keeps its label and its writer. Whatever the iterable raises undoes all of it.
        """
        with self._writing():
            known = {digest for (digest,) in self._all("SELECT digest FROM drawings WHERE removed IS NULL")}
            counts = Counter[tuple[str, int | None]]()
            for name, found in self.summary().items():
                counts.update({(name, None): found.no_digit} | {(name, d): n for d, n in enumerate(found.digits)})
            added = []
            for drawing in drawings:
                digest = drawing.digest
                if digest not in known:
                    known.add(digest)
                    kind = drawing.writer, drawing.label
                    added.append(self._insert(drawing, counts[kind]))
                    counts[kind] += 1
            return added

    def relabel(self, labels: Mapping[int, int | None]) -> dict[int, int | None]:
        """Give drawings other labels; returns those they had, with which the change is undone."""
        if any(label is not None and not 0 <= label <= 9 for label in labels.values()):
            raise CollectionError("A label is a digit or none.")
        with self._writing():
            before = {
                number: label
                for some in _batches(list(labels))
                for number, label in self._all(f"SELECT id, label FROM drawings WHERE id IN ({_numbers(some)})")
            }
            self._database.executemany(
                "UPDATE drawings SET label = ?1, correct = CASE WHEN model = '' THEN NULL ELSE answer IS ?1 END "
                "WHERE id = ?2",
                [(label, number) for number, label in labels.items()],
            )
        return before

    def remove(self, ids: Sequence[int]) -> None:
        """Remove drawings. They can be restored for a day, after which they are gone when a collection is opened."""
        self._set_removed(ids, date_text(datetime.now(UTC)))

    def restore(self, ids: Sequence[int]) -> None:
        """Bring drawings back that were removed, exactly as they were."""
        self._set_removed(ids, None)

    def rename(self, writer: str, name: str) -> None:
        """Give a writer another name; one that another writer has makes one of both."""
        check_writer(name)
        with self._writing():
            number, old = self._writer(name), self._one("SELECT id FROM writers WHERE name = ?", writer)
            if old is not None and old != number:
                self._database.execute("UPDATE drawings SET writer = ? WHERE writer = ?", (number, old))
                self._database.execute("DELETE FROM writers WHERE id = ?", (old,))

    def writers(self) -> dict[str, int]:
        """The writers who have drawings, by name, and how many of these are digits."""
        return dict(
            self._all(
                "SELECT name, found FROM (SELECT writer, count(label) AS found FROM drawings WHERE removed IS NULL "
                "GROUP BY writer) JOIN writers ON writers.id = writer ORDER BY name"
            )
        )

    def pseudonyms(self) -> dict[str, str]:
        """For each writer's name a number to stand for it, the same each time, and seldom that of another
        collection's writer."""
        identity = self._one("SELECT identity FROM state")
        numbers = dict[str, int]()
        for name in self.writers():
            digest = hashlib.blake2b(f"{identity} {name}".encode(), digest_size=8).digest()
            number = int.from_bytes(digest) % 1_000_000
            while number in numbers.values():
                number += 1
            numbers[name] = number
        return {name: f"writer {number:06}" for name, number in numbers.items()}

    def summary(self, which: Filter = EVERYTHING) -> dict[str, WriterSummary]:
        """How many of which digits each writer has among the drawings that are meant."""
        condition, values = which.sql()
        query = (
            "SELECT name, label, total, correct, read, held_out FROM (SELECT writer, label, count(*) AS total, "
            "total(correct) AS correct, count(correct) AS read, sum(held_out) AS held_out FROM drawings "
            f"WHERE {condition} GROUP BY writer, label) JOIN writers ON writers.id = writer ORDER BY name"
        )
        found = dict[str, WriterSummary]()
        for name, label, *numbers in self._all(query, *values):
            found[name] = found.get(name, WriterSummary()).plus(label, *map(int, numbers))
        return found

    def count(self, which: Filter = EVERYTHING) -> int:
        """How many drawings are meant."""
        ((found,),) = self._select("count(*) FROM drawings", which)
        return int(found)

    def ids(self, which: Filter = EVERYTHING, order: Order = Order.NEWEST) -> list[int]:
        """The numbers of all drawings that are meant, in order."""
        return [number for (number,) in self._select("id FROM drawings", which, f"ORDER BY {ORDERS[order]}")]

    def rows(self, which: Filter = EVERYTHING, order: Order = Order.NEWEST) -> list[DrawingRow]:
        """What a list shows of the drawings that are meant, in order."""
        with self._reading():
            found = self._select(f"{ROW_COLUMNS} FROM {TABLES}", which, f"ORDER BY {ORDERS[order]}")
            return [row_of(each) for each in found]

    def rows_of(self, ids: Sequence[int]) -> list[DrawingRow]:
        """What a list shows of the drawings with these numbers, of those that are still there, in any order."""
        with self._reading():
            return [
                row_of(found)
                for some in _batches(ids)
                for found in self._all(f"SELECT {ROW_COLUMNS} FROM {TABLES} WHERE drawings.id IN ({_numbers(some)})")
            ]

    def drawing(self, number: int) -> CollectedDrawing:
        """The whole drawing with this number. Raises CollectionError when there is none."""
        with self._reading():
            for found in self._all(f"SELECT {COLUMNS} FROM {TABLES} WHERE drawings.id = ?", number):
                return drawing_of(found)
        raise CollectionError(f"There is no drawing {number} in {self.path}; it may have been removed.")

    def drawings(self, which: Filter = EVERYTHING) -> Iterator[CollectedDrawing]:
        """All drawings that are meant, the first kept first, as they are when it begins."""
        condition, values = which.sql()
        with self._reading():
            query = f"SELECT {COLUMNS} FROM {TABLES} WHERE {condition} ORDER BY drawings.id"
            with closing(self._database.execute(query, values)) as cursor:
                for found in cursor:
                    yield drawing_of(found)

    def images(self, which: Filter = EVERYTHING, apart: Sequence[Filter] = ()) -> tuple[npt.NDArray[np.uint8], Labels]:
        """What the network saw of the digits that are meant (n, 784), `apart` from others, and their labels (n,), in
        an order that does not depend on when they were kept."""
        condition, values = which.sql()
        for other in apart:
            more, some = other.sql()
            condition, values = f"{condition} AND NOT coalesce({more}, 0)", [*values, *some]
        query = f"SELECT label, seen FROM {TABLES} WHERE {condition} AND label IS NOT NULL ORDER BY digest, drawings.id"
        with self._reading():
            found = self._all(query, *values)
            pixels = np.frombuffer(b"".join(seen for _, seen in found), np.uint8).reshape(len(found), PIXELS)
            return pixels, np.array([label for label, _ in found], np.int64)

    def problems(self) -> list[str]:
        """What is wrong with the file, in words; empty if all is well. Reads everything."""
        texts = []
        with self._reading():
            try:
                texts += [text for (text,) in self._all("PRAGMA integrity_check") if text != "ok"]
                query = f"SELECT {COLUMNS}, digest FROM {TABLES} WHERE removed IS NULL"
                with closing(self._database.execute(query)) as cursor:
                    texts += [
                        f"drawing {found[0]} is damaged" for *found, digest in cursor if not is_sound(found, digest)
                    ]
            except (sqlite3.DatabaseError, CollectionError) as reason:  # damaged where it has to be read on from
                texts.append(str(reason))
        return texts

    def _select(self, what: str, which: Filter, end: str = "") -> list[Any]:
        """The rows of the drawings that are meant; `what` are columns and tables."""
        condition, values = which.sql()
        return self._all(f"SELECT {what} WHERE {condition} {end}", *values)

    def _insert(self, drawing: CollectedDrawing, before: int) -> int:
        """`before` are as many of the same digit as the writer has already."""
        held_out = before % _HELD_OUT_OF == _HELD_OUT_AT if drawing.held_out is None else drawing.held_out
        right, P = drawing.right, drawing.probabilities
        cursor = self._database.execute(
            "INSERT INTO drawings (digest, label, answer, sureness, correct, writer, written, source, device, "
            "rejection, model, fingerprint, held_out) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                drawing.digest,
                drawing.label,
                drawing.answer,
                drawing.sureness,
                None if right is None else int(right),
                self._writer(drawing.writer),
                date_text(drawing.written),
                str(drawing.source),
                drawing.device,
                drawing.rejection,
                drawing.model,
                drawing.fingerprint,
                int(held_out),
            ),
        )
        number = cursor.lastrowid
        assert number is not None
        probabilities = None if P is None else P.astype("<f4").tobytes()
        self._database.execute(
            "INSERT INTO contents VALUES (?, ?, ?, ?)",
            (number, drawing.seen.tobytes(), probabilities, packed_strokes(drawing.strokes)),
        )
        return number

    def _writer(self, name: str) -> int:
        self._database.execute("INSERT OR IGNORE INTO writers (name) VALUES (?)", (name,))
        return int(self._one("SELECT id FROM writers WHERE name = ?", name))

    def _set_removed(self, ids: Sequence[int], moment: str | None) -> None:
        with self._writing():
            for some in _batches(ids):
                self._database.execute(f"UPDATE drawings SET removed = ? WHERE id IN ({_numbers(some)})", (moment,))

    def _purge(self) -> None:
        before = date_text(datetime.now(UTC) - _RESTORABLE)
        if self._one("SELECT count(*) FROM drawings WHERE removed < ?", before):
            with self._writing():
                self._database.execute("DELETE FROM drawings WHERE removed < ?", (before,))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[chunk] for chunk in chunks(len(ids), _CHUNK_SIZE))


def _numbers(ids: Iterable[int]) -> str:
    """As they stand in a statement; whole numbers, whatever they are."""
    return ", ".join(str(int(each)) for each in ids)
