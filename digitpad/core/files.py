"""Reading only what has an end and room in memory, and writing so that no crash or full disk costs what was there."""

import csv
import errno
import io
import os
import re
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from digitpad.core.errors import DataError, DigitpadError, OutputError

_MEMINFO = Path("/proc/meminfo")
# Where the system does not say how much is free.
_ASSUMED = 4_000_000_000

PARTS = ".digitpad-*.part"  # files that are being written, or were when the program was killed

# Asked for but once: to ask is to change it for a moment, for all threads.
_UMASK = os.umask(0o077)
os.umask(_UMASK)

# The columns by their names; all of one length.
Table = Mapping[str, Sequence[Any]]


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a new file and move it to `path` when the block ends without an error; links are followed.

    A stream, such as /dev/stdout, is written to directly.
    Raises OSError when nothing can be written there, or nothing should: `path` is read-only, or is no file.
    """
    target = _destination(path)
    if target is None:
        with path.open("wb") as stream:
            yield stream
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".digitpad-", suffix=".part")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(_permissions(target))
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _destination(path: Path) -> Path | None:
    """The file to make or replace, which is at the end of all links; None for a stream. Raises OSError."""
    try:
        mode = _mode(path)
    except FileNotFoundError:
        return Path(os.path.realpath(path))
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    stream = stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)
    if not (stream or stat.S_ISREG(mode)):
        raise OSError(errno.EINVAL, "it is neither a file nor a stream", str(path))
    # The system lets root write to every file; but whoever made this one read-only wants to keep it.
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it is read-only", str(path))
    return None if stream else Path(os.path.realpath(path))


def _mode(path: Path) -> int:
    """What kind of file it is, and its permissions. Raises OSError, and not ValueError, for what is no name."""
    try:
        return path.stat().st_mode
    except ValueError:
        raise OSError(errno.EINVAL, "no file can have this name", str(path)) from None


def _permissions(path: Path) -> int:
    """The permissions `path` has, or those a new file of this user gets (mkstemp gives 0o600)."""
    with suppress(FileNotFoundError):
        return path.stat().st_mode & 0o777
    return 0o666 & ~_UMASK


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power failure, where the system can."""
    with suppress(OSError):  # Windows opens no folders, and some file systems do not sync them
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def why(reason: Exception) -> str:
    """In a few words and without a path, what the system refused, or what else kept a file from being used."""
    held = "another program holds it" if isinstance(reason, TimeoutError) else ""
    return getattr(reason, "strerror", None) or held or str(reason) or "no memory"


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
        raise error(f"{path} cannot be read: permission denied; check its permissions.") from None
    except OSError as reason:
        if reason.errno is None:  # not from the system but from a decoder
            raise
        raise error(f"{path} cannot be used ({reason.strerror}); check the name.") from None


@contextmanager
def open_to_read(path: Path, error: type[Exception]) -> Iterator[BufferedReader]:
    """Open a file that has an end. Raises `error`, in words, for one that cannot be opened, devices and pipes."""
    with explained(path, error):
        mode = _mode(path)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError
        if not stat.S_ISREG(mode):
            raise error(f"{path} is a device, a pipe or a socket; name a file.")
        with path.open("rb") as file:
            yield file


@contextmanager
def explained_content(path: Path, error: type[DigitpadError], trouble: str, advice: str) -> Iterator[None]:
    """Raise `error`, which names `path`, for every way in which making sense of what it holds may fail.

    What is damaged fails wherever the damage lies: in an archive's directory, a compression, a header or a text. Then
    `trouble` is said, and why, and the `advice`.
    """
    try:
        yield
    except error as known:
        text = str(known)
        raise error(text if str(path) in text else f"{path}: {text.removesuffix('.')}.") from None
    except DigitpadError:
        raise
    except MemoryError:
        raise error(f"{path} is too large for this computer's memory; make a file with less in it.") from None
    except Exception as reason:
        why = " ".join(str(reason).split())[:100] or type(reason).__name__
        why = "it holds Python objects, which are never loaded" if "allow_pickle" in why else why
        raise error(f"{path} {trouble} ({why}); {advice}.") from None


def archive_members(path: Path) -> list[str]:
    """The names of the files in a zip archive; none if it cannot be read."""
    try:
        with open_to_read(path, DigitpadError) as file, zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except (DigitpadError, OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return []


def is_kind(path: Path, kind: Callable[[Path], bool]) -> bool:
    """Whether `path` is there and of a `kind` such as Path.is_dir; False where the system does not let us look."""
    try:
        return kind(path)
    except (OSError, ValueError):
        return False


@contextmanager
def explained_write(path: Path, error: type[Exception]) -> Iterator[BinaryIO]:
    """As `atomic_write`, but raises `error`, in words, when the file cannot be written."""
    with _explained_output(path, error), atomic_write(path) as file:
        yield file


@contextmanager
def _explained_output(path: Path, error: type[Exception]) -> Iterator[None]:
    try:
        yield
    except OSError as reason:
        raise error(f"{path} cannot be written ({why(reason)}); choose another place.") from None


def make_folder(folder: Path, error: type[Exception]) -> None:
    """Make a folder if it is not there. Raises `error`, in words, when that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise error(f"{folder} is a file; name a folder.") from None
    except OSError as reason:
        raise error(f"The folder {folder} cannot be made ({reason.strerror}); choose another place.") from None


def check_can_write(path: Path, error: type[Exception]) -> None:
    """Raise `error`, in words, when no file can be written at `path`: better now than after an hour of training."""
    with _explained_output(path, error):
        target = _destination(path)
        if target is None:
            return
        folder = target.parent
        if not folder.is_dir():
            raise error(f"{path} cannot be written, there is no folder {folder}; make it first.")
        if not os.access(folder, os.W_OK):
            raise error(f"{path} cannot be written, {folder} is read-only; choose another place.")


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
        file.write(csv_text(table).encode(errors="backslashreplace"))


def free_bytes() -> int:
    """The memory a program can have without pushing others out, as far as the system tells."""
    with suppress(OSError, ValueError):
        found = re.search(r"MemAvailable:\s*(\d+) kB", _MEMINFO.read_text())
        if found:
            return int(found[1]) * 1024
    with suppress(AttributeError, OSError, ValueError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    return _ASSUMED


def check_fits(name: str, needed: int) -> None:
    """Raise DataError, with the numbers, when there is no room for so many bytes."""
    free = free_bytes()
    if needed > free:
        raise DataError(
            f"{name} needs {_amount(needed)} of memory, and {_amount(free)} are free; make a file with fewer images."
        )


def _amount(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"
