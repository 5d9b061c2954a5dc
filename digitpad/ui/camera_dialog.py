"""A picture from the camera, which Qt knows with the extra `camera`; without it nothing here is ever shown."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from digitpad.ui.style.type import CAPTION, TITLE
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.images import PictureView
from digitpad.ui.widgets.labels import push_button, text_label
from digitpad.ui.widgets.layouts import horizontal, vertical
from digitpad.workspace.workspace import Workspace


def has_camera() -> bool:
    """Whether Qt's multimedia is installed and finds a camera now."""
    try:
        return bool(_multimedia().QMediaDevices.videoInputs())
    except ImportError:
        return False


def _multimedia() -> Any:
    return import_module("PySide6.QtMultimedia")  # by name, since most have not installed it


class Camera(QObject):
    """The system's usual camera; from `start` to `stop` it shows its frames, or tells why there are none."""

    def __init__(self, parent: QObject, show: Callable[[QImage], object], tell: Callable[[str], object]) -> None:
        super().__init__(parent)
        qt = _multimedia()
        self._tell = tell
        self._camera = qt.QCamera(qt.QMediaDevices.defaultVideoInput(), self)
        self._camera.errorOccurred.connect(lambda _, why: tell(self._no_pictures(why)))
        self._sink = qt.QVideoSink(self)
        self._sink.videoFrameChanged.connect(lambda frame: show(frame.toImage()))
        self._session = qt.QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)

    def start(self) -> None:
        """Ask for leave where the system wants that, and begin."""
        application = QCoreApplication.instance()
        if application is not None:
            # PySide 6.8 calls back a method alone, and no function.
            application.requestPermission(QCameraPermission(), self, self._begin)

    def _begin(self) -> None:
        application = QCoreApplication.instance()
        if application is not None and application.checkPermission(QCameraPermission()) is Qt.PermissionStatus.Granted:
            self._camera.start()
        else:
            self._tell(self.tr("digitpad may not use the camera; allow it in the system’s settings."))

    def stop(self) -> None:
        self._camera.stop()

    def _no_pictures(self, why: str) -> str:
        why = why.strip().rstrip(".") or self.tr("it does not say why")
        return self.tr("The camera gives no pictures ({why}); close any other program that uses it.").format(why=why)


class CameraDialog(QDialog):
    """What the camera sees. Enter reads that as a picture that was pasted, Esc leaves everything as it is."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setWindowTitle(self.tr("Camera"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = _Live()
        self.view.setAccessibleName(self.tr("What the camera sees"))
        self.words = text_label(self.tr("Waiting for the camera…"), CAPTION)
        self.take = push_button(self.tr("&Take the picture"), self.tr("Read what the camera sees now (Enter)"))
        self.take.setEnabled(False)
        self.take.setDefault(True)
        self.take.clicked.connect(self.accept)
        self.cancel = push_button(self.tr("Cancel"), self.tr("Leave the canvas as it is (Esc)"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        foot = horizontal(None, self.words, gap=SPACE)
        foot.setStretch(foot.indexOf(self.words), 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.take)
        column = vertical(self, gap=2 * SPACE, margins=(3 * SPACE, 2 * SPACE))
        column.addWidget(text_label(self.tr("Hold what is written in front of the camera"), TITLE))
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self._camera = Camera(self, self._show, self.words.setText)
        self._camera.start()

    def accept(self) -> None:
        self._workspace.pictures.paste(self.view.image, self.tr("Camera"))
        super().accept()

    def done(self, result: int) -> None:
        self._camera.stop()
        super().done(result)

    def _show(self, image: QImage) -> None:
        if not image.isNull():
            self.view.show_image(image)
            if not self.take.isEnabled():
                self.words.clear()
                self.take.setEnabled(True)
                self.take.setFocus()


class _Live(PictureView):
    """The latest image."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(240, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(560, 380)
