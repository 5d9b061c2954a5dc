"""Evaluate ▸ Robustness in the window."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from digitpad.core.dataset import Split
from digitpad.core.evaluation.robustness import DISTORTIONS, distorted
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.ui.evaluate.robustness_view import RobustnessView
from digitpad.workspace.background_task import Status
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


@pytest.fixture
def view(qtbot: QtBot, user: User) -> RobustnessView:
    """The view with the curves of the bundled model, on the images of the course."""
    user.plan_training()
    view = user.open_view(RobustnessView)
    finish(qtbot, view)
    return view


def finish(qtbot: QtBot, view: RobustnessView) -> None:
    """Wait until all that was chosen is shown."""
    with qtbot.waitSignal(view.task.finished):
        pass


def column(view: RobustnessView, name: str, where: str, value: object) -> list[Any]:
    table = view.table()
    return [each for each, here in zip(table[name], table[where], strict=True) if here == value]


def test_the_curves_are_read_and_their_images_put_on_the_canvas(
    qtbot: QtBot, user: User, workspace: Workspace, view: RobustnessView
) -> None:
    the_curves_are_those_of_the_chosen_images(workspace, view)
    the_keys_read_the_curves(qtbot, view)
    an_example_is_put_on_the_canvas(qtbot, user, workspace, view)


def the_curves_are_those_of_the_chosen_images(workspace: Workspace, view: RobustnessView) -> None:
    assert workspace.models.current
    images, network = workspace.evaluation_set.dataset, workspace.models.current.model.network
    assert images
    assert set(view.table()["distortion"]) == set(DISTORTIONS)
    strength = DISTORTIONS["blur"].strengths[2]
    right = (network.predict(distorted("blur", strength, network, images.X, images.y)) == images.y).sum()
    assert column(view, "right", "distortion", "blur")[2] == right
    assert view.readout.text().startswith("Rotation")
    assert f"on {images.name_and_size}" in view.note.text()
    assert "random sample of" in view.images_text(images.subset(np.arange(20), images.name))
    undistorted = column(view, "right", "distortion", "rotation")[4]
    assert view.headline.text().startswith(f"{undistorted} of {len(images)}")


def the_keys_read_the_curves(qtbot: QtBot, view: RobustnessView) -> None:
    shift = view.plots["shift"]
    shift.setFocus()
    accuracies = column(view, "accuracy", "distortion", "shift")
    for key, place in ((Qt.Key.Key_Home, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_End, 7), (Qt.Key.Key_Left, 6)):
        qtbot.keyClick(shift, key)
        assert f"Shift, pixels: {DISTORTIONS['shift'].strengths[place]:g}" in view.readout.text()
        assert f"{100 * accuracies[place]:.1f} %" in view.readout.text()


def an_example_is_put_on_the_canvas(qtbot: QtBot, user: User, workspace: Workspace, view: RobustnessView) -> None:
    assert view.example.currentText() == "7"
    qtbot.keyClick(view.plots["rotation"], Qt.Key.Key_End)
    first = QPoint(view.strip.width() // 18, 20)
    qtbot.mouseClick(view.strip, Qt.MouseButton.LeftButton, pos=first)
    assert "−60" in view.readout.text()
    QTest.mouseDClick(view.strip, Qt.MouseButton.LeftButton, pos=first)
    by_click = workspace.document.image
    assert by_click is not None
    view.example.setFocus()
    qtbot.keyClick(view.example, Qt.Key.Key_Up)
    view.plots["rotation"].setFocus()
    qtbot.keyClick(view.plots["rotation"], Qt.Key.Key_Return)
    by_key = workspace.document.image
    assert by_key is not None
    assert not np.array_equal(by_click, by_key)
    user.press("Ctrl+Z")
    assert workspace.document.image is by_click


def test_a_second_model_is_overlaid_and_the_work_can_be_stopped(
    qtbot: QtBot, workspace: Workspace, view: RobustnessView, background_work: Any
) -> None:
    before = view.table()["right"]
    background_work.hold()
    workspace.models.add(Model(Network.initial(32, np.random.default_rng(0)), "other"))
    qtbot.waitUntil(view.work.button.isVisible)
    qtbot.mouseClick(view.work.button, Qt.MouseButton.LeftButton)
    assert view.task.status is Status.STOPPED
    assert "stopped before the end" in view.note.text()
    qtbot.mouseClick(view.work.button, Qt.MouseButton.LeftButton)
    assert view.task.status is Status.RUNNING
    view.second.setFocus()
    qtbot.keyClick(view.second, Qt.Key.Key_Down)
    background_work.release()
    finish(qtbot, view)
    assert column(view, "right", "model", workspace.models.items[0].model.name) == before
    assert len(column(view, "right", "model", "other")) == len(before)
    assert view.readout.text().count("“") == 2


def test_test_images_are_withheld_from_a_network_that_trains(qtbot: QtBot, user: User, workspace: Workspace) -> None:
    view = user.open_view(RobustnessView)
    workspace.evaluation_set.choose(workspace.evaluation_set.source, Split.TEST)
    user.start_long_training()
    qtbot.waitUntil(lambda: "Test images are kept" in view.note.text())
    assert view.task.status is Status.IDLE
    assert not view.table()
