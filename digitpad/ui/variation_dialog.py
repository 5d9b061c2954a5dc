"""Training images as they are varied by the settings at hand."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.training.images import variation_of
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.image_grid import ImageGrid
from digitpad.workspace.workspace import Workspace

_COLUMNS, _ROWS = 6, 4


class VariationDialog(QDialog):
    """Stays beside the window and follows each change of the settings, also while a network trains."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = workspace.training
        self._data = workspace.data
        self._draw = 0
        self.setWindowTitle(self.tr("Varied training images"))
        self.images = ImageGrid(_COLUMNS, _ROWS)
        self.images.setAccessibleName(self.tr("Varied training images"))
        self.images.setToolTip(
            self.tr("Training images as the network meets them: in each epoch every image is varied anew")
        )
        self.another = QPushButton(self.tr("&Another draw"))
        self.another.setToolTip(self.tr("Show other images, varied by other random numbers"))
        self.another.clicked.connect(self._draw_again)
        self._note = QLabel()
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.another)
        row.addWidget(self._note, 1, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(self.images, 1)
        layout.addLayout(row)
        self._training.plan_changed.connect(self._follow)
        self._data.opened.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        if self.isVisible():
            if self._data.datasets is None:
                self._note.setText(self.tr("Reading the data…"))
            self._data.open(self._training.plan.source)  # shows them when the data is there

    def _draw_again(self) -> None:
        self._draw += 1
        self._follow()

    def _show(self) -> None:
        datasets, settings = self._data.datasets, self._training.plan.settings
        if datasets is None or not self.isVisible():
            return
        X = datasets.training.X
        rows = np.random.default_rng(self._draw).permutation(len(X))[: _COLUMNS * _ROWS]
        images = variation_of(settings.augmentation, settings.seed, self._draw).of(X, rows)
        self.images.set_images(to_ink_image(images))
        self._note.setText("" if settings.augmentation.active else self.tr("All amounts are 0: nothing is varied."))
