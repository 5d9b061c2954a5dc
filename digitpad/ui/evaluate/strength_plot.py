"""Accuracy against the strength of something: a small plot, and an image at each strength."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import SIDE, Floats, Labels
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.ranges import nearest
from digitpad.ui.style.type import CAPTION, FIGURE, font_of, px, text_scale
from digitpad.ui.theme import SPACE, colours, follow_look
from digitpad.ui.widgets.images import ink_to_qimage
from digitpad.ui.widgets.labels import shortened
from digitpad.ui.widgets.painting import write

# The colours and styles of the two: the network in use has its own blue, as everywhere.
SERIES = "training", "validation"
STYLES = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
_BAND = 0.25  # of a line's colour
_BESIDE = 0.04  # of the strengths' span, that can be seen beyond its ends
_DOT = 9

_Values = npt.NDArray[np.float64]
_PIXEL = 2  # pixels for each one of the image, at 100 %


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
        super().__init__(zoomable=False)
        self._strengths: _Values = np.zeros(0)
        self._series: tuple[Series, ...] = ()
        self._place: int | None = None
        self._lines: list[pg.PlotCurveItem] = []
        self._bands: list[tuple[pg.FillBetweenItem, pg.PlotCurveItem, pg.PlotCurveItem]] = []
        self._dots: list[pg.ScatterPlotItem] = []
        self.setMinimumHeight(px(112))
        self.apply_colours()

    def sizeHint(self) -> QSize:
        return QSize(px(170), px(128))

    def set_series(self, strengths: _Values, series: tuple[Series, ...]) -> None:
        """Show series over strengths (k,) in ascending order."""
        self._strengths, self._series = strengths, series
        nothing = np.zeros(0)
        while len(self._lines) < len(series):
            self._add_items()
        for number, (line, (band, low, high)) in enumerate(zip(self._lines, self._bands, strict=True)):
            band.setVisible(number < len(series))  # without values pyqtgraph leaves it as it was
            shown = series[number] if number < len(series) else Series(nothing, nothing, nothing)
            at = strengths if number < len(series) else nothing
            for item, values in ((line, shown.shares), (low, shown.low), (high, shown.high)):
                item.setData(at, 100 * values)
        self._follow()
        self._show_dots()

    def _add_items(self) -> None:
        """What shows another series: mostly there is one, and each takes as long to make as a plot without any."""
        low, high, line = pg.PlotCurveItem(), pg.PlotCurveItem(), pg.PlotCurveItem(antialias=True)
        band = pg.FillBetweenItem(low, high)
        dots = pg.ScatterPlotItem(pen=None)
        for item in (low, high, line, band, dots):
            self.addItem(item)
        self._lines.append(line)
        self._bands.append((band, low, high))
        self._dots.append(dots)
        self.apply_colours()

    def set_place(self, place: int | None) -> None:
        """Give the cursor to the strength at this place, or to none."""
        self._place = place
        has_it = place is not None and place < len(self._strengths)
        self.set_cursor(float(self._strengths[place]) if place is not None and has_it else None)
        self._show_dots()

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        for number, (line, (band, low, high)) in enumerate(zip(self._lines, self._bands, strict=True)):
            colour = getattr(theme, SERIES[number])
            pen = self.line_pen(colour)
            pen.setStyle(STYLES[number])
            line.setPen(pen)
            for edge in (low, high):
                edge.setPen(None)
            band.setBrush(_paler(QColor(colour)))
            self._dots[number].setBrush(colour)
            self._dots[number].setSize(px(_DOT))

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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def _stops(self) -> _Values:
        return self._strengths

    def _ask_for(self, place: float) -> None:
        self.asked.emit(nearest(self._strengths, place))

    def _ranges(self) -> tuple[float, float, float, float]:
        if not len(self._strengths):
            return 0.0, 1.0, 0.0, 104.0
        first, last = float(self._strengths[0]), float(self._strengths[-1])
        beyond = _BESIDE * (last - first)
        return first - beyond, last + beyond, 0.0, 104.0  # the ends are seen in full

    def _ask_at(self, x: float) -> None:
        if len(self._strengths):
            self._ask_for(self.getViewBox().mapSceneToView(self.mapToScene(round(x), 0)).x())

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


class ExampleStrip(QWidget):
    """Rows of images, one for each network, with a column for each strength; a tick or a cross beside each answer.

    One column has the cursor; `pointed` tells that a click asks for another, and `activated` the row of a double click.
    """

    pointed = Signal(int)
    activated = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._images: Floats = np.zeros((1, 0, SIDE, SIDE))
        self._answers: Labels = np.zeros((1, 0), np.int64)
        self._label = 0
        self._names: Sequence[str] = ()
        self._cursor: int | None = None
        self._colours: tuple[str, ...] = ()
        follow_look(self, self.updateGeometry)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_examples(
        self, images: Floats, answers: Labels, label: int, names: Sequence[str], row_colours: tuple[str, ...]
    ) -> None:
        """Show images (r, k, 28, 28) from 0 to 1 and the answers (r, k) to them; `label` is what they all show.

        `names` are those of the classes, `row_colours` of colours of the theme, for the frame of the cursor in each
        row.
        """
        if len(images) != len(self._images):
            self.updateGeometry()
        self._images, self._answers, self._label = images, answers, label
        self._names, self._colours = names, row_colours
        self.update()

    def set_cursor(self, place: int | None) -> None:
        self._cursor = place
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, len(self._images) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        columns = self._images.shape[1]
        if columns:
            self.pointed.emit(min(int(event.position().x() / self.width() * columns), columns - 1))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._images.size:
            self.activated.emit(min(int(event.position().y()) // self._row_height(), len(self._images) - 1))

    def paintEvent(self, _event: object) -> None:
        rows, columns = self._images.shape[:2]
        painter = QPainter(self)
        theme = colours()
        height = QFontMetricsF(font_of(CAPTION)).height()
        width = self.width() / max(columns, 1)
        side = min(self._side, width - 4)
        bold = QFontMetricsF(font_of(FIGURE))
        names = shortened(self._names, bold, width - bold.horizontalAdvance(" ✗ "))
        for row in range(rows):
            for column in range(columns):
                left, top = (column + 0.5) * width - side / 2, row * self._row_height() + 3
                square = QRectF(left, top, side, side)
                painter.drawImage(square, ink_to_qimage(self._images[row, column]))
                right = self._answers[row, column] == self._label
                below = QRectF(column * width, top + side + 3, width, height)
                text = f"{names[self._answers[row, column]]} {'✓' if right else '✗'}"
                write(painter, CAPTION if right else FIGURE, theme.second if right else theme.text, below, text)
                if column == self._cursor:
                    painter.setPen(QPen(QColor(getattr(theme, self._colours[row])), 2))
                    painter.drawRect(square.adjusted(-2, -2, 2, 2))
        painter.end()

    def _row_height(self) -> int:
        return self._side + round(QFontMetricsF(font_of(CAPTION)).height()) + SPACE

    @property
    def _side(self) -> int:
        return SIDE * max(round(_PIXEL * text_scale()), 1)
