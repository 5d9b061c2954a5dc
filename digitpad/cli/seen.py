"""What the network saw, as letters on a terminal or as a picture file."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from digitpad.core.drawing.rasterise import Ink
from digitpad.core.errors import OutputError, SettingsError
from digitpad.core.files import check_can_write, explained_write
from digitpad.core.network import SIDE

_SHADES = " .:-=+*#%@"  # from no ink to full ink
_ACROSS = 20  # images in a row of a picture


def text_picture(seen: Ink) -> Iterator[str]:
    """A line for each row of the image (28, 28), with two letters a pixel: a letter is twice as high as wide."""
    for row in np.rint(seen * (len(_SHADES) - 1)).astype(int):
        yield "".join(2 * _SHADES[shade] for shade in row).rstrip()


def check_picture(path: Path) -> None:
    """Raise, in words, when no picture can be written to `path`: SettingsError for its ending, else OutputError."""
    if path.suffix.lower() != ".png":
        raise SettingsError(f"Pictures are saved as .png, not as {path.name}; choose another name.")
    check_can_write(path, OutputError)


def write_pictures(path: Path, images: Sequence[Ink]) -> None:
    """Write the images (28, 28) side by side, white on black, twenty in a row. Raises OutputError."""
    rows = -(-len(images) // _ACROSS)
    sheet = np.zeros((rows, SIDE, min(len(images), _ACROSS), SIDE), np.uint8)
    for number, image in enumerate(images):
        sheet[number // _ACROSS, :, number % _ACROSS] = np.rint(255 * image)
    with explained_write(path, OutputError) as file:
        Image.fromarray(sheet.reshape(rows * SIDE, -1)).save(file, format="PNG")
