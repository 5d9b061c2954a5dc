"""Ten probabilities over the epochs."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from digitpad.core.network import CLASSES
from digitpad.core.training.history import Numbers
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.ranges import epochs_to_show
from digitpad.ui.style.type import line_px, px
from digitpad.ui.widgets.legends import digit_colours

_SIGN = 16  # pixels at 100 %
_BOTTOM, _TOP, _MARKS = -2.0, 106.0, 103.0  # per cent; there is room for the lines at zero and for the marks


def _styles() -> list[tuple[QColor, Qt.PenStyle]]:
    """The colour and style of each digit's curve; from 5 on dashed, since few people can tell ten colours apart."""
    dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
    return [(colour, dashed[digit >= 5]) for digit, colour in enumerate(digit_colours())]


def signs() -> list[QIcon]:
    """A piece of each digit's curve."""
    side, icons = px(_SIGN), []
    for colour, style in _styles():
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setPen(QPen(colour, line_px(2), style))
        painter.drawLine(0, side // 2, side, side // 2)
        painter.end()
        icons.append(QIcon(pixmap))
    return icons


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
