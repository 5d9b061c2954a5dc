"""Seeing how good the network is, and how far it can be trusted."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.ui.evaluate.confusion_view import ConfusionView
from digitpad.ui.evaluate.figures_view import FiguresView
from digitpad.ui.evaluate.misreads_view import MisreadsView
from digitpad.ui.evaluate.trust_view import TrustView
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


def test_the_figures_of_the_network_in_use(user: User, qtbot: QtBot, guessing: Network) -> None:
    view = user.open_view(FiguresView)
    evaluation = user.evaluate_on("training")
    accuracy = guessing.score(evaluation.dataset.X, evaluation.dataset.y)
    qtbot.waitUntil(lambda: view.accuracy.value.text() == f"{100 * accuracy:.2f} %")
    assert "of 480 images read correctly" in view.headline.text()
    user.evaluate_on("test")
    qtbot.waitUntil(lambda: "of 60 images read correctly" in view.headline.text())
    user.evaluate_on("all")
    qtbot.waitUntil(lambda: "of 600 images read correctly" in view.headline.text())


def test_that_the_model_learned_from_the_images_is_said(
    user: User, qtbot: QtBot, workspace: Workspace, guessing: Network
) -> None:
    view, trust = user.open_view(FiguresView), user.open_view(TrustView)
    user.evaluate_on("validation")
    assert not trust.banner.isVisible()
    assert trust.temperature.isEnabled()
    assert workspace.evaluation_set.datasets is not None
    training = workspace.evaluation_set.datasets.training
    workspace.models.add(Model(guessing, "knowing", training.name_and_size, pieces=training.pieces))
    evaluation = user.evaluate_on("training")
    qtbot.waitUntil(trust.banner.isVisible)
    assert trust.banner.title.text() == "knowing has learned from these very images."
    figure = f"{100 * evaluation.metrics.accuracy:.2f} %"
    words = f"All 480 of them were among its 480 training images, so {figure} says nothing about new handwriting."
    assert trust.banner.words.text() == words
    user.evaluate_on("all")
    qtbot.waitUntil(lambda: trust.banner.title.text() == "knowing has learned from some of these images.")
    user.open_view(FiguresView)
    qtbot.waitUntil(view.banner.isVisible)
    assert view.banner.y() < view.headline.y()
    assert view.banner.button.text() == "Use the test images"
    qtbot.mouseClick(view.banner.button, Qt.MouseButton.LeftButton)
    assert workspace.evaluation_set.split == "test"
    qtbot.waitUntil(lambda: not view.banner.isVisible())
    assert "of 60 images" in view.headline.text()


@pytest.mark.usefixtures("guessing")
def test_the_page_opens_on_test_images(user: User, qtbot: QtBot, workspace: Workspace) -> None:
    view = user.open_view(FiguresView)
    qtbot.waitUntil(lambda: "course.npz test" in view.note.text())
    assert workspace.evaluation_set.split == "test"
    assert not view.banner.isVisible()


def test_the_figures_follow_the_training(qtbot: QtBot, user: User, workspace: Workspace) -> None:
    user.plan_training(epochs=10_000, batch_size=10)
    plan = workspace.training.plan  # it has to go on learning
    workspace.training.set_plan(replace(plan, settings=plan.settings.with_value("learning_rate", 1e-5)))
    view = user.open_view(FiguresView)
    seen = set()
    user.press("F5")

    def has_changed() -> bool:
        seen.add(view.cost.value.text())
        return len(seen) >= 4

    qtbot.waitUntil(has_changed)
    assert workspace.training.state is TrainingState.RUNNING
    assert workspace.evaluation_set.split == "validation"
    user.press("Shift+F5")
    user.wait_for(TrainingState.IDLE)


@pytest.mark.usefixtures("guessing")
def test_an_evaluation_is_stopped_and_gone_on_with(
    user: User, qtbot: QtBot, workspace: Workspace, background_work: Any
) -> None:
    view = user.open_view(FiguresView)
    user.evaluate_on("training")
    background_work.hold()
    workspace.models.add(Model(Network.initial(4, np.random.default_rng(2)), "stopped"))
    qtbot.waitUntil(view.work.button.isVisible)
    qtbot.mouseClick(view.work.button, Qt.MouseButton.LeftButton)
    assert "stopped before the end" in view.note.text()
    assert "“guessing” on course.npz training" in view.note.text()
    background_work.release()
    qtbot.mouseClick(view.work.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.note.text() == "“stopped” on course.npz training, 480 images")
    qtbot.waitUntil(lambda: not view.work.button.isVisible())


@pytest.mark.usefixtures("guessing")
def test_trust_with_a_threshold_and_a_temperature(user: User, qtbot: QtBot) -> None:
    view = user.open_view(TrustView)
    evaluation = user.evaluate_on("test")
    qtbot.waitUntil(lambda: "calibration error" in view.error.text())
    view.threshold.setFocus()
    qtbot.keyClick(view.threshold, Qt.Key.Key_Home)
    assert "100.0 % answered" in view.answered.text()
    assert f"{100 * evaluation.metrics.accuracy:.2f} % right" in view.answered.text()
    qtbot.keyClick(view.threshold, Qt.Key.Key_End)
    assert "0.0 % answered" in view.answered.text()
    assert view.threshold.value() == view.threshold.maximum()
    qtbot.mouseClick(view.temperature, Qt.MouseButton.LeftButton, pos=QPoint(10, view.temperature.height() // 2))
    qtbot.waitUntil(lambda: "fitted on course.npz validation" in view.error.text())
    qtbot.mouseClick(view.temperature, Qt.MouseButton.LeftButton, pos=QPoint(10, view.temperature.height() // 2))
    qtbot.waitUntil(lambda: "fitted on" not in view.error.text())


@pytest.mark.usefixtures("guessing")
def test_the_numbers_of_each_view_can_be_saved(user: User, qtbot: QtBot, tmp_path: Path) -> None:
    user.open_view(FiguresView)
    user.evaluate_on("test")
    for kind, first in (
        (FiguresView, "digit,images,accuracy,low,high,cost,precision,recall,f1"),
        (ConfusionView, "true,read as 0"),
        (MisreadsView, "image,label,digit,probability"),
        (TrustView, "answers,mean probability,accuracy"),
    ):
        view = user.open_view(kind)
        path = tmp_path / f"{kind.__name__}.csv"
        user.choose_file(path)
        qtbot.waitUntil(lambda view=view: bool(view.table()))
        (save,) = [each for each in view.findChildren(QAction) if "numbers" in each.text()]
        save.trigger()
        lines = path.read_text().splitlines()
        assert lines[0].startswith(first)
        assert len(lines) > 10
