"""Ten probabilities over the epochs."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from digitpad.core.network import CLASSES
from digitpad.core.training.history import Numbers
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.ranges import epochs_to_show
from digitpad.ui.style.type import CAPTION, FIGURE, font_of, line_px, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.labels import ClassWidget, shortened
from digitpad.ui.widgets.legends import digit_colours
from digitpad.ui.widgets.painting import LEFT, write

_SWATCH = 3 * SPACE  # pixels
_WIDEST = 80  # pixels of a name at 100 %
_BOTTOM, _TOP, _MARKS = -2.0, 106.0, 103.0  # per cent; there is room for the lines at zero and for the marks


def _styles() -> list[tuple[QColor, Qt.PenStyle]]:
    """The colour and style of each digit's curve; from 5 on dashed, since few people can tell ten colours apart."""
    dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
    return [(colour, dashed[digit >= 5]) for digit, colour in enumerate(digit_colours())]


class DigitCurves(Plot):
    """A curve for each digit; triangles above mark where the answer changed, in the colour of the new one."""

    def __init__(self) -> None:
        super().__init__()
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
            pen = self.line_pen(colour)
            pen.setStyle(style)
            curve.setPen(pen)
        self._show_changes()

    def _stops(self) -> Numbers:
        return self._times

    def _ranges(self) -> tuple[float, float, float, float]:
        return *epochs_to_show(self._times), _BOTTOM, _TOP

    def _show_changes(self) -> None:
        at, brushes = [], []
        digits = digit_colours()
        for time, digit in self._changes:
            at.append(time)
            brushes.append(digits[digit])
        self._triangles.setData(at, [_MARKS] * len(at), brush=brushes, pen=None)


class CurveLegend(ClassWidget):
    """Which line is which digit's, and the value of each at the cursor, in as many rows as it takes.

    It is painted: labels in a layout would have the window laid out anew with each delivery of a training.
    """

    def __init__(self) -> None:
        super().__init__()
        self._values: Numbers | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Which line is whose, and the probabilities"))

    def set_values(self, P: Numbers | None) -> None:
        """Show the probabilities (10,), or none."""
        self._values = P
        self.update()

    def set_names(self, names: Sequence[str]) -> None:
        super().set_names(names)
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        return -(-CLASSES // self._columns(width)) * self._cell.height()

    def sizeHint(self) -> QSize:
        return QSize(CLASSES * self._cell.width(), self._cell.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._cell.width(), self.heightForWidth(max(self.width(), self._cell.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        cell, columns = self._cell, self._columns(self.width())
        names = shortened(self._names, QFontMetrics(font_of(FIGURE)), self._room)
        best = None if self._values is None else int(np.argmax(self._values))
        for digit, (colour, style) in enumerate(_styles()):
            row, column = divmod(digit, columns)
            place = QRect(column * cell.width(), row * cell.height(), cell.width(), cell.height())
            painter.setPen(QPen(colour, line_px(2), style))
            painter.drawLine(place.left(), place.center().y(), place.left() + _SWATCH, place.center().y())
            text = names[digit] if self._values is None else f"{names[digit]}\u2002{100 * self._values[digit]:.1f} %"
            beside = place.adjusted(_SWATCH + SPACE // 2, 0, 0, 0)
            write(painter, FIGURE if digit == best else CAPTION, colours().text, beside, text, LEFT)
        painter.end()

    @property
    def _cell(self) -> QSize:
        metrics = QFontMetrics(font_of(FIGURE))
        width = _SWATCH + round(self._room) + metrics.horizontalAdvance("\u2002100.0 %") + 2 * SPACE
        return QSize(width, metrics.height() + SPACE // 2)

    @property
    def _room(self) -> float:
        """Pixels for a name: the widest, but no more than `_WIDEST`."""
        metrics = QFontMetrics(font_of(FIGURE))
        return min(max(map(metrics.horizontalAdvance, self._names)), px(_WIDEST))

    def _columns(self, width: int) -> int:
        """As many as fit, and rows of one length."""
        rows = -(-CLASSES // max(width // self._cell.width(), 1))
        return -(-CLASSES // rows)
