"""An image at each strength of something, with the answers to it."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import SIDE, Floats, Labels
from digitpad.ui.theme import SPACE, colours, scaled
from digitpad.ui.widgets.images import ink_to_qimage

_SIDE = 2 * SIDE  # pixels


class ExampleStrip(QWidget):
    """Rows of images, one for each network, with a column for each strength; a tick or a cross beside each answer.

    One column has the cursor; `pointed` tells that a click asks for another, and `activated` the row of a double click.
    """

    pointed = Signal(int)
    activated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: Floats = np.zeros((1, 0, SIDE, SIDE))
        self._answers: Labels = np.zeros((1, 0), np.int64)
        self._label = 0
        self._cursor: int | None = None
        self._colours: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_examples(self, images: Floats, answers: Labels, label: int, row_colours: tuple[str, ...]) -> None:
        """Show images (r, k, 28, 28) from 0 to 1 and the answers (r, k) to them; `label` is what they all show."""
        if len(images) != len(self._images):
            self.updateGeometry()
        self._images, self._answers, self._label, self._colours = images, answers, label, row_colours
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
        caption = scaled(self.font(), 0.9)
        painter.setFont(caption)
        width = self.width() / max(columns, 1)
        side = min(_SIDE, width - 4)
        for row in range(rows):
            for column in range(columns):
                left, top = (column + 0.5) * width - side / 2, row * self._row_height() + 3
                square = QRectF(left, top, side, side)
                painter.drawImage(square, ink_to_qimage(self._images[row, column]))
                right = self._answers[row, column] == self._label
                painter.setPen(QColor(theme.text if right else theme.validation))
                below = QRectF(column * width, top + side + 3, width, QFontMetricsF(caption).height())
                text = f"{self._answers[row, column]} {'✓' if right else '✗'}"
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
                if column == self._cursor:
                    painter.setPen(QPen(QColor(self._colours[row]), 2))
                    painter.drawRect(square.adjusted(-2, -2, 2, 2))
        painter.end()

    def _row_height(self) -> int:
        return _SIDE + round(QFontMetricsF(scaled(self.font(), 0.9)).height()) + SPACE
