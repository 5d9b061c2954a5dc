"""Ten bars, one for each digit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import CLASSES, Floats
from digitpad.ui.theme import colours, scaled


class ProbabilityBars(QWidget):
    """Shows ten probabilities as bars with their per cent above and their digit below; the highest stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probabilities: Floats | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(300, 128)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 96)

    def set_probabilities(self, probabilities: Floats | None) -> None:
        """Show probabilities (10,), or empty bars for None."""
        self._probabilities = probabilities
        self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        theme = colours()
        digits, caption = scaled(self.font(), 1.0), scaled(self.font(), 0.8)
        digit_height = QFontMetricsF(digits).height()
        caption_height = QFontMetricsF(caption).height()
        height = self.height() - digit_height - caption_height
        column = self.width() / CLASSES
        best = None if self._probabilities is None else int(self._probabilities.argmax())
        for digit in range(CLASSES):
            left = digit * column
            track = QRectF(left + column * 0.18, caption_height, column * 0.64, height)
            painter.fillRect(track, QColor(theme.track))
            painter.setPen(QColor(theme.text if digit == best else theme.faint))
            painter.setFont(digits)
            below = QRectF(left, caption_height + height, column, digit_height)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(digit))
            if self._probabilities is None:
                continue
            probability = float(self._probabilities[digit])
            filled = QRectF(track.left(), track.bottom() - height * probability, track.width(), height * probability)
            painter.fillRect(filled, QColor(theme.accent if digit == best else theme.faint))
            painter.setFont(caption)
            above = QRectF(left, 0, column, caption_height)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, f"{probability:.0%}")
        painter.end()
