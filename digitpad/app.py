"""Puts the window together and starts it."""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, QSize, QStandardPaths, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from digitpad import __version__, paths
from digitpad.core import warm_up
from digitpad.core.blas import limit_blas_threads
from digitpad.core.errors import quoted
from digitpad.core.jit import kernels
from digitpad.ui.main_window import MainWindow
from digitpad.ui.ready import GettingReady
from digitpad.ui.theme import apply_theme
from digitpad.workspace.fault_log import FaultLog
from digitpad.workspace.garbage import GarbageCollector
from digitpad.workspace.preferences import Preferences, restore
from digitpad.workspace.workspace import Workspace

# After so many seconds a thread lets others go on in Python. With the usual 5 ms, a window that paints in many small
# calls waits for a busy thread at each of them.
_SWITCH = 0.0005
_PAGES_AFTER, _KERNELS_AFTER = 100, 500  # milliseconds: when the window is there
_FRAME = 40  # pixels of height that a window's title and edges may take
_PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
)
_WITHOUT = "Without a screen, use a command: digitpad --help lists them."


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
    show_fitting(window)
    signal.signal(signal.SIGINT, lambda *_: window.close())
    QTimer.singleShot(0, garbage.start)
    QTimer.singleShot(0, window.offer_interrupted)
    QTimer.singleShot(_PAGES_AFTER, GettingReady(window).begin)
    settings = preferences.plan.settings
    needed = warm_up.Drawing(settings.precision), warm_up.Training.of(settings)
    QTimer.singleShot(_KERNELS_AFTER, lambda: kernels.prepare_in_background(needed))
    status = application.exec()
    garbage.stop()
    faults.stop()
    return status


def make_application() -> QApplication:
    """The application object; ends the program with a sentence on standard error when there is no screen."""
    sys.setswitchinterval(_SWITCH)
    qInstallMessageHandler(_DisplayProblem())
    application = QApplication(sys.argv[:1])
    qInstallMessageHandler(None)
    # Every sample of the pointer counts; under load Qt would merge them. Only now, since X11's part of Qt, when it
    # starts, asks for merging whatever was set before.
    for attribute in (
        Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents,
        Qt.ApplicationAttribute.AA_CompressTabletEvents,
    ):
        application.setAttribute(attribute, False)
    # Fields write numbers as all other texts do, not with the digits and commas of the system's language.
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    application.setApplicationName("digitpad")
    application.setOrganizationName("digitpad")
    application.setApplicationVersion(__version__)
    application.setWindowIcon(QIcon(str(paths.ICONS / "digitpad.svg")))
    return application


def make_window(application: QApplication, preferences: Preferences) -> MainWindow:
    """The window with its workspace as it was left, and the bundled models."""
    apply_theme(preferences.theme, preferences.zoom, preferences.font)
    workspace = Workspace(application)
    restore(workspace, preferences)
    window = MainWindow(workspace, preferences)
    workspace.open_bundled_models()
    return window


def show_fitting(window: QWidget) -> None:
    """Show a window; on a screen that it does not fit, let it fill that."""
    if window.size() == window.size().boundedTo(window.screen().availableSize() - QSize(0, _FRAME)):
        window.show()
    else:
        window.showMaximized()


class _DisplayProblem:
    """A handler for Qt's messages while the application object is made: Qt says why it fails, then aborts.

    Called with the message that precedes the abort, it prints one sentence and ends the program with status 1.
    """

    def __init__(self) -> None:
        self._said = ""

    def __call__(self, kind: QtMsgType, _context: object, message: str) -> None:
        self._said += message
        if kind is QtMsgType.QtFatalMsg:
            print(f"digitpad: {self._sentence()} {_WITHOUT}", file=sys.stderr, flush=True)
            os._exit(1)

    def _sentence(self) -> str:
        display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        platform = os.environ.get("QT_QPA_PLATFORM")
        if platform and "Could not find the Qt platform plugin" in self._said:
            return f"QT_QPA_PLATFORM is {quoted(platform)}, which this Qt does not have; unset it."
        if not display:
            return "There is no display to open a window on (DISPLAY is not set); start it from a desktop."
        if "could not connect to display" in self._said:
            return f"The display {quoted(display)} cannot be reached; check DISPLAY."
        return f"Libraries to show a window are missing; on Debian, install them with: apt install {_PACKAGES}."
