"""Reading drawings: the one way from strokes to an answer, for the window and for a file of drawings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any, Protocol

import numpy as np

from digitpad.core.drawing.normalise import DEFAULT, Ink, Normalisation, to_input
from digitpad.core.drawing.render import PackedDrawings, render, render_one
from digitpad.core.drawing.strokes import Drawing, paths
from digitpad.core.network import Activations, Floats, softmax
from digitpad.core.recognition.rejection import Detector, stand_apart

# Canvas units; a drawing that is smaller was no more than touched upon.
_SPECK = 0.5
# A straight drawing is a 1 or, if it rises by less than this share of its width (25°), a minus sign.
_FLATTEST_ONE = 0.47
# It is straight if no point lies farther from it than this share of its length.
_STRAIGHT = 0.1
# A runner-up that is right in fewer than one of ten cases is not worth a word.
_MATTERS = 0.1
_AT_ONCE = 256
# Log-odds that it is no digit, below which hardly anything but a digit lies: of 2,500 drawings of two digits, one.
_CERTAIN = -3.0


class Classifier(Protocol):
    """A network, or what does the same as one."""

    @property
    def dtype(self) -> np.dtype[Any]: ...
    def forward(self, X: Floats, /) -> Activations: ...


class RejectionReason(StrEnum):
    """Why a drawing is no digit: by simple rules, which need no network, or by a detector."""

    BLANK = "blank"
    SPECK = "speck"
    LINE = "horizontal line"
    TWO_SHAPES = "two shapes"
    UNLIKE = "not a digit"
    SOLID = "a filled shape"
    CLUTTER = "no clear shape"
    UNSURE = "a number of which not every digit is clear"


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a network makes of a drawing: the image it sees (28, 28), its probabilities (10,), and why it is no digit.

    There are no probabilities without a network, and for a blank drawing. The most probable digit is there for a
    refused drawing too. `unlike` is by how much the detector's score is above its threshold: logarithms of odds that it
    is no digit. A provisional answer is one to a drawing whose last stroke has not ended: nothing but a blank
    one is refused yet, and no probability means much.
    """

    seen: Ink
    probabilities: Floats | None
    rejection: RejectionReason | None
    provisional: bool = False
    unlike: float = -np.inf

    @property
    def digit(self) -> int | None:
        return None if self.probabilities is None else int(np.argmax(self.probabilities))

    @property
    def probability(self) -> float:
        """How probable the network holds the digit to be."""
        return 0.0 if self.probabilities is None else float(np.max(self.probabilities))

    @property
    def is_certain(self) -> bool:
        """Whether the detector has no doubt that it is a digit; without a detector nothing tells."""
        return bool(-np.inf < self.unlike < _CERTAIN)

    @property
    def runner_up(self) -> int | None:
        """The second most probable digit if it is probable enough to matter."""
        if self.probabilities is None:
            return None
        second = int(np.argsort(self.probabilities)[-2])
        return second if self.probabilities[second] >= _MATTERS else None


@dataclass(frozen=True, eq=False)
class Recogniser:
    """What reads: a network, the form its drawings are brought into, and what tells that one is no digit, if anything.

    Of other classes than digits nothing is refused but what is blank. Without a network there are no probabilities.
    """

    network: Classifier | None
    normalisation: Normalisation = DEFAULT
    detector: Detector | None = None
    of_digits: bool = True


def predict_drawing(recogniser: Recogniser, drawing: Drawing) -> Prediction:
    """The answer to one drawing in canvas units."""
    return predict_rendered(recogniser, drawing, render_one(paths(drawing), recogniser.normalisation))


def predict_drawings(recogniser: Recogniser, drawings: Iterable[Drawing]) -> Iterator[Prediction]:
    """The answers to many drawings in canvas units, in their order: those of `predict_drawing` to float rounding."""
    waiting = iter(drawings)
    while some := list(islice(waiting, _AT_ONCE)):
        images = render(PackedDrawings.of(map(paths, some)), recogniser.normalisation)
        yield from predict_images(recogniser, images, some)


def predict_image(recogniser: Recogniser, seen: Ink) -> Prediction:
    """The answer to a picture that is in the network's form: one of the data, or from `normalise_bitmap`."""
    return predict_images(recogniser, seen[None])[0]


def predict_images(recogniser: Recogniser, images: Ink, drawings: Sequence[Drawing] | None = None) -> list[Prediction]:
    """The answers to images (n, 28, 28) in the network's form; to those of drawings, the simple rules hold too."""
    reasons = [rejection_reason(each) for each in drawings] if drawings is not None else [None] * len(images)
    if recogniser.network is None:
        return [Prediction(image, None, reason) for image, reason in zip(images, reasons, strict=True)]
    activations = recogniser.network.forward(to_input(images).astype(recogniser.network.dtype, copy=False))
    detector = recogniser.detector
    unlike = detector.excess(activations.A2) if detector else np.full(len(images), -np.inf)
    answers = []
    for image, row, reason, by in zip(images, softmax(activations.Z), reasons, unlike.tolist(), strict=True):
        if reason is RejectionReason.BLANK:
            answers.append(Prediction(image, None, reason))
            continue
        refused = reason or (RejectionReason.UNLIKE if by > 0 else None)
        answers.append(Prediction(image, row, refused if recogniser.of_digits else None, unlike=by))
    return answers


def predict_rendered(recogniser: Recogniser, drawing: Drawing, seen: Ink, provisional: bool = False) -> Prediction:
    """The answer to a drawing that has been brought into the network's form already."""
    if not provisional:
        return predict_images(recogniser, seen[None], [drawing])[0]
    answer = predict_image(replace(recogniser, detector=None), seen)
    if not drawing:
        answer = replace(answer, probabilities=None, rejection=RejectionReason.BLANK)
    return replace(answer, provisional=True)


def rejection_reason(drawing: Drawing) -> RejectionReason | None:
    """Why a drawing in canvas units can be no digit, by simple rules.

    It is blank, a speck, a straight line that lies (one that stands, or leans, is a 1), or two shapes side by side.
    """
    if not drawing:
        return RejectionReason.BLANK
    strokes = paths(drawing)
    points = np.concatenate(strokes)
    width, height = np.ptp(points, axis=0)
    if max(width, height) < _SPECK:
        return RejectionReason.SPECK
    if stand_apart(strokes):
        return RejectionReason.TWO_SHAPES
    if height > width * (_FLATTEST_ONE + _STRAIGHT):
        return None
    left, right = points[points[:, 0].argmin()], points[points[:, 0].argmax()]
    slope = (right - left)[1] / width
    straight = np.ptp(points[:, 1] - slope * points[:, 0]) < _STRAIGHT * width
    return RejectionReason.LINE if straight and abs(slope) < _FLATTEST_ONE else None
