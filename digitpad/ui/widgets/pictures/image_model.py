"""Images and their texts as a table model, in rows of as many as there is room for."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex
Indices = npt.NDArray[np.intp]
SHARE = Qt.ItemDataRole.UserRole


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
