"""Ten probabilities over the epochs."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLabel, QWidget

from digitpad.core.network import CLASSES
from digitpad.core.training.history import Numbers
from digitpad.ui.plots.axes import epochs_to_show
from digitpad.ui.plots.plot import Plot
from digitpad.ui.style.type import CAPTION, FIGURE, px, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.legends import digit_colours

_BOTTOM, _TOP, _MARKS = -2.0, 106.0, 103.0  # per cent; there is room for the lines at zero and for the marks


def _styles() -> list[tuple[QColor, Qt.PenStyle]]:
    """The colour and style of each digit's curve; from 5 on dashed, since few people can tell ten colours apart."""
    dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
    return [(colour, dashed[digit >= 5]) for digit, colour in enumerate(digit_colours())]


class DigitCurves(Plot):
    """A curve for each digit; triangles above mark where the answer changed, in the colour of the new one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = np.empty(0)
        self._changes: list[tuple[float, int]] = []
        self._curves = [self.plot() for _ in range(CLASSES)]
        self._triangles = pg.ScatterPlotItem(symbol="t", size=9, pxMode=True)
        self.addItem(self._triangles)
        self.set_axis_labels(self.tr("epochs"), self.tr("probability, %"))
        self.apply_colours()
        self._follow()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(240))

    def set_trace(self, times: Numbers, P: Numbers, changes: Sequence[tuple[float, int]]) -> None:
        """Show probabilities (n, 10) at times (n,) in epochs, and the changes: when, and to which digit."""
        self._times = times
        for curve, values in zip(self._curves, P.T, strict=True):
            curve.setData(times, 100 * values)
        if list(changes) != self._changes:
            self._changes = list(changes)
            self._show_changes()
        self._follow()

    def apply_colours(self) -> None:
        super().apply_colours()
        for curve, (colour, style) in zip(self._curves, _styles(), strict=True):
            curve.setPen(pg.mkPen(colour, width=2 * self.devicePixelRatioF(), style=style))
        self._show_changes()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._times) - 1
        here = last if self._cursor_at is None else int(np.abs(self._times - self._cursor_at).argmin())
        moves = {
            Qt.Key.Key_Left: max(here - 1, 0),
            Qt.Key.Key_Right: min(here + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves and last >= 0:
            self.pointed.emit(float(self._times[moves[Qt.Key(event.key())]]))
        else:
            super().keyPressEvent(event)

    def _ranges(self) -> tuple[float, float, float, float]:
        return *epochs_to_show(self._times), _BOTTOM, _TOP

    def _show_changes(self) -> None:
        at, brushes = [], []
        digits = digit_colours()
        for time, digit in self._changes:
            at.append(time)
            brushes.append(digits[digit])
        self._triangles.setData(at, [_MARKS] * len(at), brush=brushes, pen=None)


class DigitLegend(QWidget):
    """Which line is which digit's, and the value of each at the cursor; it wraps where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = [QLabel() for _ in range(CLASSES)]
        flow = FlowLayout(self)
        for digit, value in enumerate(self._values):
            set_role(value, CAPTION)
            flow.add_pair(_DigitSwatch(digit), value)
        self.setAccessibleName(self.tr("Lines of the digits 0 to 9, and their probabilities"))
        self.set_values(None)

    def set_values(self, P: Numbers | None) -> None:
        """Show the probabilities (10,), or none; each keeps its place, however many figures it has."""
        for digit, label in enumerate(self._values):
            set_role(label, FIGURE if P is not None and digit == int(np.argmax(P)) else CAPTION)
            label.setText(f"{digit}" if P is None else f"{digit}\u2002{100 * P[digit]:.1f} %")
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance("0\u2002100.0 %") + 2)


class _DigitSwatch(QWidget):
    """A piece of a digit's line."""

    def __init__(self, digit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit = digit
        self.setFixedSize(3 * SPACE, 2 * SPACE)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        colour, style = _styles()[self._digit]
        painter.setPen(QPen(colour, 2, style))
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
        painter.end()
