"""What a user does at the window: draw, press keys, choose actions, answer questions."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QSpinBox, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.dataset import Split
from digitpad.core.runs.run_events import DataLoaded
from digitpad.ui.main_window import MainWindow
from digitpad.ui.view import View
from digitpad.ui.widgets.view_pages import ViewPages
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind
from tests.stories.questions import Questions

SomeView = TypeVar("SomeView", bound=View)

STROKES: dict[int, list[list[tuple[float, float]]]] = {
    0: [[(14 + 5.5 * np.sin(turn), 14 - 8 * np.cos(turn)) for turn in np.linspace(0, 2 * np.pi, 40)]],
    1: [[(15.5 - 2.5 * way, 5 + 18 * way) for way in np.linspace(0, 1, 20)]],
    3: [[(8.5, 8), (11, 5.7), (15, 5.5), (18, 8), (17.5, 11), (13, 13.3), (18, 15), (19, 19), (16, 22), (12, 22.5)]],
    7: [[(8, 7), (12, 6.8), (19, 6.5), (17, 11), (14.5, 16), (12.5, 22)]],
}


class User:
    """Works the window as one does by hand."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot

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

    def open_model(self) -> None:
        """Press Ctrl+O and wait until the file of `choose_file` is read, or cannot be."""
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
        return view

    def open_page(self, page: QWidget) -> None:
        """Click on the name of a page in the header."""
        (tabs,) = (each for each in self.window.findChildren(QTabWidget) if each.tabBar() is self.window.pages)
        for number in range(tabs.count()):
            if tabs.widget(number) is page or tabs.widget(number).isAncestorOf(page):
                QTest.mouseClick(tabs.tabBar(), Qt.MouseButton.LeftButton, pos=tabs.tabBar().tabRect(number).center())

    def status(self) -> str:
        shown = " | ".join(each.text() for each in self.window.statusBar().findChildren(QLabel))
        return shown.replace("\u200b", "")  # where a line may end

    def _at(self, x: float, y: float) -> QPoint:
        canvas = self.window.drawing.canvas
        side = min(canvas.width(), canvas.height()) // 28
        left, top = (canvas.width() - 28 * side) // 2, (canvas.height() - 28 * side) // 2
        return canvas.mapTo(self.window, QPoint(left + round(x * side), top + round(y * side)))

    def catch_up(self) -> None:
        """Let the window catch up."""
        for _ in range(3):  # a turn for the layout, one for the reading, one to show it
            QApplication.processEvents()


@pytest.fixture
def strokes() -> dict[int, list[list[tuple[float, float]]]]:
    """How the user draws some digits."""
    return STROKES


@pytest.fixture
def user(window: MainWindow, qtbot: QtBot) -> User:
    return User(window, qtbot)


@pytest.fixture
def user_of(qtbot: QtBot) -> Callable[[MainWindow], User]:
    """A user of another window."""
    return lambda window: User(window, qtbot)


@pytest.fixture
def questions(window: MainWindow) -> Iterator[Questions]:
    assert window
    helper = Questions()
    yield helper
    helper.end()
    assert helper.unanswered == [], "a question was expected and did not come"


@pytest.fixture
def choose_file(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Answers the next file dialogs with this file, or cancels them."""

    def choose(path: Path | None) -> None:
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path or ""), ""))

    return choose


@pytest.fixture
def plan_training(
    qtbot: QtBot, user: User, workspace: Workspace, course_file: Path, choose_file: Callable[[Path | None], None]
) -> Callable[..., None]:
    """Opens the course file through the menu and sets epochs, batch size and hidden units in their boxes."""

    def plan(epochs: int = 2, batch_size: int = 32, hidden_units: int = 32) -> None:
        choose_file(course_file)
        with qtbot.waitSignal(workspace.training.happened, check_params_cb=of_kind(DataLoaded)):
            user.action("Open training data…").trigger()
        qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE)
        boxes = user.window.train.plan.fields.findChildren(QSpinBox)
        for name, value in (("Epochs", epochs), ("Batch size", batch_size), ("Hidden units", hidden_units)):
            (box,) = [each for each in boxes if each.accessibleName() == name]
            box.setFocus()
            box.selectAll()
            qtbot.keyClicks(box, str(value))
            qtbot.keyClick(box, Qt.Key.Key_Return)

    return plan


@pytest.fixture
def hold_other_data(qtbot: QtBot, workspace: Workspace, course_file: Path, tmp_path: Path) -> Callable[[], None]:
    """Has images of another file evaluated on, which the program then holds instead of those of the training."""

    def hold() -> None:
        other = shutil.copy(course_file, tmp_path / f"other{course_file.suffix}")
        workspace.evaluation_set.choose(str(other), Split.TEST)
        workspace.evaluation_set.request()
        qtbot.waitUntil(lambda: workspace.data.source == str(other))

    return hold


@pytest.fixture
def wait_for(qtbot: QtBot, workspace: Workspace) -> Callable[[TrainingState], None]:
    """Waits until the training is in a state."""
    return lambda state: qtbot.waitUntil(lambda: workspace.training.state is state)


@pytest.fixture
def start_long_training(
    qtbot: QtBot, user: User, workspace: Workspace, plan_training: Callable[..., None]
) -> Callable[[], None]:
    """Starts a training that would last for minutes; two epochs are done when it returns."""

    def start() -> None:
        plan_training(epochs=10_000, batch_size=10)
        user.press("F5")
        qtbot.waitUntil(lambda: len(workspace.training.history.epochs) >= 2)
        qtbot.waitUntil(lambda: workspace.training.model_key is not None)  # comes with the next delivery

    return start


@pytest.fixture
def settled(qtbot: QtBot, workspace: Workspace) -> Callable[[], None]:
    """Waits until all that was under way when the training paused has arrived."""

    def wait() -> None:
        with qtbot.waitSignal(workspace.training.progressed, timeout=100, raising=False) as arrival:
            pass
        if arrival.signal_triggered:
            wait()

    return wait


@pytest.fixture
def probabilities(workspace: Workspace) -> list[npt.NDArray[np.floating]]:
    """All answers of the network, as they come."""
    answers: list[npt.NDArray[np.floating]] = []
    workspace.classifier.predicted.connect(
        lambda reading: reading.probabilities is not None and answers.append(reading.probabilities)
    )
    return answers


@pytest.fixture
def show_inside(window: MainWindow, user: User) -> Callable[[str], View]:
    """Opens the page Inside and, on it, the view of this title, by clicks."""

    def show(title: str) -> View:
        (kind,) = (each.load() for each in window.inside.entries if each.name == title)
        view: View = user.open_view(kind)
        user.catch_up()
        assert window.inside.shown is view
        return view

    return show


@pytest.fixture
def no_runs() -> Iterator[None]:
    """The store begins empty: its folder is shared by all tests."""
    shutil.rmtree(paths.RUNS, ignore_errors=True)
    yield
    shutil.rmtree(paths.RUNS, ignore_errors=True)
