"""How long the window is busy with one thing while 100,000 drawings are scrolled through.

    XDG_DATA_HOME=$(mktemp -d) XDG_STATE_HOME=$(mktemp -d) QT_QPA_PLATFORM=offscreen QT_NO_GLIB=1
        python -m benchmarks.scrolling [--drawings 100000] [--size 1366 768]

A collection of made-up drawings is made in the data folder. The page *My digits* then scrolls by small steps (a third
of a row, every 16 ms), by rows (a notch of a wheel, three rows, every 50 ms) and by jumps to anywhere (every 150 ms). A
turn of the event loop is what it does from when it wakes until it wakes again: its median, 95th percentile and longest,
in milliseconds of the processor's time of the window's thread alone, which neither waiting nor other programs lengthen.
(With glib's event loop, Qt tells of these moments in another order.)
"""

import argparse
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QSettings, QTimer

from benchmarks.pictures import wait, wait_until
from benchmarks.smoothness.awake import kept_awake
from digitpad import paths
from digitpad.app import make_application, make_window
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing
from digitpad.core.drawing.strokes import Stroke
from digitpad.core.readers.catalogue import open_datasets
from digitpad.ui.collection.drawings_view import DrawingsView
from digitpad.workspace.preferences import Preferences

STEPS = 300


def made_up(count: int) -> Iterator[CollectedDrawing]:
    """MNIST's test images, each with a stroke of its own."""
    rng, begun = np.random.default_rng(0), datetime(2026, 1, 1, tzinfo=UTC)
    test = open_datasets("mnist").test
    pixels = np.round((test.X + 1) * 127.5).astype(np.uint8).reshape(-1, 28, 28)
    for n in range(count):
        strokes = (Stroke(rng.uniform(0, 28, (30, 4))),)
        P = rng.dirichlet(np.full(10, 0.05)).astype(np.float32)
        label, written = int(test.y[n % len(pixels)]), begun + timedelta(minutes=n)
        seen, writer = pixels[n % len(pixels)], f"Writer {n % 30}"
        yield CollectedDrawing(strokes, seen, label, writer, written, probabilities=P, model="digitpad")


class Turns:
    """The processor's times of the event loop's turns, in milliseconds."""

    def __init__(self) -> None:
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher
        self.found: list[float] = []
        self.begin()
        dispatcher.awake.connect(self._end)

    def begin(self) -> None:
        """Forget all turns; one begins now."""
        self.found.clear()
        self._begun = time.thread_time()

    def _end(self) -> None:
        before, self._begun = self._begun, time.thread_time()
        self.found.append(1000 * (self._begun - before))


def repeat(call: Callable[[int], object], interval: int) -> None:
    """Call it STEPS times, every `interval` milliseconds."""
    loop, timer, count = QEventLoop(), QTimer(interval=interval), iter(range(STEPS))

    def step() -> None:
        number = next(count, None)
        if number is None:
            loop.quit()
        else:
            call(number)

    timer.timeout.connect(step)
    timer.start()
    loop.exec()
    timer.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drawings", type=int, default=100_000)
    parser.add_argument("--size", type=int, nargs=2, default=(1366, 768))
    arguments = parser.parse_args()
    with Collection.open(paths.COLLECTION) as collection:
        missing = arguments.drawings - collection.count()
        if missing > 0:
            collection.merge(made_up(missing))
    application = make_application()
    window = make_window(application, Preferences(QSettings()))
    window.resize(*arguments.size)
    window.show()
    window.show_page(window.my_digits)
    view = window.my_digits.shown
    assert isinstance(view, DrawingsView)
    grid = view.grid
    wait_until(lambda: grid.count >= arguments.drawings)
    wait(2_000)
    bar, row, rng = grid.verticalScrollBar(), grid.cell.height(), np.random.default_rng(0)
    ways: dict[str, tuple[Callable[[int], object], int]] = {
        "small steps": (lambda _n: bar.setValue(bar.value() + row // 3), 16),
        "notches of a wheel": (lambda _n: bar.setValue(bar.value() + 3 * row), 50),
        "jumps": (lambda _n: bar.setValue(int(rng.integers(0, bar.maximum()))), 150),
    }
    print(f"{grid.count:,} drawings, {grid.cell.width()}×{row} pixels each, in {grid.width()}×{grid.height()}")
    turns = Turns()
    with kept_awake():
        for name, (call, interval) in ways.items():
            turns.found.clear()
            repeat(call, interval)
            median, most, longest = np.percentile(turns.found, [50, 95, 100])
            print(f"{name} ({len(turns.found)} turns): median {median:.1f}, 95 % {most:.1f}, longest {longest:.1f} ms")


if __name__ == "__main__":
    main()
