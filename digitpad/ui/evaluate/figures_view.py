"""Accuracy, cost, and the figures of each digit."""

import numpy as np
from PySide6.QtWidgets import QLabel, QWidget

from digitpad.core.evaluation.evaluation import Evaluation
from digitpad.core.files import Table
from digitpad.core.network import CLASSES
from digitpad.ui.evaluate.evaluation_view import EvaluationView
from digitpad.ui.style.type import ANSWER, TITLE, Role, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.labels import caption, explanation, named, selectable
from digitpad.ui.widgets.layouts import SPRING, Stretched, horizontal, vertical
from digitpad.workspace.workspace import Workspace


class Figure(QWidget):
    """A figure of a role of the type scale."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name = name
        self.value = selectable(QLabel())
        set_role(self.value, role)
        self.words = caption()
        vertical(self, SPRING, caption(name), self.value, self.words, gap=0)

    def set_value(self, text: str) -> None:
        self.value.setText(text)
        self.setAccessibleName(f"{self._name}: {text}")

    def set_words(self, text: str) -> None:
        self.words.setText(text)


class FiguresView(EvaluationView):
    """How good the model in use is on the chosen images, over all and digit by digit."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Figures"), explanation("figures"))
        self.accuracy = Figure(self.tr("accuracy"), ANSWER)
        self.cost = Figure(self.tr("cost per image"), TITLE)
        self.cost.set_words(self.tr("0: certain and right; 2.3: guessing"))
        names = self.tr("images"), self.tr("precision"), self.tr("recall"), self.tr("F1")
        hints = (
            self.tr("How many images of the class there are"),
            self.tr("Of the images read as this class, the share that really are of it"),
            self.tr("Of the images of this class, the share read as it"),
            self.tr("The harmonic mean of precision and recall"),
        )
        self.digits = FigureTable()
        self.digits.set_heads(names, hints)
        hint = self.tr("The best of each column is bold. A click on a column’s name sorts by it, as does S.")
        named(self.digits, self.tr("Figures of each class"), hint)
        figures = horizontal(None, Stretched(self.accuracy, 3), Stretched(self.cost, 2), gap=4 * SPACE)
        self.content.addLayout(figures)
        self.content.addWidget(self.digits)
        self.content.addWidget(
            caption(
                self.tr(
                    "Precision: of the images read as this class, how many are of it. Recall: of the images "
                    "of this class, how many are read as it. F1: both in one."
                )
            )
        )
        self.content.addStretch(1)

    def show_result(self, result: Evaluation) -> None:
        found = result.metrics
        right = round(found.accuracy * found.n)
        self.headline.say(self.tr("{right} of {n} images read correctly").format(right=f"{right:,}", n=f"{found.n:,}"))
        self.accuracy.set_value(f"{100 * found.accuracy:.2f} %")
        low, high = (f"{100 * end:.2f}" for end in found.interval)
        self.accuracy.set_words(self.tr("95 % interval {low} % to {high} %").format(low=low, high=high))
        self.cost.set_value(f"{found.cost:.4f}")
        shares = np.stack([found.precision, found.recall, found.f1], axis=1)
        texts = [
            [f"{count:,}", *("–" if np.isnan(share) else f"{100 * share:.1f} %" for share in row)]
            for count, row in zip(found.confusion.sum(axis=1), shares, strict=True)
        ]
        values = np.column_stack([found.confusion.sum(axis=1), shares])
        best = np.zeros(values.shape, bool)
        best[:, 1:] = shares == np.nan_to_num(shares).max(axis=0)
        self.digits.set_rows(result.names, texts, values=values, strong=best)

    def numbers(self, result: Evaluation) -> Table:
        found = result.metrics
        return {
            "digit": ["all", *result.names],
            "images": [found.n, *found.confusion.sum(axis=1).tolist()],
            "accuracy": [found.accuracy, *[""] * CLASSES],
            "low": [found.interval.low, *[""] * CLASSES],
            "high": [found.interval.high, *[""] * CLASSES],
            "cost": [found.cost, *[""] * CLASSES],
            "precision": ["", *found.precision],
            "recall": ["", *found.recall],
            "f1": ["", *found.f1],
        }
