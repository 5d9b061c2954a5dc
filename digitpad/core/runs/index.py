"""An index of the records of all runs, so that a thousand of them are listed as fast as ten.

It holds nothing that is not in the folders: where it is missing, damaged or of another version, of the table or of
digitpad, it is made anew.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from digitpad import __version__

FILE = ".index.sqlite"
_SCHEMA = 2  # raise it with each change of the table: what is there is then made anew
_VERSION = zlib.crc32(f"{_SCHEMA} {__version__}".encode()) >> 1  # another digitpad may have other settings and titles
_TABLE = (
    "CREATE TABLE runs (folder TEXT PRIMARY KEY, stamp TEXT NOT NULL, bytes INTEGER NOT NULL, record TEXT NOT NULL, "
    "status TEXT NOT NULL, sweep INTEGER NOT NULL, seconds REAL NOT NULL, test_accuracy REAL, "
    "group_key TEXT NOT NULL, group_title TEXT NOT NULL)"
)


class Entry(NamedTuple):
    """What the index knows of a run: the `stamp` of its record's file, the bytes of its folder, its record as text.

    The rest is in the record, too, and is what a list of all runs asks of each.
    """

    stamp: str
    bytes: int
    record: str = ""
    status: str = ""
    sweep: int = 0
    seconds: float = 0.0
    test_accuracy: float | None = None
    group_key: str = ""
    group_title: str = ""


_COLUMNS = ", ".join(("folder", *Entry._fields))
_PLACES = ", ".join("?" * (1 + len(Entry._fields)))


class RunIndex:
    """The index of the runs in a folder. What goes wrong with it costs time and nothing else."""

    def __init__(self, runs: Path) -> None:
        self._path = runs / FILE

    def read(self) -> dict[str, Entry]:
        """All entries by the names of the folders."""
        with suppress(sqlite3.Error), self._opened() as database:
            return {row[0]: Entry(*row[1:]) for row in database.execute(f"SELECT {_COLUMNS} FROM runs")}
        return {}

    def update(self, entries: Mapping[str, Entry], gone: Iterable[str]) -> None:
        """Add or replace entries, and forget those of folders that are gone."""
        with suppress(sqlite3.Error), self._opened() as database, database:
            rows = [(folder, *entry) for folder, entry in entries.items()]
            database.executemany(f"INSERT OR REPLACE INTO runs ({_COLUMNS}) VALUES ({_PLACES})", rows)
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
            if version != _VERSION:
                with database:
                    database.execute("BEGIN IMMEDIATE")
                    database.execute("DROP TABLE IF EXISTS runs")
                    database.execute(_TABLE)
                    database.execute(f"PRAGMA user_version = {_VERSION}")
        except BaseException:
            database.close()
            raise
        return database
