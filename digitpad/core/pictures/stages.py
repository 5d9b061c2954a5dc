"""The named stages of reading a picture, as small images to look at."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.core.pictures.ink import strength
from digitpad.core.pictures.labelling import Mask
from digitpad.core.pictures.layer import PictureLayer

_LONGEST = 160  # pixels
_SEEN = 0.1  # of a small image's pixel: so much of it was removed to be marked


class Stage(StrEnum):
    ORIENTATION = "orientation"
    CONTRAST = "contrast"
    PAPER = "paper"
    RULING = "ruling"
    FRAME = "frame"
    INK = "ink"
    NORMALISATION = "normalisation"


class StageImage(NamedTuple):
    """Values (height, width) or colours (height, width, 3) from 0 to 1, and what (height, width) was removed there."""

    values: npt.NDArray[np.float32]
    removed: Mask | None = None


def stages_of(layer: PictureLayer) -> dict[Stage, StageImage]:
    """What each stage but the last made of a picture; of a small digit, of the part that was looked at again."""
    found = layer.found
    colours = found.pixels
    if colours.shape[2] == 4:
        colours = colours[..., :3] * colours[..., 3:] + (1 - colours[..., 3:])
    full = strength(found.ground.ink) or 1.0
    left_out = found.sorted.found.mask(~found.sorted.written)
    return {
        Stage.ORIENTATION: StageImage(np.stack([_small(colours[..., each]) for each in range(3)], axis=2)),
        Stage.CONTRAST: StageImage(_small(found.grey)),
        Stage.PAPER: StageImage(_small(found.ground.paper)),
        Stage.RULING: StageImage(_small(found.ground.ink / full), _seen(found.ruling)),
        Stage.FRAME: StageImage(_small(found.ink / full), _seen(left_out)),
        Stage.INK: StageImage(_small(found.written)),
    }


def _small(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    by = -(-max(values.shape) // _LONGEST)
    image = Image.fromarray(np.clip(values, 0, 1).astype(np.float32))
    return np.asarray(image.reduce(by) if by > 1 else image)


def _seen(mask: Mask) -> Mask:
    seen: Mask = _small(mask.astype(np.float32)) > _SEEN
    return seen
