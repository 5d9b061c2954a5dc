"""Training images as they are varied by the settings at hand."""

from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from digitpad.core.counter_random import derived
from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.engine.source import make_augmenter
from digitpad.core.network import SIDE, Floats
from digitpad.core.synthetic.drawn_digits import drawn_digits
from digitpad.core.tasks import Progress, Task
from digitpad.core.training.settings import TrainingSettings
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.images import NO_PICTURES, Thumbnails, grey
from digitpad.ui.widgets.labels import push_button
from digitpad.ui.widgets.layouts import SPRING, Stretched, horizontal, vertical
from digitpad.workspace.background_task import BackgroundTask, Request
from digitpad.workspace.workspace import Workspace

_COLUMNS, _ROWS = 6, 4
_SIDE = 3 * SIDE  # pixels at 100 %


class VariationDialog(QDialog):
    """Stays beside the window and follows each change of the settings, also while a network trains."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = workspace.training
        self._data = workspace.data
        self._draw = 0
        self._requested: Hashable = None  # what decides the images
        self._shown: Hashable = None  # and that of the images shown
        self._task = BackgroundTask(workspace, workspace.report)
        self.setWindowTitle(self.tr("Varied training images"))
        self.images = Thumbnails(_SIDE, _COLUMNS * _ROWS, captions=False, columns=_COLUMNS)
        self.images.setAccessibleName(self.tr("Varied training images"))
        self.images.setToolTip(
            self.tr("Training images as the network sees them: every image is varied afresh in each epoch")
        )
        hint = self.tr("Show other images, varied by other random numbers")
        self.another = push_button(self.tr("Show &others"), hint)
        self.another.clicked.connect(self._draw_again)
        self.note = QLabel()
        close = push_button(self.tr("Close"), self.tr("Close this box (Esc)"))
        close.clicked.connect(self.reject)
        row = horizontal(None, self.another, SPRING, self.note, SPRING, close, gap=SPACE)
        vertical(self, Stretched(self.images), row, gap=2 * SPACE, margins=(3 * SPACE, 3 * SPACE))
        self._data.changed.connect(self._follow)  # so does every change of the settings
        self._task.finished.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _draw_again(self) -> None:
        self._draw += 1
        self._follow()

    def _follow(self) -> None:
        plan = self._training.plan
        settings = plan.settings
        key = plan.source, settings.augmentation, settings.drawings, settings.seed, self._draw
        if not self.isVisible():
            return
        if key == self._shown:
            self._task.request(None)
            return
        self._requested = key
        datasets, draw = self._data.planned(), self._draw
        if datasets:
            X = datasets.training.X
            self._task.request(Request(key, None, lambda: _examples_task(X, settings, draw)))
            return
        self._shown = None
        self._task.request(None)
        self.images.set_pictures(NO_PICTURES)
        unreadable = self._data.is_unusable
        self.note.setText(self.tr("The data cannot be read.") if unreadable else self.tr("Reading the data…"))

    @Slot(object)
    def _show(self, answer: tuple[Floats, TrainingSettings]) -> None:
        images, settings = answer
        self._shown = self._requested
        self.images.set_pictures(grey(images, 1.0))
        self.note.setText(self._about(settings))

    def _about(self, settings: TrainingSettings) -> str:
        varied = settings.augmentation.active
        if settings.drawings:
            text = (
                self.tr("{share} % are drawn from strokes.")
                if varied
                else self.tr("{share} % are drawn from strokes; the others are not varied.")
            )
            return text.format(share=f"{100 * settings.drawings:g}")
        return "" if varied else self.tr("All amounts are 0, so nothing is varied.")


def _examples_task(X: Floats, settings: TrainingSettings, draw: int) -> Task[tuple[Floats, TrainingSettings]]:
    """Ink (n, 28, 28) of some of the images X, varied by the settings, and of as many drawings as have a share in them.

    Where the share is larger, images give way to drawings, and the others stay.
    """
    yield Progress()
    rng = np.random.default_rng(draw)
    rows = rng.permutation(len(X))[: _COLUMNS * _ROWS]
    augmenter = make_augmenter(settings.augmentation, settings.seed, draw)
    images = augmenter.of(X, rows)
    drawings = round(len(rows) * settings.drawings)
    if drawings:
        drawn = drawn_digits((), drawings, settings.seed + draw)
        which = np.arange(drawings)
        images[rng.permutation(len(rows))[:drawings]] = drawn.images(which, derived(augmenter.key, len(X) + which))
    return to_ink_image(images), settings
