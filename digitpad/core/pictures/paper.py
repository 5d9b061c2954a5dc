"""A picture in grey, and its paper: how bright it would be without its ink; the ink is what is missing from that."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from digitpad.core.pictures.decode import Pixels
from digitpad.core.pictures.labelling import Mask

Grey = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

# What the paper is measured with, as a part of the picture's shorter side, or of half of the longer one: wider than any
# pen.
_WINDOW, _SLIM = 0.35, 0.5
# Paper whose brightness lies between these parts of the way from its usual one to the ink's is in a shadow; nearer
# the ink's it is a bar, a frame or a table.
_SHADE = (0.08, 0.75)
_SHADED = 0.03  # of the picture, for the shadow to be divided out
_DARKEST = 0.08
_SMALLEST = 48  # pixels; no photograph is smaller
_SAMPLES = 150  # along each side
# Of red, green and blue (ITU-R BT.601).
_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)
# Of the contrast in colour: where less of it is left in the luminance, colour is what tells the ink from the paper.
_LEAST_IN_GREY = 0.35
_LEAST_CONTRAST = 0.15
# Of the contrast: noise that is left as it is, and how far apart pixels are in which it is not the same.
_NOISE, _APART = 0.02, 4
_LARGEST_BLUR = 3  # pixels on either side
# Where nothing transparent shows up against white by this much, its ground is taken to be black.
_ON_WHITE = 0.35


def sampled(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """So many of the values (height, width, ...), evenly spread, that their quantiles are those of all."""
    return values[:: 1 + values.shape[0] // _SAMPLES, :: 1 + values.shape[1] // _SAMPLES]


class PaperEstimate(NamedTuple):
    """The paper's brightness (height, width), and how much ink there is, 0 to about 1, in each pixel.

    `even` tells that there is no shade: the paper has one brightness everywhere.
    """

    paper: Grey
    ink: Grey
    even: bool


def divide_out(grey: Grey, usual: float) -> PaperEstimate:
    """Dark ink on light paper, which is of brightness `usual` at most places; divided by it if there is shade."""
    darkest = float(np.quantile(sampled(grey), 0.002))
    contrast = max(usual - darkest, 1e-6)
    shaded = divide_by_paper(grey, _WINDOW * max(1, _SLIM * max(grey.shape) / min(grey.shape)))
    low, high = usual - _SHADE[1] * contrast, usual - _SHADE[0] * contrast
    if min(grey.shape) < _SMALLEST or np.mean((shaded.paper > low) & (shaded.paper < high)) < _SHADED:
        return PaperEstimate(np.full_like(grey, usual), np.maximum(usual - grey, 0), True)
    return shaded


def divide_by_paper(grey: Grey, window: float) -> PaperEstimate:
    """Dark ink on light paper in any light, thinner everywhere than a `window`, a part of the shorter side.

    The paper's brightness is the closing of the picture (the largest value in a window about each pixel, and of these
    the smallest): it fills whatever is thinner than the window, and follows the edges of shadows, which are wider. What
    lies along the picture's edge, a table or a bar, goes on outside, and is no ink either.
    """
    paper = _closed(grey, window)
    # Noise lifts the largest values.
    paper -= max(float(np.median(sampled(paper - grey))), 0.0)
    return PaperEstimate(paper, np.maximum(paper - grey, 0) / np.maximum(paper, _DARKEST), False)


def to_bytes(values: npt.NDArray[np.float32]) -> Bytes:
    """Values 0 to 1 as bytes, which are compared much faster."""
    return (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)


def _closed(grey: Grey, part: float) -> Grey:
    soft = Image.fromarray(to_bytes(grey))
    if min(grey.shape) > 60:
        soft = soft.filter(ImageFilter.BoxBlur(1))
    window = max(3, round(part * min(grey.shape)) | 1)
    padded = np.pad(np.asarray(soft), window, mode="edge")
    for axis in (0, 1):
        padded = sliding(padded, window, axis, np.maximum)
    for axis in (0, 1):
        padded = sliding(padded, window, axis, np.minimum)
    # Each of the two lost window - 1 rows and columns, half of them on either side.
    height, width = grey.shape
    return padded[1 : 1 + height, 1 : 1 + width].astype(np.float32) / np.float32(255)


def sliding(values: Any, window: int, axis: int, largest: np.ufunc) -> Any:
    """The largest, or smallest, of `window` values or truths in a row along an axis: window - 1 fewer (by doubling)."""
    values = np.moveaxis(values, axis, 0)
    length = len(values) - window + 1
    span = 1
    while 2 * span <= window:
        values = largest(values[:-span], values[span:])
        span *= 2
    values = largest(values[:length], values[window - span : window - span + length])
    return np.moveaxis(values, 0, axis)


def opened(mask: Mask, length: int) -> Mask:
    """The pixels that lie in a row of at least `length` ones."""
    begins = sliding(mask, length, 1, np.logical_and)
    opened: Mask = sliding(np.pad(begins, ((0, 0), (length - 1, length - 1))), length, 1, np.logical_or)
    return opened


def denoised(pixels: Pixels) -> Pixels:
    """Pixels (height, width, 3 or 4), 0 to 1; if they are noisy, blurred by as much as it takes."""
    if min(pixels.shape[:2]) < _SMALLEST:
        return pixels
    grey = pixels[::2, :, :3] @ _LUMINANCE
    low, high = np.quantile(sampled(grey), [0.005, 0.995])
    noise = float(np.median(np.abs(grey[:, _APART:] - grey[:, :-_APART]))) / max(high - low, 1e-6)
    if noise < _NOISE:
        return pixels
    blur = ImageFilter.BoxBlur(min(round(noise / _NOISE), _LARGEST_BLUR))
    return np.asarray(Image.fromarray(to_bytes(pixels)).filter(blur), np.float32) / np.float32(255)


def to_grey(pixels: Pixels) -> Grey:
    """Grey values (height, width), 0 to 1, of red, green, blue and perhaps alpha (height, width, 3 or 4)."""
    colours, alpha = pixels[..., :3], pixels[..., 3:]
    if alpha.size and alpha.min() < 1:
        colours = colours * alpha + _behind(pixels) * (1 - alpha)
    some = sampled(colours).reshape(-1, 3)
    difference = some - np.median(some, axis=0)
    distance = np.sqrt((difference**2).sum(axis=1))
    # The colour farthest from the paper's, without the outermost, which may be noise.
    usual, most = np.quantile(distance, [0.99, 0.999])
    far = difference[distance >= max(usual, most / 2)].mean(axis=0)
    length = float(np.sqrt((far**2).sum()))
    in_grey = float(np.abs([*np.quantile(difference @ _LUMINANCE, [0.005, 0.995]), far @ _LUMINANCE]).max())
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
