"""Puts the window together and starts it."""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from digitpad import __version__, paths
from digitpad.core.blas import limit_blas_threads
from digitpad.core.jit import kernels
from digitpad.display import DisplayProblem
from digitpad.ui.main_window import MainWindow
from digitpad.ui.theme import apply_theme
from digitpad.workspace.fault_log import FaultLog
from digitpad.workspace.garbage import GarbageCollector
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.workspace import Workspace

# After so many seconds a thread lets others go on in Python. With the usual 5 ms, a window that paints in many small
# calls waits for a busy thread at each of them.
_SWITCH = 0.0005
_KERNELS_AFTER = 500  # milliseconds: when the window is there


def open_window() -> int:
    """Open the window and run until it is closed; returns the exit status."""
    limit_blas_threads()
    application = make_application()
    preferences = Preferences(QSettings())
    faults = FaultLog(
        Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)) / "digitpad.log"
    )
    faults.start()
    window = make_window(application, preferences)
    garbage = GarbageCollector(application, window.is_training)
    faults.caught.connect(window.message.show_message)
    window.show()
    signal.signal(signal.SIGINT, lambda *_: window.close())
    QTimer.singleShot(0, garbage.start)
    QTimer.singleShot(0, window.offer_interrupted)
    QTimer.singleShot(_KERNELS_AFTER, kernels.prepare_in_background)
    status = application.exec()
    garbage.stop()
    faults.stop()
    return status


def make_application() -> QApplication:
    """The application object; ends the program with a sentence on standard error when there is no screen."""
    sys.setswitchinterval(_SWITCH)
    qInstallMessageHandler(DisplayProblem())
    application = QApplication(sys.argv[:1])
    qInstallMessageHandler(None)
    # Every sample of the pointer counts; under load Qt would merge them. Only now, since X11's part of Qt, when it
    # starts, asks for merging whatever was set before.
    for attribute in (
        Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents,
        Qt.ApplicationAttribute.AA_CompressTabletEvents,
    ):
        application.setAttribute(attribute, False)
    application.setApplicationName("digitpad")
    application.setOrganizationName("digitpad")
    application.setApplicationVersion(__version__)
    application.setWindowIcon(QIcon(str(paths.ICONS / "digitpad.svg")))
    return application


def make_window(application: QApplication, preferences: Preferences) -> MainWindow:
    """The window with its workspace as it was left, and the bundled models."""
    apply_theme(preferences.theme)
    workspace = Workspace(application)
    workspace.training.set_plan(preferences.plan)
    workspace.training.set_threads(preferences.threads)
    workspace.classifier.set_pen_width(preferences.pen_width)
    workspace.classifier.set_normalising(preferences.normalising)
    workspace.classifier.set_level(preferences.strictness)
    workspace.folder = preferences.folder
    window = MainWindow(workspace, preferences)
    workspace.open_bundled_models()
    return window
