"""The answer to what lies on the canvas."""

from dataclasses import dataclass

from digitpad.core.drawing.normalise import Normalisation
from digitpad.core.drawing.rasterise import Ink
from digitpad.core.drawing.strokes import Drawing
from digitpad.core.pictures.layer import PictureLayer
from digitpad.core.recognition.number import Reading
from digitpad.core.recognition.predict import Prediction


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
