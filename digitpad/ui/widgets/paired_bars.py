"""Ten shares before and after a change, one pair for each digit."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import CLASSES, Floats
from digitpad.ui.theme import colours, scaled


class PairedBars(QWidget):
    """A faint bar for before and a strong one for after; above them the per cent, below the digit and the change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: Floats | None = None
        self._after: Floats | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(440, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(380, 110)

    def set_shares(self, before: Floats | None, after: Floats | None) -> None:
        """Show shares (10,) from 0 to 1; NaN is no share."""
        self._before, self._after = before, after
        self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        theme = colours()
        painter.setFont(scaled(self.font(), 0.85))
        line = QFontMetricsF(painter.font()).height()
        bottom = self.height() - 2 * line
        height, column = bottom - line, self.width() / CLASSES
        centre = Qt.AlignmentFlag.AlignCenter
        for digit in range(CLASSES):
            left, wide = digit * column, 0.3 * column
            painter.fillRect(QRectF(left + 0.2 * column, line, 2 * wide, height), QColor(theme.track))
            painter.setPen(QColor(theme.text))
            painter.drawText(QRectF(left, bottom, column, line), centre, str(digit))
            if self._before is None or self._after is None:
                continue
            for number, (shares, colour) in enumerate(((self._before, theme.faint), (self._after, theme.accent))):
                size = height * float(np.nan_to_num(shares[digit]))
                painter.fillRect(QRectF(left + 0.2 * column + number * wide, bottom - size, wide, size), QColor(colour))
            after, change = 100 * float(self._after[digit]), 100 * float(self._after[digit] - self._before[digit])
            painter.setPen(QColor(theme.faint))
            painter.drawText(QRectF(left, 0, column, line), centre, f"{after:.1f}" if np.isfinite(after) else "–")
            if np.isfinite(change) and abs(change) >= 0.05:
                text = f"{change:+.1f}".replace("-", "−")
                painter.drawText(QRectF(left, bottom + line, column, line), centre, text)
        painter.end()
