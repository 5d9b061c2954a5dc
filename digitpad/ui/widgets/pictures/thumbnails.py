"""A few small pictures in rows, as many beside each other as there is room for."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import SIDE
from digitpad.ui.style.type import CAPTION, FIGURE, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.pictures.images import RGB, to_qimage

_RADIUS = 4


class Thumbnails(QWidget):
    """Pictures of 28×28 pixels with captions beneath them; empty squares keep the place of those that may come."""

    def __init__(self, side: int, places: int, captions: bool = True) -> None:
        """`side` of a picture in pixels at 100 %; `places`: how many there may be."""
        super().__init__()
        self._side, self._places, self._has_captions = side, places, captions
        self._pictures: list[QImage] = []
        self._captions: Sequence[str] = ()
        self._strong: Sequence[bool] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_pictures(self, pictures: RGB, captions: Sequence[str] = (), strong: Sequence[bool] = ()) -> None:
        """Show pictures (n, 28, 28, 3), a caption for each, and which captions are `strong`."""
        self._pictures = [to_qimage(each) for each in pictures[: self._places]]
        self._captions = captions or [""] * len(pictures)
        self._strong = strong or [False] * len(pictures)
        self.update()

    @property
    def count(self) -> int:
        return len(self._pictures)

    def caption(self, place: int) -> str:
        """The text beneath a picture."""
        return self._captions[place]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-self._places // self._columns(width))
        return rows * self._cell.height() - SPACE // 2

    def sizeHint(self) -> QSize:
        width = self._places * self._cell.width() - self._gap
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._cell.width(), self.heightForWidth(max(self.width(), self._cell.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().track))
        for place in range(self._places):
            square = self._square(place)
            if place >= len(self._pictures):
                painter.drawRoundedRect(square, _RADIUS, _RADIUS)
                continue
            shape = QPainterPath()
            shape.addRoundedRect(square, _RADIUS, _RADIUS)
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(square, self._pictures[place])
            if self._has_captions:
                painter.restore()
                painter.save()
                painter.setFont(font_of(FIGURE if self._strong[place] else CAPTION))
                painter.setPen(QColor(colours().text if self._strong[place] else colours().second))
                below = QRect(square.left() - self._gap // 2, square.bottom() + 1, self._cell.width(), self._line)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._captions[place])
            painter.restore()
        painter.end()

    @property
    def _gap(self) -> int:
        return 2 * SPACE if self._has_captions else SPACE // 2

    @property
    def _line(self) -> int:
        return QFontMetrics(font_of(CAPTION)).height() + SPACE // 2 if self._has_captions else 0

    @property
    def _cell(self) -> QSize:
        side = px(self._side)
        return QSize(side + self._gap, side + self._line + SPACE // 2)

    def _columns(self, width: int) -> int:
        """As many as fit, but no more in the first rows than leave the last one full, if that can be."""
        most = max(min((width + self._gap) // self._cell.width(), self._places), 1)
        rows = -(-self._places // most)
        return -(-self._places // rows)

    def _square(self, place: int) -> QRect:
        row, column = divmod(place, self._columns(self.width()))
        corner = QPoint(column * self._cell.width(), row * self._cell.height())
        return QRect(corner, QSize(px(self._side), px(self._side)))


NO_PICTURES: RGB = np.empty((0, SIDE, SIDE, 3), np.uint8)
