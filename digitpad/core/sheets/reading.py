"""A photograph becomes labelled digits: a sheet on it is laid flat, cut at its boxes, and read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.core.errors import DataError
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import written_ink
from digitpad.core.pictures.ink import sort_ink
from digitpad.core.pictures.labelling import components, grown
from digitpad.core.pictures.layer import read_picture
from digitpad.core.pictures.normalise import cropped, normalise_ink
from digitpad.core.pictures.paper import Grey, PaperEstimate, divide_by_paper, to_grey
from digitpad.core.pictures.ruling import filled
from digitpad.core.recognition.predict import Prediction, predict_images
from digitpad.core.sheets.layout import BOX_HEIGHT, BOX_WIDTH, COLUMNS, HEIGHT, PLACES, ROWS, WIDTH, Place
from digitpad.core.sheets.marks import Homography, find_sheet, mapped
from digitpad.core.tasks import Progress, Task

SCALE = 6  # pixels of the flat sheet for each millimetre
# Millimetres: about the sheet; how far strokes leave their box at the sides, and above and below, where digits are
# printed; how far bent paper moves a box, and how far apart neighbours may be in this; a printed line's breadth; the
# widest stroke; the shortest thing that was written, and how much ink it has (square millimetres).
_MARGIN, _BESIDE, _ABOVE, _SHIFT, _UNLIKE, _LINE, _WIDEST = 6.0, 1.8, 1.2, 2.0, 0.5, 1.0, 12.0
_SHORTEST, _INKED = 2.5, 0.7
_PRINTED = 0.35  # the ink of a printed line at most
# What is written is darker than the paper by this, and no fainter than this part of most that is written.
_FAINTEST, _FAINT = 0.12, 0.4
# In parts of its longer side: the strokes of a digit are together no longer, and no thicker.
_LONGEST, _THICKEST = 3.4, 0.4
_FULL = 0.4  # of the ink
_CROFTON = np.pi / 4  # an outline's length, for the edges of pixels along it


def lay_flat(picture: Picture, sheet: Homography) -> PaperEstimate:
    """The paper and ink of the sheet that was found on a picture, SCALE pixels for each millimetre, upright."""
    size = round((WIDTH + 2 * _MARGIN) * SCALE), round((HEIGHT + 2 * _MARGIN) * SCALE)
    ends = mapped(sheet, np.array([(0, 0), (WIDTH, 0), (0, HEIGHT)]))
    finer = max(np.hypot(*(ends[1] - ends[0])) / WIDTH, np.hypot(*(ends[2] - ends[0])) / HEIGHT) / SCALE
    by = max(int(finer), 1)
    image = picture.image.convert("RGB")
    image = image.reduce(by) if by > 1 else image
    from_pixels = np.array([[1 / SCALE, 0, -_MARGIN], [0, 1 / SCALE, -_MARGIN], [0, 0, 1]])
    back = np.diag([1 / by, 1 / by, 1]) @ sheet @ from_pixels
    way = Image.Transform.PERSPECTIVE
    flat = image.transform(size, way, (back / back[2, 2]).ravel()[:8].tolist(), Image.Resampling.BILINEAR)
    grey = to_grey(np.asarray(flat, np.float32) / np.float32(255))
    return divide_by_paper(grey, _WIDEST * SCALE / min(grey.shape))


def written_on(sheet: PaperEstimate) -> Mapping[Place, Grey]:
    """What was written into each box that is not empty, with full ink at 1."""
    shifts, level = _lines(sheet.ink)
    inside = {place: _inside(sheet.ink, place, shifts[place], level) for place in PLACES}
    some = round(_INKED * SCALE**2)
    strong = np.array([np.partition(ink, -some, axis=None)[-some] for ink in inside.values()])
    usual = float(np.median(strong[strong > _FAINTEST])) if (strong > _FAINTEST).any() else 0.0
    found = {place: _written(sheet, ink, max(_FAINTEST, _FAINT * usual)) for place, ink in inside.items()}
    return {place: each for place, each in found.items() if each is not None}


def _corner(place: Place, beside: float = 0.0, above: float = 0.0) -> tuple[int, int]:
    """The pixel of a box's upper left corner, so far outside it."""
    left, top, _, _ = place.box
    return round((left - beside + _MARGIN) * SCALE), round((top - above + _MARGIN) * SCALE)


def _lines(ink: Grey) -> tuple[npt.NDArray[np.float64], float]:
    """How far each box lies (rows, columns, 2), in millimetres, from where it were if the paper were flat, and how
    dark its lines are.

    Where the printed lines are, two by two; a box that is far from where its neighbours have theirs is as they are.
    """
    own = np.zeros((ROWS, COLUMNS, 2))
    levels = []
    wide, high, reach = round(BOX_WIDTH * SCALE), round(BOX_HEIGHT * SCALE), round(_SHIFT * SCALE)
    faint = np.minimum(ink, _PRINTED)
    for place in PLACES:
        left, top = _corner(place)
        across = faint[top : top + high, left - reach : left + wide + reach + 1].mean(axis=0)
        down = faint[top - reach : top + high + reach + 1, left : left + wide].mean(axis=1)
        for axis, (profile, length) in enumerate(((across, wide), (down, high))):
            pairs = profile[: 2 * reach + 1] + profile[length : length + 2 * reach + 1]
            soft = np.convolve(np.pad(pairs, 1, mode="edge"), [0.25, 0.5, 0.25], "valid")
            own[place.row, place.column, axis] = (int(soft.argmax()) - reach) / SCALE
        edge = left + round(own[place][0] * SCALE)
        levels.append(float(np.median(faint[top : top + high, edge - 2 : edge + 4].max(axis=1))))
    around = np.pad(own, ((1, 1), (1, 1), (0, 0)), mode="reflect")
    near = [around[row : row + ROWS, column : column + COLUMNS] for row in range(3) for column in range(3)]
    usual = np.median(near, axis=0)
    return np.where(np.abs(own - usual) > _UNLIKE, usual, own), float(np.median(levels))


def _inside(ink: Grey, place: Place, shift: npt.NDArray[np.float64], level: float) -> Grey:
    """The ink in a box and a little beyond, without the printed lines."""
    left, top = (a + round(by * SCALE) for a, by in zip(_corner(place, _BESIDE, _ABOVE), shift.tolist(), strict=True))
    wide, high = round((BOX_WIDTH + 2 * _BESIDE) * SCALE), round((BOX_HEIGHT + 2 * _ABOVE) * SCALE)
    window = ink[top : top + high, left : left + wide]
    for beyond in (_ABOVE, _BESIDE):
        lines = np.abs(np.arange(len(window)) + 0.5 - beyond * SCALE) < _LINE * SCALE / 2
        where = np.zeros(window.shape, np.bool_)
        where[lines | lines[::-1]] = True
        window = filled(window, where, level).T
    return window


def _written(sheet: PaperEstimate, ink: Grey, floor: float) -> Grey | None:
    """What was written in a box, without what reaches in from elsewhere; None for an empty one."""
    height, width = ink.shape
    shapes = components(ink > floor)
    middle = (shapes.boxes[:, :2] + shapes.boxes[:, 2:]) / 2
    edge = np.array([_BESIDE + _LINE, _ABOVE + _LINE]) * SCALE
    own = (middle > edge).all(axis=1) & (middle < np.array([width, height]) - edge).all(axis=1)
    longer = (shapes.boxes[:, 2:] - shapes.boxes[:, :2]).max(axis=1, initial=0)
    if not (own & (longer >= _SHORTEST * SCALE)).any():
        return None
    ink = np.where(shapes.mask(~own), 0, ink).astype(np.float32)
    ink[[0, -1]] = 0  # what goes on beyond is as well written as the rest
    ink[:, [0, -1]] = 0
    found = sort_ink(ink)
    return written_ink(ink, sheet, found) if found.written.any() else None


@dataclass(frozen=True, eq=False)
class FoundDigit:
    """A digit on a photograph: what it is meant to be, what the model makes of it, and its box if it is on a sheet.

    `struck_out`: it has more ink than any digit, as what is crossed out or smeared has.
    """

    label: int | None
    prediction: Prediction
    struck_out: bool = False
    place: Place | None = None

    @property
    def doubt(self) -> str:
        """Why it may not be the digit that it is meant to be; empty for what is a digit."""
        return "crossed out or smeared" if self.struck_out else str(self.prediction.rejection or "")


@dataclass(frozen=True, eq=False)
class FoundDigits:
    """The digits on a photograph in reading order, and the model that has read them.

    `empty` boxes there were on a sheet; without one it is None, and the labels are what was read.
    """

    digits: tuple[FoundDigit, ...]
    model: Model
    empty: int | None = None


def read_photograph_task(model: Model, picture: Picture) -> Task[FoundDigits]:
    """As `read_sheet_task`, but where there is no sheet, the digits that stand in rows or side by side.

    Raises DataError where there are none of these, either.
    """
    try:
        return (yield from read_sheet_task(model, picture))
    except DataError as no_sheet:
        try:
            digits = read_picture(model.recogniser, picture).reading.digits
        except DataError:
            digits = ()
        if len(digits) < 2:
            raise no_sheet from None
    return FoundDigits(tuple(FoundDigit(each.prediction.digit, each.prediction) for each in digits), model)


def read_sheet_task(model: Model, picture: Picture) -> Task[FoundDigits]:
    """Find a sheet on a picture and read its boxes. Raises DataError, in a sentence, where there is none."""
    yield Progress()
    sheet = find_sheet(picture)
    yield Progress(0.1)
    flat = lay_flat(picture, sheet)
    yield Progress(0.3)
    written = written_on(flat)
    images = []
    for number, ink in enumerate(written.values()):
        yield Progress(0.5 + 0.5 * number / len(written))
        images.append(normalise_ink(ink, model.normalisation))
    answers = predict_images(model.recogniser, np.stack(images)) if images else []
    digits = tuple(
        FoundDigit(place.digit, _as_asked_for(answer, place.digit), _is_struck_out(ink), place)
        for (place, ink), answer in zip(written.items(), answers, strict=True)
    )
    return FoundDigits(digits, model, len(PLACES) - len(digits))


def _as_asked_for(answer: Prediction, digit: int) -> Prediction:
    """The answer to a box, not refused if the digit that was asked for outweighs the detector's doubt (Bayes).

    What is no digit is read as any of the ten; what is read as the one in the box is so many times likelier to be it.
    """
    if answer.probabilities is None or answer.unlike > np.log(CLASSES * max(float(answer.probabilities[digit]), 1e-9)):
        return answer
    return replace(answer, rejection=None)


def _is_struck_out(ink: Grey) -> bool:
    inked = np.pad(cropped(ink) > _FULL, 1)
    longer = max(inked.shape) - 2
    edges = sum(int((each[1:] != each[:-1]).sum()) for each in (inked, inked.T))
    solid = not grown(~inked, round(_THICKEST / 2 * longer)).all()
    return solid or edges * _CROFTON / 2 > _LONGEST * longer
