"""Examples of varied images follow the settings, the threads are remembered, and changes are marked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from digitpad.core.training.settings import SETTINGS
from digitpad.ui.main_window import MainWindow
from digitpad.ui.train.examples import VariationDialog
from digitpad.workspace.preferences import MOST_THREADS
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


def see_examples(qtbot: QtBot, window: MainWindow) -> VariationDialog:
    """Open the examples by the button on their page."""
    form = window.train.plan.fields
    form.more.setChecked(True)
    pages = form.findChild(QTabWidget)
    pages.setCurrentIndex(pages.count() - 1)
    qtbot.mouseClick(form.examples, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(VariationDialog)
    qtbot.waitUntil(lambda: has_ink(picture(dialog)))
    return dialog


@pytest.fixture
def blank_file(tmp_path: Path) -> Path:
    """Images without ink."""
    path = tmp_path / "blank.npz"
    np.savez(path, digits=np.zeros((600, 784), np.float32), labels=np.arange(600) % 10)
    return path


def picture(dialog: VariationDialog) -> QImage:
    return dialog.images.grab().toImage()


def has_ink(image: QImage) -> bool:
    places = [(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)]
    return len({image.pixelColor(*place).lightness() for place in places}) > 10


def test_examples_follow_every_change_of_a_field(user: User, qtbot: QtBot) -> None:
    user.plan_training()
    dialog = see_examples(qtbot, user.window)
    seen = [picture(dialog)]
    for name, number in (("Rotation, °", "30"), ("Noise", "0.5"), ("Shift, px", "3")):
        user.enter(name, number)
        qtbot.waitUntil(lambda: picture(dialog) != seen[-1])
        seen.append(picture(dialog))
    qtbot.mouseClick(dialog.another, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: picture(dialog) != seen[-1])
    again = picture(dialog)
    user.enter("Learning rate", "0.002")
    user.enter("Shift, px", "0")
    user.enter("Shift, px", "3")
    qtbot.waitUntil(lambda: picture(dialog) == again)  # what has nothing to do with it changes nothing
    assert dialog.close()


def test_examples_are_of_the_training_data_whatever_is_evaluated_on(
    user: User, qtbot: QtBot, evaluate_on: Callable[[Path], None], blank_file: Path
) -> None:
    user.plan_training()
    dialog = see_examples(qtbot, user.window)
    before = picture(dialog)
    evaluate_on(blank_file)
    assert picture(dialog) == before
    qtbot.mouseClick(dialog.another, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: has_ink(picture(dialog)) and picture(dialog) != before)
    assert dialog.note.text() == ""
    assert dialog.close()


def test_data_that_cannot_be_read_is_told_once_and_the_examples_say_so(
    user: User, qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    user.plan_training()
    dialog = see_examples(qtbot, user.window)
    readable = workspace.training.plan
    told: list[str] = []
    workspace.failed.connect(told.append)
    workspace.training.set_plan(replace(readable, source=str(tmp_path / "gone.npz")))
    qtbot.waitUntil(lambda: dialog.note.text() == "The data cannot be read.")
    assert not has_ink(picture(dialog))
    user.enter("Rotation, °", "30")
    user.enter("Rotation, °", "40")
    qtbot.wait(50)
    assert len(set(told)) == 1
    assert len(told) <= 2  # the page that shows the data says so, too
    workspace.training.set_plan(readable)
    qtbot.waitUntil(lambda: has_ink(picture(dialog)))
    assert dialog.note.text() == ""
    assert dialog.close()


def test_drawings_are_among_the_examples_by_their_share(
    user: User, qtbot: QtBot, workspace: Workspace, blank_file: Path
) -> None:
    user.plan_training()
    dialog = see_examples(qtbot, user.window)
    workspace.training.set_plan(replace(workspace.training.plan, source=str(blank_file)))
    user.enter("Shift, px", "0")
    qtbot.waitUntil(lambda: dialog.note.text() == "All amounts are 0, so nothing is varied.")
    assert not has_ink(picture(dialog))
    user.enter("Drawings", "0.25")
    qtbot.waitUntil(lambda: has_ink(picture(dialog)))
    assert dialog.note.text() == "25 % are drawn from strokes; the others are not varied."
    user.enter("Shift, px", "1")
    qtbot.waitUntil(lambda: dialog.note.text() == "25 % are drawn from strokes.")
    user.enter("Drawings", "0")
    qtbot.waitUntil(lambda: not has_ink(picture(dialog)))
    assert dialog.note.text() == ""
    assert dialog.close()


def test_examples_follow_while_a_network_trains_and_so_does_the_network(
    user: User, qtbot: QtBot, workspace: Workspace
) -> None:
    user.start_long_training()
    assert SETTINGS["rotation"].changeable
    dialog = see_examples(qtbot, user.window)
    before = picture(dialog)
    user.enter("Rotation, °", "40")
    qtbot.waitUntil(lambda: picture(dialog) != before)
    history = workspace.training.history
    qtbot.waitUntil(lambda: any(each.name == "rotation" for each in history.changes))
    (change,) = [each for each in history.changes if each.name == "rotation"]
    assert (change.before, change.after) == ("0.0", "40.0")
    assert dialog.close()


def test_a_change_while_training_is_marked_on_the_plots(
    user: User, qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    user.start_long_training()
    user.enter("Learning rate", "0.001")
    history = workspace.training.history
    qtbot.waitUntil(lambda: any(each.name == "learning_rate" for each in history.changes))
    (change,) = [each for each in history.changes if each.name == "learning_rate"]
    qtbot.waitUntil(lambda: len(history.epochs) > change.at + 1)
    cost = window.train.plots.curves.cost
    cost.setFocus()

    def the_cursor_comes_to_a_mark() -> bool:
        qtbot.keyClick(cost, Qt.Key.Key_Home)
        for _ in history.epochs:
            if cost.note:
                return True
            qtbot.keyClick(cost, Qt.Key.Key_Right)
        return False

    qtbot.waitUntil(the_cursor_comes_to_a_mark)  # the plots keep up a moment later
    assert "Learning rate: 0.02 → 0.001" in cost.note


@pytest.mark.skipif(MOST_THREADS < 2, reason="there is but one processor")
def test_the_threads_are_remembered(new_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    first = new_window()
    box = first.train.plan.threads
    assert box.value() == 1
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert first.close()
    second = new_window().train.plan.threads
    assert second.value() == 2
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Down)
