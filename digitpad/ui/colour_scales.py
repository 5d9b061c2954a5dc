"""Numbers as colours, the same in every view: signed ones diverge from zero in the middle, others are brightness."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from digitpad.core.network import Floats
from digitpad.ui.theme import DARK, colours

# Okabe and Ito's blue and vermillion, which every kind of colour vision tells apart; on dark ground the lighter pair.
_NEGATIVE, _POSITIVE = {False: (0, 114, 178), True: (86, 180, 233)}, {False: (213, 94, 0), True: (240, 140, 60)}

RGB = npt.NDArray[np.uint8]


def signed_colours(values: Floats, limit: float | None = None) -> RGB:
    """Colours (..., 3) for signed values: blue below zero, the ground's colour at zero, orange above.

    `limit` is the size that has the full colour; by default the largest of the values.
    """
    dark = colours() is DARK
    ground = np.array((22, 24, 28) if dark else (255, 255, 255))
    size = np.abs(values).max(initial=0.0) if limit is None else limit
    strength = np.clip(np.asarray(values, np.float64) / (size or 1.0), -1, 1)[..., None]
    full = np.where(strength < 0, _NEGATIVE[dark], _POSITIVE[dark])
    rgb: RGB = np.round(ground + np.abs(strength) * (full - ground)).astype(np.uint8)
    return rgb


def grey(values: Floats, limit: float | None = None) -> RGB:
    """Colours (..., 3) for values from 0: black at zero, white at `limit`, by default the largest of the values."""
    size = values.max(initial=0.0) if limit is None else limit
    level = np.clip(np.asarray(values, np.float64) / (size or 1.0), 0, 1)[..., None]
    rgb: RGB = np.round(255 * np.repeat(level, 3, axis=-1)).astype(np.uint8)
    return rgb


def to_qimage(rgb: RGB) -> QImage:
    """Colours (height, width, 3) as an image."""
    data = np.ascontiguousarray(rgb)
    height, width, _ = data.shape
    # A copy, since QImage does not keep the array alive.
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
