"""Opening picture files of every common kind: upright, and no larger than reading a digit needs; or why not."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from digitpad.core.errors import DataError
from digitpad.core.files import open_to_read

Pixels = npt.NDArray[np.float32]

# Formats whose decoders are simple or well tested. HEIF comes with the optional package pillow-heif.
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "HEIF")
_MOST_PIXELS = 50_000_000
# Pixels along the longer side, to look for a digit; a small one is then looked at again, in full.
LONGEST = 500
_CONVERT = "save it as PNG or JPEG first"


@dataclass(frozen=True, eq=False)
class Picture:
    """An upright picture; `drafted` pixels of the file make one of its pixels along each side."""

    image: Image.Image
    drafted: int = 1

    @classmethod
    def of(cls, image: Image.Image, drafted: int = 1) -> "Picture":
        """A picture of any of Pillow's modes, turned upright as its EXIF says."""
        return cls(_plain(ImageOps.exif_transpose(image)), drafted)

    def reduction(self, longest: int = LONGEST) -> int:
        """By how much the picture is to be reduced so that its longer side is at most so many pixels."""
        return -(-max(self.image.size) // longest)

    def pixels(self, by: int = 1, box: tuple[int, int, int, int] | None = None) -> Pixels:
        """Red, green, blue and perhaps alpha (height, width, 3 or 4), 0 to 1, reduced, of a box or of all of it."""
        part = self.image.crop(box) if box else self.image
        part = part.reduce(by) if by > 1 else part
        values = np.asarray(part, np.float32)
        if part.mode == "F":
            return np.stack([values] * 3, axis=2)
        return values / np.float32(255)


def is_picture(path: Path) -> bool:
    """Whether a file begins as a picture of one of the formats does, a damaged one too; False if it cannot be
    opened."""
    _register_heif()
    with suppress(Exception), open_to_read(path, DataError) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = file.read(64)
        file.seek(0)
        with suppress(Exception):
            Image.open(file, formats=_formats()).close()
            return True
        return is_damaged(start)
    return False


def open_picture(path: Path, whole: bool = False) -> Picture:
    """The picture in a file, turned upright; the first one of several. A large JPEG is scaled down, unless `whole`.

    Raises DataError when the file is missing, damaged, very large, or of a kind that is not read; which one is said.
    """
    with open_to_read(path, DataError) as file:
        return decode(file, str(path), whole)


def decode(file: IO[bytes], name: str, whole: bool = False) -> Picture:
    """As `open_picture`, from an open file or buffer; messages call it by `name`.

    A large JPEG is scaled down as it is decoded, unless the `whole` picture is wanted.
    """
    _register_heif()
    with _explained(file, name), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(file, formats=_formats()) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Image.DecompressionBombError
            size = max(image.size)
            if not whole:
                image.draft(None, (2 * LONGEST, 2 * LONGEST))
            image.load()
            drafted = round(size / max(image.size))
            return Picture.of(image, drafted)


def grey_of(file: IO[bytes], name: str) -> npt.NDArray[np.float32]:
    """The grey values (height, width) of a picture in an open file, 0 black to 1 white, pixel by pixel.

    Transparent parts count as white. As images of data are read, in which nothing is to be looked for. Raises DataError
    as `open_picture`.
    """
    image = decode(file, name, whole=True).image
    if image.mode == "F":
        return np.asarray(image)
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.asarray(image.convert("L"), np.float32) / np.float32(255)


@contextmanager
def _explained(file: IO[bytes], name: str) -> Iterator[None]:
    try:
        yield
    except DataError:
        raise
    except Image.DecompressionBombError:  # from Pillow, too, before the picture's size is known here
        raise DataError(f"{name} has more than {_MOST_PIXELS:,} pixels; scale it down first.") from None
    except UnidentifiedImageError:
        file.seek(0)
        kind = kind_of(file.read(64))
        raise DataError(f"{name} is {kind.name}; {kind.remedy}.") from None
    # Pillow's decoders report damage with many types: OSError, SyntaxError, ValueError, struct.error, zlib.error.
    except Exception:
        raise DataError(f"{name} is a damaged picture; save it again.") from None


def _formats() -> list[str]:
    return [each for each in FORMATS if each in Image.OPEN or each != "HEIF"]


def _register_heif() -> None:
    if "HEIF" not in Image.OPEN:
        with suppress(ImportError):
            from pillow_heif import register_heif_opener

            register_heif_opener()


def _plain(image: Image.Image) -> Image.Image:
    """The picture as RGB, RGBA if it has transparent parts, or, with more than eight bits, as grey from 0 to 1."""
    if image.mode == "F" or image.mode.startswith("I"):
        grey = np.asarray(image, np.float32)
        grey = grey if image.mode == "F" else grey / np.float32(65535)
        return Image.fromarray(np.clip(np.nan_to_num(grey), 0, 1))
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


class Kind(NamedTuple):
    """What a file is, and what to do about it: parts of a sentence."""

    name: str
    remedy: str


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
