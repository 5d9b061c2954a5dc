"""Reads the drawing with the current network, once for each turn of the event loop."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from digitpad.core.drawing.normalise import AS_DRAWN, DEFAULT, PEN_WIDTHS, Ink, Normalisation
from digitpad.core.drawing.render import render_each_way
from digitpad.core.drawing.strokes import Drawing, paths
from digitpad.core.engine.single_image import SingleImageNetwork
from digitpad.core.network import Network
from digitpad.core.pictures.layer import PictureLayer
from digitpad.core.recognition.number import Reading, read_strokes
from digitpad.core.recognition.predict import (
    Prediction,
    Recogniser,
    RejectionReason,
    predict_image,
    predict_rendered,
)
from digitpad.core.recognition.rejection import Detector
from digitpad.workspace.drawing.drawing_document import Boxes

# Milliseconds. A network that trains is replaced every 50 ms; while the pen is down, reading with the new one is put
# off for this long, so that a move of the pointer, which causes a reading anyway, need not wait for another one.
_FOR_THE_NETWORK = 15
# Each run of up to five neighbouring strokes is read, within a turn of the event loop.
_MOST_STROKES = 12


@dataclass(frozen=True, eq=False, kw_only=True)
class DrawingPrediction(Prediction):
    """The network's answer to a drawing, which drawing that was, and its ink as it stands on the canvas.

    `normalisation` is the way from the strokes to what the network sees. An image of the data or a `picture` is read
    as it is; the drawing is empty then. The ink is (28, 28), and finer for a picture. Of a `number`, this is the answer
    to the digit that is `chosen`; it may have one digit alone if its box was placed by hand.
    """

    drawing: Drawing
    ink: Ink
    normalisation: Normalisation
    picture: PictureLayer | None = None
    number: Reading | None = None
    chosen: int = 0


@dataclass(frozen=True)
class NormalisationSteps:
    """Which steps of the way from strokes to picture are taken; all, unless one is left out to see what it is for."""

    fit: bool = True
    even_pen: bool = True
    centred: bool = True


class DrawingClassifier(QObject):
    """Turns drawing and network into an answer; however often either changes, `predicted` comes at most once a turn.

    `changed` tells of another width of the pen, which changes with the network if that was trained on another, and of
    another detector, or none, or another level of it.
    """

    predicted = Signal(DrawingPrediction)
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._drawing: Drawing = ()
        self._pen_down = False
        self._image: Ink | PictureLayer | None = None
        self._boxes: Boxes | None = None
        self.chosen = 0  # of a number's digits, the one that is answered for
        self._reader = Recogniser(None)  # as the model has it
        self._fast: SingleImageNetwork | None = None
        self.detector: Detector | None = None  # at the level in use; None for a model without one
        self.level: int | None = None  # the one that was chosen; None for the one that each model comes with
        self.pen_width = DEFAULT.pen_width
        self.normalising = True
        self.steps = NormalisationSteps()
        self._ways: tuple[Normalisation, Normalisation] | None = None  # to the ink, and to what the network sees
        self._images: tuple[Ink, Ink] | None = None
        self.latest: DrawingPrediction | None = None  # None before the first answer
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._read_now)

    def set_drawing(
        self,
        drawing: Drawing,
        pen_down: bool = False,
        image: Ink | PictureLayer | None = None,
        boxes: Boxes | None = None,
    ) -> None:
        """Read this drawing, or in its place a picture or an image (28, 28) from 0 to 1 in the training data's form.

        While the pen is down, the answer is provisional. What lies in each of the boxes is read as a digit of its own.
        """
        if drawing is not self._drawing or image is not self._image:
            self.chosen = 0
            self._images = None
        self._drawing, self._pen_down, self._image, self._boxes = drawing, pen_down, image, boxes
        self._soon.start(0)

    def choose(self, digit: int) -> None:
        """Answer for this digit of a number, counted from 0 at the left."""
        self.chosen = digit
        self._soon.start(0)

    def set_recogniser(self, recogniser: Recogniser) -> None:
        """Read with this model's network, and bring drawings into the form it knows."""
        before, self._reader = self._reader, recogniser
        self._fast = SingleImageNetwork(recogniser.network) if isinstance(recogniser.network, Network) else None
        if recogniser.normalisation != before.normalisation:
            # A pen width chosen for another network does not suit this one.
            if recogniser.normalisation.pen_width != before.normalisation.pen_width:
                self._change_pen(recogniser.normalisation.pen_width)
            self._ways = self._images = None
        if recogniser.detector is not before.detector:
            self._set_detector()
        if not self._soon.isActive():
            self._soon.start(_FOR_THE_NETWORK if self._pen_down else 0)

    def set_level(self, level: int | None) -> None:
        """How strict the detector is: one of its levels, or the one it comes with."""
        self.level = level
        self._set_detector()
        self._soon.start(0)

    def set_pen_width(self, width: float) -> None:
        """The width of the lines in pixels of the 28×28; a width out of range becomes the nearest in it."""
        self._change_pen(float(np.clip(width, *PEN_WIDTHS)))
        self._draw_again()

    def set_normalising(self, on: bool) -> None:
        """Whether the network sees the drawing fitted and centred like its training data, or as it stands."""
        self.normalising = on
        self._ways = None
        self._draw_again()

    def set_steps(self, steps: NormalisationSteps) -> None:
        """Which steps of the normalising are taken."""
        self.steps = steps
        self._ways = None
        self._draw_again()

    def _change_pen(self, width: float) -> None:
        if width != self.pen_width:
            self.pen_width = width
            self._ways = None
            self.changed.emit()

    def _set_detector(self) -> None:
        own = self._reader.detector
        self.detector = own.at(self.level) if own and self.level is not None else own
        self.changed.emit()

    def _draw_again(self) -> None:
        self._images = None
        self._soon.start(0)

    def _read_now(self) -> None:
        self._ways = as_drawn, normalisation = self._ways or self._both_ways()
        recogniser = replace(self._reader, normalisation=normalisation, detector=self.detector)
        of_one = replace(recogniser, network=self._fast)  # image at a time
        if isinstance(self._image, PictureLayer):
            self._read_picture(self._image, recogniser)
        elif self._image is not None:
            answer = predict_image(of_one, self._image)
            self._tell(DrawingPrediction(**vars(answer), drawing=(), ink=self._image, normalisation=normalisation))
        else:
            # While a network trains, its weights change far more often than the drawing.
            if self._images is None:
                ink, seen = render_each_way(paths(self._drawing), (as_drawn, normalisation))
                self._images = ink, seen
            ink, seen = self._images
            answer = predict_rendered(of_one, self._drawing, seen, self._pen_down)
            number = self._number_in(answer, recogniser)
            self._tell(
                DrawingPrediction(
                    **vars(answer), drawing=self._drawing, ink=ink, normalisation=normalisation, number=number
                )
            )

    def _read_picture(self, picture: PictureLayer, recogniser: Recogniser) -> None:
        answer, number, normalisation = (
            Prediction(picture.seen(recogniser.normalisation), None, None),
            None,
            recogniser.normalisation,
        )
        if recogniser.network is not None:
            reading = picture.read(recogniser, self._boxes)
            answer, number = reading.whole, reading if self._boxes or reading.is_number else None
        ink = picture.ink
        self._tell(
            DrawingPrediction(
                **vars(answer), drawing=(), ink=ink, normalisation=normalisation, picture=picture, number=number
            )
        )

    def _number_in(self, answer: Prediction, recogniser: Recogniser) -> Reading | None:
        """The number that the strokes show: in the boxes, or if they are refused as one digit and are not too many."""
        refused = answer.rejection in (RejectionReason.TWO_SHAPES, RejectionReason.UNLIKE)
        may_be = self._boxes or (refused and self.normalising and len(self._drawing) <= _MOST_STROKES)
        if recogniser.network is None or not self._drawing or not may_be:
            return None
        reading = read_strokes(recogniser, self._drawing, answer, self._boxes)
        return reading if self._boxes or reading.is_number else None

    def _tell(self, prediction: DrawingPrediction) -> None:
        if prediction.number:
            digits = prediction.number.digits
            chosen = min(self.chosen, len(digits) - 1)
            prediction = replace(prediction, **vars(digits[chosen].prediction), chosen=chosen)
        self.latest = prediction
        self.predicted.emit(prediction)

    def _both_ways(self) -> tuple[Normalisation, Normalisation]:
        as_drawn = replace(AS_DRAWN, pen_width=self.pen_width, soft_edge=self._reader.normalisation.soft_edge)
        if not self.normalising:
            return as_drawn, as_drawn
        # A network may have been trained without a step already.
        taken = {name: on and getattr(self._reader.normalisation, name) for name, on in vars(self.steps).items()}
        return as_drawn, replace(self._reader.normalisation, pen_width=self.pen_width, **taken)
