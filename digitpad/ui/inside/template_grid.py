"""The incoming weights of all hidden units as pictures in one grid."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, qRgb
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from digitpad.core.network import PIXELS, SIDE, Floats
from digitpad.ui.style.type import px, text_scale
from digitpad.ui.theme import colours, follow_look
from digitpad.ui.widgets.images import signed_colours

_GAP = 2
_CELL = SIDE + _GAP
_LEVELS = 127  # of each sign
_GROUND = 2 * _LEVELS + 1  # the colour between the pictures
ZOOMS = (0.5, 1.0, 1.5, 2.0, 3.0)


class TemplateGrid(QAbstractScrollArea):
    """Shows up to thousands of 28×28 pictures, of which only those in sight are made; units are known by number."""

    def __init__(self, point: Callable[[int | None], object], choose: Callable[[int], object]) -> None:
        """`point` takes the unit under the mouse or None, `choose` one that was clicked or moved to by arrow keys."""
        super().__init__()
        self._point, self._tell_chosen = point, choose
        self._W1: Floats = np.zeros((PIXELS, 0), np.float32)
        self._limit = 1.0
        self._order: npt.NDArray[np.intp] = np.arange(0)
        self._places: npt.NDArray[np.intp] = np.arange(0)
        self._dead = self._dying = np.zeros(0, np.bool_)
        self._wanted_zoom: float | None = None
        self._unit: int | None = None
        self._seen: tuple[int, QImage] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._forget)
        follow_look(self, self._forget)

    def set_weights(self, W1: Floats, limit: float) -> None:
        """Show the weights (784, H); those of the size `limit` have the full colour."""
        self._W1, self._limit = W1, limit
        if len(self._order) != W1.shape[1]:
            self.set_order(np.arange(W1.shape[1]))
            self.set_marks(*np.zeros((2, W1.shape[1]), np.bool_))
        self._forget()

    def set_order(self, order: npt.NDArray[np.intp]) -> None:
        """Show the units (H,) in this order."""
        self._order = order
        self._places = np.argsort(order)
        self._fit_scroll_bar()

    def set_marks(self, dead: npt.NDArray[np.bool_], dying: npt.NDArray[np.bool_]) -> None:
        """Cross out the units that are dead (H,), and frame those that are dying (H,)."""
        self._dead, self._dying = dead, dying
        self.viewport().update()

    def set_zoom(self, zoom: float | None) -> None:
        """How many pixels a weight is wide at 100 %; None for as many as leave all pictures in sight."""
        self._wanted_zoom = zoom
        self._fit_scroll_bar()

    def set_chosen(self, unit: int | None) -> None:
        """Frame this unit."""
        self._unit = unit
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(280))

    @property
    def columns(self) -> int:
        return self._columns_at(self._zoom)

    @property
    def _zoom(self) -> float:
        if self._wanted_zoom is not None:
            return self._wanted_zoom * text_scale()
        height = self.viewport().height()
        fitting = (zoom for zoom in reversed(ZOOMS) if self._rows_at(zoom) * _CELL * zoom <= height)
        return next(fitting, ZOOMS[0])

    def _columns_at(self, zoom: float) -> int:
        return max(1, int(self.viewport().width() / (_CELL * zoom)))

    def _rows_at(self, zoom: float) -> int:
        return -(-len(self._order) // self._columns_at(zoom))

    def centre_of(self, unit: int) -> tuple[int, int]:
        """Where in the viewport the middle of a unit's picture lies, x and y; for one out of sight that is outside."""
        middle = self._rect(int(self._places[unit])).center()
        return round(middle.x()), round(middle.y())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_scroll_bar()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._unit_at(event))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        unit = self._unit_at(event)
        if unit is not None:
            self._choose(unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._order) - 1
        here = -1 if self._unit is None else int(self._places[self._unit])
        moves = {
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_Up: here - self.columns,
            Qt.Key.Key_Down: here + self.columns,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves and last >= 0:
            place = min(max(moves[Qt.Key(event.key())], 0), last)
            self._choose(int(self._order[place]))
            self._scroll_to(place)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        first, image = self._seen or self._make()
        self._seen = first, image
        painter = QPainter(self.viewport())
        painter.setClipRect(self.viewport().rect())  # on a page of paper nothing else would end the last row
        painter.fillRect(self.viewport().rect(), QColor(colours().surface))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 1)
        top = self._rect(first).top() - _GAP * self._zoom / 2
        painter.drawImage(QRectF(0, top, image.width() * self._zoom, image.height() * self._zoom), image)
        self._paint_marks(painter, first, image.height() // _CELL * self.columns)
        painter.end()

    def _paint_marks(self, painter: QPainter, first: int, count: int) -> None:
        theme = colours()
        units = self._order[first : first + count]
        for index in np.flatnonzero(self._dead[units] | self._dying[units] | (units == self._unit)):
            unit, rect = int(units[index]), self._rect(first + int(index))
            if self._dead[unit]:
                painter.setPen(QPen(QColor(theme.text), 1))
                painter.drawLine(rect.topLeft(), rect.bottomRight())
                painter.drawLine(rect.bottomLeft(), rect.topRight())
            elif self._dying[unit]:
                painter.setPen(QPen(QColor(theme.text), 1, Qt.PenStyle.DotLine))
                painter.drawRect(rect)
            if unit == self._unit:
                painter.setPen(QPen(QColor(theme.accent), 2))
                painter.drawRect(rect)

    def _make(self) -> tuple[int, QImage]:
        """The first place in sight, and the picture of all rows in sight."""
        columns, height = self.columns, _CELL * self._zoom
        row = int(self.verticalScrollBar().value() / height)
        rows = min(int(self.viewport().height() / height) + 2, self._rows_at(self._zoom) - row)
        units = self._order[row * columns : (row + rows) * columns]
        if not len(units):
            return 0, QImage()
        levels = self._W1.take(units, axis=1)
        levels *= levels.dtype.type(_LEVELS / (self._limit or 1.0))
        np.clip(levels, -_LEVELS, _LEVELS, out=levels)
        levels += levels.dtype.type(_LEVELS + 0.5)
        cells = np.full((rows * columns, SIDE, SIDE), _GROUND, np.uint8)
        cells[: len(units)] = np.ascontiguousarray(levels.astype(np.uint8).T).reshape(-1, SIDE, SIDE)
        mosaic = np.full((rows, _CELL, columns, _CELL), _GROUND, np.uint8)
        inside = slice(_GAP // 2, _GAP // 2 + SIDE)
        mosaic[:, inside, :, inside] = cells.reshape(rows, columns, SIDE, SIDE).swapaxes(1, 2)
        width = columns * _CELL
        image = QImage(mosaic.data, width, rows * _CELL, width, QImage.Format.Format_Indexed8)
        table = [qRgb(*map(int, each)) for each in signed_colours(np.linspace(-1, 1, _GROUND))]
        image.setColorTable([*table, QColor(colours().track).rgb()])
        return row * columns, image.copy()

    def _rect(self, place: int) -> QRectF:
        row, column = divmod(place, self.columns)
        size = _CELL * self._zoom
        edge = _GAP * self._zoom / 2
        top = row * size - self.verticalScrollBar().value()
        return QRectF(column * size + edge, top + edge, SIDE * self._zoom, SIDE * self._zoom)

    def _unit_at(self, event: QMouseEvent) -> int | None:
        size = _CELL * self._zoom
        column = int(event.position().x() / size)
        place = int((event.position().y() + self.verticalScrollBar().value()) / size) * self.columns + column
        return int(self._order[place]) if column < self.columns and 0 <= place < len(self._order) else None

    def _choose(self, unit: int) -> None:
        self.set_chosen(unit)
        self._tell_chosen(unit)

    def _scroll_to(self, place: int) -> None:
        rect: QRect = self._rect(place).toAlignedRect()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setValue(bar.value() + min(rect.top(), 0) + max(rect.bottom() - height + _GAP, 0))

    def _fit_scroll_bar(self) -> None:
        height = self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, round(self._rows_at(self._zoom) * _CELL * self._zoom) - height))
        self.verticalScrollBar().setPageStep(height)
        self.verticalScrollBar().setSingleStep(round(_CELL * self._zoom))
        self._forget()

    def _forget(self) -> None:
        self._seen = None
        self.viewport().update()
