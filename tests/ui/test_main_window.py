"""Everything in the window that can be used says what it is."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from digitpad.ui.draw.canvas import DrawingCanvas
from digitpad.ui.evaluate.point_map import PointMap
from digitpad.ui.inside.matrix_table_view import MatrixTableView
from digitpad.ui.inside.network_diagram import NetworkDiagram
from digitpad.ui.inside.picture_view import PictureView
from digitpad.ui.inside.why_view import WhyView
from digitpad.ui.main_window import MainWindow
from digitpad.ui.plots.history_plots import CURVES, GRADIENTS, RATES
from digitpad.ui.plots.plot import Plot
from digitpad.ui.style.type import text_scale
from digitpad.ui.view import View
from digitpad.ui.widgets.pixel_map import MatrixPicture
from digitpad.ui.widgets.view_pages import ViewPages

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTabBar,
    Plot,
    DrawingCanvas,
)

# What the pointer is on is explained beside these; a tool tip would lie over it.
EXPLAINED_BESIDE = MatrixPicture, NetworkDiagram, PointMap, MatrixTableView


@pytest.fixture
def window(new_window: Callable[[], MainWindow]) -> MainWindow:
    """A window in which everything has been looked at, and so is there."""
    window = new_window()
    for page in (window.inside, window.evaluate):
        for number in range(len(page.entries)):
            page.view(number)
    for kind in (RATES, GRADIENTS, CURVES):
        window.train.plots.kinds.setCurrentIndex(kind)
    return window


def controls(window: MainWindow) -> list[QWidget]:
    """All that can be used, without the parts that Qt makes inside of its own widgets.

    Whatever the key Tab goes to can be used, whichever class it is of.
    """
    return [
        each
        for each in window.findChildren(QWidget)
        if (isinstance(each, INTERACTIVE) or each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(each, QTabWidget)  # its tab bar is what is used
        and (not each.objectName().startswith("qt_") or isinstance(each, QTabBar))
        and not isinstance(each, QScrollBar)
        and not isinstance(each.parent(), QAbstractSpinBox | QComboBox | QAbstractItemView)
        and not (isinstance(each.parent(), QAbstractScrollArea) and each is each.parent().viewport())
        and not isinstance(each.parent(), QTabBar)
        and not (each.window() is not window and not each.isVisible())
    ]


def menu_actions(window: MainWindow) -> list[QAction]:
    menus = [action.menu() for action in window.menuBar().actions()]
    return [
        action for menu in menus if isinstance(menu, QMenu) for action in menu.actions() if not action.isSeparator()
    ]


def shared(texts: Sequence[str]) -> list[str]:
    """The access keys that more than one of the texts has."""
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    return sorted({key for key in keys if keys.count(key) > 1})


def shared_access_keys(window: MainWindow) -> list[str]:
    """Those of more than one thing that is shown."""
    shown = [each for each in window.findChildren(QWidget) if each.isVisible()]
    texts = [each.text() for each in shown if isinstance(each, QAbstractButton)]
    texts += [each.text() for each in shown if isinstance(each, QLabel) and each.buddy()]
    return shared([*texts, *(action.text() for action in window.menuBar().actions())])


def pages_of(window: MainWindow) -> list[QWidget]:
    """Every page and every view, each a stack's or a tab's."""
    stacks = [each.pages for each in window.findChildren(ViewPages)]
    tabs = window.findChildren(QTabWidget)
    return [stack.widget(number) for stack in (*stacks, *tabs) for number in range(stack.count())]


def show_page(window: MainWindow, page: QWidget) -> None:
    """Turn to the page, and to the view or tab in it."""
    window.show_page(page)
    for views in window.findChildren(ViewPages):
        if views.pages.indexOf(page) >= 0:
            views.show_view(views.pages.indexOf(page))
    for tabs in window.findChildren(QTabWidget):
        if tabs.indexOf(page) >= 0:
            tabs.setCurrentWidget(page)


def plain(text: str) -> str:
    return text.replace("&", "").replace("…", "").strip()


def test_a_view_is_made_when_it_is_first_seen(new_window: Callable[[], MainWindow]) -> None:
    window = new_window()
    assert window.findChildren(View) == []
    window.show_page(window.inside)
    assert [type(each) for each in window.findChildren(View)] == [PictureView]
    window.inside.show_view(WhyView)
    window.inside.show_view(PictureView)
    assert {type(each) for each in window.findChildren(View)} == {PictureView, WhyView}


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


def test_a_page_or_view_that_is_turned_to_is_painted_once(new_window: Callable[[], MainWindow]) -> None:
    window = new_window()
    inside = window.inside
    window.show_page(inside)
    inside.show_view("WhyView")
    for _ in range(5):
        QApplication.processEvents()
    paints = Paints(inside.view(0))
    inside.show_view(0)
    QApplication.sendPostedEvents()
    assert paints.count == 1
    window.show_page(window.evaluate)
    QApplication.processEvents()
    paints = Paints(inside.view(0))
    window.show_page(inside)
    QApplication.sendPostedEvents()
    assert paints.count == 1


def test_a_keyboard_on_a_page_that_is_left_goes_to_the_names_of_the_pages(
    qtbot: QtBot, new_window: Callable[[], MainWindow]
) -> None:
    window = new_window()
    inside = window.inside
    window.show_page(inside)
    inside.shown.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    inside.shown.setFocus()
    inside.show_view("WhyView")
    qtbot.waitUntil(inside.bar.hasFocus)
    window.show_page(window.evaluate)
    qtbot.waitUntil(window.pages.hasFocus)
    window.drawing.canvas.setFocus()
    window.show_page(inside)
    assert window.drawing.canvas.hasFocus()


def test_every_control_has_a_tool_tip(window: MainWindow) -> None:
    found = controls(window)
    assert len(found) > 20
    tips = {each: each.toolTip() for each in found if not isinstance(each, (QTabBar, *EXPLAINED_BESIDE))}
    assert [str(each) for each, tip in tips.items() if not tip] == []


def test_what_is_explained_beside_itself_is_described_to_those_who_hear_it(window: MainWindow) -> None:
    found = [each for each in controls(window) if isinstance(each, EXPLAINED_BESIDE)]
    assert {type(each) for each in found} == set(EXPLAINED_BESIDE)
    assert [str(each) for each in found if not each.accessibleDescription()] == []


def test_every_tab_has_a_tool_tip(window: MainWindow) -> None:
    bars = [each for each in controls(window) if isinstance(each, QTabBar)]
    assert len(bars) == 7
    tabs = [(bar, index) for bar in bars if not bar.toolTip() for index in range(bar.count())]
    assert [bar.tabText(index) for bar, index in tabs if not bar.tabToolTip(index)] == []


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


def test_no_two_controls_that_are_shown_together_have_the_same_access_key(window: MainWindow) -> None:
    window.train.plan.fields.more.setChecked(True)
    window.message.show_message("Which?", *menu_actions(window)[:2])
    seen: dict[QWidget, list[str]] = {}
    for page in pages_of(window):
        show_page(window, page)
        seen[page] = shared_access_keys(window)
    assert len(seen) > 15
    assert {str(page): keys for page, keys in seen.items() if keys} == {}


def test_no_two_entries_of_a_menu_have_the_same_access_key(window: MainWindow) -> None:
    for title in window.menuBar().actions():
        texts = [each.text() for each in title.menu().actions() if not each.isSeparator()]
        assert shared(texts) == [], title.text()


def test_every_label_of_a_field_reaches_it(window: MainWindow) -> None:
    plain = (each for each in window.findChildren(QLabel) if each.textFormat() is not Qt.TextFormat.RichText)
    labels = [each for each in plain if "&" in each.text()]
    assert labels
    assert all(each.buddy() is not None for each in labels)


def test_the_window_fits_a_small_screen_with_all_settings_unfolded(window: MainWindow) -> None:
    window.train.plan.fields.more.setChecked(True)
    least = window.minimumSizeHint()
    assert least.boundedTo(QSize(1366, 768 - 40)) == least  # a title bar and a task bar take some


def test_tool_tips_are_no_wider_than_a_small_screen(window: MainWindow) -> None:
    """Qt does not break them into lines by itself."""
    tips = {each.toolTip() for each in window.findChildren(QWidget)}
    assert [tip for tip in tips if max(map(len, tip.split("\n"))) > 100] == []


def test_on_a_laptop_the_whole_desk_is_seen_at_the_largest_size_of_text(new_window: Callable[[], MainWindow]) -> None:
    window = new_window()
    window.resize(1366, 728)
    larger, smaller = (
        next(each for each in window.findChildren(QAction) if each.text().replace("&", "") == text)
        for text in ("Larger text", "Smaller text")
    )
    for _ in range(9):
        larger.trigger()
    assert text_scale() == pytest.approx(2, rel=0.05)
    QApplication.processEvents()
    desk = window.drawing
    for part in (desk.bars, desk.answer, desk.label_line):
        assert part.width() >= part.minimumSizeHint().width()
        assert part.mapTo(desk, part.rect().topRight()).x() < desk.width()
    for _ in range(7):
        smaller.trigger()
    assert text_scale() == pytest.approx(1), "the usual size is one of the steps"
