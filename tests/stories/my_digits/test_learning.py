"""Digits are written on demand, and taught."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.collection.drawing import Source
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.runs import teaching
from digitpad.ui.collection.teach_view import TeachView
from digitpad.ui.collection.writer_table_view import WriterTableView
from digitpad.ui.collection.writing_view import WritingView
from digitpad.ui.main_window import MainWindow
from digitpad.ui.widgets.titles import source_title
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Notice, Workspace
from tests.stories.my_digits.digits import Digits
from tests.stories.user import User


def test_digits_are_written_on_demand_from_keyboard_and_pen(
    digits: Digits, user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    user.draw_digit(7)
    view = user.open_view(WritingView)
    view.goes_on.setChecked(False)
    view.count.setCurrentIndex(0)
    QTest.mouseClick(view.start, Qt.MouseButton.LeftButton)
    session, canvas, written = workspace.writing, window.drawing.canvas, []
    qtbot.waitUntil(lambda: canvas.hasFocus() and view.digit.isVisible())
    assert workspace.document.is_empty

    def go_on(key: Qt.Key) -> None:
        before = session.place
        written.append(session.wanted)
        user.draw_digit(3)
        QTest.keyClick(canvas, key)
        qtbot.waitUntil(lambda: session.place == before + 1)
        assert workspace.document.is_empty

    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert session.place == 0  # nothing was written
    user.draw_digit(1)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)  # a slip
    assert (session.place, workspace.document.is_empty) == (0, True)
    go_on(Qt.Key.Key_Return)
    go_on(Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)  # the one before again
    assert session.place == 1
    written.pop()
    QTest.keyClick(canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: view.headline.text() == "Digit 3 of 10")
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):  # which sets the pen down, and lifts it
        QTest.keyClick(canvas, key)
    assert session.place == 2
    assert len(workspace.document.drawing) == 1
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    view.goes_on.setChecked(True)
    window.drawing.session_keys.rests.setInterval(1)
    written.append(session.wanted)
    user.draw_digit(0)
    qtbot.waitUntil(lambda: session.place == 3)
    view.goes_on.setChecked(False)
    while session.is_running:
        go_on(Qt.Key.Key_Enter)
    qtbot.waitUntil(lambda: "9 digits kept" in view.outcome.text())
    qtbot.waitUntil(lambda: len(digits.all()) == 9)
    kept = digits.all()
    assert [each.label for each in kept] == written
    assert {each.source for each in kept} == {Source.SESSION}
    assert len(set(written)) == 9
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert not session.is_running
    QTest.mouseClick(view.start, Qt.MouseButton.LeftButton)
    assert session.is_running
    workspace.tell(Notice("Nine digits lie here."))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)  # dismisses what is said
    assert session.is_running
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not session.is_running


def _random_model() -> Model:
    """One that has learned nothing."""
    rng = np.random.default_rng(0)
    W1, W2 = rng.normal(0, 0.05, (784, 32)), rng.normal(0, 0.2, (32, 10))
    W1, b1, W2, b2 = (each.astype(np.float32) for each in (W1, np.zeros(32), W2, np.zeros(10)))
    network = Network(W1, b1, W2, b2)
    return Model(network, "novice")


@pytest.mark.parametrize("rate", [0.005, 1e-8])
def test_a_model_is_taught_and_used_only_if_it_reads_better(
    digits: Digits, user: User, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, rate: float
) -> None:
    settings = replace(teaching.SETTINGS, learning_rate=rate, augmentation=Augmentation())
    monkeypatch.setattr(teaching, "SETTINGS", settings)
    base = workspace.models.add(_random_model())
    digits.keep(*[0, 1, 3, 7] * 5)
    view = user.open_view(TeachView)
    qtbot.waitUntil(view.teach.isEnabled)
    assert view.writer.currentText() == "Anna, 20"
    QTest.mouseClick(view.teach, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.stop.isVisible() and view.progress.value() > 300)
    assert "“novice” learns digits by Anna" in view.headline.text()
    assert not view.teach.isEnabled()
    QTest.mouseClick(view.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.verdict.isVisible)
    report = workspace.teaching.report
    assert report
    assert (report.accepted, workspace.teaching.is_used) == ((True, True) if rate > 1e-6 else (False, False))
    current = workspace.models.current
    assert current
    assert (current.key == base) is not report.accepted
    assert view.verdict.text().startswith("It reads" if report.accepted else "The taught")
    sets = view.sets.model()
    rows = [[sets.index(row, column).data() for column in range(3)] for row in range(sets.rowCount())]
    assert [row[0] for row in rows] == ["4", "10,000"]  # nobody else has written
    assert rows[0][2].startswith(f"{25 * report.held_out.hits[1]:.1f} %\n")
    QTest.mouseClick(view.other, Qt.MouseButton.LeftButton)
    assert workspace.teaching.is_used is not report.accepted
    assert source_title("teach:Anna").text == "MNIST with digits by Anna"  # among what one can evaluate on
    assert "taught digits by Anna" in str([each.model.name for each in workspace.models.items])


def test_models_read_each_writers_digits_in_a_table(
    digits: Digits, user: User, workspace: Workspace, qtbot: QtBot
) -> None:
    view = user.open_view(WriterTableView)
    assert "Nobody has kept" in view.empty.label.text()
    digits.keep(*[0, 1, 3, 7] * 5)
    workspace.collection.look()
    key = workspace.models.add(_random_model(), use=False)
    grid = view.grid.model()
    qtbot.waitUntil(lambda: grid.rowCount() == 2 and grid.columnCount() == 4)
    assert [grid.headerData(row, Qt.Orientation.Vertical) for row in range(2)] == ["MNIST test", "Anna"]
    table = view.table()
    assert table["digits"] == [10_000, 4]
    assert table["right by digitpad"][1] == 4 >= table["right by novice"][1]
    assert table["right by digitpad-256"][1] == 4
    assert view.headline.text() == "digitpad and digitpad, 256 units read these hands alike: 4 of 4 digits"
    view.menu.aboutToShow.emit()
    (novice,) = (each for each in view.menu.actions() if each.text() == "novice")
    assert novice.isChecked()
    novice.trigger()
    qtbot.waitUntil(lambda: grid.columnCount() == 3)
    assert key in workspace.models


def test_a_teaching_that_was_interrupted_goes_on_and_is_judged(
    digits: Digits,
    user: User,
    workspace: Workspace,
    qtbot: QtBot,
    qapp: QApplication,
    new_window: Callable[[], MainWindow],
    questions: Any,
) -> None:
    (small,) = (each for each in workspace.models.items if each.model.name == "digitpad-256")
    workspace.models.use(small.key)
    digits.keep(*[0, 1, 3, 7] * 5)
    workspace.collection.look()
    view = user.open_view(TeachView)
    qtbot.waitUntil(view.teach.isEnabled)
    QTest.mouseClick(view.teach, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.progress.value() > 0)
    workspace.training.pause()
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.PAUSED)
    questions.will_be_answered()
    assert user.window.close()

    window = new_window()
    window.offer_interrupted()
    (again,) = (each for each in qapp.findChildren(Workspace) if each is not workspace)
    again.training.resume_interrupted()
    qtbot.waitUntil(lambda: again.training.model_key is not None)
    assert again.teaching.is_learning
    (entry,) = (each for each in again.models.items if each.key == again.training.model_key)
    assert entry.model.detector is not None
    again.training.stop()
    qtbot.waitUntil(lambda: again.teaching.report is not None)
    assert again.teaching.base is not None
    assert again.teaching.base.bundled  # the very model
    assert again.teaching.writer == "Anna"
