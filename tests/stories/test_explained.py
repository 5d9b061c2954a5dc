"""Numbers and files that cannot be used are explained, and offered for what they are."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.runs.run_events import DataLoaded
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind
from tests.stories.user import User, named


def test_a_number_out_of_range_is_explained_where_it_is_typed(qtbot: QtBot, window: MainWindow) -> None:
    page = window.train
    page.settings.setFocus()
    qtbot.keyClick(page.settings, Qt.Key.Key_Space)
    box = named(page.plan.fields, QSpinBox, "Batch size")
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "90000")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    field = box.parentWidget()
    assert field.problem == "90000 is too large: 60000 at most, so it stays 32"  # type: ignore[attr-defined]
    assert box.value() == 32


def test_a_model_opened_as_data_and_data_as_a_model_are_offered_for_what_they_are(
    qtbot: QtBot, user: User, window: MainWindow, workspace: Workspace, course_file: Path
) -> None:
    model = paths.BUNDLED_MODELS[-1]
    models = len(workspace.models.items)
    user.choose_file(course_file)
    user.action("Open model…").trigger()
    assert "is not a model" in window.message.text
    with qtbot.waitSignal(workspace.training.happened, check_params_cb=of_kind(DataLoaded)):
        click_answer(window, "Learn from it")
    qtbot.waitUntil(lambda: workspace.training.plan.source == str(course_file))
    assert len(workspace.models.items) == models
    user.choose_file(model)
    user.action("Open training data…").trigger()
    assert "is a model" in window.message.text
    with qtbot.waitSignal(workspace.models.in_use):
        click_answer(window, "Read with it")
    assert len(workspace.models.items) == models + 1
    assert workspace.training.plan.source == str(course_file)


def click_answer(window: MainWindow, text: str) -> None:
    """Press the button of the message."""
    (button,) = (each for each in window.message.findChildren(QPushButton) if each.text() == text and each.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
