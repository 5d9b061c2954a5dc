"""Reading a picture: one digit, or several side by side."""

from dataclasses import dataclass, replace

from digitpad.core.drawing.normalise import DEFAULT, Normalisation
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import FoundInk, find_ink
from digitpad.core.pictures.layer import PictureLayer
from digitpad.core.recognition.number import Reading
from digitpad.core.recognition.predict import Classifier
from digitpad.core.recognition.rejection import Detector


@dataclass(frozen=True, eq=False)
class PictureReading:
    """What was found on a picture, and what was read; boxes are in pixels of the file, upright."""

    found: FoundInk
    reading: Reading


def read_picture(
    network: Classifier, picture: Picture, how: Normalisation = DEFAULT, detector: Detector | None = None
) -> PictureReading:
    """Find what was written on a picture, and read it. Raises DataError when nothing stands out."""
    layer = PictureLayer(find_ink(picture), picture.drafted)
    reading = layer.read(network, how, detector)
    digits = tuple(replace(each, box=layer.in_file(each.box)) for each in reading.digits)
    return PictureReading(layer.found, replace(reading, digits=digits))
