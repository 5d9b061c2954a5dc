"""The formats of data that can be read, each known by how it begins, and what is said of a file in none of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from digitpad.core.readers.members import HEAD, Member
from digitpad.core.readers.strokes.strokes import is_strokes_head

# A row of numbers, or of names of columns, several of them.
_ROW = rb"(\xef\xbb\xbf)?[\w\"'.+\-:]*([,;\t ][\w\"'.+\-:]*){24,}"
_PICKLE = re.compile(rb"\x80[\x02-\x05]|[(\]}]+[lpdi]p?\d*\n|[(\]}]*c[a-zA-Z_][\w.]*\n\w+\n")
# How other files begin, and what to do with them; {name} is the file.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (rb"\Z", "is empty; choose a file of images with labels"),
    (
        rb"\x89HDF\r\n",
        "is an HDF5 file (.h5, or .mat of version 7.3); convert it in Python: "
        "f = h5py.File('{name}'); numpy.savez('data.npz', X=f['X'][:], y=f['y'][:])",
    ),
    (rb"\x1f\x9d|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", "is compressed in a way that is not read; unpack it"),
    (rb"%PDF", "is a PDF document; choose a file of images with labels"),
    (rb"GIF8|BM|II\*\x00|MM\x00\*|RIFF....WEBP", "is a picture that is neither PNG nor JPEG; convert it first"),
)
_CONVERT = (
    "convert it in Python, if you trust it: X, y = pickle.load(open('{name}', 'rb')); numpy.savez('data.npz', X=X, y=y)"
)


@dataclass(frozen=True)
class Format:
    """A family of files: its name for people, and how it begins."""

    name: str
    title: str
    begins: Callable[[bytes], bool]


def _pattern(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(pattern, re.DOTALL)
    return lambda head: compiled.match(head) is not None


FORMATS: tuple[Format, ...] = (
    Format("numpy", "NumPy", _pattern(rb"\x93NUMPY")),
    Format("idx", "IDX, as MNIST's original files are", _pattern(rb"\x00\x00[\x08\x09\x0b-\x0e][\x01-\x04]")),
    Format("table", "Table in text", _pattern(_ROW)),
    Format("parquet", "Parquet", _pattern(rb"PAR1")),
    Format("mat", "MATLAB up to version 7", _pattern(rb"MATLAB 5\.0")),
    Format("pictures", "Pictures (PNG, JPEG)", _pattern(rb"\x89PNG\r\n|\xff\xd8\xff")),
    Format("strokes", "Pen strokes, rendered as drawings are", is_strokes_head),
)


def format_of(member: Member) -> Format | None:
    """Which format a file has, by how it begins."""
    head = member.head()
    return next((each for each in FORMATS if each.begins(head[:HEAD])), None)


def reason_unread(member: Member) -> str:
    """The rest of a sentence that begins with the file's name."""
    head = member.head()
    name = member.name.replace("'", "")
    if is_pickle(head):
        return pickle_advice(name)
    for start, sentence in _OTHERS:
        if re.match(start, head, re.DOTALL):
            return sentence.replace("{name}", name)
    return (
        "is in no format of images with labels that digitpad knows (docs/formats.md lists them); "
        "numpy.savez('data.npz', digits=X, labels=y) in Python makes a file that opens"
    )


def is_pickle(head: bytes) -> bool:
    """Whether something begins as Python's pickles do."""
    return _PICKLE.match(head) is not None


def pickle_advice(name: str) -> str:
    """What to do instead of loading a pickle."""
    if "mnist" in name.lower() and "fashion" not in name.lower():
        return (
            "is a pickle, which could run any program and is never loaded; these are the images that digitpad has "
            "built in, with that book's split into 50,000, 10,000 and 10,000: --data mnist-nielsen"
        )
    return f"is a pickle, which could run any program and is never loaded; {_CONVERT.replace('{name}', name)}"
