"""How many pixels have how much ink."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.style.type import CAPTION, font_of, px
from digitpad.ui.theme import SPACE, colours

_SMALLEST = 1e-6  # of all pixels; a bar for fewer would not be seen


class PixelHistogram(QWidget):
    """Bars on a logarithmic scale: most pixels are paper, and the rest is what matters."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: Sequence[int] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("How much ink the pixels have"))
        self.setToolTip(
            self.tr(
                "How many pixels of the training images have how much ink, on a logarithmic scale. Digits are light "
                "on dark: nearly all pixels are at the left, and a second heap, of full ink, is at the right."
            )
        )

    def set_counts(self, counts: Sequence[int]) -> None:
        """Show how many pixels have ink between equal steps from 0 to 1."""
        self._counts = counts
        self.update()

    @property
    def counts(self) -> Sequence[int]:
        return self._counts

    def sizeHint(self) -> QSize:
        return QSize(px(240), px(72) + self._foot)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, foot = colours(), self._foot
        width, height = min(self.width(), px(480)), self.height() - foot
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.bar))
        if len(self._counts):
            shares = np.asarray(self._counts) / max(sum(self._counts), 1)
            highs = np.clip(1 - np.log(np.maximum(shares, _SMALLEST)) / np.log(_SMALLEST), 0, 1)
            step = width / len(highs)
            for place, high in enumerate(highs.tolist()):
                painter.drawRect(QRectF(place * step, height * (1 - high), step - 1, height * high))
        painter.setPen(QColor(theme.axis))
        painter.drawLine(0, height, width, height)
        painter.setFont(font_of(CAPTION))
        painter.setPen(QColor(theme.second))
        below = QRect(0, height, width, foot)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self.tr("paper"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, self.tr("full ink"))
        painter.end()

    @property
    def _foot(self) -> int:
        return QFontMetrics(font_of(CAPTION)).height() + SPACE // 2
