"""Changing the drawing."""

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox

from digitpad.ui.actions.action import make_action
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


class DrawingActions:
    """Undo, redo and clear, and the width of the pen."""

    def __init__(self, workspace: Workspace, pen_width: QAbstractSpinBox, parent: QObject) -> None:
        self._document = workspace.document
        self.undo = make_action(
            parent,
            translate("drawing_actions", "&Undo"),
            translate("drawing_actions", "Take back the last stroke"),
            self._document.undo,
            QKeySequence.StandardKey.Undo,
            "undo",
        )
        self.redo = make_action(
            parent,
            translate("drawing_actions", "&Redo"),
            translate("drawing_actions", "Bring back what was undone"),
            self._document.redo,
            QKeySequence.StandardKey.Redo,
            "redo",
        )
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.clear = make_action(
            parent,
            translate("drawing_actions", "&Clear"),
            translate("drawing_actions", "Empty the canvas; can be undone"),
            self._document.clear,
            "Ctrl+Backspace",
            "clear",
        )
        thicker = translate("drawing_actions", "&Thicker pen"), translate("drawing_actions", "Draw with thicker lines")
        thinner = translate("drawing_actions", "T&hinner pen"), translate("drawing_actions", "Draw with thinner lines")
        self.pen = (
            make_action(parent, *thicker, pen_width.stepUp, "Ctrl+Up"),
            make_action(parent, *thinner, pen_width.stepDown, "Ctrl+Down"),
        )
        self._document.changed.connect(self._enable)
        self._enable()

    @property
    def all(self) -> tuple[QAction, ...]:
        return self.undo, self.redo, self.clear

    def _enable(self) -> None:
        self.undo.setEnabled(self._document.can_undo)
        self.redo.setEnabled(self._document.can_redo)
        self.clear.setEnabled(not self._document.is_empty)
