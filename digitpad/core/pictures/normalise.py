"""Bringing a picture of a digit, from a scan or another program, into the form the network was trained on."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.core.drawing.normalise import DEFAULT, Ink, Normalisation, centre_of_mass
from digitpad.core.errors import DataError
from digitpad.core.network import SIDE
from digitpad.core.pictures.paper import sliding

# The widths, in pixels of a digit 20 pixels long, between which most of MNIST's training images lie, and in which no
# picture is changed.
_WIDTHS = (1.5, 3.5)
_DIGIT = 20.0
# The work is done on a digit so many pixels long.
_SIDE = 96
_MARGIN = 2  # about it where its pen is measured
_ROOM = 4  # and so much more where its outline is moved, at most 3.9 outwards
# Pixels of such a digit by which the outline has to move for the ink's greys to be given up for full ink.
_FULL = 0.3
# Of hairlines, so little is wider than a pixel of that size; so faint, they are full ink.
_HAIR, _FADED = 0.02, 0.25
# Thin lines of a large picture have faded here and there when it has been scaled down.
_INK = 0.4


def with_trained_pen(ink: Ink) -> Ink:
    """Cropped ink (height, width), 0 to 1, drawn with a pen as wide as the network knows; of another size then.

    The ink's outline is moved along its normals, by as much everywhere. Ink of a usual width comes back as it is.
    """
    scaled = _at_working_size(_unbroken(ink))
    depth = _depth(np.pad(scaled > _INK * scaled.max(), _MARGIN + _ROOM))
    pen = _pen_width(depth[_ROOM:-_ROOM, _ROOM:-_ROOM])
    wanted = float(np.clip(pen * _DIGIT / _SIDE, *_WIDTHS)) * _SIDE / _DIGIT
    # The digit shrinks as it is thinned, and is fitted again afterwards: its pen grows by that.
    inwards = (pen - wanted) / 2 / (1 - wanted / _SIDE)
    if inwards == 0:
        return ink
    # Of ink that is nowhere so wide, the middle stays.
    inwards = min(inwards, float(depth.max()) - 0.5)
    moved = np.clip(depth - inwards + 0.5, 0, 1)
    # Ink that is nearly of a usual width keeps its greys.
    share = min(abs(inwards) * _DIGIT / _SIDE / _FULL, 1.0)
    mixed: Ink = (share * moved + (1 - share) * np.pad(np.clip(scaled, 0, 1), _MARGIN + _ROOM)).astype(np.float32)
    return mixed


def _unbroken(ink: Ink) -> Ink:
    """Hairlines as wide as they have to be not to break as they are scaled down to the working size."""
    by = -(-max(ink.shape) // _SIDE)
    if by < 2:
        return ink
    wide = np.pad(ink > _NOISE * ink.max(), by)
    line = wide.sum()
    for axis in (0, 1):
        wide = sliding(wide, by + 1, axis, np.logical_and)
    if wide.sum() > _HAIR * line:
        return ink
    thicker = np.pad(ink, by)
    for axis in (0, 1):
        thicker = sliding(thicker, by, axis, np.maximum)
    unbroken: Ink = np.minimum(thicker / (_FADED * ink.max()), 1)
    return unbroken


def thickness(ink: Ink) -> float:
    """How thick cropped ink (height, width) is at its thickest place, as a part of its longer side.

    Written digits have some 0.1, those of the broadest pens 0.3; shapes that are filled have more.
    """
    scaled = _at_working_size(ink)
    return 2 * float(_distance_to(np.pad(scaled <= _INK * scaled.max(), 1, constant_values=True)).max()) / _SIDE


def _at_working_size(ink: Ink) -> Ink:
    scale = _SIDE / max(ink.shape)
    height, width = (max(1, round(side * scale)) for side in ink.shape)
    way = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    scaled: Ink = np.asarray(Image.fromarray(ink).resize((width, height), way))
    return scaled


def _pen_width(depth: npt.NDArray[np.float64]) -> float:
    """Twice the ink's area through the length of its outline: for a line much longer than wide, its width.

    The outline's length is the sum of the gradient over a soft edge: counting pixels would make slants too long.
    """
    down, across = np.gradient(np.clip(depth / 2 + 0.5, 0, 1))
    return float(2 * np.clip(depth + 0.5, 0, 1).sum() / np.hypot(down, across).sum())


def _depth(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How far each pixel lies from the outline, in pixels: above 0 inside, below 0 outside."""
    return np.where(inside, _distance_to(~inside) - 0.5, 0.5 - _distance_to(inside, _MARGIN + _ROOM))


def _distance_to(there: npt.NDArray[np.bool_], farthest: float = np.inf) -> npt.NDArray[np.float64]:
    """The distance (rows, columns) from each pixel to the nearest one that is there; at least one has to be.

    In two steps (Felzenszwalb and Huttenlocher 2012): along the columns, then along the rows, step by step until no
    pixel can be nearer. What is farther than the farthest is only known to be so.
    """
    rows, columns = there.shape
    row = np.arange(rows)[:, None]
    above = np.maximum.accumulate(np.where(there, row, -np.inf), axis=0)
    below = np.minimum.accumulate(np.where(there, row, np.inf)[::-1], axis=0)[::-1]
    along_column = np.minimum(row - above, below - row) ** 2
    nearest = along_column.copy()
    for step in range(1, columns):
        if step**2 >= nearest.max() or step > farthest:
            break
        np.minimum(nearest[:, step:], along_column[:, :-step] + step**2, out=nearest[:, step:])
        np.minimum(nearest[:, :-step], along_column[:, step:] + step**2, out=nearest[:, :-step])
    distance: npt.NDArray[np.float64] = np.sqrt(nearest)
    return distance


# Ink weaker than this share of the strongest is paper, shade or compression noise.
_NOISE = 0.1
_FAINTEST = 0.05


def normalise_bitmap(grey: npt.NDArray[np.float32], normalisation: Normalisation = DEFAULT) -> Ink:
    """The normalised ink (28, 28), 0 to 1, of a picture (height, width) of grey values 0 to 1.

    The paper's grey is the median of the picture's border, so dark on light and light on dark are read alike. The ink
    is cropped, its pen is made as wide as the network knows, it is fitted into the box with its aspect kept, and its
    centre of mass moved to the centre by whole pixels, as was done for MNIST: an image of MNIST itself comes back
    nearly as it was. Raises DataError for a picture without contrast.
    """
    return normalise_ink(_ink(grey), normalisation)


def normalise_ink(ink: npt.NDArray[np.float32], normalisation: Normalisation = DEFAULT) -> Ink:
    """The normalised ink (28, 28), 0 to 1, of ink (height, width), 0 to 1, as in `normalise_bitmap`."""
    ink = cropped(with_trained_pen(cropped(ink)))
    scale = normalisation.box / max(ink.shape)
    height, width = (max(1, round(side * scale)) for side in ink.shape)
    fitted = Image.fromarray(ink).resize(
        (width, height), Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
    )
    # Thin lines of a large picture fade as it shrinks; the strongest ink is full ink again.
    shrunk = np.clip(np.asarray(fitted), 0, 1)
    return centred(shrunk / shrunk.max(), normalisation.centre)


def cropped(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    rows, columns = (np.flatnonzero((ink > _NOISE).any(axis=axis)) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _ink(grey: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """How much each pixel differs from the paper, towards the side that differs most: 0 none, 1 the most."""
    paper = np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]]))
    difference = grey - paper
    if -difference.min() > difference.max():
        difference = -difference
    strongest = difference.max()
    if strongest < _FAINTEST:
        raise DataError("The picture shows nothing that stands out from its background; give one with more contrast.")
    ink: Ink = np.clip(difference, 0, None) / strongest
    return ink


def centred(ink: npt.NDArray[np.float32], centre: float) -> Ink:
    """Ink of at most 28×28 placed so that its centre of mass lies as near as whole pixels allow to the centre."""
    image = np.zeros((SIDE, SIDE), np.float32)
    x, y = np.round(centre - centre_of_mass(ink)).astype(int)
    height, width = ink.shape
    # Very lopsided ink stays inside the image rather than being cut off.
    left, top = min(max(x, 0), SIDE - width), min(max(y, 0), SIDE - height)
    image[top : top + height, left : left + width] = ink
    return image
