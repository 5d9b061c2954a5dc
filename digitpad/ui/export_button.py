"""A button that copies or saves what is shown, as a picture or as numbers."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from digitpad.core.errors import DigitpadError
from digitpad.core.tables import Table, write_csv
from digitpad.ui import dialogs
from digitpad.ui.actions.action import make_action
from digitpad.ui.pictures import copy_picture, write_picture
from digitpad.workspace.workspace import Workspace


class ExportButton(QPushButton):
    """Exports the picture of a widget, without its `controls`, and the table of the numbers that it shows."""

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        shown: QWidget,
        table: Callable[[], Table],
        controls: Callable[[], Iterable[QWidget]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._title = title
        self._shown = shown
        self._table = table
        self._controls = controls
        menu = QMenu(self)
        copy = self.tr("&Copy picture"), self.tr("Put a picture of this view on the clipboard")
        save = self.tr("Save &picture…"), self.tr("Write a picture of this view to a PNG or SVG file")
        numbers = self.tr("Save &numbers…"), self.tr("Write the numbers of this view to a CSV file")
        menu.addAction(make_action(self, *copy, lambda: copy_picture(shown, controls())))
        menu.addAction(make_action(self, *save, self._save_picture))
        to_save = make_action(self, *numbers, self._save_numbers)
        menu.addAction(to_save)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: to_save.setEnabled(any(map(len, table().values()))))
        self.setText(self.tr("Export"))
        self.setToolTip(self.tr("Copy or save this view as a picture, or its numbers as a table"))
        self.setMenu(menu)

    def _save_picture(self) -> None:
        kinds = ((self.tr("Pictures (*.png)"), ".png"), (self.tr("Drawings (*.svg)"), ".svg"))
        path = dialogs.ask_where_to_save(self, self._workspace, self._title, kinds)
        if path:
            self._write(lambda: write_picture(self._shown, path, self._controls()))

    def _save_numbers(self) -> None:
        kinds = ((self.tr("Tables (*.csv)"), ".csv"),)
        path = dialogs.ask_where_to_save(self, self._workspace, self._title, kinds)
        if path:
            self._write(lambda: write_csv(path, self._table()))

    def _write(self, write: Callable[[], None]) -> None:
        try:
            write()
        except DigitpadError as error:
            self._workspace.report(error)
