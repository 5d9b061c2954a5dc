"""A matrix as a picture, a square for each number."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.theme import colours
from digitpad.ui.widgets.pictures.images import RGB, to_qimage

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
