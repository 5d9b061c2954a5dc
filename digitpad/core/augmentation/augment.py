"""Varied images for training, by the fastest way there is on this machine; many at once with NumPy.

tests/core/augmentation/reference.py has the formulas for one image. The amounts by which an image is varied are made
from random numbers with a fixed place in the sequence that belongs to its key, so that none depends on which other
parts are on; augment_kernel.py makes the same amounts from the same places.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import Keys, bell, derived, uniform
from digitpad.core.network import BACKGROUND, PIXELS, SIDE, Floats

GRID = 7  # control points along each side
SPACING = 7.0  # pixels
# Images with less ink than one pixel of full ink has (2, from -1 to 1) have no centre of mass worth keeping.
MIN_INK = 2.0
# The elastic distortion does not move with the ink that is put back, so the ink changes a little with its place.
CENTRING_PASSES = 2
# Where the control points lie along a side, in pixels from the image's centre; one is beyond each edge.
CONTROLS = SPACING * (np.arange(GRID) - (GRID - 1) / 2)

# Where in a key's sequence of random numbers each part has its own.
SHIFT, ROTATION, SCALE, SHEAR, THICKNESS, ELASTIC = 0, 2, 3, 4, 5, 6
NOISE = ELASTIC + 2 * GRID * GRID
_END = NOISE + 3 * PIXELS

# Images lie inside this much background, so that all four pixels about any place, kept to the padded image, exist.
_MARGIN = 2
_PADDED = SIDE + 2 * _MARGIN
_INSIDE = slice(_MARGIN, -_MARGIN)
# Where the control points lie from the centre (2, GRID²), and the pixels in the padded image (2, 28, 28).
_PLACES = np.stack(np.meshgrid(CONTROLS, CONTROLS, indexing="ij")).reshape(2, -1)
_PIXELS = np.mgrid[_MARGIN : SIDE + _MARGIN, _MARGIN : SIDE + _MARGIN]
# So many images at once that what is computed on the way stays in the processor's cache.
_BLOCK = 64

Reals = npt.NDArray[np.float64]


def b_spline(t: float) -> float:
    """The cubic B-spline at a distance of t control points: a bump of width 4; copies at distance 1 add up to 1."""
    t = abs(t)
    if t < 1:
        return 2 / 3 - t * t + t**3 / 2
    return (2 - t) ** 3 / 6 if t < 2 else 0.0


# (28, GRID): how much each control point counts for each pixel; the field of controls C is WEIGHTS C WEIGHTS^T.
WEIGHTS = np.array([[b_spline((pixel + 0.5 - SIDE / 2 - at) / SPACING) for at in CONTROLS] for pixel in range(SIDE)])


class SampledTransforms(NamedTuple):
    """Amounts for n images. The first of two axes is always down, the second right."""

    shift: Reals  # pixels (n, 2)
    rotation: Reals  # radians anticlockwise (n,)
    scale: Reals  # the logarithm of the factor (n,)
    shear: Reals  # (n,)
    thickness: Reals  # pixels (n,)
    elastic: Reals  # displacement of the control points in pixels (n, 2, GRID, GRID)
    noise: Reals  # what is added to each pixel (n, 784)


def draw(keys: Keys, augmentation: Augmentation) -> SampledTransforms:
    """The amounts for the images with these keys (n,)."""
    numbers = uniform(keys, _END if augmentation.noise else NOISE)
    even = 2 * numbers[:, :NOISE] - 1  # from -1 to 1
    n = len(keys)
    if augmentation.resamples:
        shift = augmentation.shift * even[:, SHIFT:ROTATION]
    else:
        shift = np.floor(numbers[:, SHIFT:ROTATION] * (2 * augmentation.shift + 1)) - augmentation.shift
    normal = bell(numbers[:, NOISE:].reshape(n, PIXELS, 3)) if augmentation.noise else np.zeros((n, PIXELS))
    return SampledTransforms(
        shift=shift,
        rotation=np.radians(augmentation.rotation) * even[:, ROTATION],
        scale=augmentation.scale * even[:, SCALE],
        shear=augmentation.shear * even[:, SHEAR],
        thickness=augmentation.thickness * even[:, THICKNESS],
        elastic=augmentation.elastic * even[:, ELASTIC:NOISE].reshape(n, 2, GRID, GRID),
        noise=augmentation.noise * normal,
    )


def augmented(X: Floats, keys: Keys, augmentation: Augmentation, compiled: bool) -> Floats:
    """New images (n, 784) of the same dtype, within [-1, 1] as X is, each varied by what its key (n,) draws.

    The parts come in this order: pen thickness; rotation, scale, shear, elastic distortion and shift, resampled once;
    noise. A distortion moves the centre of mass, by which the images of MNIST are centred: the image is put back so
    that its centre of mass is where it was, plus the shift, as far as the ink stays inside.
    An image depends on its key and not on the others of its batch. `compiled` kernels, which need Numba, are several
    times as fast; their first call takes some seconds, once for each machine.
    """
    if not augmentation.active:
        return X.copy()
    if compiled:
        # Here, since it imports Numba, which takes half a second.
        from digitpad.core.augmentation.augment_kernel import augmented_with_kernel

        return augmented_with_kernel(X, keys, augmentation)
    return augmented_with_numpy(X, keys, augmentation)


@dataclass(frozen=True)
class Augmenter:
    """Each image is varied by what the `key`, and its own number among the images, draw; then `origin` is taken off.

    So the same image is varied alike whatever it is taken together with.
    """

    augmentation: Augmentation
    key: np.uint64
    origin: float = 0.0

    def of(self, X: Floats, rows: npt.NDArray[np.integer[Any]], compiled: bool = False) -> Floats:
        """The images `rows` (n,) of X (…, 784), varied: (n, 784)."""
        images = augmented(X.take(rows, 0, mode="clip"), derived(self.key, rows), self.augmentation, compiled)
        images -= X.dtype.type(self.origin)
        return images


def augmented_with_numpy(X: Floats, keys: Keys, augmentation: Augmentation) -> Floats:
    """As `augmented`, without compiled kernels."""
    result = np.empty_like(X)
    for start in range(0, len(X), _BLOCK):
        block = slice(start, start + _BLOCK)
        result[block] = _augmented(X[block], draw(keys[block], augmentation), augmentation)
    return result


def thickened_with_numpy(X: Floats, pixels: Reals) -> Floats:
    """The images (n, 784) with strokes that many pixels (n,) wider, at most 2; thinner where negative.

    Dilation moves each edge by one pixel, and a blend with the image by a part of a pixel. Erosion does the same
    inwards, but leaves nothing of a stroke of 2 pixels. What it cannot give back, the image less its opening, is kept.
    """
    return _thickened(_padded(X), pixels).reshape(X.shape)


def warped_with_numpy(X: Floats, amounts: SampledTransforms) -> Floats:
    """The images (n, 784) rotated, scaled, slanted and distorted about their centre, then shifted.

    What the middle p of a pixel shows lies in the image at c + M (p - c - shift) + elastic(p), where c is the centre
    and M the inverse of scale · rotation · shear.
    """
    result = np.empty_like(X)
    for start in range(0, len(X), _BLOCK):
        block = slice(start, start + _BLOCK)
        some = SampledTransforms(*(amount[block] for amount in amounts))
        result[block] = _resampled(_padded(X[block]), X[block], some, False).reshape(-1, X.shape[1])
    return result


def centres_of_mass(X: Floats) -> Reals:
    """Where the ink of images (n, 784) or (n, 28, 28) has its centre (n, 2); nan for an image without ink."""
    ink = X.reshape(-1, SIDE, SIDE).astype(np.float64) - BACKGROUND
    middles = np.arange(SIDE) + 0.5
    total = ink.sum(axis=(1, 2))
    moments = np.stack([ink.sum(axis=2) @ middles, ink.sum(axis=1) @ middles], axis=1)
    return moments / np.where(total < MIN_INK, np.nan, total)[:, None]


def _padded(X: Floats) -> Floats:
    padded = np.full((len(X), _PADDED, _PADDED), BACKGROUND, X.dtype)
    padded[:, _INSIDE, _INSIDE] = X.reshape(-1, SIDE, SIDE)
    return padded


def _augmented(X: Floats, amounts: SampledTransforms, augmentation: Augmentation) -> Floats:
    n = len(X)
    padded = _padded(X)
    if augmentation.thickness:
        padded[:, _INSIDE, _INSIDE] = _thickened(padded, amounts.thickness)
    if augmentation.resamples:
        moved = _resampled(padded, X, amounts, augmentation.deforms)
    elif augmentation.shift:
        moved = _shifted(padded, amounts.shift.astype(np.intp))
    else:
        moved = padded[:, _INSIDE, _INSIDE]
    if augmentation.noise:
        moved = np.clip(moved + amounts.noise.reshape(n, SIDE, SIDE), -1, 1)
    return moved.reshape(n, -1)


def _thickened(padded: Floats, pixels: Reals) -> Floats:
    """The inside (n, 28, 28) of the images, with strokes that many pixels (n,) wider."""
    inside = padded[:, _INSIDE, _INSIDE]
    eroded = np.full_like(padded, BACKGROUND)
    eroded[:, _INSIDE, _INSIDE] = _neighbours(padded, np.minimum)
    thinnest = eroded[:, _INSIDE, _INSIDE] + inside - _neighbours(eroded, np.maximum)
    target = np.where((pixels >= 0)[:, None, None], _neighbours(padded, np.maximum), thinnest)
    part = (np.abs(pixels) / 2).astype(padded.dtype)[:, None, None]
    return inside + part * (target - inside)


def _neighbours(padded: Floats, choose: np.ufunc) -> Floats:
    """The largest or smallest of each inside pixel and the four that share an edge with it."""
    before, after = slice(_MARGIN - 1, -_MARGIN - 1), slice(_MARGIN + 1, -_MARGIN + 1)
    vertical = choose(padded[:, before, _INSIDE], padded[:, after, _INSIDE])
    horizontal = choose(padded[:, _INSIDE, before], padded[:, _INSIDE, after])
    result: Floats = choose(choose(vertical, horizontal), padded[:, _INSIDE, _INSIDE])
    return result


def _shifted(padded: Floats, pixels: npt.NDArray[np.intp]) -> Floats:
    """The images moved by whole pixels (n, 2)."""
    most = int(np.abs(pixels).max(initial=0))
    wider = np.pad(padded[:, _INSIDE, _INSIDE], ((0, 0), (most, most), (most, most)), constant_values=BACKGROUND)
    windows = np.lib.stride_tricks.sliding_window_view(wider, (SIDE, SIDE), axis=(1, 2))
    return windows[np.arange(len(padded)), most - pixels[:, 0], most - pixels[:, 1]]


def _resampled(padded: Floats, X: Floats, amounts: SampledTransforms, keep_centre: bool) -> Floats:
    inverse = _inverses(amounts)
    # Splines give straight lines back as they are, so the control points carry the affine part as well.
    controls = amounts.elastic + ((inverse - np.eye(2)) @ _PLACES).reshape(amounts.elastic.shape)
    field = WEIGHTS @ controls @ WEIGHTS.T
    shift = amounts.shift
    moved = _sampled(padded, field, inverse, shift)
    if keep_centre:
        aim = centres_of_mass(X) + shift
        for _ in range(CENTRING_PASSES):
            shift = shift + np.nan_to_num(aim - centres_of_mass(moved))
            moved = _sampled(padded, field, inverse, shift)
    return moved


def _inverses(amounts: SampledTransforms) -> Reals:
    """The inverses (n, 2, 2) of scale · rotation · shear."""
    cos, sin = np.cos(amounts.rotation), np.sin(amounts.rotation)
    rows = [cos, sin, amounts.shear * cos - sin, amounts.shear * sin + cos]
    inverses: Reals = (np.exp(-amounts.scale) * np.stack(rows)).T.reshape(-1, 2, 2)
    return inverses


def _sampled(padded: Floats, field: Reals, inverse: Reals, shift: Reals) -> Floats:
    """What pixels show (n, 28, 28) that look `field` (n, 2, 28, 28) pixels beside themselves, of shifted images."""
    n = len(padded)
    displacement = field - (inverse @ shift[:, :, None])[..., None]
    whole = np.floor(displacement)
    down, right = np.moveaxis((displacement - whole).astype(padded.dtype), 1, 0)
    whole += _PIXELS
    np.clip(whole, 0, _PADDED - 2, out=whole)
    image = np.arange(n)[:, None, None] * _PADDED
    corner = ((image + whole[:, 0]) * _PADDED + whole[:, 1]).astype(np.intp)
    flat = padded.ravel()
    upper, lower = _between(flat, corner, right), _between(flat[_PADDED:], corner, right)
    result: Floats = upper + down * (lower - upper)
    return result


def _between(flat: Floats, left: npt.NDArray[np.intp], right: Floats) -> Floats:
    """The values at the places `left`, moved by the part `right` towards those one place on."""
    value = flat.take(left, mode="clip")
    return value + right * (flat[1:].take(left, mode="clip") - value)
