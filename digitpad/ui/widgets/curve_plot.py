"""One plot of training and validation values over epochs, with a cursor that reads them out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from pyqtgraph import Point
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGraphicsItem, QWidget

from digitpad.ui.theme import colours

FAINT = 0.35  # opacity of recent batches
_ZOOM = 0.8
_SHORTEST = 0.2  # epochs across the plot at the least
_ROUND = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, eq=False)
class Curves:
    """What one plot shows: values per epoch of both sets, and those of recent batches at fractions of epochs."""

    epochs: npt.NDArray[np.float64]
    training: npt.NDArray[np.float64]
    validation: npt.NDArray[np.float64]
    recent_at: npt.NDArray[np.float64]
    recent: npt.NDArray[np.float64]


class CurvePlot(pg.PlotWidget):  # type: ignore[misc]
    """Training solid, validation dashed, recent batches thin. The wheel zooms, dragging moves.

    `pointed` gives the epoch under the mouse, or under the cursor that the arrow keys move; None when there is none.
    """

    pointed = Signal(object)
    zoomed = Signal()

    def __init__(self, ceiling: float | None = None, parent: QWidget | None = None) -> None:
        """`ceiling` is the largest value there can be; without one, 0 is the smallest."""
        super().__init__(parent)
        self._ceiling = ceiling
        self._widest = 1.0 if ceiling is None else ceiling
        self._least = self._widest / 100
        self._log = False
        self._following = True
        self._shown: tuple[float, ...] = ()
        self._curves = Curves(*(np.empty(0) for _ in range(5)))
        self._cursor_at: float | None = None
        self.setMenuEnabled(False)
        self.hideButtons()
        self.showGrid(x=True, y=True, alpha=0.15)
        self.disableAutoRange()
        for name in ("left", "bottom"):
            # Axes change seldom, and painting their numbers and grid takes longer than the curves.
            self.getAxis(name).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            self.getAxis(name).enableAutoSIPrefix(False)
        self.getViewBox().sigRangeChangedManually.connect(lambda: self.zoomed.emit())
        self.getViewBox().setLimits(xMin=-1)
        self._recent = self.plot()
        self._recent.setDownsampling(auto=True, method="mean")
        self._training = self.plot()
        self._validation = self.plot()
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor.hide()
        self.addItem(self._cursor, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._follow_mouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.apply_colours()

    def set_axis_labels(self, across: str, up: str) -> None:
        self.setLabel("bottom", across)
        self.setLabel("left", up)

    def set_curves(self, curves: Curves) -> None:
        self._curves = curves
        self._recent.setData(curves.recent_at, curves.recent)
        # A single epoch is a point, not a line.
        symbol = "o" if len(curves.epochs) < 10 else None
        self._training.setData(curves.epochs, curves.training, symbol=symbol)
        self._validation.setData(curves.epochs, curves.validation, symbol=symbol)
        self._follow()

    def set_log(self, on: bool) -> None:
        """Whether the vertical axis is logarithmic."""
        self._log = on
        self.setLogMode(y=on)
        self.show_all()

    def show_all(self) -> None:
        """Follow the curves again after zooming or moving."""
        self._following = True
        self._shown = ()
        self._follow()

    def stop_following(self) -> None:
        """Stay where the user has zoomed or moved to."""
        self._following = False

    def zoom(self, closer: bool) -> None:
        self.zoomed.emit()
        factor = _ZOOM if closer else 1 / _ZOOM
        around = None if self._cursor_at is None else Point(self._cursor_at, self.getViewBox().viewRect().center().y())
        self.getViewBox().scaleBy((factor, factor), center=around)

    def set_cursor(self, epoch: float | None) -> None:
        """Put the cursor at an epoch, or hide it."""
        self._cursor_at = epoch
        self._cursor.setVisible(epoch is not None)
        if epoch is not None:
            self._cursor.setValue(epoch)

    def apply_colours(self) -> None:
        """Take over the colours of the theme that is shown."""
        theme = colours()
        self.setBackground(theme.plot)
        faint = QColor(theme.training)
        faint.setAlphaF(FAINT)
        scale = self.devicePixelRatioF()
        self._recent.setPen(pg.mkPen(faint, width=scale))
        for curve, colour, style in (
            (self._training, theme.training, Qt.PenStyle.SolidLine),
            (self._validation, theme.validation, Qt.PenStyle.DashLine),
        ):
            curve.setPen(pg.mkPen(colour, width=2 * scale, style=style))
            curve.setSymbolBrush(colour)
            curve.setSymbolPen(None)
            curve.setSymbolSize(6)
        self._cursor.setPen(pg.mkPen(theme.faint, width=scale))
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(theme.line))
            axis.setTextPen(theme.text)
            axis.setStyle(tickLength=-4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        epochs = self._curves.epochs
        first, last = (epochs[0], epochs[-1]) if len(epochs) else (0.0, 0.0)
        here = last if self._cursor_at is None else self._cursor_at
        moves = {
            Qt.Key.Key_Left: max(here - 1, first),
            Qt.Key.Key_Right: min(here + 1, last),
            Qt.Key.Key_Home: first,
            Qt.Key.Key_End: last,
        }
        if event.key() == Qt.Key.Key_Escape:
            self.pointed.emit(None)
        elif event.key() in moves and len(epochs):
            self.pointed.emit(round(moves[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom(closer=event.key() == Qt.Key.Key_Plus)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def _follow(self) -> None:
        """Show all curves in round ranges, which change seldom."""
        ranges = (*self._epochs_to_show(), *self._values_to_show())
        if self._following and ranges != self._shown:
            self._shown = ranges
            self.setRange(xRange=ranges[:2], yRange=ranges[2:], padding=0.02)

    def _epochs_to_show(self) -> tuple[float, float]:
        times = np.concatenate([self._curves.recent_at, self._curves.epochs])
        if not len(times):
            return 0.0, 1.0
        first = max(float(np.floor(times.min())), 0.0)
        return first, first + _round_above(float(times.max()) - first, _SHORTEST)

    def _values_to_show(self) -> tuple[float, float]:
        curves = self._curves
        if self._log:
            values = np.log10(np.maximum(np.concatenate([curves.recent, curves.training, curves.validation]), 1e-9))
            return (float(np.floor(values.min())), float(np.ceil(values.max()))) if len(values) else (-2.0, 1.0)
        anchor = self._ceiling or 0.0
        reach = [_reach(np.abs(values - anchor)) for values in (curves.training, curves.validation) if len(values)]
        if len(curves.recent):
            # A few batches at the beginning, far off, would press everything else against the edge.
            reach.append(_quantile(np.abs(curves.recent - anchor), 0.98))
        span = _round_above(max(reach, default=self._widest), self._least)
        return (0.0, span) if self._ceiling is None else (self._ceiling - span, self._ceiling)

    def _follow_mouse(self, position: QPointF) -> None:
        inside = self.getViewBox().sceneBoundingRect().contains(position)
        self.pointed.emit(self.getViewBox().mapSceneToView(position).x() if inside else None)


def _reach(distances: npt.NDArray[np.float64]) -> float:
    """The largest distance, those left out that are more than ten times the median."""
    return float(distances[distances <= 10 * _quantile(distances, 0.5)].max())


def _quantile(values: npt.NDArray[np.float64], share: float) -> float:
    """The value that this share of the others does not exceed. NumPy's own first loads a module, for two frames."""
    place = round(share * (len(values) - 1))
    return float(np.partition(values, place)[place])


def _round_above(value: float, least: float) -> float:
    """The smallest of 1, 2, 5, 10, … times a power of ten that is not below the value, nor below `least`."""
    value = max(value, least)
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in _ROUND if step * power >= value * (1 - 1e-9)))
