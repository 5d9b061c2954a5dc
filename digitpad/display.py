"""Saying in words why no window can be opened, where Qt would only abort."""

import os
import sys

from PySide6.QtCore import QtMsgType

PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
)
_WITHOUT = "Without a screen, use a command: digitpad --help lists them."


class DisplayProblem:
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
        asked = os.environ.get("QT_QPA_PLATFORM")
        if asked and "Could not find the Qt platform plugin" in self._said:
            return f"QT_QPA_PLATFORM is {asked!r}, which this Qt does not have; unset it."
        if not display:
            return "There is no display to open a window on (DISPLAY is not set); start it from a desktop."
        if "could not connect to display" in self._said:
            return f"The display {display} cannot be reached; check DISPLAY."
        return f"Libraries to show a window are missing; on Debian, install them with: apt install {PACKAGES}."
