"""Drawing with a pointer in the real window what a file of drawings holds."""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from digitpad.app import make_application, make_window
from digitpad.cli.main import run
from digitpad.cli.replay import replay
from digitpad.core.drawing.strokes import Drawing
from digitpad.core.network import SIDE
from digitpad.core.recognition.predict import Prediction
from digitpad.ui.draw.canvas import DrawingCanvas
from digitpad.ui.widgets.images import square_in
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.workspace import Workspace


def replay_in_window(arguments: argparse.Namespace) -> int:
    """Run `digitpad replay` in a new window with its first settings; returns the exit status."""
    return run(arguments, _replay)


def _replay(arguments: argparse.Namespace) -> bool:
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = make_window(application, Preferences(settings))
        (workspace,) = application.findChildren(Workspace)
        (canvas,) = window.findChildren(DrawingCanvas)
        if arguments.model:
            workspace.models.open(arguments.model)
        window.show()
        try:
            return replay(arguments, CanvasPointer(canvas, workspace).read)
        finally:
            window.hide()


class CanvasPointer:
    """Draws on the canvas as a mouse does, and waits for the answers."""

    def __init__(self, canvas: DrawingCanvas, workspace: Workspace) -> None:
        self._canvas = canvas
        self._document = workspace.document
        self._reading: DrawingPrediction | None = None
        workspace.classifier.predicted.connect(self._take)

    def read(self, drawings: Iterable[Drawing]) -> Iterator[Prediction]:
        """The window's readings of drawings in canvas units, as one digit, each drawn on an empty canvas.

        Raises what the window raises meanwhile.
        """
        for drawing in drawings:
            with _faults() as faults:
                self._document.clear()
                for stroke in drawing:
                    self._draw([QPointF(x, y) for x, y in stroke.points])
                reading = self._wait(faults)
            yield reading.number.whole if reading.number else reading

    def _draw(self, points: list[QPointF]) -> None:
        self._send(QEvent.Type.MouseButtonPress, points[0], Qt.MouseButton.LeftButton)
        for point in points[1:-1]:
            self._send(QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton)
        self._send(QEvent.Type.MouseButtonRelease, points[-1], Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def _send(self, kind: QEvent.Type, point: QPointF, button: Qt.MouseButton) -> None:
        square = square_in(self._canvas)
        # Positions between two screen pixels survive, as those of a pen do.
        place = QPointF(square.topLeft()) + point * (square.width() / SIDE)
        pressed = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        modifiers = Qt.KeyboardModifier.NoModifier
        there = self._canvas.mapToGlobal(place)
        QApplication.sendEvent(self._canvas, QMouseEvent(kind, place, there, button, pressed, modifiers))

    def _wait(self, faults: list[BaseException]) -> DrawingPrediction:
        """The reading of what is on the canvas now, and of nothing earlier; it may never come after a fault."""
        while not faults:
            if self._reading and self._reading.drawing is self._document.drawing:
                return self._reading
            QApplication.processEvents()
        raise faults[0]

    def _take(self, reading: DrawingPrediction) -> None:
        self._reading = reading


@contextmanager
def _faults() -> Iterator[list[BaseException]]:
    """Collects exceptions in what Qt calls, which Qt hands to the excepthook, since it cannot pass them on."""
    faults: list[BaseException] = []
    hook = sys.excepthook
    sys.excepthook = lambda _kind, fault, _traceback: faults.append(fault)
    try:
        yield faults
    finally:
        sys.excepthook = hook
