"""All images that were read wrongly, and those that may be labelled wrongly."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtWidgets import QComboBox

from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.evaluation.evaluation import Evaluation, Indices
from digitpad.core.files import Table
from digitpad.core.network import Labels
from digitpad.ui.evaluate.evaluation_view import EvaluationView
from digitpad.ui.style.type import CAPTION, set_role
from digitpad.ui.widgets.forms import combo_box, digit_box, name_digits
from digitpad.ui.widgets.labels import explanation
from digitpad.ui.widgets.layouts import SideBySide
from digitpad.ui.widgets.probability_bars import ImageCard
from digitpad.workspace.workspace import Destination, Workspace

_SIDE_WIDTH = 208  # pixels at 100 %


class MisreadsView(EvaluationView):
    """A gallery, filtered by the label and by the digit that was read, and one of its images large.

    An image goes onto the canvas with a click.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Misreads"), explanation("misreads"))
        self._columns: dict[str, npt.NDArray[Any]] = {}
        self._digits: Labels | None = None
        self._pointed = 0
        self.kind = combo_box(
            [(self.tr("misreads"), False), (self.tr("likely wrong labels"), True)],
            self.tr("Which images"),
            self.tr("What the network got wrong, or what may be labelled wrongly in the data"),
        )
        self.kind.currentIndexChanged.connect(self.invalidate)
        self.controls.addWidget(self.kind)
        self.true = self._filter(self.tr("&Label"), self.tr("Only images with this label"))
        self.given = self._filter(self.tr("Read &as"), self.tr("Only images that were read as this"))
        self.gallery = self.new_gallery(self.tr("Misread images"))
        self.gallery.pointed.connect(self._show_card)
        self.card = ImageCard()
        self.card.read.clicked.connect(lambda: self.show_evaluated(self._pointed))
        self.card.why.clicked.connect(lambda: self.show_evaluated(self._pointed, Destination.WHY))
        self.content.addWidget(SideBySide(self.gallery, self.card, _SIDE_WIDTH, self.gallery.sizeHint().width()), 1)

    def show_result(self, result: Evaluation) -> None:
        predictions, true, given = result.predictions, self.true.currentData(), self.given.currentData()
        indices: Indices
        digits: Labels
        if self.kind.currentData():
            indices, digits = result.suspects
            text = self.tr("{n} of {total} labels may be wrong, the likeliest first")
            short = self.tr("{n} of {total} labels may be wrong")
            words = self.tr("{true}, or is it {given}?")
        else:
            indices, digits = result.misreads, predictions.y_pred[result.misreads]
            text = self.tr("{n} of {total} images misread, the surest mistakes first")
            short = self.tr("{n} of {total} images misread, surest first")
            words = self.tr("{true} read as {given}")
        if true is not None:
            keep = predictions.y[indices] == true
            indices, digits = indices[keep], digits[keep]
        if given is not None:
            indices, digits = indices[digits == given], digits[digits == given]
        n, total = f"{len(indices):,}", f"{len(predictions):,}"
        self.headline.say(text.format(n=n, total=total), short.format(n=n, total=total))
        y, P, names = predictions.y, predictions.P, result.names
        for combo in (self.true, self.given):
            name_digits(combo, names)
        self.card.bars.set_names(names)
        read = predictions.y_pred.copy()
        read[indices] = digits
        self._digits = read
        self.gallery.set_images(
            result.dataset.X,
            indices,
            lambda index: words.format(true=names[y[index]], given=names[read[index]]),
            lambda index: float(P[index, read[index]]),
        )
        self.card.setVisible(len(indices) > 0)
        if len(indices) and self.gallery.current is None:
            self.gallery.point_at(0)
        self._show_card(self._pointed)
        named, sure = np.array(names), P[indices, digits]
        self._columns = {"image": indices, "label": named[y[indices]], "digit": named[digits], "probability": sure}

    def _show_card(self, index: int | None) -> None:
        """Show an image large, with the answer to it."""
        found = self.result
        if found is None or self._digits is None or index is None or index >= len(found.dataset):
            return
        self._pointed = index
        suspects = self.kind.currentData()
        text = (
            self.tr("Labelled {true}, looks like {given}") if suspects else self.tr("Labelled {true}, read as {given}")
        )
        name = text.format(true=found.names[found.predictions.y[index]], given=found.names[self._digits[index]])
        self.card.show_image(name, to_ink_image(found.dataset.X[index]), found.predictions.P[index])

    def table(self) -> Table:
        return {name: column.tolist() for name, column in self._columns.items()}

    def _filter(self, text: str, hint: str) -> QComboBox:
        combo = digit_box(self.tr("any"), text.replace("&", ""), hint)
        combo.currentIndexChanged.connect(self.invalidate)
        set_role(self.add_control(text, combo), CAPTION)
        return combo
