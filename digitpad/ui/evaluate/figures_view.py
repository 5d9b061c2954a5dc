"""Accuracy, cost, and the figures of each digit."""

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.core.evaluation.evaluation import Evaluation, Metrics
from digitpad.core.files import Table
from digitpad.core.network import CLASSES
from digitpad.ui.evaluate.evaluation_view import EvaluationView
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.digit_table import DigitTable
from digitpad.ui.widgets.images import signed_colours
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate

_DEEPEST = 0.6  # of a colour's strength, so that text stays readable on it


class FiguresView(EvaluationView):
    """How good the model in use is on the chosen images, over all and digit by digit."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, translate("figures_view", "Figures"), _explanation(), parent)
        self._metrics: Metrics | None = None
        self.accuracy, self.interval, self.count, self.cost = QLabel(), QLabel(), QLabel(), QLabel()
        self.accuracy.setFont(scaled(self.font(), 3.2))
        self.cost.setFont(scaled(self.font(), 1.8))
        for label in (self.interval, self.count):
            label.setFont(scaled(self.font(), 1.0))
        names = self.tr("images"), self.tr("precision"), self.tr("recall"), self.tr("F1")
        hints = (
            self.tr("How many images of the digit there are"),
            self.tr("Of the images read as this digit, the share that really are that digit"),
            self.tr("Of the images of this digit, the share read as it"),
            self.tr("The harmonic mean of precision and recall"),
        )
        self.digits = DigitTable(names, hints)
        self.digits.setAccessibleName(self.tr("Figures of each digit"))
        self.digits.setToolTip(
            self.tr("The deeper the colour, the more mistakes. A click on a column's name sorts by it, as does S.")
        )
        figures = QVBoxLayout()
        figures.setSpacing(SPACE // 2)
        for name, labels in (
            (self.tr("Accuracy"), (self.accuracy, self.interval, self.count)),
            (self.tr("Cost per image"), (self.cost,)),
        ):
            figures.addWidget(QLabel(name))
            for label in labels:
                figures.addWidget(label)
            figures.addSpacing(2 * SPACE)
        figures.addStretch(1)
        # The widest texts there can be keep their room.
        self.accuracy.setMinimumWidth(self.accuracy.fontMetrics().horizontalAdvance("100.00 %"))
        self.interval.setMinimumWidth(self.interval.fontMetrics().horizontalAdvance(self._interval(0.99999, 0.99999)))
        for label in (self.accuracy, self.interval, self.count, self.cost):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        columns = QHBoxLayout()
        columns.setSpacing(4 * SPACE)
        columns.addLayout(figures)
        columns.addWidget(self.digits, 1)
        self.content.addLayout(columns)

    def show_result(self, result: Evaluation) -> None:
        self._metrics = found = result.metrics
        self.accuracy.setText(f"{100 * found.accuracy:.2f} %")
        self.interval.setText(self._interval(*found.interval))
        right = round(found.accuracy * found.n)
        self.count.setText(self.tr("{right} of {n} read correctly").format(right=f"{right:,}", n=f"{found.n:,}"))
        self.cost.setText(f"{found.cost:.4f}")
        shares = np.stack([found.precision, found.recall, found.f1], axis=1)
        texts = [
            [f"{count:,}", *("–" if np.isnan(share) else f"{100 * share:.1f} %" for share in row)]
            for count, row in zip(found.confusion.sum(axis=1), shares, strict=True)
        ]
        missing = np.nan_to_num(1 - shares)
        strength = np.zeros((CLASSES, 4))
        strength[:, 1:] = missing / max(float(missing.max()), 0.01) * _DEEPEST
        values = np.column_stack([found.confusion.sum(axis=1), shares])
        self.digits.set_values(values, texts, signed_colours(-strength, 1.0))

    def table(self) -> Table:
        found = self._metrics
        if found is None:
            return {}
        return {
            "digit": ["all", *range(CLASSES)],
            "images": [found.n, *found.confusion.sum(axis=1).tolist()],
            "accuracy": [found.accuracy, *[""] * CLASSES],
            "low": [found.interval.low, *[""] * CLASSES],
            "high": [found.interval.high, *[""] * CLASSES],
            "cost": [found.cost, *[""] * CLASSES],
            "precision": ["", *found.precision],
            "recall": ["", *found.recall],
            "f1": ["", *found.f1],
        }

    def _interval(self, low: float, high: float) -> str:
        return self.tr("95 % interval {low} % to {high} %").format(low=f"{100 * low:.2f}", high=f"{100 * high:.2f}")


def _explanation() -> str:
    return translate(
        "figures_view",
        "<p><b>Accuracy</b> is the share of images read correctly. Another n images of the same kind would give "
        "another share; the interval (Wilson, 1927) says where the true one lies, for 19 of 20 such samples:<br>"
        "(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), with z = 1.96.</p>"
        "<p><b>Cost per image</b> is the mean of −log P of the right digit: 0 if it was always certain, 2.3 for pure "
        "guessing. It also counts how sure the wrong answers were.</p>"
        "<p>For each digit, <b>precision</b> is the share of the images read as it that really are that digit, "
        "<b>recall</b> the share of its images that were read as it, and "
        "<b>F1</b> = 2 · precision · recall / (precision + recall).</p>"
        "<p>Only images the network has not learned from tell how good it is. Choose settings by validation images; "
        "test images are for the end, to evaluate what was chosen.</p>",
    )
