"""One grey value for each pixel of a picture with colours and transparency, in which its ink stands out."""

import numpy as np

from digitpad.core.pictures.decode import Pixels
from digitpad.core.pictures.paper import Grey, sampled

# Of red, green and blue (ITU-R BT.601).
_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)
# Of the contrast in colour: where less of it is left in the luminance, colour is what tells the ink from the paper.
_LEAST_IN_GREY = 0.35
_LEAST_CONTRAST = 0.15
# Where nothing transparent shows up against white by this much, its ground is taken to be black.
_ON_WHITE = 0.35


def to_grey(pixels: Pixels) -> Grey:
    """Grey values (height, width), 0 to 1, of red, green, blue and perhaps alpha (height, width, 3 or 4)."""
    colours, alpha = pixels[..., :3], pixels[..., 3:]
    if alpha.size and alpha.min() < 1:
        colours = colours * alpha + _behind(pixels) * (1 - alpha)
    some = sampled(colours).reshape(-1, 3)
    difference = some - np.median(some, axis=0)
    distance = np.sqrt((difference**2).sum(axis=1))
    # The colour farthest from the paper's, without the outermost, which may be noise.
    far = difference[distance >= np.quantile(distance, 0.99)].mean(axis=0)
    length = float(np.sqrt((far**2).sum()))
    in_grey = float(np.abs(np.quantile(difference @ _LUMINANCE, [0.005, 0.995])).max())
    if length > _LEAST_CONTRAST and in_grey < _LEAST_IN_GREY * length:
        along = (colours - np.median(some, axis=0)) @ (far / length)
        apart: Grey = np.clip(1 - np.maximum(along, 0), 0, 1).astype(np.float32)
        return apart
    grey: Grey = colours @ _LUMINANCE
    return grey


def _behind(pixels: Pixels) -> float:
    """The brightness of what transparent ink lies on: white, unless the ink could not be seen on it."""
    some = sampled(pixels).reshape(-1, 4)
    shown = some[some[:, 3] > 0.5, :3]
    if not len(shown):
        return 1.0
    dark, light = np.quantile(shown @ _LUMINANCE, [0.02, 0.98])
    return 1.0 if 1 - dark >= min(_ON_WHITE, light) else 0.0
