"""Drawing in the window, with the bundled model."""

import numpy as np
import pytest
from PySide6.QtCore import QDeadlineTimer, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox
from pytestqt.qtbot import QtBot

from digitpad.core.training.events import EpochDone
from digitpad.core.training.history import History
from digitpad.ui.main_window import MainWindow
from digitpad.ui.plots import plot_row
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

Keys = QKeySequence.StandardKey


def test_before_anything_is_drawn_there_is_no_answer(user: User) -> None:
    assert user.answer() == ""
    assert user.window.drawing.answer.probability.text() == ""
    assert not any(user.action(text).isEnabled() for text in ("Undo", "Redo", "Clear"))


@pytest.mark.parametrize("digit", [0, 1, 3, 7])
def test_a_drawn_digit_is_read(user: User, digit: int) -> None:
    user.draw_digit(digit)
    assert user.answer() == str(digit)
    assert int(user.window.drawing.answer.probability.text().removeprefix("> ").removesuffix(" %")) > 80
    assert f"It is {digit}" in user.window.drawing.bars.accessibleName()


def test_the_answer_follows_while_the_pen_is_still_down(user: User, workspace: Workspace) -> None:
    user.pen_down(8, 7)
    first = user.answer()
    user.pen_to(19, 6.5)
    user.pen_to(16, 13)
    user.pen_to(12.5, 22)
    assert first != ""
    assert user.answer() == "7"
    assert len(workspace.document.drawing) == 1
    user.pen_up(12.5, 22)
    assert workspace.document.can_undo


def test_the_next_plot_makes_way_for_the_answer_to_the_pen(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plot_row, "MAX_WAIT_MS", 60_000)  # longer than any machine stands still
    done: list[str] = []
    plots, history = window.train.plots, History()
    workspace.classifier.predicted.connect(lambda: done.append("answer"))
    for plot, name in ((plots.curves.cost, "cost"), (plots.curves.accuracy, "accuracy")):
        for line in plot.getPlotItem().listDataItems():
            line.sigPlotChanged.connect(lambda _line, name=name: done.append(name))
    history.extend([EpochDone(1, 0.1, 0.9, 0.2, 0.8, 1.0, 0.01, 0.5)])
    plots.update_incrementally(history)
    busy = QDeadlineTimer(2 * plot_row.INTERVAL_MS)
    while not busy.hasExpired():
        pass  # the next plot is due, and then the pen moves
    done.clear()
    qtbot.mousePress(window.drawing.canvas, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: {*done} == {"answer", "cost", "accuracy"})
    qtbot.mouseRelease(window.drawing.canvas, Qt.MouseButton.LeftButton)
    assert done[0] == "answer"


def test_a_digit_drawn_small_in_a_corner_is_read_too(user: User, qtbot: QtBot) -> None:
    strokes = [[(x / 3 + 1, y / 3 + 1) for x, y in [(8, 7), (19, 6.5), (17, 11), (14.5, 16), (12.5, 22)]]]
    user.draw(strokes)
    assert user.answer() == "7"
    before = user.window.drawing.seen.grab().toImage()
    user.window.drawing.closer.normalising.setFocus()
    qtbot.keyClick(user.window.drawing.closer.normalising, Qt.Key.Key_Space)
    user.answer()
    assert user.window.drawing.seen.grab().toImage() != before


def test_undo_redo_and_clear_by_their_keys(user: User, workspace: Workspace) -> None:
    user.draw_digit(7)
    user.draw([[(9, 14), (18, 14)]])
    assert len(workspace.document.drawing) == 2
    user.press(Keys.Undo)
    assert len(workspace.document.drawing) == 1
    assert user.answer() == "7"
    user.press(Keys.Undo)
    assert user.answer() == ""
    assert not user.action("Undo").isEnabled()
    user.press(Keys.Redo)
    assert user.answer() == "7"
    user.press("Ctrl+Backspace")
    assert user.answer() == ""
    assert workspace.document.drawing == ()
    user.press(Keys.Undo)
    assert user.answer() == "7"


def test_every_mouse_move_is_in_the_drawing(user: User, workspace: Workspace) -> None:
    user.pen_down(2, 2)
    for number in range(1, 101):
        user.pen_to(2 + number / 5, 2 + number / 5)
    user.pen_up(22, 22)
    (stroke,) = workspace.document.drawing
    assert len(stroke.samples) == 102  # with those of press and release
    assert np.all(np.diff(stroke.samples[:, 0]) >= 0)


def test_a_seven_drawn_with_the_keyboard_alone(user: User, window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.drawing.canvas
    canvas.setFocus()
    key = Qt.Key
    path = [key.Key_Left] * 5 + [key.Key_Up] * 7 + [key.Key_Space] + [key.Key_Right] * 10
    path += [key.Key_Down, key.Key_Down, key.Key_Left] * 7 + [key.Key_Space]
    for each in path:
        qtbot.keyClick(canvas, each)
    assert user.answer() == "7"
    assert user.action("Undo").isEnabled()


def test_a_one_drawn_with_a_finger(user: User, window: MainWindow) -> None:
    canvas = window.drawing.canvas
    middle = canvas.rect().center()
    finger = QTest.touchEvent(canvas, QTest.createTouchDevice())
    finger.press(0, middle - QPoint(0, 100), canvas).commit()
    for way in range(-90, 101, 10):
        finger.move(0, middle + QPoint(0, way), canvas).commit()
    finger.release(0, middle + QPoint(0, 100), canvas).commit()
    assert user.answer() == "1"


def test_the_pens_width_by_its_keys(user: User, window: MainWindow, workspace: Workspace) -> None:
    user.draw_digit(7)
    user.answer()
    thin = window.drawing.canvas.grab().toImage()
    width = workspace.classifier.pen_width
    user.press("Ctrl+Up")
    assert workspace.classifier.pen_width > width
    user.answer()
    assert window.drawing.canvas.grab().toImage() != thin
    user.press("Ctrl+Down")
    user.press("Ctrl+Down")
    assert workspace.classifier.pen_width < width
    assert isinstance(window.drawing.closer.pen_width, QDoubleSpinBox)
    assert window.drawing.closer.pen_width.value() == pytest.approx(workspace.classifier.pen_width)


def test_going_elsewhere_in_the_middle_of_a_stroke_ends_it(
    user: User, window: MainWindow, workspace: Workspace
) -> None:
    window.drawing.canvas.setFocus()
    user.pen_down(8, 8)
    user.pen_to(12, 12)
    window.drawing.closer.pen_width.setFocus()
    assert workspace.document.can_undo
    user.pen_up(12, 12)
