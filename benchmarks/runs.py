"""How long a list of runs takes: ten of them, and a thousand, each of a thousand epochs; and how fast twenty are drawn.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.runs [--turns N]

In each turn a new process' work is done anew: reading the index, checking that no record has changed, understanding
the records, and bringing runs together that differ by their seed alone. A window is opened in a process of its own: the
time from the first import until it is painted and knows of interrupted runs, and until its page Runs has them all. In
another, with the kernels loaded, the longest turn of the event loop is measured from when that page is shown until it
has settled, in milliseconds of the processor's time, as `benchmarks/scrolling.py` does. Medians of the turns. A frame
is all of the overlay painted anew, with the cursor moved and the epochs zoomed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from digitpad.core.runs.groups import RunGroup, differing_settings, grouped
from digitpad.core.runs.record import RunRecord, RunStatus, versions
from digitpad.core.runs.spec import DataSources
from digitpad.core.runs.store import RunStore
from digitpad.core.training.events import EpochDone
from digitpad.core.training.history import History
from digitpad.core.training.settings import TrainingSettings
from digitpad.ui.runs.overlay_view import OverlayView

SIZES = (10, 1_000)
EPOCHS = 1_000
OVERLAID = 20


def make_runs(path: Path, count: int) -> None:
    history = History([EpochDone(each + 1, 1.0, 0.9, 1.0, 0.9, 0.1, 0.01, 0.0) for each in range(EPOCHS)])
    for number in range(count):
        folder = path / f"{number + 1:06d} 2026-11-30 10.00.00.000000"
        folder.mkdir(parents=True)
        settings = TrainingSettings(seed=number % 5, epochs=EPOCHS, learning_rate=0.001 * (1 + number // 5))
        record = RunRecord(settings, DataSources("mnist"), "f", versions=versions(), status=RunStatus.COMPLETE)
        record = replace(record.with_history(history, 100.0), test_accuracy=0.98)
        (folder / "record.json").write_text(record.to_text(), encoding="utf-8")
        np.savez(folder / "history.npz", **history.to_arrays())  # type: ignore[arg-type]
        (folder / "complete").touch()


def seconds(path: Path) -> tuple[float, float]:
    """To list the runs, and to bring them together and find their differences."""
    began = time.perf_counter()
    runs = RunStore(path).runs()
    listed = time.perf_counter()
    differing_settings(grouped(runs))
    return listed - began, time.perf_counter() - listed


WINDOW = """
import time
began = time.perf_counter()
from PySide6.QtCore import QSettings
from digitpad.app import make_application, make_window
from digitpad.workspace.preferences import Preferences
application = make_application()
window = make_window(application, Preferences(QSettings()))
window.show()
application.processEvents()
window.offer_interrupted()
print(time.perf_counter() - began)
window.show_page(window.runs)
while not window.runs.model.groups:
    application.processEvents()
window.repaint()
print(time.perf_counter() - began)
window.close()
"""

LISTING = """
from PySide6.QtCore import QSettings
from benchmarks.pictures import wait, wait_until
from benchmarks.scrolling import Turns
from digitpad.app import make_application, make_window
from digitpad.core import warm_up
from digitpad.core.jit import kernels
from digitpad.workspace.preferences import Preferences
kernels.load(warm_up.Training())
application = make_application()
settings = QSettings()
settings.clear()  # else it opens on the page that was shown last
window = make_window(application, Preferences(settings))
window.resize(1366, 768)
window.show()
wait(1_000)
turns = Turns()
window.show_page(window.runs)
wait_until(lambda: bool(window.runs.model.groups))
wait(1_000)
print(max(turns.found))
window.close()
"""


def in_window(program: str, home: Path) -> list[float]:
    """What such a program prints."""
    environment = os.environ | {f"XDG_{name}_HOME": str(home) for name in ("DATA", "STATE", "CONFIG")}
    environment["QT_NO_GLIB"] = "1"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return list(map(float, done.stdout.split()))


def frames_per_second(path: Path, frames: int = 100) -> float:
    """Of twenty runs over each other, on a page as wide as a laptop's screen leaves for it."""
    application = QApplication.instance() or QApplication([])
    view = OverlayView()
    view.resize(760, 420)
    view.show()
    runs = RunStore(path).runs()[:OVERLAID]
    view.set_ticked([(RunGroup((run,)), [(run, run.folder.history())]) for run in runs])
    application.processEvents()
    began = time.perf_counter()
    for frame in range(frames):
        view.plot.pointed.emit(float(EPOCHS * frame / frames))
        view.plot.setXRange(0, EPOCHS * (1 - 0.5 * frame / frames), padding=0)
        view.repaint()
        application.processEvents()
    return frames / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=9)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        homes = {count: Path(folder) / str(count) for count in SIZES}
        for count, home in homes.items():
            path = home / "digitpad" / "runs"
            make_runs(path, count)
            first = seconds(path)
            again = [seconds(path) for _ in range(turns)]
            listing, grouping = (1_000 * statistics.median(each[part] for each in again) for part in (0, 1))
            print(
                f"{count:5,} runs: {listing:6.1f} ms to list, {grouping:6.1f} ms to compare; "
                f"without an index {1_000 * first[0]:.0f} ms"
            )
        windows = {
            count: [in_window(WINDOW, home) + in_window(LISTING, home) for _ in range(turns)]
            for count, home in homes.items()
        }
        for part, what in enumerate(("a window is open", "its page Runs is filled")):
            few, many = (1_000 * statistics.median(each[part] for each in windows[count]) for count in SIZES)
            print(f"{what} after {few:.0f} ms with {SIZES[0]} runs, {many:.0f} ms with {SIZES[1]:,}: {many / few:.2f}")
        few, many = (statistics.median(each[2] for each in windows[count]) for count in SIZES)
        print(f"longest turn while it is filled: {few:.0f} ms with {SIZES[0]} runs, {many:.0f} ms with {SIZES[1]:,}")
        print(f"{OVERLAID} runs of {EPOCHS:,} epochs over each other: {frames_per_second(path):.0f} frames a second")


if __name__ == "__main__":
    main()
