"""A map of labelled points, to look around in."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from digitpad.core.drawing.normalise import Ink
from digitpad.core.network import SIDE, Floats, Labels
from digitpad.ui.evaluate.stamps import Stamps
from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE, colours, follow_look
from digitpad.ui.widgets.images import ink_to_qimage
from digitpad.ui.widgets.painting import frame_focus

_REACH = 14  # pixels between the pointer and a point it points at
_ZOOM = 1.25
_MARGIN = 3 * SPACE
_RADIUS = 8
_DRAGGED = 4  # pixels the mouse has to move for a press to count as dragging, not as a click
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PointMap(QWidget):
    """Points coloured by digit. The wheel zooms, dragging moves, arrows go from point to point.

    `pointed` gives the index of the point under mouse or cursor, or None; `chosen` that of one clicked on, or of the
    cursor's when Enter is pressed. A digit typed triggers its action of the ten that the map carries.
    """

    pointed = Signal(object)
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._places: Floats = np.empty((0, 2))
        self._digits: Labels = np.empty(0, np.int64)
        self._highlight: int | None = None
        self._as_digits = True
        self._pointed: int | None = None
        self._drawn: tuple[Floats, QImage] | None = None
        self._middle, self._zoom = np.zeros(2), 1.0  # what lies in the middle, and pixels for each unit
        self._following = True
        self._stamps: tuple[float, Stamps] | None = None
        self._picture: QImage | None = None
        self._pressed: QPointF | None = None
        self._dragging = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        follow_look(self, self._forget)
        self._forget()

    def set_points(self, places: Floats, digits: Labels) -> None:
        """Show points at places (n, 2), x to the right and y up, of digits (n,)."""
        if len(places) != len(self._places):
            self._point(None)
        self._places, self._digits = places, digits
        if self._following:
            self._fit()
        self._redraw()

    def set_drawn(self, place: Floats | None, ink: Ink | None = None) -> None:
        """Show where the user's drawing, its ink (28, 28) from 0 to 1, lies (2,); None for no drawing."""
        self._drawn = None if place is None or ink is None else (place, ink_to_qimage(ink))
        self.update()

    def set_highlight(self, digit: int | None) -> None:
        """Fade all points but those of a digit, or none for None."""
        self._highlight = digit
        self._redraw()

    def set_as_digits(self, on: bool) -> None:
        """Whether points are small digits, or dots."""
        self._as_digits = on
        self._forget()

    def show_all(self) -> None:
        """End zooming and moving."""
        self._following = True
        self._fit()
        self._redraw()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show things larger by a factor, about a place of the widget, or about the middle."""
        about = self._away(at) if at else np.zeros(2)
        self._following = False
        self._middle = self._middle + about / self._zoom - about / (self._zoom * factor)
        self._zoom *= factor
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._following:
            self._fit()
        self._redraw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_ZOOM ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._pressed is None:
            self._point(self._nearest(here))
        elif self._dragging or (here - self._pressed).manhattanLength() > _DRAGGED:
            self._dragging, self._following = True, False
            moved = here - self._pressed
            self._middle = self._middle - np.array([moved.x(), -moved.y()]) / self._zoom
            self._pressed = here
            self._redraw()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._nearest(event.position())
        if not self._dragging and at is not None:
            self.chosen.emit(at)
        self._pressed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        if self._pointed is None:
            self.show_all()

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / _ZOOM if key is Qt.Key.Key_Minus else _ZOOM)
        elif key is Qt.Key.Key_Home:
            self.show_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pointed is not None:
            self.chosen.emit(self._pointed)
        elif key is Qt.Key.Key_Escape and self._pointed is not None:
            self._point(None)
        elif self.actions() and Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.actions()[key - Qt.Key.Key_0].trigger()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._picture = self._painted()
        painter = QPainter(self)
        painter.drawImage(QPointF(0, 0), self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = colours()
        if self._pointed is not None:
            painter.setPen(QPen(QColor(theme.text), px(2)))
            painter.drawEllipse(self._at(self._places[self._pointed]), px(8), px(8))
        if self._drawn:
            place, ink = self._drawn
            self._paint_drawn(painter, self._at(place), ink)
        if self.hasFocus():
            frame_focus(painter, self.rect(), _RADIUS)
        painter.end()

    def _painted(self) -> QImage:
        ratio = self.devicePixelRatioF()
        if self._stamps is None or self._stamps[0] != ratio:
            self._stamps = ratio, Stamps(self._as_digits, ratio, self.font())
        among = np.full(len(self._digits), self._highlight is None) | (self._digits == self._highlight)
        size = round(self.width() * ratio), round(self.height() * ratio)
        picture = self._stamps[1].paint(self._screen() * ratio, self._digits, among, *size)
        picture.setDevicePixelRatio(ratio)
        return picture

    def _paint_drawn(self, painter: QPainter, at: QPointF, ink: QImage) -> None:
        accent = QColor(colours().accent)
        side = px(SIDE)
        edge = QRectF(self.rect()).adjusted(side, side, -side, -side)
        at = QPointF(min(max(at.x(), edge.left()), edge.right()), min(max(at.y(), edge.top()), edge.bottom()))
        left = at.x() + side if at.x() + 3 * side < self.width() else at.x() - 2 * side
        beside = QRectF(left, at.y() - side / 2, side, side)
        painter.setPen(QPen(accent, px(3)))
        painter.drawEllipse(at, px(10), px(10))
        painter.drawImage(beside, ink)
        painter.drawRect(beside)

    def _forget(self) -> None:
        """Make the points' shapes anew, and have room for them."""
        self.setMinimumSize(QSize(px(240), px(280)))
        self._stamps = None
        self._redraw()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _fit(self) -> None:
        if len(self._places) == 0:
            return
        low, high = self._places.min(axis=0), self._places.max(axis=0)
        room = np.array([self.width(), self.height()]) - 2 * _MARGIN
        self._middle = (low + high) / 2
        self._zoom = float(np.min(np.maximum(room, 1) / np.maximum(high - low, 1e-9)))

    def _screen(self) -> Floats:
        """Where the points are (n, 2), in pixels of the widget."""
        middle = np.array([self.width() / 2, self.height() / 2])
        screen: Floats = middle + (self._places - self._middle) * np.array([self._zoom, -self._zoom])
        return screen

    def _at(self, place: Floats) -> QPointF:
        x, y = (place - self._middle) * self._zoom
        return QPointF(self.width() / 2 + float(x), self.height() / 2 - float(y))

    def _away(self, at: QPointF) -> Floats:
        """From the widget's middle to a place of it, in pixels, up positive."""
        return np.array([at.x() - self.width() / 2, self.height() / 2 - at.y()])

    def _nearest(self, at: QPointF) -> int | None:
        if len(self._places) == 0:
            return None
        away = np.square(self._screen() - np.array([at.x(), at.y()])).sum(axis=1)
        if self._highlight is not None:
            away[self._digits != self._highlight] = np.inf
        nearest = int(away.argmin())
        return nearest if away[nearest] < _REACH**2 else None

    def _point(self, index: int | None) -> None:
        if index != self._pointed:
            self._pointed = index
            self.pointed.emit(index)
            self.update()

    def _step(self, right: int, down: int) -> None:
        """Go to the nearest point in a direction; the first step goes to the middle."""
        screen = self._screen()
        if self._pointed is None:
            cost = np.abs(screen - np.array([self.width(), self.height()]) / 2).sum(axis=1)
        else:
            way = screen - screen[self._pointed]
            along = way @ np.array([right, down])
            cost = np.where(along > 0.5, along + 2 * np.abs(way @ np.array([down, right])), np.inf)
        if self._highlight is not None:
            cost[self._digits != self._highlight] = np.inf
        if not np.isfinite(cost).any():
            return
        to = int(cost.argmin())
        self._point(to)
        if not self.rect().contains(self._at(self._places[to]).toPoint()):
            self._middle, self._following = self._places[to], False
            self._redraw()
