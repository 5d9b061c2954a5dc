"""A small plot of accuracy against the strength of something."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from digitpad.ui.theme import SPACE, colours, scaled

# Okabe and Ito's bluish green and reddish purple; blue and orange stand for training and validation.
SERIES = ("#009e73", "#cc79a7")
STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
_BAND = 0.25  # of a line's colour
_RIGHT = SPACE

_Values = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """Shares (k,) from 0 to 1, and the ends of their intervals."""

    shares: _Values
    low: _Values
    high: _Values


class StrengthPlot(QWidget):
    """Up to two series over the same strengths, each with a band, under a title.

    One strength has the cursor. `pointed` tells that another shall have it: the one clicked on, or by the arrow keys.
    `activated` tells that Enter was pressed.
    """

    pointed = Signal(int)
    activated = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._strengths: _Values = np.zeros(0)
        self._series: tuple[Series, ...] = ()
        self._cursor: int | None = None
        self._title_font, self._caption = scaled(self.font(), 0.9), scaled(self.font(), 0.8)
        self._metrics = QFontMetricsF(self._caption)  # to be made once: it takes longer than what is drawn
        self._area = QRectF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(140, 90))

    def set_series(self, strengths: _Values, series: tuple[Series, ...]) -> None:
        """Show series over strengths (k,) in ascending order."""
        self._strengths, self._series = strengths, series
        self.update()

    def set_cursor(self, place: int | None) -> None:
        """Give the cursor to the strength at this place, or to none."""
        if place != self._cursor:
            self._cursor = place
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top = QFontMetricsF(self._title_font).height() + 2
        left = self._metrics.horizontalAdvance("100 %") + 4
        self._area = QRectF(left, top, self.width() - left - _RIGHT, self.height() - top - self._metrics.height() - 2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._cursor is None and len(self._strengths):
            self.pointed.emit(int(np.abs(self._strengths).argmin()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._strengths) - 1
        here = self._cursor or 0
        moves = {
            Qt.Key.Key_Left: max(here - 1, 0),
            Qt.Key.Key_Right: min(here + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves and last >= 0:
            self.pointed.emit(moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = colours()
        area = self._area
        painter.fillRect(area, QColor(theme.surface))
        painter.setFont(self._title_font)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(area.left(), 0, area.width(), area.top()), Qt.AlignmentFlag.AlignLeft, self._title)
        self._paint_axes(painter, area)
        for series, colour in zip(self._series, SERIES, strict=False):
            self._paint_band(painter, series, QColor(colour))
        if self._cursor is not None and len(self._strengths):
            x = self._x(self._strengths[self._cursor])
            painter.setPen(QPen(QColor(theme.second), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for series, colour, style in zip(self._series, SERIES, STYLES, strict=False):
            self._paint_line(painter, series, QColor(colour), style)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 2) if self.hasFocus() else QPen(QColor(theme.line), 1))
        painter.drawRect(area)
        painter.end()

    def _point_at(self, x: float) -> None:
        if len(self._strengths):
            places = np.array([self._x(strength) for strength in self._strengths])
            self.pointed.emit(int(np.abs(places - x).argmin()))

    def _x(self, strength: float) -> float:
        first, last = self._strengths[0], self._strengths[-1]
        inside = self._area.adjusted(SPACE, 0, -SPACE, 0)
        return float(inside.left() + (strength - first) / (last - first) * inside.width())

    def _y(self, share: float) -> float:
        inside = self._area.adjusted(0, 4, 0, -2)
        return float(inside.bottom() - share * inside.height())

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        theme = colours()
        metrics = self._metrics
        painter.setFont(self._caption)
        for share in (0.0, 0.5, 1.0):
            y = self._y(share)
            painter.setPen(QPen(QColor(theme.line), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(theme.second))
            beside = QRectF(0, y - metrics.height() / 2, area.left() - 4, metrics.height())
            painter.drawText(
                beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{100 * share:.0f} %"
            )
        for text, left in self._captions():
            painter.drawText(QPointF(left, area.bottom() + metrics.ascent() + 2), text)

    def _captions(self) -> list[tuple[str, float]]:
        """The strengths that are written below, and where: all, or every second, fourth, …, as there is room."""
        last = len(self._strengths) - 1
        stride = 1
        while stride <= last:
            texts = [f"{strength:g}" for strength in self._strengths[::stride]]
            widths = [self._metrics.horizontalAdvance(text) for text in texts]
            lefts = [self._x(at) - width / 2 for at, width in zip(self._strengths[::stride], widths, strict=True)]
            if all(
                left + width + SPACE / 2 <= right for left, width, right in zip(lefts, widths, lefts[1:], strict=False)
            ):
                return list(zip(texts, lefts, strict=True))
            stride *= 2
        return []

    def _paint_band(self, painter: QPainter, series: Series, colour: QColor) -> None:
        xs = [self._x(strength) for strength in self._strengths]
        band = [QPointF(x, self._y(share)) for x, share in zip(xs, series.high, strict=True)]
        band += [QPointF(x, self._y(share)) for x, share in zip(xs[::-1], series.low[::-1], strict=True)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_paler(colour))
        painter.drawPolygon(QPolygonF(band))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_line(self, painter: QPainter, series: Series, colour: QColor, style: Qt.PenStyle) -> None:
        places = zip(self._strengths, series.shares, strict=True)
        line = [QPointF(self._x(strength), self._y(share)) for strength, share in places]
        painter.setPen(QPen(colour, 2, style))
        painter.drawPolyline(QPolygonF(line))
        if self._cursor is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(line[self._cursor], 4, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)


def _paler(colour: QColor) -> QColor:
    """The colour on the ground of the plot, let through in part.

    Not by transparency: what is transparent and smooth Qt hands to threads, and on a busy machine it waits for them for
    many milliseconds.
    """
    ground = QColor(colours().surface)
    parts = (colour.red(), ground.red()), (colour.green(), ground.green()), (colour.blue(), ground.blue())
    return QColor(*(round(_BAND * own + (1 - _BAND) * below) for own, below in parts))


class LineSample(QWidget):
    """A piece of the line of the first or second series, for a legend."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self.setFixedSize(QSize(4 * SPACE, 2 * SPACE))

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(SERIES[self._number]), 2, STYLES[self._number]))
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
        painter.end()
