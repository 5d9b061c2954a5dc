"""Opening the database: its tables, the way from each version to the next, and what goes wrong, in words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from digitpad.core.errors import CollectionError
from digitpad.core.files import is_kind

APPLICATION = 0x64697069  # "digi": tells a collection from other SQLite files

# One step for each version; a step that users have is never changed, another one follows it.
_STEPS = (
    (
        "CREATE TABLE state (changes INTEGER NOT NULL)",
        "INSERT INTO state VALUES (0)",
        "CREATE TABLE writers (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        # Narrow rows, so that all of them are looked through fast. `label` is NULL for no digit, `answer` for none;
        # `removed` is NULL, or when the drawing was removed, until which it can be restored.
        """CREATE TABLE drawings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            digest TEXT NOT NULL,
            label INTEGER CHECK (label BETWEEN 0 AND 9),
            answer INTEGER CHECK (answer BETWEEN 0 AND 9),
            sureness REAL NOT NULL,
            correct INTEGER,
            writer INTEGER NOT NULL REFERENCES writers (id),
            written TEXT NOT NULL,
            source TEXT NOT NULL,
            device TEXT NOT NULL,
            rejection TEXT NOT NULL,
            model TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            held_out INTEGER NOT NULL,
            removed TEXT)""",
        # What is large: the image, 784 bytes; ten float32, or NULL; the strokes as `packed_strokes` has them.
        """CREATE TABLE contents (
            id INTEGER PRIMARY KEY REFERENCES drawings (id) ON DELETE CASCADE,
            seen BLOB NOT NULL,
            probabilities BLOB,
            strokes BLOB NOT NULL)""",
        "CREATE INDEX by_digest ON drawings (digest)",
        "CREATE INDEX by_date ON drawings (written, id) WHERE removed IS NULL",
        "CREATE INDEX by_sureness ON drawings (sureness, id) WHERE removed IS NULL",
        "CREATE INDEX by_correctness ON drawings (correct, sureness, id) WHERE removed IS NULL",
        # Has all that counting needs.
        "CREATE INDEX by_writer ON drawings (writer, label, correct, held_out) WHERE removed IS NULL",
        "CREATE INDEX by_removal ON drawings (removed) WHERE removed IS NOT NULL",
    ),
    (
        # Tells a collection from all others: of it, the numbers are made that stand for names in exports.
        "ALTER TABLE state ADD COLUMN identity TEXT NOT NULL DEFAULT ''",
        "UPDATE state SET identity = lower(hex(randomblob(16)))",
        # The first version did not know what was written with, but that of pictures.
        "UPDATE drawings SET device = 'picture' WHERE source = 'picture' AND device = ''",
    ),
)
VERSION = len(_STEPS)
_WAIT = 10.0  # seconds for another process to finish writing
# The last of these digits of an extended error code say which kind it is.
_REASONS = {
    sqlite3.SQLITE_FULL: "cannot be written, the disk is full; make room on it.",
    sqlite3.SQLITE_READONLY: "cannot be written, it is read-only; change its permissions.",
    sqlite3.SQLITE_CORRUPT: "is damaged; move it away and import your last export.",
    sqlite3.SQLITE_NOTADB: "is damaged or no collection; move it away and import your last export.",
    sqlite3.SQLITE_BUSY: "is being written by another program; try again in a moment.",
    sqlite3.SQLITE_LOCKED: "is being written by another program; try again in a moment.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check the permissions of its folder.",
}


def migrate(database: sqlite3.Connection, name: str) -> None:
    """Bring the open database, which `name` is for people, to the present version; all steps or none.

    Raises CollectionError, having changed nothing, for a newer one and for another program's, sqlite3.Error for what
    goes wrong.
    """
    if _version(database, name) == VERSION:
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        for number in range(_version(database, name), VERSION):  # another process may have done it meanwhile
            for statement in _STEPS[number]:
                database.execute(statement)
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _version(database: sqlite3.Connection, name: str) -> int:
    # In this order: where another process has made the tables by now, it has said so.
    ((tables,),) = database.execute("SELECT count(*) FROM sqlite_master")
    ((version,),) = database.execute("PRAGMA user_version")
    ((application,),) = database.execute("PRAGMA application_id")
    if application != APPLICATION and (tables or version):
        raise CollectionError(f"{name} is another program's database and no collection; choose another file.")
    if version > VERSION:
        raise CollectionError(f"{name} was made by a newer digitpad; update this one to use it.")
    return int(version)


@contextmanager
def explained_database(path: Path) -> Iterator[None]:
    """Raise CollectionError, in words, for every way in which SQLite fails, and for content that is no drawing."""
    try:
        yield
    except sqlite3.Error as reason:
        code = getattr(reason, "sqlite_errorcode", 0) & 0xFF
        words = _REASONS.get(code, f"cannot be used ({reason}); check its disk and its permissions.")
        raise CollectionError(f"The collection {path} {words}") from None
    except (ValueError, TypeError) as reason:
        raise CollectionError(f"The collection {path} holds a damaged drawing ({reason}).") from None


def connect(path: Path) -> sqlite3.Connection:
    """The database at `path`, made with its folder where there is none, in the present version.

    Raises CollectionError when it cannot be used; what is there stays as it is.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise CollectionError(
            f"The folder {path.parent} of the collection cannot be made ({reason.strerror}); check its permissions."
        ) from None
    if is_kind(path, Path.exists) and not (path.is_file() and path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
        raise CollectionError(f"The collection {path} is read-only or no file; change its permissions or its name.")
    with explained_database(path):
        database = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        try:
            # First, since it reads the file: one that is no database is not touched.
            migrate(database, str(path))
            database.execute("PRAGMA journal_mode = WAL")
            # A killed program loses nothing so, a power failure at most the last drawings.
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            database.close()
            raise
    return database


class Database:
    """An open database, and how it is read and written."""

    def __init__(self, path: Path) -> None:
        """Raises CollectionError as `connect` does."""
        self.path = path
        self._database = connect(path)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading_at_once(self) -> Iterator[None]:
        """All that is read in the block is as it was when it began, whatever others write meanwhile."""
        with explained_database(self.path):
            self._database.execute("BEGIN")
        try:
            yield
        finally:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with explained_database(self.path):
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All statements of the block or none, counted as a change."""
        with explained_database(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("UPDATE state SET changes = changes + 1")
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def _all(self, query: str, *values: Any) -> list[Any]:
        with self._reading():
            return self._database.execute(query, values).fetchall()

    def _one(self, query: str, *values: Any) -> Any:
        """The first value of the first row, None if there is none."""
        return next((value for (value,) in self._all(query, *values)), None)
