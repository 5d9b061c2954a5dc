"""The pinned drawings in a row, to choose one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from digitpad.core.drawing.rasterise import Ink
from digitpad.core.network import SIDE
from digitpad.ui.style.type import CAPTION, px, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.pictures.images import ink_to_qimage

_CELL = 64  # pixels of width at 100 %
_PICTURE = 2 * SIDE


class PinList(QListWidget):
    """A picture for each, with a line beneath it; hidden as long as there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Pinned drawings"))
        self.setToolTip(self.tr("The drawings that are followed; choose one to see how its answer has changed"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("frameless", True)
        set_role(self, CAPTION)
        self._fit()
        self.hide()

    def set_pictures(self, pictures: Sequence[Ink]) -> None:
        """Show these drawings; what was chosen stays, by its place."""
        row = min(max(self.currentRow(), 0), len(pictures) - 1)
        side = px(_PICTURE)
        with QSignalBlocker(self):
            self.clear()
            for ink in pictures:
                icon = QIcon()
                for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # or the chosen one would be tinted
                    icon.addPixmap(QPixmap.fromImage(ink_to_qimage(ink)).scaled(side, side), mode)
                item = QListWidgetItem(icon, "")
                item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
                self.addItem(item)
            self.setCurrentRow(row)
        self.setVisible(bool(pictures))

    def set_text(self, row: int, text: str) -> None:
        """What stands beneath a drawing."""
        if self.item(row).text() != text:
            self.item(row).setText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_CELL), self.height())

    def _fit(self) -> None:
        """Room for a row of pictures and their lines, and for a scroll bar below where they do not fit."""
        self.setIconSize(QSize(px(_PICTURE), px(_PICTURE)))
        cell = QSize(px(_CELL), px(_PICTURE) + self.fontMetrics().height() + SPACE)
        self.setGridSize(cell)
        self.setFixedHeight(cell.height() + SPACE)
