"""A photograph of a sheet becomes labelled digits."""

from dataclasses import dataclass

import numpy as np

from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.labelling import grown
from digitpad.core.pictures.normalise import cropped, normalise_ink
from digitpad.core.pictures.paper import Grey
from digitpad.core.recognition.predict import Prediction, predict_images
from digitpad.core.sheets.boxes import lay_flat, written_on
from digitpad.core.sheets.layout import PLACES, Place
from digitpad.core.sheets.marks import find_sheet
from digitpad.core.tasks import Progress, Task

# In parts of its longer side: the strokes of a digit are together no longer, and no thicker.
_LONGEST, _THICKEST = 3.4, 0.4
_FULL = 0.4  # of the ink
_CROFTON = np.pi / 4  # an outline's length, for the edges of pixels along it


@dataclass(frozen=True, eq=False)
class SheetDigit:
    """What was written into a box of a sheet, and what the model makes of it.

    `struck_out`: it has more ink than any digit, as what is crossed out or smeared has.
    """

    place: Place
    prediction: Prediction
    struck_out: bool

    @property
    def doubt(self) -> str:
        """Why it may not be the digit that was asked for; empty for what is a digit."""
        return "crossed out or smeared" if self.struck_out else str(self.prediction.rejection or "")


@dataclass(frozen=True, eq=False)
class SheetReading:
    """What was written into the boxes of a sheet, in reading order; empty ones are left out."""

    digits: tuple[SheetDigit, ...]

    @property
    def empty(self) -> int:
        """How many boxes are empty."""
        return len(PLACES) - len(self.digits)


def read_sheet_task(model: Model, picture: Picture) -> Task[SheetReading]:
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
    answers = predict_images(model.network, np.stack(images), model.detector) if images else []
    return SheetReading(
        tuple(
            SheetDigit(place, answer, _is_struck_out(ink))
            for (place, ink), answer in zip(written.items(), answers, strict=True)
        )
    )


def _is_struck_out(ink: Grey) -> bool:
    inked = np.pad(cropped(ink) > _FULL, 1)
    longer = max(inked.shape) - 2
    edges = sum(int((each[1:] != each[:-1]).sum()) for each in (inked, inked.T))
    solid = not grown(~inked, round(_THICKEST / 2 * longer)).all()
    return solid or edges * _CROFTON / 2 > _LONGEST * longer
