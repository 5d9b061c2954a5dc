"""The files one opens together: a file, those of a folder, or those in a zip archive; gzip is undone on the way."""

import gzip
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from digitpad.core.errors import DataError
from digitpad.core.files import check_fits, explained, is_kind, open_to_read

_GZIP = b"\x1f\x8b"
_ZIP = b"PK"
_MOST_MEMBERS = 1_000_000
HEAD = 2_000  # bytes, by which a format is known
_SOME = 1 << 20
_ARRAYS = ".npz"


@dataclass(frozen=True)
class Member:
    """One file, by its path inside the folder or archive, with its size as it is stored there."""

    name: str
    size: int
    opened: Callable[[], IO[bytes]]

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders it lies in, and its name, in lower case and without .gz."""
        return PurePosixPath(self.name.lower().removesuffix(".gz")).parts

    @property
    def stem(self) -> str:
        """Its name without folders and ending."""
        return PurePosixPath(self.name.removesuffix(".gz")).stem

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Its content, unpacked if it is compressed with gzip. Reading on is bounded by whoever reads."""
        with ExitStack() as stack:
            file: IO[bytes] = stack.enter_context(self.opened())
            start = file.read(len(_GZIP))
            file.seek(0)
            if start == _GZIP:
                file = cast(IO[bytes], stack.enter_context(gzip.GzipFile(fileobj=file)))
            yield cast(BinaryIO, file)

    def head(self) -> bytes:
        """How it begins."""
        with self.open() as file:
            return file.read(HEAD)

    def content(self, most: int) -> bytes:
        """All of it. Raises DataError when it is longer than `most` bytes."""
        pieces, size = [], 0
        with self.open() as file:
            while piece := file.read(_SOME):
                size += len(piece)
                if size > most:
                    raise DataError(f"{self.name} unpacks to more than {most / 1e6:,.0f} MB; it is not a file of data.")
                pieces.append(piece)
        return b"".join(pieces)


def open_file(path: Path) -> IO[bytes]:
    """The file at `path`, to be read."""
    return path.open("rb")


def members_of_npz(path: Path) -> list[Member]:
    """The arrays of NumPy's archive at `path`; if it has only one, which has no telling name, called like it."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    check_fits(str(path), sum(each.file_size for each in infos))
    names = [path.stem] if len(infos) == 1 else [each.filename for each in infos]
    return [Member(name, each.file_size, partial(_of_npz, path, each)) for name, each in zip(names, infos, strict=True)]


def _of_npz(path: Path, info: zipfile.ZipInfo) -> BinaryIO:
    return _of_archive(zipfile.ZipFile(path), info)  # which stays open as long as what is read from it


@contextmanager
def open_members(path: Path) -> Iterator[list[Member]]:
    """The files at `path`, in the order of their names. Raises DataError for what cannot be opened."""
    if is_kind(path, Path.is_dir):
        with explained(path, DataError):
            yield _of_folder(path)
        return
    with open_to_read(path, DataError) as file:
        zipped = file.peek(2)[:2] == _ZIP
        size = os.fstat(file.fileno()).st_size
    if not zipped:
        yield [Member(path.name, size, partial(open_file, path))]
        return
    with zipfile.ZipFile(path) as archive:
        infos = [each for each in archive.infolist() if not each.is_dir() and not _is_hidden(each.filename)]
        # What an archive says of its sizes is what is unpacked at most.
        check_fits(str(path), sum(each.file_size for each in infos))
        yield sorted(
            (Member(each.filename, each.file_size, partial(_of_archive, archive, each)) for each in infos),
            key=lambda each: each.name,
        )


def _of_archive(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return io.BufferedReader(cast(io.RawIOBase, archive.open(info)))


def _of_folder(folder: Path) -> list[Member]:
    members: list[Member] = []
    for place, _, names in os.walk(folder):
        for name in names:
            file = Path(place, name)
            relative = file.relative_to(folder).as_posix()
            if _is_hidden(relative) or not is_kind(file, Path.is_file):
                continue
            if file.suffix == _ARRAYS and zipfile.is_zipfile(file):
                members += members_of_npz(file)
            else:
                members.append(Member(relative, file.stat().st_size, partial(open_file, file)))
        if len(members) > _MOST_MEMBERS:
            raise DataError(f"{folder} has more than {_MOST_MEMBERS:,} files; choose a folder with data alone.")
    return sorted(members, key=lambda each: each.name)


def _is_hidden(name: str) -> bool:
    """Whether it is what systems leave behind: .DS_Store, __MACOSX/…, Thumbs.db."""
    return any(part.startswith((".", "__MACOSX", "Thumbs.db", "desktop.ini")) for part in PurePosixPath(name).parts)
