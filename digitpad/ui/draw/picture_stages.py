"""The stages of reading a picture, each with its name."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from digitpad.core.network import SIDE
from digitpad.core.pictures.stages import Stage, StageImage
from digitpad.ui.style.type import CAPTION, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.pictures.images import to_qimage

_COLUMNS = 4


class PictureStages(QWidget):
    """Small images in rows of four, from the picture to what the network sees; what was removed is orange."""

    def __init__(self) -> None:
        super().__init__()
        hints = {
            Stage.ORIENTATION: (self.tr("Upright"), self.tr("The picture, turned as the camera noted.")),
            Stage.CONTRAST: (
                self.tr("Contrast"),
                self.tr("One brightness for each pixel, from its colour and transparency, so that the ink stands out."),
            ),
            Stage.PAPER: (
                self.tr("Paper"),
                self.tr("The paper as it would be without ink: its shadows are divided out of the picture."),
            ),
            Stage.RULING: (
                self.tr("Ruling"),
                self.tr("The ink, with the lines of ruled paper that are removed, in orange."),
            ),
            Stage.FRAME: (
                self.tr("Left out"),
                self.tr("Frames, specks and what touches the border, in orange: they do not belong to the digit."),
            ),
            Stage.INK: (self.tr("Ink"), self.tr("What was written.")),
            Stage.NORMALISATION: (
                self.tr("Seen"),
                self.tr("What the network sees: fitted into 20 pixels, with an even pen, and centred by its mass."),
            ),
        }
        self.images = {stage: _StageView() for stage in hints}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        for place, (stage, (name, hint)) in enumerate(hints.items()):
            row, column = divmod(place, _COLUMNS)
            title = QLabel(name)
            set_role(title, CAPTION)
            image = self.images[stage]
            image.setAccessibleName(self.tr("Stage of reading the picture: {name}").format(name=name))
            for each in (title, image):
                each.setToolTip(hint)
            grid.addWidget(image, 2 * row, column, Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(title, 2 * row + 1, column, Qt.AlignmentFlag.AlignHCenter)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)

    def set_stages(self, stages: Mapping[Stage, StageImage]) -> None:
        """Show these."""
        for stage, image in stages.items():
            self.images[stage].set_stage(image)


class _StageView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setFixedSize(2 * SIDE, 2 * SIDE)

    def set_stage(self, stage: StageImage) -> None:
        values = stage.values if stage.values.ndim == 3 else np.repeat(stage.values[..., None], 3, axis=2)
        rgb = np.round(255 * values).astype(np.uint8)
        if stage.removed is not None:
            orange = QColor(colours().validation)
            rgb[stage.removed] = orange.red(), orange.green(), orange.blue()
        self._image = to_qimage(rgb)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._image.width() > SIDE)
        place = self.rect()
        place.setSize(size.expandedTo(QSize(1, 1)))
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self._image)
        painter.end()
