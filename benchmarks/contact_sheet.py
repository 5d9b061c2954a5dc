"""Every page, view and dialog of the window, at several sizes, in light and dark, in one picture to look at.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.contact_sheet OUT.png

A row for each screen, before and after a small training; a column for each size and theme.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from benchmarks.pictures import draw, wait, wait_until
from digitpad.app import make_application, make_window
from digitpad.core import warm_up
from digitpad.core.blas import limit_blas_threads
from digitpad.core.jit import kernels
from digitpad.core.runs.spec import TrainingPlan
from digitpad.core.training.settings import TrainingSettings
from digitpad.ui import dialogs
from digitpad.ui.actions import keys_of
from digitpad.ui.dialogs import TextDialog
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.background_task import BackgroundTask, Status
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

SMALL = TrainingPlan(TrainingSettings(hidden_units=64, epochs=5), "mnist-hand-in")
THEMES = "light", "dark"
WIDTH, TITLE = 640, 24  # of a picture on the sheet, and the height of its name, in pixels
_SETTLED = 300  # milliseconds


class Size(NamedTuple):
    """Of the window in logical pixels; how large these are, and the text."""

    width: int
    height: int
    scale: float = 1.0
    text: float = 1.0


SIZES = {
    "960×600": Size(960, 600),
    "1366×768": Size(1366, 768),
    "1920×1080 at 150 %": Size(1280, 720, scale=1.5),
    "1366×768, text 150 %": Size(1366, 768, text=1.5),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT.png")
    parser.add_argument("--one", nargs=2, metavar=("SIZE", "THEME"), help="only these, as files in the folder OUT")
    arguments = parser.parse_args()
    if arguments.one:
        size, theme = arguments.one
        save_screens(SIZES[size], theme, arguments.out)
        return
    columns = {f"{size}, {theme}": (size, theme) for size in SIZES for theme in THEMES}
    with tempfile.TemporaryDirectory() as folder:
        folders = []
        for number, (size, theme) in enumerate(columns.values()):
            folders.append(Path(folder) / str(number))
            folders[-1].mkdir()
            environment = {**os.environ, "QT_SCALE_FACTOR": str(SIZES[size].scale), "XDG_STATE_HOME": folder}
            command = [sys.executable, "-m", "benchmarks.contact_sheet", str(folders[-1]), "--one", size, theme]
            subprocess.run(command, check=True, env=environment)
        sheet(list(columns), folders).save(str(arguments.out))


def save_screens(size: Size, theme: str, folder: Path) -> None:
    """Take a picture of each screen, numbered in the order of their rows."""
    limit_blas_threads()
    kernels.load(warm_up.Training())
    application = make_application()
    font = application.font()
    font.setPointSizeF(font.pointSizeF() * size.text)
    application.setFont(font)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("window/theme", theme)
    window = make_window(application, Preferences(settings))
    (workspace,) = application.findChildren(Workspace)
    window.resize(size.width, size.height)
    window.show()
    for number, (name, shown) in enumerate(screens(window, workspace)):
        wait(_SETTLED)
        wait_until(lambda: not is_busy(workspace))
        wait(_SETTLED)
        shown.grab().save(str(folder / f"{number:02} {name}.png"))
    workspace.shutdown()
    sys.stdout.flush()
    os._exit(0)  # whatever is open


def is_busy(workspace: Workspace) -> bool:
    return any(each.status is Status.RUNNING for each in workspace.findChildren(BackgroundTask))


def screens(window: MainWindow, workspace: Workspace) -> Iterator[tuple[str, QWidget]]:
    """One screen after the other, each by its name, when it is shown."""
    training = workspace.training
    training.set_plan(SMALL)
    yield "first start", window
    draw(workspace)
    yield from views(window, "before training")
    window.show_page(window.train)
    window.train.settings.setChecked(True)
    window.train.plan.fields.more.setChecked(True)
    yield "settings", window
    window.train.settings.setChecked(False)
    training.start()
    wait_until(lambda: len(training.history.epochs) >= 2)
    yield "training", window
    wait_until(lambda: training.state is TrainingState.IDLE)
    for kind in reversed(range(window.train.plots.kinds.count())):
        window.train.plots.kinds.setCurrentIndex(kind)
        yield f"trained, {window.train.plots.kinds.tabText(kind)}", window
    workspace.collection.keep(4)
    yield from views(window, "trained")
    window.my_digits.show_view("WritingView")
    workspace.writing.start(3, seed=0)
    yield "a digit is asked for", window
    workspace.writing.stop()
    draw(workspace)
    for name, page in (("Runs", window.runs), ("Data", window.data)):
        window.show_page(page)
        yield name, window
    window.drawing.more.setChecked(True)
    yield "closer look", window
    window.drawing.more.setChecked(False)
    window.show_page(window.train)
    yield from boxes(window)


def boxes(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    window.train.show_examples()
    window.train.find_rate()
    window.train.other_values.click()
    with patch.object(TextDialog, "exec", TextDialog.open):  # which does not wait for its end
        dialogs.explain(window)
        dialogs.show_shortcuts(window, keys_of(window.menuBar()))
        dialogs.about(window)
    for dialog in window.findChildren(QDialog):
        yield dialog.windowTitle(), dialog
        dialog.close()


def views(window: MainWindow, when: str) -> Iterator[tuple[str, QWidget]]:
    for page in (window.inside, window.evaluate, window.my_digits):
        window.show_page(page)
        for number, entry in enumerate(page.entries):
            page.show_view(number)
            yield f"{entry.name.replace('?', '')}, {when}", window


def sheet(columns: list[str], folders: list[Path]) -> QImage:
    """The pictures of all folders, each folder a column."""
    QApplication.instance() or QApplication(sys.argv[:1])
    names = [each.name for each in sorted(folders[0].glob("*.png"))]
    pictures = [[QImage(str(folder / name)) for folder in folders] for name in names]
    rows = [max(WIDTH * each.height() // max(each.width(), 1) for each in row) for row in pictures]
    whole = QImage(WIDTH * len(columns), TITLE + sum(rows) + TITLE * len(rows), QImage.Format.Format_RGB32)
    whole.fill(QColor("#808080"))
    painter = QPainter(whole)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(QColor("#ffffff"))
    for number, column in enumerate(columns):
        painter.drawText(QRect(WIDTH * number + 8, 0, WIDTH, TITLE), Qt.AlignmentFlag.AlignVCenter, column)
    top = TITLE
    for name, row, height in zip(names, pictures, rows, strict=True):
        painter.drawText(QRect(8, top, WIDTH, TITLE), Qt.AlignmentFlag.AlignVCenter, name[3:-4])
        for number, each in enumerate(row):
            place = QRect(WIDTH * number, top + TITLE, WIDTH - 4, (WIDTH - 4) * each.height() // max(each.width(), 1))
            painter.drawImage(place, each)
        top += TITLE + height
    painter.end()
    return whole


if __name__ == "__main__":
    main()
