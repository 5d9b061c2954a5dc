"""Writing files so that a crash, a full disk or a wrong name never costs what was there before."""

import csv
import io
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from digitpad.core.errors import OutputError

# Asked for but once: to ask is to change it for a moment, for all threads.
_UMASK = os.umask(0o077)
os.umask(_UMASK)


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a new file beside `path` and move it into place when the block ends without an error.

    Raises OSError when the folder cannot be written; `path` is then as it was.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".digitpad-", suffix=".part")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(_permissions(path))
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _permissions(path: Path) -> int:
    """The permissions `path` has, or those a new file of this user gets (mkstemp gives 0o600)."""
    with suppress(FileNotFoundError):
        return path.stat().st_mode & 0o777
    return 0o666 & ~_UMASK


@contextmanager
def explained(path: Path, error: type[Exception]) -> Iterator[None]:
    """Raise `error`, in words, for every way in which the system refuses to open `path`."""
    try:
        yield
    except FileNotFoundError:
        raise error(f"{path} does not exist; check the name.") from None
    except IsADirectoryError:
        raise error(f"{path} is a folder; name a file in it.") from None
    except PermissionError:
        raise error(f"{path} may not be read by you; check its permissions.") from None
    except OSError as reason:
        if reason.errno is None:  # not from the system but from a decoder
            raise
        raise error(f"{path} cannot be used ({reason.strerror}); check the name.") from None


@contextmanager
def explained_write(path: Path, error: type[Exception]) -> Iterator[BinaryIO]:
    """As `atomic_write`, but raises `error`, in words, when the file cannot be written."""
    try:
        with atomic_write(path) as file:
            yield file
    except OSError as reason:
        raise error(f"{path} cannot be written ({reason.strerror}); choose another place.") from None


def check_can_write(path: Path, error: type[Exception]) -> None:
    """Raise `error`, in words, when no file can be written at `path`: better now than after an hour of training."""
    with explained(path, error), suppress(FileNotFoundError, NotADirectoryError):
        path.lstat()
    if path.is_dir():
        raise error(f"{path} is a folder; name a file to write.")
    if not path.parent.is_dir():
        raise error(f"{path} cannot be written, there is no folder {path.parent}; make it first.")
    if not os.access(path.parent, os.W_OK):
        raise error(f"{path} cannot be written, {path.parent} is read-only; choose another place.")


# The columns by their names; all of one length.
Table = Mapping[str, Sequence[Any]]


def csv_text(table: Table) -> str:
    """The table with a row of names above it, as RFC 4180 has it. Raises ValueError when columns differ in length."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table)
    writer.writerows(zip(*table.values(), strict=True))
    return text.getvalue()


def write_csv(path: Path, table: Table) -> None:
    """Write the table to `path`, whole or not at all. Raises OutputError when the file cannot be written."""
    with explained_write(path, OutputError) as file:
        file.write(csv_text(table).encode())
