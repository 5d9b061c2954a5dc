"""A small plot of accuracy against the strength of something."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent

from digitpad.ui.plots.plot import Plot, step_along
from digitpad.ui.style.type import px
from digitpad.ui.theme import colours

# The colours and styles of the two; blue and orange stand for training and validation.
SERIES = "hidden_layer", "output_layer"
STYLES = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
_BAND = 0.25  # of a line's colour
_BESIDE = 0.04  # of the strengths' span, that can be seen beyond its ends
_DOT = 9

_Values = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """Shares (k,) from 0 to 1, and the ends of their intervals."""

    shares: _Values
    low: _Values
    high: _Values


class StrengthPlot(Plot):
    """Up to two series in per cent over the same strengths, each with a band.

    One strength has the cursor. `asked` tells that another shall have it: the one clicked on, or by the arrow keys.
    `activated` tells that Enter was pressed.
    """

    asked = Signal(int)
    activated = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strengths: _Values = np.zeros(0)
        self._series: tuple[Series, ...] = ()
        self._place: int | None = None
        self.setMouseEnabled(x=False, y=False)
        self._lines: list[pg.PlotDataItem] = []
        self._bands: list[tuple[pg.FillBetweenItem, pg.PlotDataItem, pg.PlotDataItem]] = []
        self._dots: list[pg.ScatterPlotItem] = []
        for _ in SERIES:
            low, high, line = self.plot(), self.plot(), self.plot(antialias=True)
            band = pg.FillBetweenItem(low, high)
            self.addItem(band)
            dots = pg.ScatterPlotItem(size=_DOT, pen=None)
            self.addItem(dots)
            self._lines.append(line)
            self._bands.append((band, low, high))
            self._dots.append(dots)
        self.setMinimumHeight(px(112))
        self.apply_colours()

    def sizeHint(self) -> QSize:
        return QSize(px(170), px(128))

    def set_series(self, strengths: _Values, series: tuple[Series, ...]) -> None:
        """Show series over strengths (k,) in ascending order."""
        self._strengths, self._series = strengths, series
        nothing = np.zeros(0)
        for number, (line, (band, low, high)) in enumerate(zip(self._lines, self._bands, strict=True)):
            band.setVisible(number < len(series))  # without values pyqtgraph leaves it as it was
            shown = series[number] if number < len(series) else Series(nothing, nothing, nothing)
            at = strengths if number < len(series) else nothing
            for item, values in ((line, shown.shares), (low, shown.low), (high, shown.high)):
                item.setData(at, 100 * values)
        self._follow()
        self._show_dots()

    def set_place(self, place: int | None) -> None:
        """Give the cursor to the strength at this place, or to none."""
        self._place = place
        has_it = place is not None and place < len(self._strengths)
        self.set_cursor(float(self._strengths[place]) if place is not None and has_it else None)
        self._show_dots()

    def zoom(self, closer: bool) -> None:
        """All of it is always shown."""

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        for number, (name, line, (band, low, high)) in enumerate(zip(SERIES, self._lines, self._bands, strict=True)):
            colour = getattr(theme, name)
            line.setPen(pg.mkPen(colour, width=2 * self.devicePixelRatioF(), style=STYLES[number]))
            for edge in (low, high):
                edge.setPen(None)
            band.setBrush(_paler(QColor(colour)))
            self._dots[number].setBrush(colour)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._place is None and len(self._strengths):
            self.asked.emit(int(np.abs(self._strengths).argmin()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ask_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons():
            self._ask_at(event.position().x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Nothing more than was done when it was pressed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        to = step_along(event.key(), self._place or 0, len(self._strengths) - 1)
        if to is not None:
            self.asked.emit(to)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def _ranges(self) -> tuple[float, float, float, float]:
        if not len(self._strengths):
            return 0.0, 1.0, 0.0, 104.0
        first, last = float(self._strengths[0]), float(self._strengths[-1])
        beyond = _BESIDE * (last - first)
        return first - beyond, last + beyond, 0.0, 104.0  # the ends are seen in full

    def _ask_at(self, x: float) -> None:
        if len(self._strengths):
            place = self.getViewBox().mapSceneToView(self.mapToScene(round(x), 0)).x()
            self.asked.emit(int(np.abs(self._strengths - place).argmin()))

    def _show_dots(self) -> None:
        for number, dots in enumerate(self._dots):
            at = self._place
            if at is None or number >= len(self._series) or at >= len(self._strengths):
                dots.setData([], [])
            else:
                dots.setData([self._strengths[at]], [100 * self._series[number].shares[at]])


def _paler(colour: QColor) -> QColor:
    """The colour on the ground of the plot, let through in part.

    Not by transparency: what is transparent and smooth Qt hands to threads, and on a busy machine it waits for them for
    many milliseconds.
    """
    ground = QColor(colours().surface)
    parts = (colour.red(), ground.red()), (colour.green(), ground.green()), (colour.blue(), ground.blue())
    return QColor(*(round(_BAND * own + (1 - _BAND) * below) for own, below in parts))
