"""Many small images, to look through and to choose from."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from digitpad.core.collection.query import NO_DIGIT
from digitpad.core.network import SIDE, Floats
from digitpad.ui.style.type import NAME, Role, font_of, set_role, text_scale
from digitpad.ui.theme import follow_look
from digitpad.ui.widgets.image_tiles import EDGE, GAP, SHARE, Images, Index, Indices, TileShape, paint_tile
from digitpad.ui.widgets.images import ink_to_qimage

_Move = QAbstractItemView.CursorAction
_SAMPLE = 50  # captions that are measured


def label_of_key(event: QKeyEvent) -> str | None:
    """The label that a key gives a drawing, if any: a digit its own, N no digit."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    if event.key() == Qt.Key.Key_N:
        return NO_DIGIT
    return chr(event.key()) if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9 else None


class ImageList(QTableView):
    """Rows of 28×28 images with a line of text beneath each, however many there are, and perhaps a bar with a share.

    The cells are at least as wide as their words. `pointed` tells the index of the image that has the cursor, which
    the arrows move, or None; `chosen` that of one that was clicked, or of the cursor's when Enter is pressed; `opened`
    tells of a double click, or of Shift and Enter.
    """

    pointed = Signal(object)
    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, scale: float = 3, role: Role = NAME) -> None:
        """`scale` is the size of an image's pixels where text has its usual size, `role` that of the words."""
        super().__init__()
        self.role = role
        self._images = Images(self)
        self._scale = scale
        self._has_shares = False
        self._words = 0  # pixels of the widest
        self.setModel(self._images)
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("frameless", True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
        set_role(self, self.role)
        self._fit()
        self.clicked.connect(lambda index: self._tell(index, self.chosen))
        follow_look(self, self._fit)

    @property
    def count(self) -> int:
        return self._images.count

    def set_images(
        self,
        X: Floats,
        indices: Indices,
        caption: Callable[[int], str],
        share: Callable[[int], float] | None = None,
    ) -> None:
        """Show the images X[indices] (m, 784), values -1 to 1.

        `caption` gives the text for an index, and `share` what its bar shows, from 0 to 1.
        """
        self._has_shares = share is not None
        self._images.set_images(
            X, indices, lambda at: ink_to_qimage((X[at].reshape(SIDE, SIDE) + 1) / 2), caption, share
        )
        self._fit()

    @property
    def current(self) -> int | None:
        """The index of the image that has the cursor."""
        return self._images.number(self.currentIndex()) if self.currentIndex().isValid() else None

    def point_at(self, place: int) -> None:
        """Give the cursor to the image at a place, counted from 0."""
        self.setCurrentIndex(self._images.at(place))

    def caption(self, place: int) -> str:
        """The text beneath the image at a place, counted from 0."""
        return str(self._images.at(place).data())

    def rect_of(self, place: int) -> QRect:
        """Where the image at a place, with its text, lies in the viewport."""
        self.executeDelayedItemsLayout()
        return self.visualRect(self._images.at(place))

    @property
    def cell(self) -> QSize:
        """The size of an image with its text and what lies about it."""
        return QSize(max(self.shape.side, self._words) + GAP, self.shape.height)

    @property
    def shape(self) -> TileShape:
        """How the images are painted."""
        side = SIDE * max(round(self._scale * text_scale()), 1) + 2 * EDGE
        return TileShape(side, self.role, self._has_shares)

    def sizeHint(self) -> QSize:
        return QSize(4 * self.cell.width(), 2 * self.cell.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.cell.width() + self._bar_width, self.cell.height())

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, marked: bool) -> None:
        """Paint an image and what stands below it; `marked` is the one with the cursor, or one that is chosen."""
        image = index.data(Qt.ItemDataRole.DecorationRole)
        if image is not None:
            paint_tile(painter, rect, self.shape, image, index.data(), index.data(SHARE), marked)

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

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.setAccessibleDescription(str(current.data()) if current.isValid() else "")
        self.pointed.emit(self.current)

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

    def _widest_words(self) -> int:
        """Pixels of the widest caption, going by the first ones."""
        metrics = QFontMetrics(font_of(self.role))
        texts = [self.caption(place) for place in range(min(self.count, _SAMPLE))]
        return max((metrics.horizontalAdvance(text) + 2 for text in texts), default=0)

    @property
    def _bar_width(self) -> int:
        """Room for a scroll bar, which is kept: else the images would go to and fro when it comes."""
        return self.verticalScrollBar().sizeHint().width()

    def _fit(self) -> None:
        """Have as many columns as there is room for."""
        self._words = self._widest_words()
        self.horizontalHeader().setDefaultSectionSize(self.cell.width())
        self.verticalHeader().setDefaultSectionSize(self.cell.height())
        # What lies beside the last image may be cut.
        columns = max((self.width() - self._bar_width + GAP) // self.cell.width(), 1)
        if columns != self._images.columns:
            current = self.currentIndex()
            place = self._images.place(current) if current.isValid() else None
            self._images.set_columns(columns)
            if place is not None:
                self.setCurrentIndex(self._images.at(place))


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: ImageList) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        marked = index == self._view.currentIndex()
        if self._view.selectionMode() is not QAbstractItemView.SelectionMode.NoSelection:
            marked = bool(option.state & QStyle.StateFlag.State_Selected)
        self._view.paint_cell(painter, option.rect, index, marked)
