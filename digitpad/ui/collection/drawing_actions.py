"""What can be done with the chosen drawings of the collection."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from digitpad.core.network import CLASSES
from digitpad.ui.actions import Actions, Row
from digitpad.ui.collection.grid import DrawingGrid
from digitpad.workspace.notice import Notice
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate
_LABELS = tuple(f"label_{digit}" for digit in range(CLASSES))


class DrawingActions(Actions):
    """Relabels and removes the chosen drawings of a grid, both of which can be undone, and puts one on the canvas."""

    def __init__(self, workspace: Workspace, grid: DrawingGrid, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._collection, self._grid = workspace, workspace.collection, grid
        self.add(self._rows())
        self.enable_when(lambda: grid.chosen_count > 0, *_LABELS, "label_none", "delete")
        self.enable_when(lambda: grid.current_id is not None, "use")
        grid.choice_changed.connect(lambda: self.refresh())
        grid.relabelled.connect(self._relabel)
        grid.deleted.connect(self._delete)
        grid.opened.connect(lambda _place: self._use())
        self._collection.was_relabelled.connect(self._tell_relabelled)
        self._collection.was_removed.connect(self._tell_removed)
        self.refresh()

    def menu(self) -> QMenu:
        """All of them."""
        menu = QMenu(self._parent)
        menu.setToolTipsVisible(True)
        menu.addAction(self["use"])
        self.add_menu(menu, self.tr("&It is"), _LABELS, ["label_none"])
        menu.addSeparator()
        menu.addAction(self["delete"])
        return menu

    def _rows(self) -> list[Row]:
        tr = self.tr
        use = tr("Put the drawing on the canvas, where it is read again (double click)")
        hint = tr("Say that the chosen drawings are this digit; can be undone")
        rows = [
            Row("use", tr("&Read it here"), use, self._use),
            Row("delete", tr("&Delete"), tr("Remove the chosen drawings; can be undone (Delete)"), self._delete),
            Row("label_none", tr("&No digit"), hint, partial(self._relabel, None)),
        ]
        return rows + [
            Row(name, tr("A {digit}").format(digit=digit), hint, partial(self._relabel, digit))
            for digit, name in enumerate(_LABELS)
        ]

    def _use(self) -> None:
        number = self._grid.current_id
        if number is not None:
            self._collection.put_on_canvas(number)

    def _relabel(self, label: int | None) -> None:
        self._collection.relabel(dict.fromkeys(self._grid.chosen_ids(), label))

    def _delete(self) -> None:
        self._collection.remove(self._grid.chosen_ids())

    def _tell_relabelled(self, before: dict[int, int | None]) -> None:
        one = translate("drawing_actions", "1 drawing has another label.")
        many = translate("drawing_actions", "{count} drawings have another label.")
        text = one if len(before) == 1 else many.format(count=f"{len(before):,}")
        back = partial(self._collection.relabel, before, tell=False)
        self._workspace.tell(Notice(text, self.tr("Undo"), back))

    def _tell_removed(self, numbers: tuple[int, ...]) -> None:
        one = translate("drawing_actions", "1 drawing was removed.")
        many = translate("drawing_actions", "{count} drawings were removed.")
        text = one if len(numbers) == 1 else many.format(count=f"{len(numbers):,}")
        self._workspace.tell(Notice(text, self.tr("Undo"), partial(self._collection.restore, numbers)))
