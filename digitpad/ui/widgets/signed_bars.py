"""Ten bars, up or down from zero."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import CLASSES, Floats
from digitpad.ui.colour_scales import signed_colours
from digitpad.ui.theme import colours, scaled

_MARGIN = 2


class SignedBars(QWidget):
    """Shows a signed number for each digit as a bar from a line at zero; one digit may stand out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats = np.zeros(CLASSES)
        self._limit = 1.0
        self._digit: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(280, 92)

    def set_values(self, values: Floats, limit: float, digit: int | None = None) -> None:
        """Show values (10,), of which one of the size `limit` has the full height."""
        self._values, self._limit, self._digit = values, limit or 1.0, digit
        self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        theme = colours()
        painter.setFont(scaled(self.font(), 0.9))
        caption = QFontMetricsF(painter.font()).height()
        height = (self.height() - caption) / 2 - _MARGIN
        zero = height + _MARGIN
        column = self.width() / CLASSES
        # Full colours, since the length of a bar already shows the size of its number.
        fills = signed_colours(np.sign(self._values), 1.0)
        for digit in range(CLASSES):
            left = digit * column
            painter.fillRect(QRectF(left + 0.18 * column, _MARGIN, 0.64 * column, 2 * height), QColor(theme.track))
            length = float(np.clip(self._values[digit] / self._limit, -1, 1)) * height
            bar = QRectF(left + 0.18 * column, zero - max(length, 0), 0.64 * column, abs(length))
            painter.fillRect(bar, QColor(*map(int, fills[digit])))
            painter.setPen(QColor(theme.text if digit == self._digit else theme.faint))
            below = QRectF(left, self.height() - caption, column, caption)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(digit))
        painter.setPen(QColor(theme.faint))
        painter.drawLine(QPointF(0, zero), QPointF(self.width(), zero))
        painter.end()
