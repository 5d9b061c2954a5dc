"""Ten bars, one for each digit."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import CLASSES, Floats
from digitpad.ui.theme import colours, scaled

_STEPS = 1000  # heights that a bar can have: more than it has pixels


class _Shown(NamedTuple):
    """How a bar looks; without a text it is empty."""

    text: str
    share: float
    best: bool


_NOTHING = [_Shown("", 0.0, False)] * CLASSES


class ProbabilityBars(QWidget):
    """Shows ten probabilities as bars with their per cent above and their digit below; the highest stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = _NOTHING
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(300, 128)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 96)

    def set_probabilities(self, probabilities: Floats | None) -> None:
        """Show probabilities (10,), or empty bars for None. Only the bars that look different are painted."""
        before = self._shown
        self._shown = _NOTHING if probabilities is None else _shown(probabilities)
        for digit, (old, new) in enumerate(zip(before, self._shown, strict=True)):
            if old != new:
                self.update(self._column(digit).toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = colours()
        digits, caption = scaled(self.font(), 1.0), scaled(self.font(), 0.8)
        digit_height = QFontMetricsF(digits).height()
        caption_height = QFontMetricsF(caption).height()
        height = self.height() - digit_height - caption_height
        for digit, shown in enumerate(self._shown):
            column = self._column(digit)
            if not event.region().intersects(column.toAlignedRect()):
                continue
            track = QRectF(column.left() + column.width() * 0.18, caption_height, column.width() * 0.64, height)
            painter.fillRect(track, QColor(theme.track))
            painter.setPen(QColor(theme.text if shown.best else theme.faint))
            painter.setFont(digits)
            below = QRectF(column.left(), caption_height + height, column.width(), digit_height)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(digit))
            if not shown.text:
                continue
            filled = track.adjusted(0, height * (1 - shown.share), 0, 0)
            painter.fillRect(filled, QColor(theme.accent if shown.best else theme.faint))
            painter.setFont(caption)
            above = QRectF(column.left(), 0, column.width(), caption_height)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, shown.text)
        painter.end()

    def _column(self, digit: int) -> QRectF:
        width = self.width() / CLASSES
        return QRectF(digit * width, 0, width, self.height())


def _shown(probabilities: Floats) -> list[_Shown]:
    best = int(probabilities.argmax())
    return [
        _Shown(f"{each:.0%}", round(each * _STEPS) / _STEPS, digit == best)
        for digit, each in enumerate(probabilities.tolist())
    ]
