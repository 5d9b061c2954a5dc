"""Which digits are taken for which, and the images behind each number."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from digitpad.core.dataset import class_names
from digitpad.core.evaluation.evaluation import Evaluation, Indices, answers, misreads
from digitpad.core.files import Table
from digitpad.core.network import CLASSES, Floats
from digitpad.ui.evaluate.evaluation_view import EvaluationView
from digitpad.ui.style.type import NAME
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.forms import combo_box
from digitpad.ui.widgets.images import RGB, signed_colours
from digitpad.ui.widgets.labels import caption, explanation, named, text_label
from digitpad.ui.widgets.layouts import SideBySide, vertical
from digitpad.workspace.workspace import Workspace

_SIDE_WIDTH = 224  # pixels at 100 %: two images
_DEEPEST = 0.6  # of a colour's strength, so that text stays readable on it


class ConfusionView(EvaluationView):
    """The confusion matrix, a row for each true digit; the images of the cursor's cell stand beside or below it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Confusion"), explanation("confusion"))
        self._cell: tuple[int, int] | None = None
        self._suggested: tuple[int, int] | None = None  # as long as no other cell is chosen
        self.unit = combo_box(
            [(self.tr("counts"), False), (self.tr("per cent"), True)],
            self.tr("Counts or per cent"),
            self.tr("Show the number of images in each cell, or their share of its row in per cent"),
        )
        self.unit.currentIndexChanged.connect(self.invalidate)
        self.controls.addWidget(self.unit)
        self.matrix = FigureTable(dense=True)
        self._name_columns(class_names())
        hint = self.tr(
            "Rows: what they are. Columns: what was read. A cell opens its images; a click on a column’s name, or "
            "S, sorts by it."
        )
        named(self.matrix, self.tr("Confusion matrix"), hint)
        self.matrix.selectionModel().currentChanged.connect(self._open)
        self.caption = text_label("", NAME)
        self.gallery = self.new_gallery(self.tr("Images of the chosen cell"))
        left, right = QWidget(), QWidget()
        for holder, widgets in (
            (left, (caption(self.tr("Rows: what the images are. Columns: what they were read as.")), self.matrix)),
            (right, (self.caption, self.gallery)),
        ):
            column = vertical(holder, gap=SPACE)
            for widget in widgets:
                column.addWidget(widget)
            if holder is left:
                column.addStretch(1)
        self.content.addWidget(SideBySide(left, right, _SIDE_WIDTH, self.matrix.minimumSizeHint().width()), 1)

    def show_result(self, result: Evaluation) -> None:
        confusion = result.metrics.confusion
        wrong = confusion.sum(axis=1) - np.diag(confusion)
        values = np.column_stack([confusion, wrong]).astype(np.float64)
        if self.unit.currentData():
            values *= 100 / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
            texts = [[f"{value:.1f}" if value else "·" for value in row] for row in values]
        else:
            texts = [[f"{value:,.0f}" if value else "·" for value in row] for row in values]
        self._name_columns(result.names)
        self.matrix.set_rows(
            result.names, texts, values=values, colours=_colours(values), hints=self._hints(confusion, result.names)
        )
        self._say_most_frequent(confusion, result.names)
        self._show_images()

    def _name_columns(self, classes: Sequence[str]) -> None:
        hints = [self.tr("Images read as {digit}")] * CLASSES
        last = self.tr("Images of the row that were read as something else")
        self.matrix.set_heads([*classes, self.tr("misread")], [*hints, last], classes=True)

    def _hints(self, confusion: npt.NDArray[np.int64], names: Sequence[str]) -> list[list[str]]:
        """What each cell counts."""
        read, misread = self.tr("{true} read as {given}: {n} of {total}"), self.tr("{true} misread: {n} of {total}")
        hints = []
        for row, (true, counts) in enumerate(zip(names, confusion, strict=True)):
            total, wrong = f"{counts.sum():,}", f"{counts.sum() - counts[row]:,}"
            cells = [
                read.format(true=true, given=given, n=f"{n:,}", total=total)
                for given, n in zip(names, counts, strict=True)
            ]
            hints.append([*cells, misread.format(true=true, n=wrong, total=total)])
        return hints

    def _say_most_frequent(self, confusion: npt.NDArray[np.int64], names: Sequence[str]) -> None:
        """The mistake that is made most often, whose images are shown until another cell is chosen."""
        mistakes = confusion - np.diag(np.diag(confusion))
        true, given = (int(each) for each in np.unravel_index(mistakes.argmax(), mistakes.shape))
        count = mistakes[true, given]
        if count:
            n, total = f"{count:,}", f"{confusion[true].sum():,}"
            text = self.tr("{true} is most often misread as {given}: {n} of {total} times")
            short = self.tr("Most often, {true} is misread as {given}")
            self.headline.say(
                text.format(true=names[true], given=names[given], n=n, total=total),
                short.format(true=names[true], given=names[given]),
            )
        else:
            self.headline.say(self.tr("No image is misread"))
        if self._cell == self._suggested:
            self._suggested = true, given
            self.matrix.choose(true, given)

    def numbers(self, result: Evaluation) -> Table:
        confusion, names = result.metrics.confusion, result.names
        read = {f"read as {name}": confusion[:, digit].tolist() for digit, name in enumerate(names)}
        return {"true": names, **read}

    def _open(self, current: QModelIndex) -> None:
        self._cell = self.matrix.cell_at(current) or self._cell
        self._show_images()

    def _show_images(self) -> None:
        if self.result is None or self._cell is None:
            return
        true, given = self._cell
        predictions, names = self.result.predictions, self.result.names
        indices: Indices
        if given == CLASSES:
            indices = misreads(predictions, true)
            text = self.tr("{n} images of {true} misread, the surest first")
        else:
            indices = answers(predictions, true, given)
            right = self.tr("{n} images of {true} read correctly, the least sure first")
            wrong = self.tr("{n} images of {true} read as {given}, the surest first")
            text = right if true == given else wrong
        shown_as = "" if given == CLASSES else names[given]
        self.caption.setText(text.format(n=f"{len(indices):,}", true=names[true], given=shown_as))
        read, sure = predictions.y_pred, predictions.confidence
        words = self.tr("{true} read as {given}")
        self.gallery.set_images(
            self.result.dataset.X,
            indices,
            lambda index: words.format(true=names[true], given=names[read[index]]),
            lambda index: float(sure[index]),
        )


def _colours(values: Floats) -> RGB:
    """Blue for what went right, orange for what went wrong; each the deeper the more of its kind."""
    right = np.eye(CLASSES, CLASSES + 1, dtype=bool)
    total = np.arange(CLASSES + 1) == CLASSES
    strength = np.zeros_like(values)
    for mask, sign in ((right, 1), (~right & ~total, -1), (~right & total, -1)):
        strength[mask] = sign * values[mask] / max(float(values[mask].max()), 1e-9)
    return signed_colours(_DEEPEST * strength, 1.0)
