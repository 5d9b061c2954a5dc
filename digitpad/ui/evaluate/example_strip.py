"""An image at each strength of something, with the answers to it."""

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import SIDE, Floats, Labels
from digitpad.ui.style.type import CAPTION, FIGURE, font_of, text_scale
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.pictures.images import ink_to_qimage

_PIXEL = 2  # pixels for each one of the image, at 100 %


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
        self._cursor: int | None = None
        self._colours: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_examples(self, images: Floats, answers: Labels, label: int, row_colours: tuple[str, ...]) -> None:
        """Show images (r, k, 28, 28) from 0 to 1 and the answers (r, k) to them; `label` is what they all show.

        `row_colours` are names of colours of the theme, for the frame of the cursor in each row.
        """
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

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
        right_font, wrong_font = font_of(CAPTION), font_of(FIGURE)
        height = QFontMetricsF(right_font).height()
        width = self.width() / max(columns, 1)
        side = min(self._side, width - 4)
        for row in range(rows):
            for column in range(columns):
                left, top = (column + 0.5) * width - side / 2, row * self._row_height() + 3
                square = QRectF(left, top, side, side)
                painter.drawImage(square, ink_to_qimage(self._images[row, column]))
                right = self._answers[row, column] == self._label
                painter.setFont(right_font if right else wrong_font)
                painter.setPen(QColor(theme.second if right else theme.text))
                below = QRectF(column * width, top + side + 3, width, height)
                text = f"{self._answers[row, column]} {'✓' if right else '✗'}"
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
                if column == self._cursor:
                    painter.setPen(QPen(QColor(getattr(theme, self._colours[row])), 2))
                    painter.drawRect(square.adjusted(-2, -2, 2, 2))
        painter.end()

    def _row_height(self) -> int:
        return self._side + round(QFontMetricsF(font_of(CAPTION)).height()) + SPACE

    @property
    def _side(self) -> int:
        return SIDE * max(round(_PIXEL * text_scale()), 1)
