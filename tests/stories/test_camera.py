"""A picture from the camera, which a made-up one stands in for."""

import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from digitpad.ui.camera_dialog import CameraDialog
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


class MadeUpCamera(QObject):
    errorOccurred = Signal(object, str)  # noqa: N815 - Qt's name
    running = False

    def __init__(self, _device: object, parent: QObject) -> None:
        super().__init__(parent)

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False


class MadeUpSink(QObject):
    videoFrameChanged = Signal(object)  # noqa: N815


class MadeUpSession(QObject):
    def setCamera(self, camera: MadeUpCamera) -> None:
        pass

    def setVideoSink(self, sink: MadeUpSink) -> None:
        pass


@pytest.fixture
def cameras(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cameras that Qt finds."""
    found: list[str] = []
    devices = SimpleNamespace(videoInputs=lambda: found, defaultVideoInput=lambda: found[0])
    module = SimpleNamespace(
        QMediaDevices=devices, QCamera=MadeUpCamera, QVideoSink=MadeUpSink, QMediaCaptureSession=MadeUpSession
    )
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", module)
    return found


def seven() -> QImage:
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(QColor(222, 216, 205))
    painter = QPainter(image)
    painter.setPen(QPen(QColor(40, 40, 90), 11))
    painter.drawPolyline([QPoint(110, 60), QPoint(180, 60), QPoint(140, 190)])
    painter.end()
    return image


def offered(user: User, window: MainWindow) -> bool:
    (file,) = (each for each in window.menuBar().findChildren(QMenu) if each.title() == "&File")
    file.aboutToShow.emit()
    return bool(user.action("Take a picture…").isVisible())


def opened(user: User, window: MainWindow, qtbot: QtBot) -> tuple[CameraDialog, MadeUpCamera]:
    assert offered(user, window)
    user.action("Take a picture…").trigger()
    (dialog,) = window.findChildren(CameraDialog)
    (camera,) = dialog.findChildren(MadeUpCamera)
    qtbot.waitUntil(lambda: camera.running)  # when the system has given leave
    return dialog, camera


def test_a_picture_is_taken_where_there_is_a_camera(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, cameras: list[str]
) -> None:
    assert not offered(user, window)
    cameras.append("built in")
    dialog, camera = opened(user, window, qtbot)
    assert not dialog.take.isEnabled()
    (sink,) = dialog.findChildren(MadeUpSink)
    sink.videoFrameChanged.emit(SimpleNamespace(toImage=seven))
    assert not dialog.words.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not camera.running
    qtbot.waitUntil(lambda: window.drawing.answer.digit.text() == "7")
    assert workspace.document.image is not None


def test_a_camera_that_gives_nothing_says_why(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, cameras: list[str]
) -> None:
    cameras.append("built in")
    dialog, camera = opened(user, window, qtbot)
    camera.errorOccurred.emit(None, "Device is busy.")
    assert dialog.words.text() == "The camera gives no pictures (Device is busy); close any other program that uses it."
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not camera.running
    assert workspace.document.is_empty


def test_nothing_is_offered_without_qts_multimedia(
    user: User, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    assert not offered(user, window)


def test_a_camera_that_may_not_be_used_is_told(
    user: User, window: MainWindow, qtbot: QtBot, cameras: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cameras.append("built in")
    monkeypatch.setattr(QCoreApplication, "checkPermission", lambda *_: Qt.PermissionStatus.Denied)
    assert offered(user, window)
    user.action("Take a picture…").trigger()
    (dialog,) = window.findChildren(CameraDialog)
    qtbot.waitUntil(lambda: dialog.words.text().startswith("digitpad may not use the camera; allow it"))
    assert not dialog.take.isEnabled()
