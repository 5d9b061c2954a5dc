"""Finding a sheet on a photograph: its four corner marks, and by the code between them which way is up."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from digitpad.core.errors import DataError
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.labelling import Components, Mask, components
from digitpad.core.pictures.paper import Grey, to_bytes, to_grey
from digitpad.core.sheets.layout import CODE, CORNERS, MODULE, code_cells

Points = npt.NDArray[np.float64]
# What turns points of one plane into those of another, (3, 3).
Homography = npt.NDArray[np.float64]

_LOOKED_AT = 1600, 3200  # pixels of the longer side; sheets that are small on their picture are looked at again
_AROUND, _DARK = 40, 0.75  # a pixel is dark beside the mean of those around, a part of the longer side away
_SMALLEST = 4  # pixels of a mark's core
_CORE, _RING, _MARK = 9, 24, 49  # modules (layout.py) in the core, in the ring, and in all of a mark
_ASIDE = 0.15  # of a mark: how far the middles of ring and core are apart at most
_MOST_MARKS = 12  # that are tried with each other
_SIZES = 0.6, 1.6  # of the size that a mark is to have by its place
_BENT = -2.0, 0.0, 2.0  # millimetres that bent paper may move the code


def find_sheet(picture: Picture) -> Homography:
    """What turns places on the sheet (layout.py) into pixels of the picture.

    Raises DataError, in a sentence, where there are no four marks, or no code between them.
    """
    most = 0
    for longest in _LOOKED_AT:
        by = picture.reduction(longest)
        dark = _dark(to_grey(picture.pixels(by)))
        middles, sizes = _marks(components(dark))
        for some in combinations(range(len(middles)), 4):
            found = _sheet_of(middles[list(some)], sizes[list(some)], dark)
            if found is not None:
                return np.diag([by, by, 1.0]) @ found
        most = max(most, len(middles))
    if most >= 4:
        raise DataError("The code between the lower corner marks is not clear; photograph all of the sheet again.")
    raise DataError(
        f"No four corner marks of a sheet ({most} found); photograph all of it from above, sharp and in even light."
    )


def homography(places: Points, pixels: Points) -> Homography:
    """What turns four places (4, 2) into four pixels (4, 2), no three of either in a line."""
    rows, values = [], []
    for (x, y), (u, v) in zip(places, pixels, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(values)), 1).reshape(3, 3)


def mapped(by: Homography, points: Points) -> Points:
    """Points (n, 2) turned into those of the other plane."""
    found = np.column_stack([points, np.ones(len(points))]) @ by.T
    return np.asarray(found[:, :2] / found[:, 2:])


def _dark(grey: Grey) -> Mask:
    """What is darker (height, width) than its surroundings, in light or shadow."""
    image = Image.fromarray(to_bytes(grey))
    mean = np.asarray(image.filter(ImageFilter.BoxBlur(max(grey.shape) // _AROUND)), np.float32)
    return np.asarray(image) < _DARK * mean


def _marks(found: Components) -> tuple[Points, npt.NDArray[np.float64]]:
    """The middles (n, 2) of what may be marks, a ring about a square each, and their sizes (n,), likeliest first."""
    wide, high = (found.boxes[:, 2:] - found.boxes[:, :2]).T
    filled = found.areas / np.maximum(wide * high, 1)
    square = (wide < 2.5 * high) & (high < 2.5 * wide)
    cores = np.flatnonzero(square & (filled > 0.4) & (np.minimum(wide, high) >= _SMALLEST))
    rings = np.flatnonzero(square & (filled < 0.7) & (np.minimum(wide, high) >= 2 * _SMALLEST))
    middles = (found.boxes[:, :2] + found.boxes[:, 2:]) / 2
    rows, columns = np.divmod(found.pixels, found.shape[1])
    marks: list[tuple[float, float, float, float]] = []
    for core in cores:
        apart = np.abs(middles[rings] - middles[core]) < _ASIDE * np.stack([wide[rings], high[rings]], axis=1)
        larger = np.stack([wide[rings] / wide[core], high[rings] / high[core]], axis=1)
        alike = apart.all(axis=1) & (larger > 1.7).all(axis=1) & (larger < 3.3).all(axis=1)
        unlike = np.abs(np.log(found.areas[rings] / found.areas[core] / (_RING / _CORE)))
        if (alike & (unlike < 0.8)).any():
            own = found.labels == core
            size = (found.areas[core] * _MARK / _CORE) ** 0.5
            marks.append((unlike[alike].min(), columns[own].mean() + 0.5, rows[own].mean() + 0.5, size))
    table = np.array(sorted(marks)[:_MOST_MARKS], np.float64).reshape(-1, 4)
    return table[:, 1:3], table[:, 3]


def _sheet_of(middles: Points, sizes: npt.NDArray[np.float64], dark: Mask) -> Homography | None:
    """The sheet whose marks these four are, if they lie and look so and the code is between them."""
    around = middles - middles.mean(axis=0)
    order = np.argsort(np.arctan2(around[:, 1], around[:, 0]))  # clockwise, with y down
    middles, sizes = middles[order], sizes[order]
    sides = np.roll(middles, -1, axis=0) - middles
    following = np.roll(sides, -1, axis=0)
    if (sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0] <= 0).any():
        return None
    corners = np.array(CORNERS)
    cells = np.array([((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in code_cells()])
    for turn in range(4):
        found = homography(corners, np.roll(middles, turn, axis=0))
        if _sizes_fit(found, np.roll(sizes, turn)) and any(
            np.array_equal(_at(dark, mapped(found, cells + np.array([x, y]))), CODE) for x in _BENT for y in _BENT
        ):
            return found
    return None


def _at(mask: Mask, points: Points) -> Mask:
    """Whether the mask is set at points (n, 2), not set outside."""
    columns, rows = np.floor(points).astype(np.intp).T
    inside = (rows >= 0) & (columns >= 0) & (rows < mask.shape[0]) & (columns < mask.shape[1])
    found: Mask = inside & mask[np.where(inside, rows, 0), np.where(inside, columns, 0)]
    return found


def _sizes_fit(found: Homography, sizes: npt.NDArray[np.float64]) -> bool:
    """Whether the marks are about as large as they are to be where they are."""
    half = 3.5 * MODULE
    square = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    for corner, size in zip(CORNERS, sizes, strict=True):
        x, y = mapped(found, square + corner).T
        area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
        if not _SIZES[0] < size / max(area, 1e-9) ** 0.5 < _SIZES[1]:
            return False
    return True
