"""What nobody expected: written to a log file, and told to the user once."""

import faulthandler
import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler

from digitpad.core.errors import printable

_LOG = logging.getLogger("digitpad")
_MOST_BYTES = 500_000


class FaultLog(QObject):
    """Catches exceptions that nothing else caught, in any thread, and Qt's warnings, from `start` to `stop`.

    `caught` gives one sentence for the first of them; the others only go to the file. If the program dies of a signal,
    such as a segmentation fault, the file beside it whose name ends in -crash.log says where every thread was.
    """

    caught = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._told = False
        self._handler: RotatingFileHandler | None = None
        self._crashes: TextIO | None = None

    def start(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._crashes = self._open_crash_log()
        except OSError:
            pass  # a folder that cannot be written to must not keep the window from opening
        else:
            faulthandler.enable(self._crashes)
            self._handler = RotatingFileHandler(self._path, maxBytes=_MOST_BYTES, backupCount=1, delay=True)
            self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            _LOG.addHandler(self._handler)
        sys.excepthook = self._note
        threading.excepthook = lambda fault: self._note(fault.exc_type, fault.exc_value, fault.exc_traceback)
        qInstallMessageHandler(_note_qt)

    def stop(self) -> None:
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        if self._handler:
            _LOG.removeHandler(self._handler)
            self._handler.close()
        if self._crashes:
            faulthandler.disable()
            self._crashes.close()

    def _open_crash_log(self) -> TextIO:
        """Other windows may write to the same file; it begins anew when it has grown large."""
        path = self._path.with_name(f"{self._path.stem}-crash.log")
        large = path.exists() and path.stat().st_size > _MOST_BYTES
        return path.open("w" if large else "a", encoding="utf-8")

    def _note(self, kind: type[BaseException], fault: BaseException | None, traceback: TracebackType | None) -> None:
        sys.__excepthook__(kind, fault or kind(), traceback)
        if issubclass(kind, KeyboardInterrupt):
            return
        _LOG.error("unexpected", exc_info=(kind, fault or kind(), traceback))
        if not self._told:
            self._told = True
            self.caught.emit(
                self.tr(
                    "Something unexpected went wrong ({fault}); save your work and start again. Details: {path}"
                ).format(fault=printable(str(fault or kind.__name__), 200), path=self._path)
            )


def _note_qt(kind: QtMsgType, _context: object, message: str) -> None:
    if kind is not QtMsgType.QtDebugMsg:
        _LOG.warning("Qt: %s", message)
