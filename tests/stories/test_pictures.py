"""A picture is dropped, opened or pasted, read on the canvas, and taken away with Undo."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from digitpad.core.drawing.strokes import PenSample
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.workspace import Workspace

SEVEN = [(60, 40), (120, 40), (85, 150)]


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    image = Image.new("RGB", (200, 200), (222, 216, 205))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 0, 200, 8], fill=(90, 60, 40))
    draw.line(SEVEN, fill=(40, 40, 90), width=9, joint="curve")
    image.save(tmp_path / "seven.jpg")
    return tmp_path / "seven.jpg"


@pytest.fixture
def number(tmp_path: Path) -> QImage:
    image = Image.new("L", (360, 200), 250)
    for place in range(3):
        ImageDraw.Draw(image).line([(x + 100 * place, y) for x, y in SEVEN], fill=20, width=9, joint="curve")
    image.save(tmp_path / "number.png")
    return QImage(str(tmp_path / "number.png"))


def test_a_dropped_picture_is_read_and_undone(
    user: Any, window: MainWindow, workspace: Workspace, qtbot: QtBot, seven: Path
) -> None:
    with qtbot.waitSignal(workspace.pictures.read):
        user.drop(seven)
    qtbot.waitUntil(lambda: window.drawing.digit.text() == "7")
    assert workspace.document.image is not None
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert workspace.document.is_empty
    qtbot.waitUntil(lambda: window.drawing.digit.text() == "")


def test_a_pasted_number_is_told_and_copied(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, number: QImage
) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(number)
    with qtbot.waitSignal(workspace.pictures.read) as told:
        QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (picture,) = told.args or ()
    assert picture.reading.text == "777"
    (button,) = (each for each in window.findChildren(QPushButton) if each.text() == "Copy number")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert clipboard.text() == "777"


def test_a_drawn_number_is_shown_whole_with_a_box_for_each_digit_and_copied(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    strokes = [[(2, 9), (7, 9), (4, 18)], [(11, 9), (11, 18)], [(16, 9), (15, 14), (20, 14)], [(19, 11), (18, 18)]]
    for corners in strokes:
        x, y = np.array(corners, float).T
        along = np.linspace(0, len(x) - 1, 20)
        for sample in zip(np.interp(along, range(len(x)), x), np.interp(along, range(len(x)), y), strict=True):
            workspace.document.extend_stroke([PenSample(*sample)])
        workspace.document.end_stroke()
    qtbot.waitUntil(lambda: window.drawing.digit.text() == "714")
    latest = workspace.classifier.latest
    assert latest
    assert latest.number
    assert [round(each.box[0]) for each in latest.number.digits] == [2, 11, 15]
    assert "714" in window.drawing.bars.accessibleName()
    QTest.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "714"
    assert clipboard.image().width() == 280
    workspace.document.undo()
    qtbot.waitUntil(lambda: window.drawing.digit.text() != "714")


def test_what_is_no_picture_is_told_in_a_sentence(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "seven.png").write_bytes(b"%PDF-1.7")
    with qtbot.waitSignal(workspace.failed) as told:
        workspace.pictures.open(tmp_path / "seven.png")
    assert "a PDF document" in str((told.args or ("",))[0])
    assert workspace.document.is_empty
    assert window.isVisible()
