"""Matrices as pictures, a square for each number, to be pointed at one by one."""

from math import floor

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QLine, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import SIDE, Floats
from digitpad.ui.style.type import px
from digitpad.ui.theme import colours
from digitpad.ui.widgets.images import RGB, to_qimage

Place = tuple[int, int]  # row and column
_RADIUS = 8
_WHOLE = 6  # screen pixels from which on all pixels of a picture are of one size
_LARGEST = 24  # pixels of a square of a matrix
_MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class Squares(QWidget):
    """Colours in rows and columns. Subclasses say where `_whole` of the picture lies, and paint it.

    `pointed` brings the place under the mouse or chosen by the arrow keys, and None when there is none any more.
    """

    pointed = Signal(object)

    def __init__(self, start: Place = (0, 0), pointable: bool = True) -> None:
        """`start` is where the first arrow key goes from."""
        super().__init__()
        self._image = QImage()
        self._place: Place | None = None
        self._start, self._pointable = start, pointable
        if pointable:
            self.setMouseTracking(True)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mark(self, place: Place | None) -> None:
        """Put the cursor there."""
        self._place = place
        self.update()

    def centre_of(self, row: int, column: int) -> QPoint:
        """The middle of a square."""
        return self._square(row, column).center().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        rows, columns = self._shape
        square, at = self._square(0, 0), event.position() - self._whole().topLeft()
        row, column = floor(at.y() / square.height()), floor(at.x() / square.width())
        self._point((row, column) if 0 <= row < rows and 0 <= column < columns else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._pointable and event.key() in _MOVES and not self._image.isNull():
            rows, columns = self._shape
            row, column = self._place or self._start
            down, right = _MOVES[Qt.Key(event.key())]
            self._point((min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)))
        elif self._place and event.key() == Qt.Key.Key_Escape:
            self._point(None)
        else:
            super().keyPressEvent(event)

    @property
    def _shape(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        return (self._image.height(), self._image.width()) if not self._image.isNull() else (1, 1)

    def _whole(self) -> QRectF:
        """Where the picture lies."""
        raise NotImplementedError

    def _square(self, row: int, column: int) -> QRectF:
        whole, (rows, columns) = self._whole(), self._shape
        width, height = whole.width() / columns, whole.height() / rows
        return QRectF(whole.left() + column * width, whole.top() + row * height, width, height)

    def _point(self, place: Place | None) -> None:
        if self._pointable and place != self._place:
            self.mark(place)
            self.pointed.emit(place)


class PixelMap(Squares):
    """A picture of 28×28 pixels, which grows with the text."""

    def __init__(self, side: int, *, pointable: bool = False) -> None:
        """`side` in pixels at 100 %."""
        super().__init__((SIDE // 2, SIDE // 2), pointable)
        self._outline: list[QLine] = []
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

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

    def _whole(self) -> QRectF:
        return QRectF(1, 1, self.width() - 2, self.width() - 2)


def _outline(mask: npt.NDArray[np.bool_]) -> list[QLine]:
    """The edges between the pixels of a mask (28, 28) and others."""
    padded = np.pad(mask, 1)
    across = np.argwhere(padded[1:, 1:-1] != padded[:-1, 1:-1]).tolist()
    down = np.argwhere(padded[1:-1, 1:] != padded[1:-1, :-1]).tolist()
    level = [QLine(column, row, column + 1, row) for row, column in across]
    return level + [QLine(column, row, column, row + 1) for row, column in down]


class MatrixPicture(Squares):
    """A matrix of any shape in the middle of its room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 16)

    def set_colours(self, rgb: RGB | None) -> None:
        """Show colours (rows, columns, 3), or nothing."""
        self._image = QImage() if rgb is None else to_qimage(rgb)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        highlight = self.palette().highlight().color()
        if not self._image.isNull():
            painter.drawImage(self._whole(), self._image)
            painter.setPen(QPen(QColor(colours().line), 1))
            painter.drawRect(self._whole().adjusted(0, 0, -1, -1))
        if self._place:
            painter.setPen(QPen(highlight, 2))
            painter.drawRect(self._square(*self._place))
        if self.hasFocus():
            painter.setPen(QPen(highlight, 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _whole(self) -> QRectF:
        rows, columns = self._shape
        square = max(1, min((self.width() - 4) // columns, (self.height() - 4) // rows, _LARGEST))
        width, height = columns * square, rows * square
        return QRectF((self.width() - width) // 2, (self.height() - height) // 2, width, height)
