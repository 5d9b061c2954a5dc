"""An index of the records of all runs, so that a thousand of them are listed as fast as ten.

It holds nothing that is not in the folders: where it is missing, damaged or of another version it is made anew.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

FILE = ".index.sqlite"
_SCHEMA = 1  # raise it with each change of the table: what is there is then made anew
_TABLE = (
    "CREATE TABLE runs (folder TEXT PRIMARY KEY, stamp TEXT NOT NULL, bytes INTEGER NOT NULL, record TEXT NOT NULL)"
)


class Entry(NamedTuple):
    """What the index knows of a run: the `stamp` of its record's file, the bytes of its folder, its record as text."""

    stamp: str
    bytes: int
    record: str


class RunIndex:
    """The index of the runs in a folder. What goes wrong with it costs time and nothing else."""

    def __init__(self, runs: Path) -> None:
        self._path = runs / FILE

    def read(self) -> dict[str, Entry]:
        """All entries by the names of the folders."""
        with suppress(sqlite3.Error), self._opened() as database:
            return {
                row[0]: Entry(*row[1:]) for row in database.execute("SELECT folder, stamp, bytes, record FROM runs")
            }
        return {}

    def update(self, entries: Mapping[str, Entry], gone: Iterable[str]) -> None:
        """Add or replace entries, and forget those of folders that are gone."""
        with suppress(sqlite3.Error), self._opened() as database, database:
            rows = [(folder, *entry) for folder, entry in entries.items()]
            database.executemany("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)", rows)
            database.executemany("DELETE FROM runs WHERE folder = ?", [(folder,) for folder in gone])

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Raises sqlite3.Error when it cannot be opened or made."""
        try:
            database = self._connect()
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self._path.unlink()  # it is damaged; the folders know better
            database = self._connect()
        with closing(database):
            yield database

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=10)
        try:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version != _SCHEMA:
                with database:
                    database.execute("BEGIN IMMEDIATE")
                    database.execute("DROP TABLE IF EXISTS runs")
                    database.execute(_TABLE)
                    database.execute(f"PRAGMA user_version = {_SCHEMA}")
        except BaseException:
            database.close()
            raise
        return database
