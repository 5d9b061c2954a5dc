"""Judging networks in the tab Evaluate."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.evaluation.misreads import misreads
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.ui.evaluate.confusion_view import ConfusionView
from digitpad.ui.evaluate.figures_view import FiguresView
from digitpad.ui.evaluate.judged_line import JudgedLine
from digitpad.ui.evaluate.misreads_view import MisreadsView
from digitpad.ui.evaluate.trust_view import TrustView
from digitpad.ui.main_window import MainWindow
from digitpad.ui.widgets.image_gallery import ImageGallery
from digitpad.workspace.judging import Judged
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

Some = TypeVar("Some", bound=QWidget)


@pytest.fixture
def look_at(qtbot: QtBot, window: MainWindow) -> Callable[[type[Some]], Some]:
    """Opens a view of the tab Evaluate by clicks on the tabs."""

    def look(kind: type[Some]) -> Some:
        (view,) = window.evaluate.findChildren(kind)
        tabs = next(each for each in window.findChildren(QTabWidget) if each.indexOf(window.evaluate) >= 0)
        for holder, page in ((tabs, window.evaluate), (window.evaluate, view)):
            bar = holder.tabBar()
            qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(holder.indexOf(page)).center())
        assert view.isVisible()
        return view

    return look


@pytest.fixture
def judge_on(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> Callable[[str], Judged]:
    """Goes to a part of the data with the arrow keys, and waits for the judgement."""

    def judge(part: str) -> Judged:
        combo = named(window.evaluate, QComboBox, "Part of the data")
        combo.setFocus()
        qtbot.keyClick(combo, Qt.Key.Key_Home)
        while combo.currentText() != part and combo.currentIndex() < combo.count() - 1:
            qtbot.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentText() == part
        qtbot.waitUntil(is_new)
        assert workspace.judging.latest
        return workspace.judging.latest

    def is_new() -> bool:
        latest = workspace.judging.latest
        return latest is not None and latest.dataset is workspace.judged_set.dataset

    return judge


@pytest.fixture
def guessing(
    qtbot: QtBot, user: Any, workspace: Workspace, course_file: Path, choose_file: Callable[[Path | None], None]
) -> Network:
    """A network of random weights, which misreads nearly all of the course file."""
    choose_file(course_file)
    with qtbot.waitSignal(workspace.training.data_opened):
        user.action("Open training data…").trigger()
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE)
    network = Network.initial(16, np.random.default_rng(1))
    workspace.models.add(Model(network, "guessing"))
    return network


def named(parent: QWidget, kind: type[Some], name: str) -> Some:
    (found,) = [each for each in parent.findChildren(kind) if each.accessibleName() == name]
    return found


def click_image(qtbot: QtBot, gallery: ImageGallery, place: int) -> None:
    middle = gallery.rect_of(place).center()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def choose_digit(qtbot: QtBot, combo: QComboBox, key: str) -> None:
    combo.setFocus()
    qtbot.keyClick(combo, key)
    assert combo.currentText() == key


def test_the_figures_of_the_network_in_use(
    qtbot: QtBot,
    guessing: Network,
    look_at: Callable[..., Any],
    judge_on: Callable[[str], Judged],
) -> None:
    view = look_at(FiguresView)
    judged = judge_on("training")
    accuracy = guessing.score(judged.dataset.X, judged.dataset.y)
    qtbot.waitUntil(lambda: view.accuracy.text() == f"{100 * accuracy:.2f} %")
    assert "of 480 read correctly" in view.count.text()
    judge_on("test")
    qtbot.waitUntil(lambda: "of 60 read correctly" in view.count.text())
    judge_on("all")
    qtbot.waitUntil(lambda: "of 600 read correctly" in view.count.text())


def test_the_figures_follow_the_training(
    qtbot: QtBot,
    look_at: Callable[..., Any],
    user: Any,
    workspace: Workspace,
    plan_training: Callable[..., None],
    wait_for: Callable[[TrainingState], None],
) -> None:
    plan_training(epochs=10_000, batch_size=10, learning_rate=1e-5)  # slow enough to go on learning
    view = look_at(FiguresView)
    seen = set()
    user.press("F5")

    def has_changed() -> bool:
        seen.add(view.cost.text())
        return len(seen) >= 4

    qtbot.waitUntil(has_changed)
    assert workspace.training.state is TrainingState.RUNNING
    assert workspace.judged_set.part == "validation"
    user.press("Shift+F5")
    wait_for(TrainingState.IDLE)


@pytest.mark.usefixtures("guessing")
def test_a_cell_of_the_confusion_matrix_opens_its_images(
    qtbot: QtBot,
    look_at: Callable[..., Any],
    judge_on: Callable[[str], Judged],
) -> None:
    view = look_at(ConfusionView)
    judged = judge_on("training")
    confusion = judged.metrics.confusion
    qtbot.waitUntil(lambda: view.matrix.model().index(0, 0).data() in (f"{confusion[0, 0]}", "·"))
    wrong = confusion - np.diag(np.diag(confusion))
    true, given = np.unravel_index(wrong.argmax(), wrong.shape)
    middle = view.matrix.visualRect(view.matrix.model().index(int(true), int(given))).center()
    qtbot.mouseClick(view.matrix.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert view.gallery.count == confusion[true, given]
    assert f"Digit {true}: {confusion[true, given]} images read as {given}" in view.caption.text()
    # By keyboard: to the row's last column, and sorted by it.
    qtbot.keyClick(view.matrix, Qt.Key.Key_End)
    assert view.gallery.count == wrong.sum(axis=1)[true]
    qtbot.keyClick(view.matrix, Qt.Key.Key_S)
    counts = [int(view.matrix.model().index(row, 10).data().replace("·", "0")) for row in range(10)]
    assert counts == sorted(wrong.sum(axis=1), reverse=True)
    assert view.gallery.count == wrong.sum(axis=1)[true]
    qtbot.keyClick(view.matrix, Qt.Key.Key_S)
    qtbot.keyClick(view.matrix, Qt.Key.Key_S)
    view.unit.setFocus()
    qtbot.keyClick(view.unit, "p")
    share = f"{100 * confusion[true, given] / confusion[true].sum():.1f}"
    qtbot.waitUntil(lambda: view.matrix.model().index(int(true), int(given)).data() == share)


@pytest.mark.usefixtures("guessing")
def test_a_misread_goes_onto_the_canvas_with_a_click(
    qtbot: QtBot,
    user: Any,
    look_at: Callable[..., Any],
    judge_on: Callable[[str], Judged],
    workspace: Workspace,
    probabilities: list[npt.NDArray[np.floating]],
) -> None:
    def is_read(index: int) -> bool:
        """Whether the canvas has the image at this index, and the answer is the one that was judged."""
        user.settle()
        image = (judged.dataset.X[index].reshape(28, 28) + 1) / 2
        on_canvas = workspace.document.image is not None and np.array_equal(workspace.document.image, image)
        return on_canvas and np.allclose(probabilities[-1], judged.judgement.P[index], atol=1e-4)

    user.draw_digit(7)
    view = look_at(MisreadsView)
    judged = judge_on("training")
    wrong = misreads(judged.judgement)
    qtbot.waitUntil(lambda: view.gallery.count == len(wrong))
    click_image(qtbot, view.gallery, 1)
    assert is_read(wrong[1])
    qtbot.keyClick(view.gallery, Qt.Key.Key_Left)
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return)
    assert is_read(wrong[0])
    user.press("Ctrl+Z")
    assert is_read(wrong[1])
    user.press("Ctrl+Z")
    user.answer()
    assert workspace.document.image is None
    assert len(workspace.document.drawing) == 1
    click_image(qtbot, view.gallery, 0)
    assert user.action("Clear").isEnabled()
    user.action("Clear").trigger()
    assert user.answer() == ""
    click_image(qtbot, view.gallery, 0)
    user.draw_digit(1)
    assert workspace.document.image is None
    assert len(workspace.document.drawing) == 1


@pytest.mark.usefixtures("guessing")
def test_a_misread_goes_into_inside_with_a_double_click(
    qtbot: QtBot,
    user: Any,
    look_at: Callable[..., Any],
    judge_on: Callable[[str], Judged],
    workspace: Workspace,
) -> None:
    view = look_at(MisreadsView)
    wrong = judge_on("training").misreads
    qtbot.waitUntil(lambda: view.gallery.count == len(wrong))
    middle = view.gallery.rect_of(2).center()
    qtbot.mouseDClick(view.gallery.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert user.window.inside.isVisible()
    assert workspace.document.image is not None
    picture = user.window.inside.currentWidget()
    qtbot.waitUntil(lambda: bool(picture.table()))  # which it has for what lies on the canvas
    user.press("Ctrl+Z")
    assert workspace.document.is_empty
    look_at(MisreadsView)
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert user.window.inside.isVisible()
    assert workspace.document.image is not None


@pytest.mark.usefixtures("guessing")
def test_a_judgement_is_stopped_and_gone_on_with(
    qtbot: QtBot, look_at: Callable[..., Any], judge_on: Callable[[str], Judged], workspace: Workspace
) -> None:
    view = look_at(FiguresView)
    judge_on("training")
    judging = workspace.judging
    judging.work.busy_changed.connect(judging.stop, Qt.ConnectionType.SingleShotConnection)
    workspace.models.add(Model(Network.initial(4, np.random.default_rng(2)), "stopped"))
    (line,) = view.findChildren(JudgedLine)
    qtbot.waitUntil(lambda: "stopped before the end" in line.text.text())
    assert "“guessing” on course.npz training" in line.text.text()
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line.text.text() == "“stopped” on course.npz training, 480 images")
    assert not line.button.isVisible()


@pytest.mark.usefixtures("guessing")
def test_misreads_are_filtered(qtbot: QtBot, look_at: Callable[..., Any], judge_on: Callable[[str], Judged]) -> None:
    view = look_at(MisreadsView)
    judged = judge_on("training")
    confusion = judged.metrics.confusion
    wrong = confusion - np.diag(np.diag(confusion))
    true, given = (int(each) for each in np.unravel_index(wrong.argmax(), wrong.shape))
    choose_digit(qtbot, view.true, str(true))
    qtbot.waitUntil(lambda: view.gallery.count == wrong[true].sum())
    choose_digit(qtbot, view.given, str(given))
    qtbot.waitUntil(lambda: view.gallery.count == wrong[true, given])
    assert f"{wrong[true, given]} of 480 misread" in view.caption.text()


def test_wrong_labels_are_listed_apart(
    qtbot: QtBot,
    user: Any,
    workspace: Workspace,
    look_at: Callable[..., Any],
    judge_on: Callable[[str], Judged],
    course_file: Path,
    tmp_path: Path,
    choose_file: Callable[[Path | None], None],
    plan_training: Callable[..., None],
    wait_for: Callable[[TrainingState], None],
) -> None:
    plan_training(epochs=5)
    user.press("F5")
    wait_for(TrainingState.RUNNING)
    wait_for(TrainingState.IDLE)
    with np.load(course_file) as arrays:
        digits, labels = arrays["digits"], arrays["labels"].copy()
    labels[:20] = (labels[:20] + 5) % 10
    spoilt = tmp_path / "spoilt.npz"
    np.savez(spoilt, digits=digits, labels=labels)
    choose_file(spoilt)
    with qtbot.waitSignal(workspace.training.data_opened):
        user.action("Open training data…").trigger()
    view = look_at(MisreadsView)
    judge_on("all")
    view.kind.setFocus()
    qtbot.keyClick(view.kind, "l")
    qtbot.waitUntil(lambda: "labels of 600 that may be wrong" in view.caption.text())
    assert view.gallery.count >= 15
    assert "→" in view.gallery.caption(0)


@pytest.mark.usefixtures("guessing")
def test_trust_with_a_threshold_and_a_temperature(
    qtbot: QtBot, look_at: Callable[..., Any], judge_on: Callable[[str], Judged]
) -> None:
    view = look_at(TrustView)
    judged = judge_on("test")
    qtbot.waitUntil(lambda: "calibration error" in view.error.text())
    view.threshold.setFocus()
    qtbot.keyClick(view.threshold, Qt.Key.Key_Home)
    assert "100.0 % answered" in view.answered.text()
    assert f"{100 * judged.metrics.accuracy:.2f} % right" in view.answered.text()
    qtbot.keyClick(view.threshold, Qt.Key.Key_End)
    assert "0.0 % answered" in view.answered.text()
    assert view.threshold.value() == view.threshold.maximum()
    qtbot.mouseClick(view.temperature, Qt.MouseButton.LeftButton, pos=QPoint(10, view.temperature.height() // 2))
    qtbot.waitUntil(lambda: "fitted on course.npz validation" in view.error.text())
    qtbot.mouseClick(view.temperature, Qt.MouseButton.LeftButton, pos=QPoint(10, view.temperature.height() // 2))
    qtbot.waitUntil(lambda: "fitted on" not in view.error.text())


@pytest.mark.usefixtures("guessing")
def test_the_numbers_of_each_view_can_be_saved(
    qtbot: QtBot,
    look_at: Callable[..., Any],
    judge_on: Callable[[str], Judged],
    choose_file: Callable[[Path | None], None],
    tmp_path: Path,
) -> None:
    look_at(FiguresView)
    judge_on("test")
    for kind, first in (
        (FiguresView, "digit,images,accuracy,low,high,cost,precision,recall,f1"),
        (ConfusionView, "true,read as 0"),
        (MisreadsView, "image,label,digit,probability"),
        (TrustView, "answers,mean probability,accuracy"),
    ):
        view = look_at(kind)
        path = tmp_path / f"{kind.__name__}.csv"
        choose_file(path)
        qtbot.waitUntil(lambda view=view: bool(view.table()))
        (save,) = [each for each in view.findChildren(QAction) if "numbers" in each.text()]
        save.trigger()
        lines = path.read_text().splitlines()
        assert lines[0].startswith(first)
        assert len(lines) > 10
