"""The pictures docs/window.png and docs/inside.png, taken of the real window.

    XDG_DATA_HOME=$(mktemp -d) QT_QPA_PLATFORM=offscreen python -m benchmarks.pictures [--folder docs]

A four is drawn, and the preset `default` trained: the first picture is of its sixth epoch, the second of a hidden unit
when it has ended. No run is left among the user's. docs/misread.png is made by `benchmarks/misread.py`.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest

from digitpad.app import make_application, make_window
from digitpad.core import warm_up
from digitpad.core.blas import limit_blas_threads
from digitpad.core.drawing.strokes import PenSample
from digitpad.core.jit import kernels
from digitpad.ui.inside.network_diagram import NetworkDiagram
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

WIDTH, HEIGHT = 1366, 768
FOUR = ([(9, 3), (7, 13), (22, 13)], [(16, 3), (16, 25)])  # strokes on the canvas, corner by corner
EPOCHS = 5  # complete ones in the first picture
SETTLED = 2_000  # milliseconds in which the views have shown what there is


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("docs"), metavar="FOLDER")
    folder = parser.parse_args().folder
    limit_blas_threads()
    kernels.load(warm_up.Training())
    application = make_application()
    settings = QSettings(str(Path(tempfile.mkdtemp()) / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("window/theme", "light")
    window = make_window(application, Preferences(settings))
    (workspace,) = application.findChildren(Workspace)
    window.resize(WIDTH, HEIGHT)
    window.show()
    draw(workspace)
    training = workspace.training
    training.start()
    wait_until(lambda: len(training.history.epochs) >= EPOCHS)
    wait(SETTLED // 4)  # for some of the next epoch
    window.grab().save(str(folder / "window.png"))
    wait_until(lambda: training.state is TrainingState.IDLE)
    keep_a_unit(window)
    wait(SETTLED)
    window.grab().save(str(folder / "inside.png"))
    workspace.shutdown()


def draw(workspace: Workspace) -> None:
    for stroke in FOUR:
        workspace.document.extend_stroke([PenSample(x, y) for x, y in stroke])
        workspace.document.end_stroke()


def keep_a_unit(window: MainWindow) -> None:
    """Show the network's picture with the first of its hidden units explained."""
    window.show_page(window.inside)
    wait(SETTLED)
    diagram = window.inside.findChildren(NetworkDiagram)[0]
    diagram.setFocus()
    QTest.keyClick(diagram, Qt.Key.Key_Down)
    QTest.keyClick(diagram, Qt.Key.Key_Return)


def wait(milliseconds: int) -> None:
    """As in the program: the event loop runs and waits by itself, and the network trains meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(reached: Callable[[], bool]) -> None:
    while not reached():
        wait(10)


if __name__ == "__main__":
    main()
