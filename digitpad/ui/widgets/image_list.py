"""Many small images, to look through and to choose from."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from digitpad.core.network import SIDE, Floats
from digitpad.ui.theme import SPACE, colours, scaled
from digitpad.ui.widgets.images import RGB, ink_to_qimage, to_qimage

_Index = QModelIndex | QPersistentModelIndex
_Indices = npt.NDArray[np.intp]
_Move = QAbstractItemView.CursorAction


class ImageList(QTableView):
    """Rows of 28×28 images with a line of text beneath each, however many there are.

    `chosen` tells the index of an image that was clicked, or of the one under the cursor, which the arrows move, when
    Enter is pressed; `opened` tells of a double click, or of Shift and Enter.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, scale: int = 2, gap: int = 2 * SPACE, parent: QWidget | None = None) -> None:
        """`scale` is the size of an image's pixels, `gap` the pixels between two images."""
        super().__init__(parent)
        self._images = _Images(self)
        self._side, self._gap = scale * SIDE, gap
        self._captions = True
        self.setFont(scaled(self.font(), 0.85))
        self.setModel(self._images)
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
        self._fit()
        self.clicked.connect(lambda index: self._tell(index, self.chosen))

    def set_images(self, X: Floats, indices: _Indices, caption: Callable[[int], str]) -> None:
        """Show the images X[indices] (m, 784), values -1 to 1; `caption` gives the text for an index."""
        self._images.set_images(X, indices, lambda at: ink_to_qimage((X[at].reshape(SIDE, SIDE) + 1) / 2), caption)

    @property
    def count(self) -> int:
        return self._images.count

    def caption(self, place: int) -> str:
        """The text beneath the image at a place, counted from 0."""
        return str(self._images.at(place).data())

    def rect_of(self, place: int) -> QRect:
        """Where the image at a place, with its text, lies in the viewport."""
        self.executeDelayedItemsLayout()
        row, column = divmod(place, self._images.columns)
        across, down = column * self.cell.width(), row * self.cell.height() - self.verticalScrollBar().value()
        return QRect(QPoint(across, down), self.cell)

    @property
    def cell(self) -> QSize:
        """The size of an image with its text and what lies about it."""
        text = self.fontMetrics().height() if self._captions else 0
        return QSize(self._side + self._gap, self._side + text + self._gap)

    def square_in(self, cell: QRect) -> QRect:
        """Where the image lies in its cell."""
        return QRect(cell.x() + self._gap // 2, cell.y() + self._gap // 4, self._side, self._side)

    def moveCursor(self, action: _Move, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Go on from the end of a row to the next one."""
        last, columns, current = self.count - 1, self._images.columns, self.currentIndex()
        page = columns * max(self.viewport().height() // self.cell.height(), 1)
        steps = {
            _Move.MoveLeft: -1,
            _Move.MoveRight: 1,
            _Move.MoveUp: -columns,
            _Move.MoveDown: columns,
            _Move.MovePageUp: -page,
            _Move.MovePageDown: page,
            _Move.MoveHome: -self.count,
            _Move.MoveEnd: self.count,
        }
        if last < 0 or action not in steps:  # such as those that Qt asks for when the focus comes
            return current
        here = self._images.place(current) if current.isValid() else 0
        first_move = not current.isValid() and action != _Move.MoveEnd
        return self._images.at(0 if first_move else min(max(here + steps[action], 0), last))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.setAccessibleDescription(str(current.data()) if current.isValid() else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._tell(self.currentIndex(), self.opened if shifted else self.chosen)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and at.flags():
            self.setCurrentIndex(at)
            self._tell(at, self.opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _tell(self, at: QModelIndex, signal: SignalInstance) -> None:
        if at.flags():  # there may be no image at the end of the last row
            signal.emit(self._images.number(at))

    def _fit(self) -> None:
        """Have as many columns as there is room for."""
        self.horizontalHeader().setDefaultSectionSize(self.cell.width())
        self.verticalHeader().setDefaultSectionSize(self.cell.height())
        columns = max(self.viewport().width() // self.cell.width(), 1)
        if columns != self._images.columns:
            current = self.currentIndex()
            place = self._images.place(current) if current.isValid() else None
            self._images.set_columns(columns)
            if place is not None:
                self.setCurrentIndex(self._images.at(place))


class SmallPictures(ImageList):
    """Up to `columns` × `rows` pictures, each with a caption beneath it, with room for all from the beginning."""

    def __init__(self, columns: int, rows: int = 1, pixel: int = 1, captions: bool = True) -> None:
        """`pixel` is the size of a picture's pixel on the screen."""
        super().__init__(pixel, SPACE // 2)
        self._captions = captions
        self._shape = columns, rows
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setFixedSize(self.size_at(pixel))

    def size_at(self, pixel: int) -> QSize:
        """The size of all with pixels of this size."""
        columns, rows = self._shape
        around = self.cell - QSize(self._side, self._side)
        return QSize(columns * (pixel * SIDE + around.width()), rows * (pixel * SIDE + around.height()))

    def set_pixel(self, pixel: int) -> None:
        self._side = pixel * SIDE
        self.setFixedSize(self.size_at(pixel))
        self._fit()

    def set_pictures(self, pictures: RGB, captions: Sequence[str]) -> None:
        """Show pictures (n, 28, 28, 3) and a caption for each."""
        some = np.arange(len(pictures))
        self._images.set_images(pictures, some, lambda at: to_qimage(pictures[at]), lambda at: captions[at])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for place in range(self.count, self._shape[0] * self._shape[1]):
            painter.fillRect(self.square_in(self.rect_of(place)), QColor(colours().track))
        painter.end()
        super().paintEvent(event)


class _Images(QAbstractTableModel):
    """Images and texts by their indices, in rows, each made when it is asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = 1
        self._source: object = None
        self._indices: _Indices = np.empty(0, np.intp)
        self._image: Callable[[int], QImage] = lambda _at: QImage()
        self._caption: Callable[[int], str] = str

    @property
    def count(self) -> int:
        return len(self._indices)

    def set_images(
        self, source: object, indices: _Indices, image: Callable[[int], QImage], caption: Callable[[int], str]
    ) -> None:
        """Show others; the cursor stays where they come from the same source, in the same order."""
        same = source is self._source and np.array_equal(indices, self._indices)
        if not same:
            self.beginResetModel()
        self._source, self._indices, self._image, self._caption = source, indices, image, caption
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

    def place(self, index: _Index) -> int:
        """The place of the image that lies there."""
        return index.row() * self.columns + index.column()

    def number(self, index: _Index) -> int:
        """The index of the image that lies there."""
        return int(self._indices[self.place(index)])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else -(-self.count // self.columns)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.columns

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) if self.place(index) < self.count else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.place(index) < self.count:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._caption(self.number(index))
            if role == Qt.ItemDataRole.DecorationRole:
                return self._image(self.number(index))
        return None


class _Delegate(QStyledItemDelegate):
    """Paints an image, its text and the cursor's frame."""

    def __init__(self, view: ImageList) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell: QRect = option.rect
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if picture is None:
            return
        square = self._view.square_in(cell)
        painter.drawImage(square, picture)
        painter.setFont(self._view.font())
        painter.setPen(QColor(colours().text))
        below = cell.adjusted(0, square.bottom() - cell.top(), 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, index.data())
        if index == self._view.currentIndex():
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRect(square.adjusted(-1, -1, 1, 1))
