"""All drawings of the collection as a grid, read piece by piece as they come into view."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView

from digitpad.core.collection.drawing import DrawingRow
from digitpad.core.network import SIDE
from digitpad.ui.style.type import CAPTION, font_of
from digitpad.ui.theme import colours, follow_look
from digitpad.ui.widgets.image_list import ImageList, label_of_key
from digitpad.ui.widgets.image_tiles import Index, TileShape, paint_mark, paint_tile

tr = partial(QCoreApplication.translate, "drawing_grid")

_PIECE = 96  # drawings that are read at once
_KEPT = 100  # pieces
_TILES = 600  # painted drawings that are kept, of some 30 kB each
_MAKING = 5  # milliseconds of a turn of the event loop in which tiles are made
_WAITING = 6  # pieces that are still read when one has scrolled on
_DELETE = Qt.Key.Key_Delete, Qt.Key.Key_Backspace
_Flag = QItemSelectionModel.SelectionFlag
# Asks for the rows with these numbers, and hands them over later.
Fetch = Callable[[Sequence[int], Callable[[list[DrawingRow]], object]], object]


class DrawingGrid(ImageList):
    """Drawings to look through and to choose from: a click, with Ctrl or Shift for several, or the arrows.

    A digit or N says what the chosen ones are, Delete removes them.
    """

    asked = Signal(str)  # for an action

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._ids = np.empty(0, np.int64)
        self._rows: OrderedDict[int, dict[int, DrawingRow]] = OrderedDict()  # by piece, then by number
        self._fresh: set[int] = set()  # pieces that were read since something changed
        self._wanted: list[int] = []
        self._fetching = False
        self._anchor = 0
        self._tiles: OrderedDict[int, tuple[DrawingRow, QPixmap]] = OrderedDict()
        self._painting = QElapsedTimer()
        self._drawn_as: tuple[TileShape, QSize] | None = None
        self._next: Sequence[int] = ()  # what is chosen as soon as it is shown
        super().__init__(2, CAPTION)
        self.setProperty("tiles", True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # scrolls by moving pixels
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.viewport().update)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch_next)
        follow_look(self, self._tiles.clear)

    @property
    def current_id(self) -> int | None:
        """The number of the drawing with the cursor."""
        at = self.currentIndex()
        return int(self._ids[self._images.place(at)]) if at.isValid() and at.flags() else None

    def chosen_ids(self) -> list[int]:
        """The numbers of the chosen drawings, in order."""
        columns, places = self._images.columns, set[int]()
        parts = self.selectionModel().selection()
        for part in (parts.at(number) for number in range(parts.count())):
            for row in range(part.top(), part.bottom() + 1):
                places.update(range(row * columns + part.left(), row * columns + part.right() + 1))
        return [int(self._ids[place]) for place in sorted(places) if place < len(self._ids)]

    @property
    def chosen_count(self) -> int:
        """How many are chosen."""
        parts = self.selectionModel().selection()
        sizes = (parts.at(number) for number in range(parts.count()))
        beyond = self._images.columns * self._images.rowCount() - self.count  # empty places of the last row
        count = sum(part.width() * part.height() for part in sizes)
        return count - beyond if count > self.count else count

    def set_drawings(self, ids: npt.NDArray[np.int64]) -> None:
        """Show the drawings with these numbers, read anew.

        What is chosen stays; of what is gone, that which has taken its place is chosen.
        """
        self._fresh.clear()
        wished, self._next = self._next, ()
        if not np.array_equal(self._ids, ids):
            here = self._images.place(self.currentIndex()) if self.currentIndex().isValid() else 0
            current, chosen = (wished[0], wished) if len(wished) else (self.current_id, self.chosen_ids())
            self._ids = ids
            self._rows.clear()
            places = np.arange(len(self._ids), dtype=np.intp)
            self._images.set_images(self._ids, places, lambda _place: QImage(), self._caption)
            still = np.flatnonzero(np.isin(self._ids, chosen)).tolist()
            found = [] if current is None else np.flatnonzero(self._ids == current).tolist()
            place = found[0] if found else min(here, self.count - 1)
            if self.count:
                self.selectionModel().setCurrentIndex(self._images.at(place), _Flag.NoUpdate)
                self._choose(still or [place])
                self._anchor = place
        elif len(wished):
            self.choose_ids(wished)
        self.viewport().update()

    def choose_next(self, numbers: Sequence[int]) -> None:
        """Choose the drawings with these numbers when drawings are shown the next time."""
        self._next = numbers

    def choose_ids(self, numbers: Sequence[int]) -> None:
        """Choose the drawings with these numbers."""
        self._choose(np.flatnonzero(np.isin(self._ids, numbers)).tolist())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(colours().surface))
        painter.end()
        if (self.shape, self.cell) != self._drawn_as:
            self._drawn_as = self.shape, self.cell
            self._tiles.clear()
        self._painting.start()
        super().paintEvent(event)

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, marked: bool) -> None:
        """From the tiles that are at hand. Some are made at once, the others a turn of the event loop later."""
        place = self._images.place(index)
        row = self._row_at(place) if place < self.count else None
        if row is None:
            return
        known, tile = self._tiles.get(row.id, (None, None))
        if known is not row or tile is None:
            if self._painting.elapsed() >= _MAKING:
                painter.fillRect(self._square_in(rect), QColor(colours().track))
                self._later.start()
                return
            tile = self._made_tile(row, rect.size())
        painter.drawPixmap(rect.topLeft(), tile)
        if marked:
            paint_mark(painter, self._square_in(rect))

    def _square_in(self, rect: QRect) -> QRect:
        return QRect(rect.topLeft(), QSize(self.shape.side, self.shape.side))

    def _made_tile(self, row: DrawingRow, size: QSize) -> QPixmap:
        ratio = self.devicePixelRatioF()
        tile = QPixmap(size * ratio)
        tile.setDevicePixelRatio(ratio)
        tile.fill(QColor(colours().surface))
        painter = QPainter(tile)
        image = QImage(row.seen, SIDE, SIDE, SIDE, QImage.Format.Format_Grayscale8)
        paint_tile(painter, QRect(QPoint(), size), self.shape, image, short_words(row), None, False)
        painter.end()
        self._tiles[row.id] = row, tile
        if len(self._tiles) > _TILES:
            self._tiles.popitem(last=False)
        return tile

    def setSelection(self, rect: QRect, command: _Flag) -> None:
        """With Shift, all from where one began to the cursor, in reading order; Qt would choose a rectangle."""
        at = self.currentIndex()
        if at.isValid() and command & _Flag.Current:
            low, high = sorted((self._anchor, self._images.place(at)))
            self._choose(range(low, high + 1))
        else:
            super().setSelection(rect, command)
            self._begin_here()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self._meaning(event):
            event.accept()  # else the key would clear the canvas
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        meaning = self._meaning(event)
        if meaning:
            self.asked.emit(meaning)
            return
        super().keyPressEvent(event)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._begin_here()

    def _begin_here(self) -> None:
        if self.currentIndex().isValid():
            self._anchor = self._images.place(self.currentIndex())

    def _meaning(self, event: QKeyEvent) -> str | None:
        """The action of a key on the chosen drawings, if it has one."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.selectionModel().hasSelection():
            return None
        if event.key() in _DELETE:
            return "delete"
        label = label_of_key(event)
        return label and f"label_{label}"

    def _widest_words(self) -> int:
        return QFontMetrics(font_of(self.role)).horizontalAdvance(_read_as().format(label=0, answer=0))

    def _choose(self, places: Iterable[int]) -> None:
        """Choose what lies at these places, in order; neighbours in a row of the table at once."""
        selection, columns = QItemSelection(), self._images.columns
        runs: list[list[int]] = []
        for place in places:
            if runs and place == runs[-1][1] + 1 and place % columns:
                runs[-1][1] = place
            else:
                runs.append([place, place])
        for first, last in runs:
            selection.select(self._images.at(first), self._images.at(last))
        self.selectionModel().select(selection, _Flag.ClearAndSelect)

    def _row_at(self, place: int) -> DrawingRow | None:
        """What is known of a drawing; if that is not the latest, it is asked for."""
        piece = place // _PIECE
        if piece not in self._fresh:
            if piece in self._wanted:
                self._wanted.remove(piece)
            self._wanted = [*self._wanted[1 - _WAITING :], piece]
            self._soon.start()
        return self._rows.get(piece, {}).get(int(self._ids[place]))

    def _caption(self, place: int) -> str:
        row = self._row_at(place)
        return "" if row is None else short_words(row)

    def _fetch_next(self) -> None:
        if self._fetching or not self._wanted:
            return
        piece = self._wanted.pop()
        ids = self._ids[piece * _PIECE : (piece + 1) * _PIECE]
        self._fetching = True
        self._fresh.add(piece)

        def take(rows: list[DrawingRow]) -> None:
            self._fetching = False
            if np.array_equal(ids, self._ids[piece * _PIECE : (piece + 1) * _PIECE]):
                self._rows[piece] = {row.id: row for row in rows}
                self._rows.move_to_end(piece)
                while len(self._rows) > _KEPT:
                    self._fresh.discard(self._rows.popitem(last=False)[0])
                self.viewport().update()
            self._fetch_next()

        self._fetch(ids.tolist(), take)


def short_words(row: DrawingRow) -> str:
    """What a drawing is, and what it was read as if that is something else."""
    label = "–" if row.label is None else str(row.label)
    if row.right is not False:
        return tr("no digit") if row.label is None else label
    if row.answer is None:
        return tr("{label}, refused").format(label=label)
    return _read_as().format(label=label, answer=row.answer)


def _read_as() -> str:
    return tr("{label}, read {answer}")
