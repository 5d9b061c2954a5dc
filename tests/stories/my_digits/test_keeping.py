"""Keeping one's own digits: a key says what the drawing is."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from digitpad.core.collection.drawing import Source
from digitpad.ui.collection.drawings_view import DrawingsView
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.collection.kept_drawings import Kept
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind
from tests.stories.my_digits.digits import Digits
from tests.stories.user import User


def test_a_drawing_is_kept_and_changed_with_one_key(
    digits: Digits, user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, collection_file: Path
) -> None:
    buttons, kept = window.drawing.bars.buttons, workspace.collection
    user.press("7")
    assert not any(each.isEnabled() for each in buttons)
    assert not collection_file.exists()  # nothing drawn, nothing kept
    user.draw_digit(7)
    user.catch_up()
    with qtbot.waitSignal(kept.happened, check_params_cb=of_kind(Kept)):
        user.press("7")
    assert "Kept as 7" in user.status()
    assert [each.isChecked() for each in buttons] == [digit == 7 for digit in range(10)]
    (drawing,) = digits.all()
    assert (drawing.label, drawing.answer, drawing.writer, drawing.source) == (7, 7, "Me", Source.DRAWING)
    assert drawing.device == "mouse"
    assert drawing.model == workspace.models.current.model.name  # type: ignore[union-attr]
    assert np.array_equal(drawing.strokes[0].samples, workspace.document.drawing[0].samples)
    latest = workspace.classifier.latest
    assert latest
    assert np.array_equal(drawing.seen, np.round(latest.seen * 255))

    with qtbot.waitSignal(kept.happened, check_params_cb=of_kind(Kept)):
        QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert [each.label for each in digits.all()] == [1]
    assert buttons[1].isChecked()
    assert not buttons[7].isChecked()
    user.catch_up()
    (undo,) = (each for each in window.message.findChildren(QPushButton) if each.isVisible())
    with qtbot.waitSignal(kept.changed):
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert [each.label for each in digits.all()] == [7]
    assert buttons[7].isChecked()

    user.press("Ctrl+Backspace")
    assert not buttons[7].isChecked()
    user.press("Ctrl+Z")
    assert buttons[7].isChecked()  # the same drawing is known again
    user.draw([[(6, 14), (22, 14)]])
    assert len(workspace.document.drawing) == 1  # what was kept made room for the next
    with qtbot.waitSignal(kept.happened, check_params_cb=of_kind(Kept)):
        user.press("N")
    assert window.drawing.label_line.no_digit.isChecked()
    assert [each.label for each in digits.all()] == [7, None]


def test_a_class_has_several_writers_and_a_picture_is_kept_too(
    digits: Digits, user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = window.drawing.label_line
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("  Anna\t& Bo ", True))
    line.ask_for_writer()
    assert workspace.collection.writers == ("Anna & Bo", "Me")
    assert line.writer.text() == "Anna && Bo"
    workspace.document.show_image(np.eye(28, dtype=np.float32))
    with qtbot.waitSignal(workspace.collection.happened, check_params_cb=of_kind(Kept)):
        user.press("1")
    (drawing,) = digits.all()
    assert (drawing.writer, drawing.source, drawing.strokes) == ("Anna & Bo", Source.PICTURE, ())
    assert drawing.device == "picture"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("Annabel", True))
    with qtbot.waitSignal(workspace.collection.changed):
        line.ask_for_name()
    qtbot.waitUntil(lambda: workspace.collection.counts == {"Annabel": 1})
    assert [each.writer for each in digits.all()] == ["Annabel"]
    line.writer.menu().aboutToShow.emit()
    choice = {each.text(): each for each in line.writer.menu().actions()}
    assert choice["Annabel"].isChecked()
    assert "Anna && Bo" not in choice
    choice["Me"].trigger()
    assert workspace.collection.writer == "Me"
    window.train.settings.setChecked(True)
    box = window.train.plan.fields.findChildren(QSpinBox)[0]
    box.setFocus()
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_3)  # a number where numbers are meant
    assert box.text() == "3"
    assert len(digits.all()) == 1


def test_of_a_number_the_chosen_digit_is_kept(
    digits: Digits, user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    user.draw([[(3, 9), (8, 9), (5, 19)], [(14, 9), (14, 19)]])
    assert user.answer() == "71"
    for digit in ("7", "1"):
        with qtbot.waitSignal(workspace.collection.happened, check_params_cb=of_kind(Kept)):
            user.press(digit)
        assert window.drawing.bars.buttons[int(digit)].isChecked()
        with qtbot.waitSignal(workspace.classifier.predicted):
            QTest.keyClick(window.drawing.digits, Qt.Key.Key_Right if digit == "7" else Qt.Key.Key_Left)
        assert not window.drawing.bars.buttons[int(digit)].isChecked()
    kept = digits.all()
    assert sorted((each.label, each.answer, len(each.strokes)) for each in kept) == [(1, 1, 1), (7, 7, 1)]


def test_what_is_no_collection_is_said_and_the_program_goes_on(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, collection_file: Path
) -> None:
    collection_file.parent.mkdir()
    collection_file.write_bytes(b"not a database" * 100)
    user.draw_digit(7)
    user.catch_up()
    with qtbot.waitSignal(workspace.failed):
        user.press("7")
    assert "The collection " in user.status()
    assert not window.drawing.bars.buttons[7].isChecked()
    assert collection_file.read_bytes() == b"not a database" * 100
    view = user.open_view(DrawingsView)
    qtbot.waitUntil(lambda: "cannot be read" in view.empty.label.text())
    user.press("Ctrl+Backspace")
    user.draw_digit(3)
    assert user.answer() == "3"
