"""What a user does at the window: draw, press keys, choose actions and files, train."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QFileDialog, QLabel, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.evaluation.evaluation import Evaluation
from digitpad.core.runs.run_events import DataLoaded
from digitpad.ui.main_window import MainWindow
from digitpad.ui.runs.page import RunsPage
from digitpad.ui.view import View
from digitpad.ui.widgets.view_pages import ViewPages
from digitpad.workspace.training_session import TrainingSession, TrainingState
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind

SomeView = TypeVar("SomeView", bound=View)
Some = TypeVar("Some", bound=QWidget)

STROKES: dict[int, list[list[tuple[float, float]]]] = {
    0: [[(14 + 5.5 * np.sin(turn), 14 - 8 * np.cos(turn)) for turn in np.linspace(0, 2 * np.pi, 40)]],
    1: [[(15.5 - 2.5 * way, 5 + 18 * way) for way in np.linspace(0, 1, 20)]],
    3: [[(8.5, 8), (11, 5.7), (15, 5.5), (18, 8), (17.5, 11), (13, 13.3), (18, 15), (19, 19), (16, 22), (12, 22.5)]],
    7: [[(8, 7), (12, 6.8), (19, 6.5), (17, 11), (14.5, 16), (12.5, 22)]],
}


class User:
    """Works the window as one does by hand."""

    def __init__(self, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, course_file: Path) -> None:
        self.window = window
        self._qtbot, self._monkeypatch, self._course_file = qtbot, monkeypatch, course_file

    @property
    def workspace(self) -> Workspace:
        """What is behind the window that was opened last."""
        return QApplication.instance().findChildren(Workspace)[-1]

    def pen_down(self, x: float, y: float) -> None:
        self.catch_up()
        QTest.mousePress(self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=self._at(x, y))

    def pen_to(self, x: float, y: float) -> None:
        QTest.mouseMove(self.window.windowHandle(), self._at(x, y))

    def pen_up(self, x: float, y: float) -> None:
        QTest.mouseRelease(self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=self._at(x, y))

    def draw(self, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        for stroke in strokes:
            self.pen_down(*stroke[0])
            for place in stroke[1:]:
                self.pen_to(*place)
            self.pen_up(*stroke[-1])

    def draw_digit(self, digit: int) -> None:
        self.draw(STROKES[digit])

    def press(self, keys: str | QKeySequence.StandardKey) -> None:
        """Press a shortcut, in the window."""
        QTest.keySequence(self.window, QKeySequence(keys))

    def open_model(self, path: Path | None = None) -> None:
        """Press Ctrl+O, choose this file, or that of `choose_file`, and wait until it is read, or cannot be."""
        if path:
            self.choose_file(path)
        done: list[object] = []
        for each in QApplication.instance().findChildren(Workspace):
            for signal in (each.models.in_use, each.failed):
                signal.connect(done.append)
        self.press("Ctrl+O")
        self._qtbot.waitUntil(lambda: done != [])

    def drop(self, path: Path) -> None:
        """Drop a file or a folder on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entering = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
        QApplication.sendEvent(self.window, entering)
        assert entering.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(50, 50), copy, data, left, none))

    def action(self, text: str) -> QAction:
        """The action of the menus with this text."""
        actions = [action for menu in self.window.menuBar().actions() for action in menu.menu().actions()]
        (found,) = [each for each in actions if each.text().replace("&", "") == text]
        return found

    def answer(self) -> str:
        """The digit that is shown, or the words in its place, after what has been drawn was read."""
        self.catch_up()
        answer = self.window.drawing.answer
        return answer.digit.text() if answer.digit.isVisible() else answer.words.text()

    def open_view(self, kind: type[SomeView]) -> SomeView:
        """Open the page on which a view of this kind lies, and the view, by clicks."""
        both = self.window.findChildren(ViewPages)
        (pages,) = (each for each in both if kind.__name__ in [entry.class_name for entry in each.entries])
        self.open_page(pages)
        number = pages.number_of(kind)
        if pages.bar.isTabVisible(number):
            place = pages.bar.tabRect(number).center()
            QTest.mouseClick(pages.bar, Qt.MouseButton.LeftButton, pos=place)
        else:
            (entry,) = (each for each in pages.in_depth.menu().actions() if each.text() == pages.bar.tabText(number))
            entry.trigger()
        view = pages.shown
        assert isinstance(view, kind)
        assert view.isVisible()
        return view

    def show_inside(self, title: str) -> View:
        """Open the view of this title on the page Inside."""
        inside = self.window.inside
        (kind,) = (each.load() for each in inside.entries if each.name == title)
        view: View = self.open_view(kind)
        self.catch_up()
        assert inside.shown is view
        return view

    def open_runs(self, rows: int) -> RunsPage:
        """Open the page Runs, and wait until it lists so many."""
        page = self.window.runs
        self.open_page(page)
        self._qtbot.waitUntil(lambda: len(page.model.groups) == rows)
        return page

    def open_page(self, page: QWidget) -> None:
        """Click on the name of a page in the header."""
        (tabs,) = (each for each in self.window.findChildren(QTabWidget) if each.tabBar() is self.window.pages)
        for number in range(tabs.count()):
            if tabs.widget(number) is page or tabs.widget(number).isAncestorOf(page):
                QTest.mouseClick(tabs.tabBar(), Qt.MouseButton.LeftButton, pos=tabs.tabBar().tabRect(number).center())

    def choose_entry(self, combo: QComboBox, text: str) -> None:
        """Choose the entry of a list that begins so, with the keyboard."""
        index = next(number for number in range(combo.count()) if combo.itemText(number).startswith(text))
        while combo.currentIndex() != index:
            QTest.keyClick(combo, Qt.Key.Key_Down if combo.currentIndex() < index else Qt.Key.Key_Up)

    def evaluate_on(self, part: str) -> Evaluation:
        """Choose a part of the data on the page Evaluate, and wait for the evaluation."""
        combo = named(self.window.evaluate, QComboBox, "Images to evaluate on")
        combo.setFocus()
        self.choose_entry(combo, f"{combo.currentText().rsplit(', ', 1)[0]}, {part}")
        evaluator, chosen = self.workspace.evaluator, self.workspace.evaluation_set
        self._qtbot.waitUntil(lambda: evaluator.latest is not None and evaluator.latest.dataset is chosen.dataset)
        return evaluator.latest

    def saved_numbers(self, view: View) -> list[list[str]]:
        """The rows of the file that *Save numbers* of a view writes."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "numbers.csv"
            self.choose_file(path)
            next(each for each in view.findChildren(QAction) if "numbers" in each.text()).trigger()
            return [line.split(",") for line in path.read_text().splitlines()]

    def status(self) -> str:
        shown = " | ".join(each.text() for each in self.window.statusBar().findChildren(QLabel))
        return shown.replace("\u200b", "")  # where a line may end

    def choose_file(self, path: Path | None) -> None:
        """Answer the next file dialogs with this file, or cancel them."""
        for name in ("getOpenFileName", "getSaveFileName"):
            self._monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path or ""), ""))

    def open_data(self, path: Path) -> None:
        """Open a file of training data through the menu, and wait until it is read."""
        self.choose_file(path)
        with self._qtbot.waitSignal(self._training.happened, check_params_cb=of_kind(DataLoaded)):
            self.action("Open training data…").trigger()
        self.wait_for(TrainingState.IDLE)

    def plan_training(self, epochs: int = 2, batch_size: int = 32, hidden_units: int = 32) -> None:
        """Open the course file, and type epochs, batch size and hidden units into their boxes."""
        self.open_data(self._course_file)
        for name, value in (("Epochs", epochs), ("Batch size", batch_size), ("Hidden units", hidden_units)):
            self.enter(name, value)

    def enter(self, name: str, number: object) -> None:
        """Type a number into the field of a setting."""
        box = named(self.window.train.plan.fields, QAbstractSpinBox, name)
        box.setFocus()
        box.selectAll()
        self._qtbot.keyClicks(box, str(number))
        self._qtbot.keyClick(box, Qt.Key.Key_Return)

    def train(self, epochs: int = 2, hidden_units: int = 32) -> None:
        """Train on the course file to the end."""
        self.plan_training(epochs, hidden_units=hidden_units)
        self.press("F5")
        self.wait_for(TrainingState.IDLE)

    def start_long_training(self) -> None:
        """Start a training that would last for minutes, and wait until two epochs are done."""
        self.plan_training(epochs=10_000, batch_size=10)
        self.press("F5")
        self._qtbot.waitUntil(lambda: len(self._training.history.epochs) >= 2)
        self._qtbot.waitUntil(lambda: self._training.model_key is not None)  # comes with the next delivery

    def wait_for(self, state: TrainingState) -> None:
        """Wait until the training is in a state."""
        self._qtbot.waitUntil(lambda: self._training.state is state)

    def settle(self) -> None:
        """Wait until all that was under way when the training paused has arrived."""
        arrived = True
        while arrived:
            with self._qtbot.waitSignal(self._training.progressed, timeout=100, raising=False) as arrival:
                pass
            arrived = arrival.signal_triggered

    @property
    def _training(self) -> TrainingSession:
        return self.workspace.training

    def _at(self, x: float, y: float) -> QPoint:
        canvas = self.window.drawing.canvas
        side = min(canvas.width(), canvas.height()) // 28
        left, top = (canvas.width() - 28 * side) // 2, (canvas.height() - 28 * side) // 2
        return canvas.mapTo(self.window, QPoint(left + round(x * side), top + round(y * side)))

    def catch_up(self) -> None:
        """Let the window catch up."""
        for _ in range(3):  # a turn for the layout, one for the reading, one to show it
            QApplication.processEvents()


def named(parent: QWidget, kind: type[Some], name: str) -> Some:
    """The only widget of this kind and accessible name inside a parent."""
    (found,) = [each for each in parent.findChildren(kind) if each.accessibleName() == name]
    return found
