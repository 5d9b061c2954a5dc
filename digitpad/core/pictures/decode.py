"""Reading a picture of one digit from a PNG or JPEG file."""

import warnings
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from digitpad.core.errors import DataError
from digitpad.core.files import open_to_read

_MOST_PIXELS = 50_000_000


def read_image(path: Path) -> npt.NDArray[np.float32]:
    """The grey values (height, width) of a picture, 0 black to 1 white; transparent parts count as white.

    Raises DataError when the file is missing, is neither PNG nor JPEG, or is damaged or very large.
    """
    with open_to_read(path, DataError) as file:
        return grey_of(file, str(path))


def grey_of(file: IO[bytes], path: str) -> npt.NDArray[np.float32]:
    """The same of an open file, which `path` names in errors."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise DataError(f"{path} has more than {_MOST_PIXELS:,} pixels; scale it down first.")
                return _grey(ImageOps.exif_transpose(picture))
    except DataError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise DataError(f"{path} is not a PNG or JPEG picture that can be read; convert it first.") from None
    # Pillow's decoders report damage with many types: OSError, SyntaxError, ValueError, struct.error, zlib.error.
    except Exception:
        raise DataError(f"{path} is a damaged picture; save it again.") from None


def _grey(picture: Image.Image) -> npt.NDArray[np.float32]:
    if picture.mode.startswith("I;16"):
        return np.asarray(picture, np.float32) / np.float32(65535)
    if picture.mode == "L" and "transparency" not in picture.info:
        return np.asarray(picture, np.float32) / np.float32(255)
    rgba = picture.convert("RGBA")
    paper = Image.new("RGBA", rgba.size, "white")
    grey = Image.alpha_composite(paper, rgba).convert("L")
    return np.asarray(grey, np.float32) / np.float32(255)
