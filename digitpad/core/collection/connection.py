"""Opening the database, and what goes wrong with one, in words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digitpad.core.collection.schema import migrate
from digitpad.core.errors import CollectionError
from digitpad.core.files import is_kind

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


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All statements of the block or none, counted as a change."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("UPDATE state SET changes = changes + 1")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
