"""Making an action."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication

Shortcut = str | QKeySequence.StandardKey | None


def make_action(
    parent: QObject,
    text: str,
    hint: str,
    triggered: Callable[[], object],
    shortcut: Shortcut = None,
    icon_name: str = "",
) -> QAction:
    """An action whose tool tip teaches what it does and which key does the same; its data is its icon's name."""

    def act() -> None:
        typed_in = QApplication.focusWidget()
        if isinstance(typed_in, QAbstractSpinBox):
            typed_in.interpretText()  # a number that is still being typed counts
        triggered()

    action = QAction(text, parent)
    action.triggered.connect(act)
    if shortcut:
        action.setShortcut(QKeySequence(shortcut))
        hint = f"{hint} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
    action.setToolTip(hint)
    action.setData(icon_name)
    return action
