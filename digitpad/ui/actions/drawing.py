"""Changing the drawing."""

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox

from digitpad.ui.actions.action import make_action
from digitpad.workspace.workspace import Workspace


class DrawingActions:
    """Undo, redo and clear, and the width of the pen."""

    def __init__(self, workspace: Workspace, pen_width: QAbstractSpinBox, parent: QObject) -> None:
        self._document = workspace.document
        self.undo = make_action(
            parent,
            _tr("&Undo"),
            _tr("Take back the last stroke"),
            self._document.undo,
            QKeySequence.StandardKey.Undo,
            "undo",
        )
        self.redo = make_action(
            parent,
            _tr("&Redo"),
            _tr("Bring back what was undone"),
            self._document.redo,
            QKeySequence.StandardKey.Redo,
            "redo",
        )
        self.clear = make_action(
            parent,
            _tr("&Clear"),
            _tr("Empty the canvas; can be undone"),
            self._document.clear,
            "Ctrl+Backspace",
            "clear",
        )
        thicker = _tr("&Thicker pen"), _tr("Draw with thicker lines")
        thinner = _tr("T&hinner pen"), _tr("Draw with thinner lines")
        self.pen = (
            make_action(parent, *thicker, pen_width.stepUp, "Ctrl+]"),
            make_action(parent, *thinner, pen_width.stepDown, "Ctrl+["),
        )
        self._document.changed.connect(self._enable)
        self._enable()

    @property
    def all(self) -> tuple[QAction, ...]:
        return self.undo, self.redo, self.clear

    def _enable(self) -> None:
        self.undo.setEnabled(self._document.can_undo)
        self.redo.setEnabled(self._document.can_redo)
        self.clear.setEnabled(bool(self._document.drawing))


def _tr(text: str) -> str:
    return QCoreApplication.translate("drawing_actions", text)
