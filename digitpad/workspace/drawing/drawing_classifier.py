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
    Reader,
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

    `how` is the way from the strokes to what the network sees. An image of the data or a `picture` is read as it is;
    the drawing is empty then. The ink is (28, 28), and finer for a picture. Of a `number`, this is the answer to the
    digit that is `chosen`; it may have one digit alone if its box was placed by hand.
    """

    drawing: Drawing
    ink: Ink
    how: Normalisation
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
        self._learned: Network | None = None
        self._of_digits = True
        self._network: SingleImageNetwork | None = None
        self._normalisation = DEFAULT
        self._own_detector: Detector | None = None
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

    def set_network(
        self,
        network: Network,
        normalisation: Normalisation = DEFAULT,
        detector: Detector | None = None,
        of_digits: bool = True,
    ) -> None:
        """Read with this network, whether of digits or of other classes, and bring drawings into the form it knows."""
        self._learned, self._of_digits = network, of_digits
        self._network = SingleImageNetwork(network)
        if normalisation != self._normalisation:
            # A pen width chosen for another network does not suit this one.
            if normalisation.pen_width != self._normalisation.pen_width:
                self._change_pen(normalisation.pen_width)
            self._normalisation = normalisation
            self._ways = self._images = None
        if detector is not self._own_detector:
            self._own_detector = detector
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
        own = self._own_detector
        self.detector = own.at(self.level) if own and self.level is not None else own
        self.changed.emit()

    def _draw_again(self) -> None:
        self._images = None
        self._soon.start(0)

    def _read_now(self) -> None:
        self._ways = as_drawn, how = self._ways or self._both_ways()
        reader = Reader(self._network, how, self.detector, self._of_digits)
        if isinstance(self._image, PictureLayer):
            self._read_picture(self._image, how)
        elif self._image is not None:
            answer = predict_image(reader, self._image)
            self._tell(DrawingPrediction(**vars(answer), drawing=(), ink=self._image, how=how))
        else:
            # While a network trains, its weights change far more often than the drawing.
            if self._images is None:
                ink, seen = render_each_way(paths(self._drawing), (as_drawn, how))
                self._images = ink, seen
            ink, seen = self._images
            answer = predict_rendered(reader, self._drawing, seen, self._pen_down)
            number = self._number_in(answer, how)
            self._tell(DrawingPrediction(**vars(answer), drawing=self._drawing, ink=ink, how=how, number=number))

    def _read_picture(self, picture: PictureLayer, how: Normalisation) -> None:
        answer, number = Prediction(picture.seen(how), None, None), None
        if self._learned is not None:
            reading = picture.read(Reader(self._learned, how, self.detector, self._of_digits), self._boxes)
            answer, number = reading.whole, reading if self._boxes or reading.is_number else None
        ink = picture.ink
        self._tell(DrawingPrediction(**vars(answer), drawing=(), ink=ink, how=how, picture=picture, number=number))

    def _number_in(self, answer: Prediction, how: Normalisation) -> Reading | None:
        """The number that the strokes show: in the boxes, or if they are refused as one digit and are not too many."""
        refused = answer.rejection in (RejectionReason.TWO_SHAPES, RejectionReason.UNLIKE)
        may_be = self._boxes or (refused and self.normalising and len(self._drawing) <= _MOST_STROKES)
        if self._learned is None or not self._drawing or not may_be:
            return None
        reading = read_strokes(Reader(self._learned, how, self.detector), self._drawing, answer, self._boxes)
        return reading if self._boxes or reading.is_number else None

    def _tell(self, prediction: DrawingPrediction) -> None:
        if prediction.number:
            digits = prediction.number.digits
            chosen = min(self.chosen, len(digits) - 1)
            prediction = replace(prediction, **vars(digits[chosen].prediction), chosen=chosen)
        self.latest = prediction
        self.predicted.emit(prediction)

    def _both_ways(self) -> tuple[Normalisation, Normalisation]:
        as_drawn = replace(AS_DRAWN, pen_width=self.pen_width, soft_edge=self._normalisation.soft_edge)
        if not self.normalising:
            return as_drawn, as_drawn
        # A network may have been trained without a step already.
        taken = {name: on and getattr(self._normalisation, name) for name, on in vars(self.steps).items()}
        return as_drawn, replace(self._normalisation, pen_width=self.pen_width, **taken)
