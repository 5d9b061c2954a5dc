"""Many small images, to look through and to choose from."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget

from digitpad.core.network import SIDE, Floats
from digitpad.ui.theme import SPACE, colours, scaled
from digitpad.ui.widgets.images import RGB, ink_to_qimage, to_qimage

_Indices = npt.NDArray[np.intp]


class ImageGallery(QAbstractScrollArea):
    """Rows of 28×28 images with a line of text beneath each, however many there are: only those seen are painted.

    `chosen` tells the index of an image that was clicked, or of the one under the cursor, which the arrows move, when
    Enter is pressed; `opened` tells of a double click, or of Shift and Enter.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, scale: int = 2, parent: QWidget | None = None) -> None:
        """`scale` is the size of an image's pixels."""
        super().__init__(parent)
        self._X: Floats = np.empty((0, SIDE * SIDE), np.float32)
        self._indices: _Indices = np.empty(0, np.intp)
        self._caption: Callable[[int], str] = str
        self._cursor: int | None = None
        self._side = scale * SIDE
        self.setFont(scaled(self.font(), 0.85))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def set_images(self, X: Floats, indices: _Indices, caption: Callable[[int], str]) -> None:
        """Show the images X[indices] (m, 784), values -1 to 1; `caption` gives the text for an index."""
        if X is not self._X or not np.array_equal(indices, self._indices):
            self._cursor = None
        self._X, self._indices, self._caption = X, indices, caption
        self._fit()
        self.viewport().update()

    @property
    def count(self) -> int:
        return len(self._indices)

    def caption(self, place: int) -> str:
        """The text beneath the image at a place, counted from 0."""
        return self._caption(int(self._indices[place]))

    def rect_of(self, place: int) -> QRect:
        """Where the image at a place, with its text, lies in the viewport."""
        row, column = divmod(place, self._columns)
        size = self._cell
        left, top = column * size.width(), row * size.height() - self.verticalScrollBar().value()
        return QRect(left, top, size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self._move(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place is not None and place == self._cursor:
            self.chosen.emit(int(self._indices[place]))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self._move(place)
            self.opened.emit(int(self._indices[place]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self._columns * max(self.viewport().height() // self._cell.height(), 1)
        here, last = self._cursor or 0, self.count - 1
        moves = {
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_Up: here - self._columns,
            Qt.Key.Key_Down: here + self._columns,
            Qt.Key.Key_PageUp: here - page,
            Qt.Key.Key_PageDown: here + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves and self.count:
            first_move = self._cursor is None and event.key() != Qt.Key.Key_End
            to = 0 if first_move else moves[Qt.Key(event.key())]
            self._move(min(max(to, 0), last))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.opened if shifted else self.chosen).emit(int(self._indices[self._cursor]))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setPen(QColor(colours().text))
        first = max(self._place_above(event.rect().top()), 0)
        last = min(self._place_above(event.rect().bottom()) + self._columns, self.count)
        inks = np.round((self._X[self._indices[first:last]] + 1) * 127.5).astype(np.uint8)
        for place, ink in enumerate(inks, first):
            cell = self.rect_of(place)
            picture = QImage(ink.data, SIDE, SIDE, SIDE, QImage.Format.Format_Grayscale8)
            painter.drawImage(self._square(cell), picture)
            below = cell.adjusted(0, self._side + SPACE // 2, 0, -SPACE // 2)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.caption(place))
        if self._cursor is not None:
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRect(self._square(self.rect_of(self._cursor)).adjusted(-1, -1, 1, 1))
        painter.end()

    @property
    def _cell(self) -> QSize:
        return QSize(self._side + 2 * SPACE, self._side + self.fontMetrics().height() + 2 * SPACE)

    @property
    def _columns(self) -> int:
        return max(self.viewport().width() // self._cell.width(), 1)

    def _square(self, cell: QRect) -> QRect:
        return QRect(cell.x() + SPACE, cell.y() + SPACE // 2, self._side, self._side)

    def _place_above(self, y: int) -> int:
        """The first place of the row that lies at this height."""
        return (y + self.verticalScrollBar().value()) // self._cell.height() * self._columns

    def _place_at(self, point: QPoint) -> int | None:
        column = point.x() // self._cell.width()
        place = self._place_above(point.y()) + column
        return place if column < self._columns and place < self.count else None

    def _move(self, place: int) -> None:
        """Put the cursor there, and scroll so that it is seen."""
        self._cursor = place
        cell, bar = self.rect_of(place), self.verticalScrollBar()
        bar.setValue(bar.value() + min(cell.top(), 0) + max(cell.bottom() + 1 - self.viewport().height(), 0))
        self.setAccessibleDescription(self.caption(place))
        self.viewport().update()

    def _fit(self) -> None:
        rows = -(-self.count // self._columns)
        self.verticalScrollBar().setSingleStep(self._cell.height() // 2)
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setRange(0, max(rows * self._cell.height() - self.viewport().height(), 0))


_GAP = SPACE // 2


class ImageGrid(QWidget):
    """Images in rows and columns, as large as whole multiples of their pixels allow."""

    def __init__(self, columns: int, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns, self._rows = columns, rows
        self._images: list[QImage] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_images(self, ink: Floats) -> None:
        """Show ink (n, 28, 28) from 0 to 1; the first ones, if there are more than have room."""
        self._images = [ink_to_qimage(each) for each in ink[: self._columns * self._rows]]
        self.update()

    def sizeHint(self) -> QSize:
        return self._size(2)

    def minimumSizeHint(self) -> QSize:
        return self._size(1)

    def paintEvent(self, _event: object) -> None:
        across = (self.width() - (self._columns - 1) * _GAP) // (self._columns * SIDE)
        down = (self.height() - (self._rows - 1) * _GAP) // (self._rows * SIDE)
        scale = max(1, min(across, down))
        whole = self._size(scale)
        left, top = (self.width() - whole.width()) // 2, (self.height() - whole.height()) // 2
        painter = QPainter(self)
        for number, image in enumerate(self._images):
            row, column = divmod(number, self._columns)
            x, y = left + column * (scale * SIDE + _GAP), top + row * (scale * SIDE + _GAP)
            painter.drawImage(QRect(x, y, scale * SIDE, scale * SIDE), image)
        painter.end()

    def _size(self, scale: int) -> QSize:
        width, height = (n * scale * SIDE + (n - 1) * _GAP for n in (self._columns, self._rows))
        return QSize(width, height)


_SMALL_PICTURES_GAP = SPACE // 2


class SmallPictures(QWidget):
    """Up to `columns` × `rows` pictures, each with a caption beneath it, with room for all from the beginning."""

    def __init__(self, columns: int, rows: int = 1, pixel: int = 1, parent: QWidget | None = None) -> None:
        """`pixel` is the size of a picture's pixel on the screen."""
        super().__init__(parent)
        self._columns, self._rows = columns, rows
        self._side = pixel * SIDE
        self._pictures = np.empty((0, SIDE, SIDE, 3), np.uint8)
        self._captions: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = self._columns * (self._side + _SMALL_PICTURES_GAP) - _SMALL_PICTURES_GAP
        return QSize(
            width, round(self._rows * (self._side + self._caption_height() + _SMALL_PICTURES_GAP) - _SMALL_PICTURES_GAP)
        )

    def set_pictures(self, pictures: RGB, captions: Sequence[str]) -> None:
        """Show pictures (n, 28, 28, 3) and a caption for each."""
        self._pictures, self._captions = pictures, captions
        self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        theme = colours()
        painter.setFont(scaled(self.font(), 0.8))
        caption_height = self._caption_height()
        for number in range(self._columns * self._rows):
            row, column = divmod(number, self._columns)
            left, top = (
                column * (self._side + _SMALL_PICTURES_GAP),
                row * (self._side + caption_height + _SMALL_PICTURES_GAP),
            )
            square = QRectF(left, top, self._side, self._side)
            if number >= len(self._pictures):
                painter.fillRect(square, QColor(theme.track))
                continue
            painter.drawImage(square, to_qimage(self._pictures[number]))
            painter.setPen(QColor(theme.faint))
            below = QRectF(
                left - _SMALL_PICTURES_GAP, square.bottom(), self._side + 2 * _SMALL_PICTURES_GAP, caption_height
            )
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._captions[number])
        painter.end()

    def _caption_height(self) -> float:
        return QFontMetricsF(scaled(self.font(), 0.8)).height()
