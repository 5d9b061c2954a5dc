"""What was written on a picture, as it lies on the canvas and is read: one digit, or several side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.core.drawing.normalise import DEFAULT, Ink, Normalisation
from digitpad.core.network import CLASSES, SIDE
from digitpad.core.pictures.branches import branches
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import FoundInk, find_ink
from digitpad.core.pictures.normalise import normalise_ink
from digitpad.core.pictures.pieces import Pieces, clutter, no_writing, pieces_of, softened
from digitpad.core.recognition.boxes import Box, share_out
from digitpad.core.recognition.number import (
    Group,
    Parting,
    PlacedPrediction,
    Reading,
    is_one,
    read_boxes,
    read_pieces,
)
from digitpad.core.recognition.predict import Prediction, Recogniser, RejectionReason, predict_image, predict_images
from digitpad.core.recognition.rows import FEWEST, read_rows

_TURNS = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)

FINE = 6  # pixels of the ink as it lies on the canvas for each of the 28
_SIDE, _WIDEST = 20.0, 25.0  # canvas units: the longer side of a digit, and of what is much wider than high
_WIDE = 1.3
_FAINT = 0.1  # what is no stronger is no ink
_REFUSED = Prediction(np.zeros((SIDE, SIDE), np.float32), np.full(CLASSES, 0.1, np.float32), RejectionReason.UNLIKE)


@dataclass(frozen=True, eq=False)
class PictureLayer:
    """The ink found on a picture. Boxes are in canvas units; `in_file` turns them into pixels of the file, upright.

    `drafted` pixels of the file make one of the picture; `origin` is the corner, there, of the part that was looked at.
    Images of its pieces are kept: while a network trains, only the answers change.
    """

    found: FoundInk
    drafted: int = 1
    origin: tuple[int, int] = (0, 0)
    _images: dict[tuple[object, ...], Ink] = field(default_factory=dict)

    def seen(self, normalisation: Normalisation = DEFAULT) -> Ink:
        """The image (28, 28), 0 to 1, of all of it as one digit; as it lies on the canvas if it is not to be fitted."""
        if not normalisation.fit:
            as_it_lies: Ink = self.ink.reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3))
            return as_it_lies
        return self._image("whole", lambda: self.found.written, normalisation)

    def read(self, recogniser: Recogniser, boxes: Sequence[Box] | None = None) -> Reading:
        """As one digit, or, if that is refused, as several; with `boxes`, what lies in each of them is a digit.

        What is of other classes than digits stands alone, and no rule for digits holds of it.
        """
        whole = predict_image(recogniser, self.seen(recogniser.normalisation))
        if boxes:
            return read_boxes(whole, boxes, predict_images(recogniser, self._in(boxes, recogniser.normalisation)))
        if not recogniser.of_digits:
            return self._placed(Reading(whole, (PlacedPrediction(whole, self.found.box),)))
        unwritten, crowded = self._doubts
        if whole.is_certain:  # a digit whose loops have filled, or one of the bars of a display
            unwritten, crowded = None if unwritten is RejectionReason.SOLID else unwritten, None
        whole = replace(whole, rejection=whole.rejection or unwritten or crowded)
        one = (
            unwritten or not recogniser.normalisation.fit or is_one(whole, self.found.box)
        )  # then its pieces do not matter
        if one:
            return self._placed(Reading(whole, (PlacedPrediction(whole, self.found.box),)))
        predict = partial(self._predict, recogniser)
        ways = [Parting(each.boxes, partial(predict, each), each.shapes) for each in self._partings]
        return self._placed(read_pieces(whole, *ways))

    def read_rows(self, recogniser: Recogniser) -> Reading | None:
        """As several rows of digits; None if it is nothing of the kind. Takes seconds where there are many."""
        if self._doubts[0] or not recogniser.normalisation.fit:
            return None
        whole = predict_image(recogniser, self.seen(recogniser.normalisation))
        predict = partial(self._predict, recogniser, self.pieces)
        rows = read_rows(whole, self.pieces.boxes, predict, self.pieces.shapes)
        return rows and self._placed(rows)

    def _predict(self, recogniser: Recogniser, pieces: Pieces, groups: Sequence[Group]) -> list[Prediction]:
        predictions = predict_images(recogniser, self._groups(pieces, groups, recogniser.normalisation))
        # A part of any shape may look like a 1.
        return [
            replace(each, rejection=each.rejection or RejectionReason.UNSURE)
            if each.digit == 1 and pieces.cut(group)
            else each
            for each, group in zip(predictions, groups, strict=True)
        ]

    def _placed(self, reading: Reading) -> Reading:
        digits = tuple(replace(each, box=self._on_canvas(each.box)) for each in reading.digits)
        return replace(reading, digits=digits)

    def in_file(self, box: Box) -> Box:
        """A box of the canvas in pixels of the file, once that is upright."""
        left, top, right, bottom = (each * self.drafted for each in self.in_picture(box))
        return left, top, right, bottom

    def in_picture(self, box: Box) -> Box:
        """A box of the canvas in pixels of the picture."""
        scale, x, y = self._place
        (u, v), (w, z), by = self.found.corner, self.origin, self.found.scale
        left, top, right, bottom = box
        left, right = (u + w + (each - x) / scale * by for each in (left, right))
        top, bottom = (v + z + (each - y) / scale * by for each in (top, bottom))
        return left, top, right, bottom

    @property
    def outline(self) -> Box:
        """The box of what was written, in pixels of the picture."""
        return self.in_picture(self._on_canvas(self.found.box))

    @cached_property
    def pieces(self) -> Pieces:
        """What may be a digit each, or a part of one."""
        return pieces_of(self.found)

    @cached_property
    def _partings(self) -> tuple[Pieces, ...]:
        """What touches parted where lines meet, if any do, and cut where there is least ink."""
        parted = pieces_of(self.found, branches)
        return (parted, self.pieces) if len(parted.boxes) > self.found.sorted.written.sum() else (self.pieces,)

    @property
    def _finest(self) -> Pieces:
        return self._partings[0]

    @cached_property
    def points(self) -> npt.NDArray[np.float64]:
        """The ink's pixels (n, 2) in canvas units."""
        rows, columns = np.nonzero(self._finest.labels >= 0)
        scale, left, top = self._place
        return np.stack([(columns + 0.5) * scale + left, (rows + 0.5) * scale + top], axis=1)

    @property
    def point_pieces(self) -> npt.NDArray[np.intp]:
        """The piece (n,) that each of these belongs to."""
        labels = self._finest.labels
        return labels[labels >= 0]

    @cached_property
    def ink(self) -> Ink:
        """The ink (168, 168) from 0 to 1 as it lies on the canvas."""
        scale, left, top = self._place
        side = FINE * SIDE
        corner = -left / scale, -top / scale
        step = 1 / scale / FINE
        image = Image.fromarray(self.found.written)
        if step > 1:  # else thin lines fall between the pixels
            by = max(int(step), 1)
            image = image.reduce(by)
            corner, step = (corner[0] / by, corner[1] / by), step / by
        way = Image.Transform.AFFINE, (step, 0, corner[0], 0, step, corner[1])
        ink: Ink = np.clip(np.asarray(image.transform((side, side), *way, resample=Image.Resampling.BILINEAR)), 0, 1)
        return ink

    def prepare(self, normalisation: Normalisation = DEFAULT) -> None:
        """Make the images of all that may be a digit, so that no answer has to wait for one."""
        self.seen(normalisation)
        for pieces in () if self._doubts[0] else self._partings:
            if len(pieces.boxes) > 1:
                read_pieces(_REFUSED, Parting(pieces.boxes, partial(self._images_only, pieces, normalisation)))
        _ = self.ink, self.points

    @cached_property
    def _doubts(self) -> tuple[RejectionReason | None, RejectionReason | None]:
        return no_writing(self.found), clutter(self.found)

    def _images_only(self, pieces: Pieces, normalisation: Normalisation, groups: Sequence[Group]) -> list[Prediction]:
        return [_REFUSED for _ in self._groups(pieces, groups, normalisation)]

    def _groups(self, pieces: Pieces, groups: Sequence[Group], normalisation: Normalisation) -> Ink:
        """The images (n, 28, 28) of groups of pieces."""
        name = id(pieces)
        return np.stack(
            [self._image((name, each), partial(self._only, pieces, each), normalisation) for each in groups]
        )

    def _only(self, pieces: Pieces, group: Group) -> Ink:
        """The ink of a group of pieces, cut out."""
        window = pieces.window(group)
        ink: Ink = np.where(np.isin(pieces.soft[window], group), self.found.written[window], 0)
        return ink

    def _in(self, boxes: Sequence[Box], normalisation: Normalisation) -> Ink:
        """The images (n, 28, 28) of what lies in boxes."""
        labels = self._finest.labels.copy()
        labels[labels >= 0] = share_out(self.points, self.point_pieces, boxes)
        soft = softened(labels)
        keys = [("box", np.flatnonzero(labels == number).tobytes()) for number in range(len(boxes))]
        written = self.found.written
        return np.stack(
            [self._image(key, partial(np.multiply, written, soft == n), normalisation) for n, key in enumerate(keys)]
        )

    def _image(self, key: object, ink: Callable[[], Ink], normalisation: Normalisation) -> Ink:
        full = key, normalisation.box, normalisation.centre
        if full not in self._images:
            some = ink()
            blank = np.zeros((SIDE, SIDE), np.float32)
            self._images[full] = normalise_ink(some, normalisation) if some.max() > _FAINT else blank
        return self._images[full]

    @cached_property
    def _place(self) -> tuple[float, float, float]:
        """Canvas units for each pixel of what was found, and the place on the canvas of its left top corner."""
        left, top, right, bottom = self.found.box
        wide, high = right - left, bottom - top
        scale = (_WIDEST if wide > _WIDE * high else _SIDE) / max(wide, high)
        return scale, SIDE / 2 - scale * (left + right) / 2, SIDE / 2 - scale * (top + bottom) / 2

    def _on_canvas(self, box: Box) -> Box:
        scale, x, y = self._place
        left, top, right, bottom = box
        return left * scale + x, top * scale + y, right * scale + x, bottom * scale + y


@dataclass(frozen=True)
class PictureChoice:
    """Quarter turns clockwise; whether the ink is light, None to find out; where it is looked for, None everywhere.

    The frame is in pixels of the turned picture.
    """

    turns: int = 0
    light_on_dark: bool | None = None
    frame: Box | None = None

    def turned(self, picture: Picture) -> Picture:
        """The picture as it was turned."""
        turns = self.turns % 4
        return replace(picture, image=picture.image.transpose(_TURNS[turns - 1])) if turns else picture

    def layer_of(self, picture: Picture) -> PictureLayer:
        """What was written on a picture that was turned. Raises DataError when nothing stands out."""
        corner = 0, 0
        if self.frame:
            left, top, right, bottom = (round(each) for each in self.frame)
            width, height = picture.image.size
            corner = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
            opposite = min(max(right, corner[0] + 1), width), min(max(bottom, corner[1] + 1), height)
            picture = replace(picture, image=picture.image.crop((*corner, *opposite)))
        return PictureLayer(find_ink(picture, self.light_on_dark), picture.drafted, corner)


@dataclass(frozen=True, eq=False)
class PictureReading:
    """What was found on a picture, and what was read; boxes are in pixels of the file, upright."""

    found: FoundInk
    reading: Reading


def read_picture(recogniser: Recogniser, picture: Picture) -> PictureReading:
    """Find what was written on a picture, and read it. Raises DataError when nothing stands out."""
    layer = PictureLayer(find_ink(picture), picture.drafted)
    reading = layer.read(recogniser)
    if recogniser.of_digits and (reading.rejection or (not reading.is_number and len(layer.pieces.boxes) >= FEWEST)):
        reading = layer.read_rows(recogniser) or reading
    digits = tuple(replace(each, box=layer.in_file(each.box)) for each in reading.digits)
    return PictureReading(layer.found, replace(reading, digits=digits))
