"""A walk through every page, view and dialog of the window: nothing is cut, covered, or outside.

At the smallest size there is, with a font half again as large, and with every text a third longer, as in German.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt, QTimer, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.models.formats import open_model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import find_ink
from digitpad.core.pictures.layer import PictureLayer
from digitpad.core.recognition.predict import predict_image
from digitpad.core.runs.groups import RunGroup
from digitpad.core.runs.spec import DataSources, TrainingPlan
from digitpad.core.runs.teaching import TeachingReport
from digitpad.core.scoring import HitCounts
from digitpad.core.sheets.reading import FoundDigit, FoundDigits
from digitpad.core.sweeps.results import SweepResults, SweepRow
from digitpad.core.sweeps.run_sweep import SweepState
from digitpad.core.sweeps.sweep import Sweep, SweepFile
from digitpad.core.tasks import Progress
from digitpad.core.training.settings import TrainingSettings
from digitpad.ui import dialogs
from digitpad.ui.actions import keys_of
from digitpad.ui.main_window import MainWindow
from digitpad.ui.picture_dialog import PictureDialog
from digitpad.ui.plots.history_plots import CURVES, GRADIENTS, RATES
from digitpad.ui.sheet_dialog import SheetDialog
from digitpad.ui.widgets.images import ink_to_qimage
from digitpad.workspace.background_task import BackgroundTask, Status
from digitpad.workspace.sweep_session import SweepNews
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

Faults = Callable[[QWidget], list[str]]
SMALL = TrainingSettings(hidden_units=32, epochs=2)
_SETTLING = 3.0  # seconds
SIZES = {"small": (960, 600), "large font": (1366, 768), "longer texts": (960, 600)}
SEVEN = [(8, 7), (12, 6.8), (19, 6.5), (17, 11), (14.5, 16), (12.5, 22)]


class Longer(QTranslator):
    """Makes every text a third longer; what stands in braces or tags stays."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, text: str, _comment: str | None = None, _n: int = -1) -> str:
        """In words of usual length, behind the last letter."""
        more = ("nungen " * len(text))[: len(text) // 3].rstrip()
        end = len(text.rstrip(".:?!… "))
        return text if not text[:end] or text[end - 1] in "}>)" else text[:end] + more + text[end:]


@pytest.fixture(params=SIZES)
def kind(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """How the walk goes; font and translator are as before afterwards."""
    font, translator = qapp.font(), Longer()
    if request.param == "large font":
        larger = QFont(font)
        larger.setPointSizeF(1.5 * font.pointSizeF())
        qapp.setFont(larger)
    if request.param == "longer texts":
        QCoreApplication.installTranslator(translator)
    yield request.param
    QCoreApplication.removeTranslator(translator)
    qapp.setFont(font)


@pytest.fixture
def window(kind: str, new_window: Callable[[], MainWindow]) -> MainWindow:
    window = new_window()
    size = QSize(*SIZES[kind])
    window.resize(size)
    assert window.size() == size
    return window


class Walk:
    """Looks at one thing after the other and notes what does not fit, under its name."""

    def __init__(self, window: MainWindow, faults: Faults) -> None:
        self.found: dict[str, list[str]] = {}
        self._window = window
        self._faults = faults

    def look(self, name: str, window: QWidget | None = None) -> None:
        for _ in range(4):  # layouts settle from the outside to the inside
            QApplication.processEvents()
        found = self._faults(window or self._window)
        deadline = time.monotonic() + _SETTLING
        while found and time.monotonic() < deadline:  # texts that a training brings move others for a moment
            QApplication.processEvents()
            found = self._faults(window or self._window)
        if found:
            self.found[name] = found

    def look_at_box(self, name: str, ask: Callable[[], object]) -> None:
        """Look at the box that comes up, and close it."""
        timer = QTimer(interval=10)

        def look() -> None:
            box = QApplication.activeModalWidget()
            if isinstance(box, QDialog):
                timer.stop()
                self.look(name, box)
                box.reject()

        timer.timeout.connect(look)
        timer.start()
        ask()


@pytest.fixture
def walk(window: MainWindow, faults: Faults) -> Walk:
    return Walk(window, faults)


def draw(window: MainWindow) -> None:
    canvas = window.drawing.canvas
    side = canvas.width() / 28
    points = [QPoint(round(x * side), round(y * side)) for x, y in SEVEN]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def is_busy(workspace: Workspace) -> bool:
    QApplication.processEvents()  # for work that is due to begin
    return any(each.status is Status.RUNNING for each in workspace.findChildren(BackgroundTask))


def show_sweep(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> None:
    """One that was stopped half way, in the line above the runs."""
    kept, sweeps = workspace.training.run_library, workspace.sweeps
    sweep = Sweep(SMALL, DataSources("mnist"), (("learning_rate", (0.01, 0.03)), ("optimiser", ("sgd", "adam"))))
    file = SweepFile.begin(kept.folder, sweep)
    file.release()
    kept.refresh()
    qtbot.waitUntil(lambda: sweeps.can_resume)
    file.path.unlink()
    rows = tuple(SweepRow(values, RunGroup(kept.runs[:1]), diverged=1) for values in sweep.combinations)
    news = SweepNews(file.number, SweepState(3, 6, 90.0), SweepResults(sweep, rows))
    sweeps.task.progress = Progress(0.5, news)
    sweeps.task.changed.emit()
    assert window.runs.sweep.work.button.isVisible()


def test_everything_fits(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, walk: Walk, course_file: Path, kind: str
) -> None:
    size = window.size()
    walk.look("first start")
    draw(window)
    walk.look("drawn")
    window.drawing.more.setChecked(True)
    walk.look("closer look")
    workspace.numbers.split()
    qtbot.waitUntil(window.drawing.digits.isVisible)
    walk.look("number")
    ink = np.zeros((300, 600), np.uint8)
    ink[40:260, 280:300] = 255
    workspace.document.show_image(PictureLayer(find_ink(Picture.of(Image.fromarray(ink)))))
    qtbot.waitUntil(window.drawing.closer.stages.isVisible)
    walk.look("picture")
    window.drawing.more.setChecked(False)
    session = workspace.training
    session.set_plan(replace(TrainingPlan(), settings=SMALL, source=str(course_file)))
    window.train.settings.setChecked(True)
    walk.look("settings")
    window.train.plan.fields.more.setChecked(True)
    walk.look("all settings")
    window.train.settings.setChecked(False)
    window.show_page(window.data)
    qtbot.waitUntil(lambda: not is_busy(workspace))
    walk.look("data")
    window.show_page(window.train)
    session.step_epoch()  # a training that goes on would never settle
    qtbot.waitUntil(lambda: session.state is TrainingState.PAUSED)
    walk.look("half trained")
    session.resume()
    qtbot.waitUntil(lambda: session.state is TrainingState.IDLE and session.history.epochs != [])
    for plots, name in ((CURVES, "curves"), (GRADIENTS, "gradients"), (RATES, "rates")):
        window.train.plots.kinds.setCurrentIndex(plots)
        walk.look(f"trained: {name}")
    workspace.collection.keep(7)
    qtbot.waitUntil(lambda: workspace.collection.kept is not None)
    for page in (window.inside, window.evaluate, window.my_digits):
        window.show_page(page)
        for number, entry in enumerate(page.entries):
            page.show_view(number)
            qtbot.waitUntil(lambda: not is_busy(workspace))
            walk.look(entry.class_name)
    window.my_digits.show_view(1)
    workspace.writing.start(3)
    walk.look("a digit is asked for")
    workspace.writing.stop()
    walk.look("digits were written")
    window.my_digits.show_view(2)
    workspace.teaching.writer, workspace.teaching.base = "Me", workspace.models.current
    sets = (HitCounts(n, (n // 2, n // 3), name) for name, n in (("held-out", 20), ("others", 200), ("MNIST", 10_000)))
    workspace.teaching.report = TeachingReport(*sets)
    workspace.teaching.changed.emit()
    walk.look("taught")
    walk.look_at_box("about", lambda: dialogs.about(window))
    walk.look_at_box("how it works", lambda: dialogs.explain(window))
    walk.look_at_box("keys", lambda: dialogs.show_shortcuts(window, keys_of(window.menuBar())))
    walk.look_at_box("a question", lambda: dialogs.may_discard_training(window, "12:30"))
    walk.look_at_box("a writer’s name", window.drawing.label_line.ask_for_writer)
    window.show_page(window.runs)
    window.runs.table.selectRow(0)
    walk.look_at_box("a note", window.runs.commands["note"].trigger)
    walk.look_at_box("disk space", window.runs.commands["limit"].trigger)
    show_sweep(qtbot, window, workspace)
    walk.look("runs")
    window.runs.sweep.table.click()
    window.show_page(window.train)
    window.train.show_examples()
    window.train.find_rate()
    window.train.other_values.click()
    model = open_model(paths.BUNDLED_MODELS[1])
    digits = (FoundDigit(7, predict_image(model.recogniser, np.zeros((28, 28), np.float32)), True),) * 90
    workspace.pictures.paste(ink_to_qimage(ink / 255), "Clipboard")
    qtbot.waitUntil(lambda: workspace.pictures.latest is not None)
    PictureDialog(window, workspace, workspace.pictures.latest).show()
    SheetDialog(window, workspace, FoundDigits(digits, model, 10)).show()
    for dialog in window.findChildren(QDialog):
        walk.look(type(dialog).__name__, dialog)
        dialog.close()
    if kind == "small":
        window.presenting.trigger()
        QApplication.processEvents()  # until it fills the screen
        window.resize(1920, 1080)  # where text is twice as large
        for page in (window.inside, window.evaluate):
            window.show_page(page)
            for number, entry in enumerate(page.entries):
                page.show_view(number)
                walk.look(f"presented: {entry.class_name}")
        window.presenting.trigger()
        QApplication.processEvents()
        window.resize(size)
    assert walk.found == {}, kind
    assert window.size() == size, "something has made the window larger"
