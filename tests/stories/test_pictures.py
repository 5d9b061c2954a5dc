"""A picture is dropped, opened or pasted, read on the canvas, and taken away with Undo."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

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


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(50, 50).toPoint(), copy, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), copy, data, left, none))


def test_a_dropped_picture_is_read_and_undone(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, seven: Path
) -> None:
    with qtbot.waitSignal(workspace.pictures.read):
        drop(window, seven)
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


def test_what_is_no_picture_is_told_in_a_sentence(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "seven.png").write_bytes(b"%PDF-1.7")
    with qtbot.waitSignal(workspace.failed) as told:
        workspace.pictures.open(tmp_path / "seven.png")
    assert "a PDF document" in str((told.args or ("",))[0])
    assert workspace.document.is_empty
    assert window.isVisible()
