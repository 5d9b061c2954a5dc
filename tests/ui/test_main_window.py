"""Everything in the window that can be used says what it is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QMenu, QWidget

from digitpad.ui.main_window import MainWindow
from digitpad.ui.widgets.curve_plot import CurvePlot
from digitpad.ui.widgets.drawing_canvas import DrawingCanvas

INTERACTIVE = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, CurvePlot, DrawingCanvas)


def controls(window: MainWindow) -> list[QWidget]:
    """All that can be used, without the parts that Qt makes inside of its own widgets."""
    return [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, INTERACTIVE)
        and not each.objectName().startswith("qt_")
        and not isinstance(each.parent(), QAbstractSpinBox | QComboBox)
        and each.parent().metaObject().className() != "QTabBar"
        and not (each.window() is not window and not each.isVisible())
    ]


def menu_actions(window: MainWindow) -> list[QAction]:
    menus = [action.menu() for action in window.menuBar().actions()]
    return [
        action for menu in menus if isinstance(menu, QMenu) for action in menu.actions() if not action.isSeparator()
    ]


def plain(text: str) -> str:
    return text.replace("&", "").replace("…", "").strip()


def test_every_control_has_a_tool_tip(window: MainWindow) -> None:
    found = controls(window)
    assert len(found) > 20
    assert [str(each) for each in found if not each.toolTip()] == []


def test_every_control_has_a_name(window: MainWindow) -> None:
    buddies = [label.buddy() for label in window.findChildren(QLabel)]
    nameless = [
        str(each)
        for each in controls(window)
        if not each.accessibleName() and each not in buddies and not (isinstance(each, QAbstractButton) and each.text())
    ]
    assert nameless == []


def test_every_action_has_a_tool_tip_that_teaches(window: MainWindow) -> None:
    actions = menu_actions(window)
    assert len(actions) > 15
    assert [each.text() for each in actions if plain(each.toolTip()) in ("", plain(each.text()))] == []


def test_no_shortcut_is_used_twice(window: MainWindow) -> None:
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) > 10
    assert sorted(keys) == sorted(set(keys))


def test_no_two_controls_of_the_window_have_the_same_access_key(window: MainWindow) -> None:
    window.train.form.more.setChecked(True)
    widgets = [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, QLabel | QAbstractButton) and each.isVisible() and "&" in each.text()
    ]
    texts = [each.text() for each in widgets if not isinstance(each, QLabel) or each.buddy()]
    texts += [action.text() for action in window.menuBar().actions()]
    keys = sorted(text[text.index("&") + 1].lower() for text in texts)
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_every_label_of_a_field_reaches_it(window: MainWindow) -> None:
    plain = (each for each in window.findChildren(QLabel) if each.textFormat() is not Qt.TextFormat.RichText)
    labels = [each for each in plain if "&" in each.text()]
    assert labels
    assert all(each.buddy() is not None for each in labels)


def test_the_window_fits_a_small_screen_with_all_settings_unfolded(window: MainWindow) -> None:
    window.train.form.more.setChecked(True)
    least = window.minimumSizeHint()
    assert least.boundedTo(QSize(1366, 768 - 40)) == least  # a title bar and a task bar take some


def test_tool_tips_are_no_wider_than_a_small_screen(window: MainWindow) -> None:
    """Qt does not break them into lines by itself."""
    tips = {each.toolTip() for each in window.findChildren(QWidget)}
    assert [tip for tip in tips if max(map(len, tip.split("\n"))) > 100] == []
