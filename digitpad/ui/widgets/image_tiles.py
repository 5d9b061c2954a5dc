"""Images and their texts as a table model, and how each is painted: black with round corners, below it words."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from digitpad.ui.style.type import CAPTION, Role, font_of
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.labels import per_cent
from digitpad.ui.widgets.painting import LEFT, RIGHT, write

Index = QModelIndex | QPersistentModelIndex
Indices = npt.NDArray[np.intp]
SHARE = Qt.ItemDataRole.UserRole
EDGE = 2  # pixels of black about an image
GAP = 2 * SPACE  # pixels between tiles
_RADIUS = 4
_BAR = 4  # pixels high


class Images(QAbstractTableModel):
    """Images and texts by their indices, in rows, each made when it is asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = 1
        self._source: object = None
        self._indices: Indices = np.empty(0, np.intp)
        self._image: Callable[[int], QImage] = lambda _at: QImage()
        self._caption: Callable[[int], str] = str
        self._share: Callable[[int], float] | None = None

    @property
    def count(self) -> int:
        return len(self._indices)

    def set_images(
        self,
        source: object,
        indices: Indices,
        image: Callable[[int], QImage],
        caption: Callable[[int], str],
        share: Callable[[int], float] | None = None,
    ) -> None:
        """Show others; the cursor stays where they come from the same source, in the same order."""
        same = source is self._source and np.array_equal(indices, self._indices)
        if not same:
            self.beginResetModel()
        self._source, self._indices, self._image, self._caption = source, indices, image, caption
        self._share = share
        if not same:
            self.endResetModel()
        elif len(indices):
            self.dataChanged.emit(self.at(0), self.index(self.rowCount() - 1, self.columns - 1))

    def set_columns(self, columns: int) -> None:
        self.beginResetModel()
        self.columns = columns
        self.endResetModel()

    def at(self, place: int) -> QModelIndex:
        """Where the image at a place, counted from 0, lies in the table."""
        return self.index(*divmod(place, self.columns))

    def place(self, index: Index) -> int:
        """The place of the image that lies there."""
        return index.row() * self.columns + index.column()

    def number(self, index: Index) -> int:
        """The index of the image that lies there."""
        return int(self._indices[self.place(index)])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else -(-self.count // self.columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) if self.place(index) < self.count else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.place(index) < self.count:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._caption(self.number(index))
            if role == Qt.ItemDataRole.DecorationRole:
                return self._image(self.number(index))
            if role == SHARE and self._share:
                return self._share(self.number(index))
        return None


class TileShape(NamedTuple):
    """What all tiles of a list have in common: pixels of the image with its black edge, and what stands below it."""

    side: int
    role: Role
    has_bar: bool = False

    @property
    def height(self) -> int:
        """Pixels from the top of one tile to the top of the next."""
        height = self.side + GAP + SPACE // 2 + QFontMetrics(font_of(self.role)).height()
        return height + (QFontMetrics(font_of(CAPTION)).height() if self.has_bar else 0)


def paint_tile(
    painter: QPainter, cell: QRect, shape: TileShape, image: QImage, words: str, share: float | None, current: bool
) -> None:
    """Paint an image at the top left of its cell, and what stands below it; `current` is the one with the cursor."""
    square = QRect(cell.x(), cell.y(), shape.side, shape.side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawRoundedRect(square, _RADIUS, _RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.drawImage(square.adjusted(EDGE, EDGE, -EDGE, -EDGE), image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if current:
        paint_mark(painter, square)
    height = QFontMetrics(font_of(shape.role)).height()
    line = QRect(cell.left(), square.bottom() + 1 + SPACE // 2, cell.width(), height)
    write(painter, shape.role, colours().text, line, words, LEFT | Qt.TextFlag.TextDontClip)
    if share is not None:
        _paint_share(painter, QRect(cell.left(), line.bottom() + 1, cell.width() - GAP, cell.height()), share)
    painter.restore()


def paint_mark(painter: QPainter, square: QRect) -> None:
    """A frame about an image."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours().accent), 3))
    painter.drawRoundedRect(QRectF(square).adjusted(1.5, 1.5, -1.5, -1.5), _RADIUS, _RADIUS)


def _paint_share(painter: QPainter, place: QRect, share: float) -> None:
    theme, metrics = colours(), QFontMetrics(font_of(CAPTION))
    line = QRect(place.left(), place.top(), place.width(), metrics.height())
    write(painter, CAPTION, theme.second, line, per_cent(share), RIGHT)
    full = line.width() - metrics.horizontalAdvance(per_cent(1.0)) - SPACE // 2
    left = QPointF(line.left(), line.center().y() - _BAR / 2 + 1)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, width in ((theme.track, full), (theme.second, full * share)):
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(left, left + QPointF(width, _BAR)), _BAR / 2, _BAR / 2)
