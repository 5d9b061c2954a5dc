"""Looking through what was kept, and taking it along."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from digitpad.core.collection.replay import Replay
from digitpad.core.readers.catalogue import open_evaluation_set
from digitpad.core.runs.run_events import DataLoaded
from digitpad.ui.collection.drawings_view import DrawingsView
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.collection.kept_drawings import DrawingsRelabelled, DrawingsRemoved, Kept
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind
from tests.stories.my_digits.digits import Digits
from tests.stories.user import User


def test_all_that_was_kept_is_looked_through_and_corrected_by_keys(
    digits: Digits, user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    user.draw_digit(0)
    view = digits.show(7, 1, 3, 0, labels=[7, 7, 3, 0])
    grid = view.grid
    assert view.headline.text() == "4 drawings"
    assert [grid.caption(place) for place in range(4)] == ["7", "7, read 1", "3", "0"]
    view.filters.right.setCurrentIndex(view.filters.right.findText("read wrong"))
    view.filters.right.activated.emit(1)
    qtbot.waitUntil(lambda: grid.count == 1)
    assert view.headline.text() == "1 of 4 drawings"
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0).center())
    with qtbot.waitSignal(workspace.collection.happened, check_params_cb=of_kind(DrawingsRelabelled)):
        QTest.keyClick(grid, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: grid.count == 0)  # it is right now
    assert [each.label for each in digits.all()] == [7, 1, 3, 0]
    assert "None of 4" in view.headline.text()
    QTest.mouseClick(view.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: grid.count == 4)

    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(1).center())
    QTest.keyClick(grid, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert "3 chosen" in view.chosen.text()
    with qtbot.waitSignal(workspace.collection.happened, check_params_cb=of_kind(DrawingsRemoved)):
        QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert not workspace.document.is_empty  # what is on the canvas stays
    qtbot.waitUntil(lambda: grid.count == 1)
    assert [each.label for each in digits.all()] == [7]
    user.catch_up()
    (undo,) = (each for each in window.message.findChildren(QPushButton) if each.isVisible())
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: grid.count == 4)
    assert "3 chosen" in view.chosen.text()  # as they were
    grid.setFocus()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0).center())
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: grid.count == 3)
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # and no stroke
    qtbot.waitUntil(lambda: grid.count == 4)
    assert not workspace.document.is_empty
    digits.keep(7, 3)  # as they were kept before
    view.filters.right.setCurrentIndex(view.filters.right.findText("near-duplicates"))
    view.filters.right.activated.emit(3)
    qtbot.waitUntil(lambda: "2 drawings look like copies" in view.headline.text())
    assert grid.count == 4
    with qtbot.waitSignal(workspace.collection.happened, check_params_cb=of_kind(DrawingsRemoved)):
        QTest.keyClick(grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: grid.count == 0)
    QTest.mouseClick(view.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: grid.count == 4)
    view.filters.since.setCurrentIndex(view.filters.since.findText("last 7 days"))
    view.filters.since.activated.emit(2)
    qtbot.waitUntil(lambda: grid.count == 1)


def test_a_drawing_is_written_again_and_put_on_the_canvas(
    digits: Digits, user: User, workspace: Workspace, qtbot: QtBot
) -> None:
    view = digits.show(7, 3)
    card = view.card
    qtbot.waitUntil(lambda: card.name.text() == "Meant as 7, read as 7")
    user.window.resize(1366, 742)  # all that is said has room on a laptop
    qtbot.waitUntil(lambda: not card.facts.visibleRegion().isEmpty())
    assert card.facts.visibleRegion().boundingRect() == card.facts.rect()
    view.grid.setFocus()
    QTest.keyClick(view.grid, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: card.name.text() == "Meant as 3, read as 3")
    qtbot.waitUntil(lambda: not card.is_playing and card.slider.value() == card.slider.maximum() > 5)
    whole = card.image.grab().toImage()
    card.slider.setFocus()
    QTest.keyClick(card.slider, Qt.Key.Key_Home)
    assert card.time.text() == "0.0 s"
    assert card.image.grab().toImage() != whole
    QTest.mouseClick(card.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not card.is_playing)
    assert card.image.grab().toImage() == whole
    assert "Anna" in card.facts.text()
    with qtbot.waitSignal(workspace.document.changed):
        view.grid.setFocus()
        QTest.keyClick(view.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert user.answer() == "3"
    assert user.window.drawing.bars.buttons[3].isChecked()
    with qtbot.waitSignal(workspace.collection.happened, check_params_cb=of_kind(DrawingsRemoved)):
        QTest.keyClick(view.grid, Qt.Key.Key_Delete)
    assert not user.window.drawing.bars.buttons[3].isChecked()
    qtbot.waitUntil(lambda: view.grid.count == 1)
    QTest.keyClick(view.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view.grid.count == 2 and user.window.drawing.bars.buttons[3].isChecked())
    qtbot.waitUntil(lambda: card.name.text() == "Meant as 3, read as 3")
    qtbot.waitUntil(lambda: not card.is_playing)
    QTest.keyClick(card.slider, Qt.Key.Key_Home)
    before, item = card.bars.grab().toImage(), workspace.models.current
    assert item
    turned = replace(item.model.network, W2=-item.model.network.W2)
    workspace.models.update(item.key, replace(item.model, network=turned))  # as while it trains
    qtbot.waitUntil(lambda: card.name.text() != "Meant as 3, read as 3")
    assert card.bars.grab().toImage() != before
    assert card.slider.value() == 0
    P = np.eye(10)[[8, 8, 3, 8]]
    card.show_drawing(digits.all()[0], Replay(np.arange(4.0), np.zeros((4, 28, 28)), P))
    assert card.story.text() == "Looked like 8 at first, changed 2 times, and is 8 from 3.0 s on"
    user.window.drawing.canvas.setFocus()
    with qtbot.waitSignal(workspace.collection.happened, check_params_cb=of_kind(Kept)):
        user.press("8")
    assert [each.label for each in digits.all()] == [7, 8]  # changed, not kept again


def test_drawings_are_taken_along_and_trained_on(
    digits: Digits,
    user: User,
    window: MainWindow,
    workspace: Workspace,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = digits.show(*[0, 1, 3, 7] * 3)
    view.filters.label.setCurrentIndex(view.filters.label.findData(7))
    view.filters.writer.activated.emit(0)
    qtbot.waitUntil(lambda: view.grid.count == 3)
    user.choose_file(tmp_path / "sevens")
    with qtbot.waitSignal(workspace.transfer.task.finished):
        view.commands["export_numbers"].trigger()
    assert "Saved “sevens.zip”" in user.status()
    for ending in ("npz", "csv", "idx"):
        user.choose_file(tmp_path / f"images.{ending}")
        with qtbot.waitSignal(workspace.transfer.task.finished):
            view.commands["export"].trigger()
        assert open_evaluation_set(str(tmp_path / f"images.{ending}")).y.tolist() == [7, 7, 7]
    QTest.mouseClick(view.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.grid.count == 12)
    view.grid.selectAll()
    assert "12 chosen" in view.chosen.text()
    with qtbot.waitSignal(workspace.collection.happened, check_params_cb=of_kind(DrawingsRemoved)):
        view.commands["delete"].trigger()
    qtbot.waitUntil(view.empty.isVisible)
    with qtbot.waitSignal(workspace.transfer.task.finished):
        user.drop(tmp_path / "sevens.zip")
    assert "1 of 3 drawings are new" in user.status()  # all three are the same
    qtbot.waitUntil(lambda: view.grid.count == 1)
    (drawing,) = digits.all()
    assert drawing.label == 7
    assert drawing.writer not in ("Anna", "Me")
    (tmp_path / "sevens.zip").write_bytes(b"PK\x03\x04 cut off")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "sevens.zip")], ""))
    with qtbot.waitSignal(workspace.failed):
        view.commands["import"].trigger()
    assert "sevens.zip" in user.status()
    assert len(digits.all()) == 1

    digits.keep(*[0, 1, 3, 7] * 15)
    workspace.collection.look()
    qtbot.waitUntil(lambda: view.grid.count == 61)
    view.filters.writer.setCurrentIndex(view.filters.writer.findData("Anna"))
    view.filters.writer.activated.emit(0)
    qtbot.waitUntil(lambda: view.grid.count == 60)
    with qtbot.waitSignal(workspace.training.happened, check_params_cb=of_kind(DataLoaded)):
        view.commands["learn"].trigger()
    qtbot.waitUntil(window.train.isVisible)
    assert workspace.training.plan.source == "collection:Anna"
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE)
    user.press("F5")
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE and bool(workspace.training.history.epochs))
    assert "Anna" in str([each.model.trained_on for each in workspace.models.items])

    # What the filters show is validated and tested with, too, whatever is learned from.
    user.open_view(DrawingsView)
    for name, digit in (("validate", 3), ("test", 7)):
        view.filters.label.setCurrentIndex(view.filters.label.findData(digit))
        view.filters.writer.activated.emit(0)
        qtbot.waitUntil(lambda: view.grid.count == 15)
        with qtbot.waitSignal(workspace.training.happened, check_params_cb=of_kind(DataLoaded)):
            view.commands[name].trigger()
        qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE)
        user.open_view(DrawingsView)
    reading = workspace.training.plan.reading_of("collection:Anna")
    assert (reading.validation, reading.test) == ("collection:Anna:label=3", "collection:Anna:label=7")
    window.show_page(window.train)
    images = window.train.images
    qtbot.waitUntil(lambda: bool(images.preview and images.preview.validation == 12))
    assert images.preview
    assert (images.preview.training, images.preview.test) == (36, 3)
    images.own.trigger()
    assert not workspace.training.plan.reading_of("collection:Anna").test
