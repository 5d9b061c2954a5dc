"""Actions made from the rows of a table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QAbstractSpinBox, QApplication, QMenu, QMenuBar, QToolButton, QWidget

from digitpad.ui.style.icons import icon, show_icon
from digitpad.ui.widgets.labels import named


@dataclass(frozen=True)
class Row:
    """All that is known of an action but when it can be used."""

    name: str
    text: str
    hint: str
    call: Callable[[], object]
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    short: str = ""  # the text where there is little room, without an access key
    checkable: bool = False


class Actions(QObject):
    """The actions of a table by name, each with a condition that says when it can be used; without one, always."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._actions: dict[str, QAction] = {}
        self._conditions: dict[str, Callable[[], bool]] = {}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._actions[row.name] = make_action(row, self._parent)

    def enable_when(self, condition: Callable[[], bool], *names: str) -> None:
        self._conditions |= dict.fromkeys(names, condition)

    def refresh(self, names: Iterable[str] = ()) -> None:
        """Enable what can be used now, of these actions or of all."""
        for name in names or self._conditions:
            self._actions[name].setEnabled(self._conditions[name]())

    def add_menu(self, inside: QMenuBar | QMenu, title: str, *groups: Iterable[str]) -> QMenu:
        """A menu with a line between the groups of actions."""
        menu = inside.addMenu(title)
        for group in groups:
            if not menu.isEmpty():
                menu.addSeparator()
            actions = [self._actions[name] for name in group]
            menu.addActions(actions)
            # Without their menu bar, as in a presentation, only the window's own actions have keys.
            in_window = Qt.ShortcutContext.WindowShortcut
            self._parent.addActions([each for each in actions if each.shortcutContext() is in_window])
        return menu

    def more_button(self, menu: QMenu, hint: str, items: QAbstractItemView) -> QToolButton:
        """A button that opens a menu, as the right button does on the items that it is about."""
        button = named(QToolButton(), self.tr("More"), hint)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        items.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        items.customContextMenuRequested.connect(lambda at: menu.popup(items.viewport().mapToGlobal(at)))
        show_icon(button, "more")
        return button


def takes_undo(event: QEvent, can_undo: Callable[[], bool], undo: Callable[[], object]) -> bool:
    """Have Ctrl+Z undo what was done in the widget that got the event, and take no stroke back; whether it was that."""
    if not (isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo) and can_undo()):
        return False
    if event.type() is QEvent.Type.ShortcutOverride:
        event.accept()
    elif event.type() is QEvent.Type.KeyPress:
        undo()
    return event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


def keys_of(bar: QMenuBar) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each menu's name with the keys and the texts of those of its actions that have keys."""
    menus = []
    for opener in bar.actions():
        menu = opener.menu()
        actions = [each for each in menu.actions() if each.shortcuts()] if isinstance(menu, QMenu) else []
        rows = [
            (", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in each.shortcuts()), each.text())
            for each in actions
        ]
        if rows:
            menus.append((opener.text().replace("&", ""), [(keys, text.replace("&", "")) for keys, text in rows]))
    return menus


def make_action(row: Row, parent: QObject) -> QAction:
    """The action of a row: its tool tip teaches what it does and which key does the same; its data names its icon."""

    def act() -> None:
        typed_in = QApplication.focusWidget()
        if isinstance(typed_in, QAbstractSpinBox):
            typed_in.interpretText()  # a number that is still being typed counts
        row.call()

    action = QAction(icon(row.icon), row.text, parent) if row.icon else QAction(row.text, parent)
    action.triggered.connect(act)
    action.setShortcuts([QKeySequence(each) for each in row.shortcuts])
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{row.hint} ({key})" if key else row.hint)
    action.setData(row.icon)
    action.setCheckable(row.checkable)
    if row.short:
        action.setIconText(row.short)
    return action
