"""Matrices as pictures, a square for each number, to be pointed at one by one."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QLine, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import SIDE, Floats
from digitpad.ui.style.type import px
from digitpad.ui.theme import colours
from digitpad.ui.widgets.images import RGB, to_qimage

Place = tuple[int, int]
_RADIUS = 8
_WHOLE = 6  # screen pixels from which on all pixels of a picture are of one size
_MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class PixelMap(QWidget):
    """Shows a picture of 28×28 pixels, which grows with the text.

    `pointed` gives the row and the column under the mouse, or where the arrow keys have moved to; None when it leaves.
    """

    pointed = Signal(object)

    def __init__(self, side: int, *, pointable: bool = False) -> None:
        """`side` in pixels at 100 %."""
        super().__init__()
        self._image = QImage()
        self._outline: list[QLine] = []
        self._place: Place | None = None
        self._side = side
        self._pointable = pointable
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if pointable:
            self.setMouseTracking(True)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        side = px(self._side)
        if side > _WHOLE * SIDE:
            side -= side % SIDE  # so that all pixels are of one size
        return QSize(side + 2, side + 2)

    def set_colours(self, rgb: RGB, ink: Floats | None = None) -> None:
        """Show colours (28, 28, 3), with a line around the `ink` (28, 28) if it is given."""
        self._image = to_qimage(rgb)
        self._outline = [] if ink is None else _outline(ink > 0)
        self.update()

    def centre_of(self, row: int, column: int) -> QPoint:
        """The middle of a pixel."""
        return self._square(row, column).center().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pixel = (self.width() - 2) / SIDE
        row, column = (int((each - 1) // pixel) for each in (event.position().y(), event.position().x()))
        self._point((row, column) if 0 <= row < SIDE and 0 <= column < SIDE else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._pointable and event.key() in _MOVES:
            row, column = self._place or (SIDE // 2, SIDE // 2)
            down, right = _MOVES[Qt.Key(event.key())]
            self._point((min(max(row + down, 0), SIDE - 1), min(max(column + right, 0), SIDE - 1)))
        elif self._place and event.key() == Qt.Key.Key_Escape:
            self._point(None)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, focused = colours(), self.hasFocus()
        edge = QPen(QColor(theme.accent if focused else theme.axis), 2 if focused else 1)
        inset = edge.widthF() / 2
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(shape, QColor(theme.surface))
        painter.save()
        painter.setClipPath(shape)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawImage(self.rect().adjusted(1, 1, -1, -1), self._image)
        if self._outline:
            self._paint_outline(painter)
        painter.restore()
        painter.setPen(edge)
        painter.drawPath(shape)
        if self._place:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(self._square(*self._place))
        painter.end()

    def _paint_outline(self, painter: QPainter) -> None:
        pixel = (self.width() - 2) / SIDE
        line = QColor(colours().text)
        line.setAlphaF(0.5)
        pen = QPen(line, 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.translate(1, 1)
        painter.scale(pixel, pixel)
        painter.drawLines(self._outline)

    def _square(self, row: int, column: int) -> QRectF:
        pixel = (self.width() - 2) / SIDE
        return QRectF(column * pixel + 1, row * pixel + 1, pixel, pixel)

    def _point(self, place: Place | None) -> None:
        if self._pointable and place != self._place:
            self._place = place
            self.update()
            self.pointed.emit(place)


def _outline(mask: npt.NDArray[np.bool_]) -> list[QLine]:
    """The edges between the pixels of a mask (28, 28) and others."""
    padded = np.pad(mask, 1)
    across = np.argwhere(padded[1:, 1:-1] != padded[:-1, 1:-1]).tolist()
    down = np.argwhere(padded[1:-1, 1:] != padded[1:-1, :-1]).tolist()
    level = [QLine(column, row, column + 1, row) for row, column in across]
    return level + [QLine(column, row, column, row + 1) for row, column in down]


_LARGEST = 24  # pixels of a square


class MatrixPicture(QWidget):
    """Shows colours; `pointed` brings the (row, column) under the mouse or chosen by the arrow keys, or None."""

    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._colours: RGB | None = None
        self._at: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 16)

    def set_colours(self, rgb: RGB | None) -> None:
        """Show colours (rows, columns, 3), or nothing."""
        self._colours = rgb
        self.update()

    def mark(self, at: tuple[int, int] | None) -> None:
        """Put the cursor there."""
        self._at = at
        self.update()

    def centre_of(self, row: int, column: int) -> QPoint:
        """The middle of a square."""
        square, left, top = self._geometry()
        return QPoint(left + column * square + square // 2, top + row * square + square // 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        square, left, top = self._geometry()
        row, column = (
            (event.position().toPoint().y() - top) // square,
            (event.position().toPoint().x() - left) // square,
        )
        rows, columns = self._shape()
        self.pointed.emit((row, column) if 0 <= row < rows and 0 <= column < columns else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        if event.key() in steps and self._colours is not None:
            rows, columns = self._shape()
            row, column = self._at or (0, 0)
            down, right = steps[Qt.Key(event.key())] if self._at else (0, 0)
            self.pointed.emit((min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        square, left, top = self._geometry()
        rows, columns = self._shape()
        place = QRect(left, top, columns * square, rows * square)
        if self._colours is not None:
            painter.drawImage(place, to_qimage(self._colours))
            painter.setPen(QPen(QColor(colours().line), 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        if self._at:
            row, column = self._at
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(left + column * square, top + row * square, square, square)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _shape(self) -> tuple[int, int]:
        return self._colours.shape[:2] if self._colours is not None else (1, 1)

    def _geometry(self) -> tuple[int, int, int]:
        """The side of a square, and where the picture begins."""
        rows, columns = self._shape()
        square = max(1, min((self.width() - 4) // columns, (self.height() - 4) // rows, _LARGEST))
        return square, (self.width() - columns * square) // 2, (self.height() - rows * square) // 2
