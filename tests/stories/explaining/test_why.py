"""Asking why the network answers as it does."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from digitpad.ui.inside.why_view import WhyView
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


@pytest.fixture
def view(user: User) -> WhyView:
    return user.open_view(WhyView)


def texts(view: WhyView) -> str:
    return " ".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())


def test_without_a_drawing_it_says_what_to_do(view: WhyView) -> None:
    assert "Draw a digit" in texts(view)


def test_the_answer_is_explained(qtbot: QtBot, user: User, view: WhyView, workspace: Workspace) -> None:
    smallest = min(workspace.models.items, key=lambda item: item.model.network.hidden_units)
    workspace.models.use(smallest.key)
    user.draw_digit(7)
    assert user.answer() == "7"
    assert view.digit.currentText() == "7, the answer"
    assert view.headline.text().endswith(f"for {view.rival.currentText()[0]}")
    user.choose_entry(view.rival, "2")
    qtbot.waitUntil(lambda: view.words[1].text() == "speaks for 2")
    rows = user.saved_numbers(view)
    assert rows[0] == ["row", "column", "ink", "evidence"]
    with qtbot.waitSignal(workspace.classifier.predicted) as read:
        workspace.models.use(workspace.models.current.key)
    seen = read.args[0].seen
    np.testing.assert_allclose([float(row[2]) for row in rows[1:]], seen.ravel())
    network = workspace.models.current.model.network
    Z = network.forward(seen.reshape(1, -1) * 2 - 1).Z[0]
    pixels = np.array([float(row[3]) for row in rows[1:]])
    shown = view.sums.bars.accessibleDescription()
    in_all = float(shown.rpartition(" ")[2])
    assert in_all == pytest.approx(Z[7] - Z[2], abs=0.01)
    assert f"{pixels[pixels > 0].sum():+.3f}" in shown
    view.evidence.picture.setFocus()
    QTest.keyClick(view.evidence.picture, Qt.Key.Key_Right)
    assert "Row 14, column 15" in view.evidence.pixel.text()
    qtbot.waitUntil(lambda: view.change.captions[2].text().startswith("2 · 5"))
    assert view.change.captions[0].text().startswith("7 · ")
    qtbot.waitUntil(lambda: "Labels of the nearest" in view.neighbours.accessibleDescription())
    assert view.neighbours.accessibleDescription().count("7") > 6


def test_it_follows_a_training(qtbot: QtBot, user: User, view: WhyView, workspace: Workspace) -> None:
    user.draw_digit(3)
    user.start_long_training()
    user.open_view(WhyView)
    before = user.saved_numbers(view)
    qtbot.waitUntil(lambda: user.saved_numbers(view) != before)
    qtbot.waitUntil(lambda: "among 480 training images" in view.neighbours_title.text())
    assert workspace.training.state is TrainingState.RUNNING


def test_the_search_can_be_stopped_and_gone_on_with(
    qtbot: QtBot, user: User, view: WhyView, workspace: Workspace, background_work: Any
) -> None:
    qtbot.waitUntil(lambda: workspace.data.planned() is not None)
    background_work.hold()
    user.draw_digit(7)
    qtbot.waitUntil(lambda: "Searching for the smallest change" in texts(view))
    assert "Searching for the nearest training images" in texts(view)
    for _ in range(2):  # searches
        qtbot.waitUntil(lambda: shown(view, "Stop") is not None)
        QTest.mouseClick(shown(view, "Stop"), Qt.MouseButton.LeftButton)
    assert texts(view).count("Stopped before the end.") == 2
    background_work.release()
    for _ in range(2):
        QTest.mouseClick(shown(view, "Go on"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Labels of the nearest" in view.neighbours.accessibleDescription())
    assert shown(view, "Go on") is None


def shown(view: WhyView, text: str) -> QPushButton | None:
    """The button with this text that can be seen."""
    found = (each for each in view.findChildren(QPushButton) if each.isVisible())
    return next((each for each in found if each.text().replace("&", "") == text), None)
