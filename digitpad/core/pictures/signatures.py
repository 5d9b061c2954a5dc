"""What a file that is no picture is, by its first bytes, so that it can be named."""

from typing import NamedTuple


class Kind(NamedTuple):
    """What a file is, and what to do about it: parts of a sentence."""

    name: str
    remedy: str


_CONVERT = "save it as PNG or JPEG first"
_SIGNATURES: tuple[tuple[int, tuple[bytes, ...], Kind], ...] = (
    (0, (b"%PDF",), Kind("a PDF document", "take a screenshot of the page, or export it as PNG")),
    (0, (b"<svg", b"<?xml"), Kind("a drawing in SVG or another XML format", "export it as PNG")),
    (
        4,
        (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc"),
        Kind("a HEIC picture", 'install "digitpad[heic]" to read it, or save it as JPEG'),
    ),
    (4, (b"ftypavif", b"ftypavis"), Kind("an AVIF picture", _CONVERT)),
    (4, (b"ftyp",), Kind("a film", "save one of its pictures as PNG")),
    (0, (b"8BPS",), Kind("a Photoshop picture", _CONVERT)),
    (0, (b"%!PS",), Kind("a PostScript document", _CONVERT)),
    (0, (b"\0\0\1\0", b"icns"), Kind("an icon", _CONVERT)),
    (0, (b"\0\0\0\x0cjP", b"\xff\x4f\xff\x51"), Kind("a JPEG 2000 picture", _CONVERT)),
    (0, (b"\xff\x0a", b"\0\0\0\x0cJXL"), Kind("a JPEG XL picture", _CONVERT)),
    (0, (b"PK\3\4",), Kind("a ZIP archive, a document or a .npz file", "give the picture itself")),
    (0, (b"\x93NUMPY",), Kind("a NumPy array", "save it as a picture")),
)
_DAMAGED = Kind("a damaged picture", "save it again")


def kind_of(start: bytes) -> Kind:
    """What a file is that begins so, if it could not be opened as a picture."""
    if not start:
        return Kind("an empty file", "give a picture")
    for offset, beginnings, kind in _SIGNATURES:
        if start[offset:].startswith(beginnings):
            return kind
    if is_damaged(start):
        return _DAMAGED
    if _is_text(start):
        return Kind("a text", "give a picture: PNG, JPEG, WebP, GIF, BMP or TIFF")
    return Kind("a file of an unknown kind", "give a picture: PNG, JPEG, WebP, GIF, BMP or TIFF")


def is_damaged(start: bytes) -> bool:
    """Whether a file that could not be opened as a picture begins as one does."""
    if start.startswith((b"\x89PNG", b"\xff\xd8")):
        return True
    return start.startswith((b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")) and not _is_text(start)


def _is_text(start: bytes) -> bool:
    return all(byte >= 32 or byte in b"\t\r\n" for byte in start)
