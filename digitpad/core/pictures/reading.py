"""Reading a picture: one digit, or several side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.normalise import DEFAULT, Normalisation
from digitpad.core.drawing.rasterise import Ink
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import FoundInk, find_ink, outlined
from digitpad.core.pictures.ink import Reason
from digitpad.core.pictures.normalise import cropped, normalise_ink, thickness
from digitpad.core.pictures.paper import sampled
from digitpad.core.recognition.number import Boxes, Group, PlacedPrediction, Reading, read_pieces
from digitpad.core.recognition.predict import Classifier, Prediction, RejectionReason, predict_image, predict_images
from digitpad.core.recognition.rejection import Detector

# A component so wide, in parts of its height, may be several digits that touch. It is cut where few pixels are inked:
# no more than at this quantile of its columns.
_WIDE, _THIN = 1.1, 0.35
_NARROWEST = 0.2  # what is cut off, in parts of the height
_SOLID = 0.4  # as `thickness` measures: more than any pen
_CLUTTER, _AROUND = 0.5, 6  # other ink, and that along the border of a photograph, in parts of the written
_MOST_SHAPES = 3  # of one digit
_DARK = 0.3  # of the brightest paper: the paper in no shadow is as dark
_OUTLINED = 0.8  # the share of the outline that has to be an edge of the picture


@dataclass(frozen=True, eq=False)
class PictureReading:
    """What was found on a picture, and what was read; boxes are in pixels of the file, upright."""

    found: FoundInk
    reading: Reading


def image_of(picture: Picture, how: Normalisation = DEFAULT) -> Ink:
    """The normalised ink (28, 28), 0 to 1, of what was written on a picture, as one digit."""
    return normalise_ink(find_ink(picture).written, how)


def read_picture(
    network: Classifier, picture: Picture, how: Normalisation = DEFAULT, detector: Detector | None = None
) -> PictureReading:
    """Find what was written on a picture, and read it. Raises DataError when nothing stands out."""
    found = find_ink(picture)
    whole = predict_image(network, normalise_ink(found.written, how), detector)
    reason = _no_writing(found)
    if reason:
        whole = replace(whole, rejection=whole.rejection or reason)
        return PictureReading(found, Reading(whole, (PlacedPrediction(whole, _in_file(found.box, found, picture)),)))
    if _shapes(found) > _MOST_SHAPES:
        whole = replace(whole, rejection=whole.rejection or RejectionReason.CLUTTER)
    labels, boxes = _pieces(found, cut=whole.rejection is not None)

    def predict(groups: Sequence[Group]) -> list[Prediction]:
        images = [normalise_ink(np.where(np.isin(labels, group), found.written, 0), how) for group in groups]
        return predict_images(network, np.stack(images), detector)

    reading = read_pieces(whole, boxes, predict)
    digits = tuple(PlacedPrediction(each.prediction, _in_file(each.box, found, picture)) for each in reading.digits)
    return PictureReading(found, Reading(whole, digits))


def _no_writing(found: FoundInk) -> RejectionReason | None:
    """Why what was found is no writing: it is filled, has no outline, or is one of many things on the picture."""
    if thickness(cropped(found.written)) > _SOLID:
        return RejectionReason.SOLID
    ink, reasons, written = found.sorted.found, found.sorted.reasons, found.sorted.mask()
    others = ink.areas[np.isin(reasons, (Reason.FAINT, Reason.SPECK, Reason.APART))].sum()
    around = 0 if found.ground.even else ink.areas[reasons == Reason.BORDER].sum()
    paper = found.ground.paper
    if others > _CLUTTER * written.sum() or around > _AROUND * written.sum():
        return RejectionReason.CLUTTER
    in_the_dark = np.median(paper[written]) < _DARK * np.quantile(sampled(paper), 0.9)
    return RejectionReason.CLUTTER if in_the_dark or outlined(found) < _OUTLINED else None


def _shapes(found: FoundInk) -> int:
    """How many components of what was written are more than its details."""
    boxes = found.sorted.found.boxes[found.sorted.written]
    left, top, right, bottom = found.box
    return int(((boxes[:, 2:] - boxes[:, :2]).max(axis=1) > 0.25 * max(right - left, bottom - top)).sum())


def _in_file(
    box: tuple[float, float, float, float], found: FoundInk, picture: Picture
) -> tuple[float, float, float, float]:
    (x, y), by = found.corner, found.scale
    left, top, right, bottom = box
    corners = x + left * by, y + top * by, x + right * by, y + bottom * by
    left, top, right, bottom = (each * picture.drafted for each in corners)
    return left, top, right, bottom


def _pieces(found: FoundInk, cut: bool) -> tuple[npt.NDArray[np.intp], Boxes]:
    """The number (height, width) of the piece that each pixel belongs to, -1 for none, and the pieces' boxes (n, 4)."""
    ink = found.sorted.found
    labels = np.full(ink.shape, -1, np.intp)
    boxes: list[tuple[int, int, int, int]] = []
    for which in np.flatnonzero(found.sorted.written):
        left, top, right, bottom = ink.boxes[which].tolist()
        pixels = ink.pixels[ink.labels == which]
        columns = pixels % ink.shape[1]
        borders = [left, *(_cuts(columns - left, bottom - top) + left if cut else ()), right]
        for start, end in pairwise(borders):
            inside = pixels[(columns >= start) & (columns < end)]
            rows = inside // ink.shape[1]
            labels.ravel()[inside] = len(boxes)
            boxes.append((start, int(rows.min()), end, int(rows.max()) + 1))
    # Soft edges belong to the piece beside them.
    for axis in (0, 1):
        for way in (1, -1, 1, -1):
            beside = np.roll(labels, way, axis)
            labels = np.where(labels < 0, beside, labels)
    return labels, np.array(boxes, np.float64).reshape(-1, 4)


def _cuts(columns: npt.NDArray[np.intp], height: int) -> npt.NDArray[np.intp]:
    """Where to cut a component, from the columns of its pixels: none if it is no wider than a digit."""
    counts = np.bincount(columns)
    narrowest = max(2, round(_NARROWEST * height))
    if len(counts) < _WIDE * height or len(counts) < 3 * narrowest:
        return np.empty(0, np.intp)
    few = np.quantile(counts, _THIN)
    cuts: list[int] = []
    for column in np.argsort(counts[narrowest:-narrowest], kind="stable") + narrowest:
        if counts[column] > few or len(cuts) > 2 * len(counts) / height:
            break
        if all(abs(column - each) >= narrowest for each in cuts):
            cuts.append(int(column))
    return np.array(sorted(cuts), np.intp)
