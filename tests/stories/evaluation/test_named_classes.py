"""Classes that are no digits are called by their names."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitpad.core.runs.spec import TrainingPlan
from digitpad.core.training.settings import TrainingSettings
from digitpad.ui.evaluate.confusion_view import ConfusionView
from digitpad.ui.evaluate.figures_view import FiguresView
from digitpad.ui.evaluate.misreads_view import MisreadsView
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

NAMES = ("ankle boot", "bag", "coat", "dress", "pullover", "sandal", "shirt", "sneaker", "top", "trousers")


@pytest.fixture
def clothes(course_file: Path, tmp_path: Path) -> Path:
    with np.load(course_file) as data:
        digits, labels = data["digits"], np.array(NAMES)[data["labels"]]
    path = tmp_path / "clothes.npz"
    np.savez(path, X=digits, y=labels)
    return path


def test_clothes_are_called_by_their_names(qtbot: QtBot, user: User, workspace: Workspace, clothes: Path) -> None:
    settings = TrainingSettings(hidden_units=16, epochs=1, learning_rate=1e-4)
    workspace.training.set_plan(replace(TrainingPlan(), settings=settings, source=str(clothes)))
    workspace.training.start()
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE and bool(workspace.training.history.epochs))
    user.draw([[(8, 7), (19, 6.5), (12, 22)]])
    qtbot.waitUntil(lambda: user.window.drawing.answer.digit.text() in NAMES)
    assert any(name in user.window.drawing.bars.accessibleName() for name in NAMES)
    figures = user.open_view(FiguresView)
    rows = figures.digits.model()
    qtbot.waitUntil(lambda: rows.headerData(9, Qt.Orientation.Vertical) == "trousers")
    confusion = user.open_view(ConfusionView)
    qtbot.waitUntil(lambda: any(name in confusion.headline.text() for name in NAMES))
    assert any(name in confusion.caption.text() for name in NAMES)
    columns = [confusion.matrix.model().headerData(column, Qt.Orientation.Horizontal) for column in range(10)]
    assert len(set(columns)) == 10
    assert not any(column.isdecimal() for column in columns)
    assert confusion.table()["true"] == NAMES
    misreads = user.open_view(MisreadsView)
    qtbot.waitUntil(lambda: any(name in misreads.card.name.text() for name in NAMES))
    assert misreads.true.findText("sandal") > 0
    for bars in (user.window.drawing.bars, misreads.card.bars):
        assert "5 = sandal" in bars.toolTip()
    assert not any(button.isVisible() for button in user.window.drawing.bars.buttons)  # which keep digits
