"""Ten probabilities before, now and after."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy

from digitpad.core.network import CLASSES, Floats
from digitpad.ui.style.type import CAPTION, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.class_names import ClassWidget, shortened


class ProbabilityRows(ClassWidget):
    """Up to three lines of ten probabilities, one beneath the other; one digit stands out."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, Floats], ...] = ()
        self._digit = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probabilities before and after the step"))
        self.setToolTip(
            self.tr("The network's probabilities before the step that was made, now, and after the step that is shown")
        )

    def sizeHint(self) -> QSize:
        return QSize(px(400), round(4 * self._line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(300), self.sizeHint().height())

    def set_rows(self, before: Floats | None, now: Floats, after: Floats, digit: int) -> None:
        """Show probabilities (10,) before the last step, if there was one, now, and after the next."""
        rows = (self.tr("before"), before), (self.tr("now"), now), (self.tr("after"), after)
        self._rows = tuple((name, row) for name, row in rows if row is not None)
        self._digit = digit
        self.setAccessibleDescription(", ".join(f"{name} {row[digit]:.1%}" for name, row in self._rows))
        self.update()

    def clear(self) -> None:
        """Show no numbers."""
        self._rows = ()
        self.update()

    def paintEvent(self, _event: object) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        theme = colours()
        painter.setFont(font_of(CAPTION))
        line, first = self._line(), painter.fontMetrics().horizontalAdvance(self.tr("before, %")) + SPACE
        column = (self.width() - first) / CLASSES
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for digit, word in enumerate(shortened(self._names, painter.fontMetrics(), column - SPACE)):
            painter.setPen(QColor(theme.text if digit == self._digit else theme.second))
            painter.drawText(QRectF(first + digit * column, 0, column, line), right, word)
            for number, (_, probabilities) in enumerate(self._rows, start=1):
                place = QRectF(first + digit * column, number * line, column, line)
                painter.drawText(place, right, f"{100 * probabilities[digit]:.1f}")
        painter.setPen(QColor(theme.second))
        for number, (name, _) in enumerate(self._rows, start=1):
            painter.drawText(QRectF(0, number * line, first, line), Qt.AlignmentFlag.AlignVCenter, f"{name}, %")
        painter.end()

    def _line(self) -> float:
        return QFontMetricsF(font_of(CAPTION)).height()
