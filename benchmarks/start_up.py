"""How long the window takes to appear, beside an empty window with the same libraries.

    python benchmarks/start_up.py [RUNS]

Each run is a new process, from its start until the window has been painted; the two take turns. Needs a display, or
QT_QPA_PLATFORM=offscreen.
"""

import statistics
import subprocess
import sys
import time

# Both end as soon as everything that was due at the first turn of the event loop, painting included, is done.
EMPTY = """
import numpy, pyqtgraph, os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1240, 720)
window.show()
application.processEvents()
QTimer.singleShot(0, lambda: os._exit(0))
application.exec()
"""
DIGITPAD = """
import os, tempfile
from PySide6.QtCore import QSettings, QTimer
from digitpad.app import make_application, make_window
from digitpad.workspace.preferences import Preferences
application = make_application()
settings = QSettings(os.path.join(tempfile.mkdtemp(), "settings.ini"), QSettings.Format.IniFormat)
window = make_window(application, Preferences(settings))
window.show()
application.processEvents()
QTimer.singleShot(0, lambda: os._exit(0))
application.exec()
"""


def seconds(program: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    seconds(EMPTY), seconds(DIGITPAD)  # the first ones read the files from disk
    pairs = [(seconds(EMPTY), seconds(DIGITPAD)) for _ in range(runs)]
    for name, times in zip(("empty window", "digitpad"), zip(*pairs, strict=True), strict=True):
        print(f"{name:14} median {statistics.median(times):.2f} s, {min(times):.2f} to {max(times):.2f}")
    ratios = [own / empty for empty, own in pairs]
    print(f"{'ratio':14} median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}")


if __name__ == "__main__":
    main()
