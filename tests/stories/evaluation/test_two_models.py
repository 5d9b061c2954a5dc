"""Evaluate ▸ Two models in the window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitpad.core.evaluation.comparison import Group
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.ui.evaluate.compare_view import CompareView
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


def stubborn(digit: int) -> Network:
    network = Network.initial(4, np.random.default_rng(0))
    network.b2[digit] = 100
    return network


@pytest.fixture
def view(user: User) -> CompareView:
    """The view on the images of the course, a tenth of them of each digit."""
    user.plan_training()
    return user.open_view(CompareView)


def test_two_models_are_compared(qtbot: QtBot, workspace: Workspace, view: CompareView) -> None:
    for digit in (4, 5):
        workspace.models.add(Model(stubborn(digit), f"always {digit}"))
    view.second.setFocus()
    qtbot.keyClick(view.second, Qt.Key.Key_End)  # the same model twice
    qtbot.waitUntil(lambda: [cell.text() for cell in view.cells.values()][1:3] == ["0", "0"])
    qtbot.keyClick(view.second, Qt.Key.Key_Up)
    images = workspace.evaluation_set.dataset
    assert images
    fives, fours = (int((images.y == digit).sum()) for digit in (5, 4))
    texts = ["0", str(fives), str(fours), str(len(images) - fives - fours)]
    qtbot.waitUntil(lambda: [cell.text() for cell in view.cells.values()] == texts)
    assert "A, “always 5”, reads" in view.figures.text()
    assert view.headline.text().startswith("Chance alone may explain the difference")

    qtbot.mouseClick(view.cells[Group.ONLY_B], Qt.MouseButton.LeftButton)
    assert view.caption.text().startswith("Only B right")
    assert view.gallery.count == fours
    assert view.gallery.caption(0) == "4 → 5 | 4"
    view.gallery.setFocus()
    qtbot.keyClick(view.gallery, Qt.Key.Key_Home)
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return)
    assert workspace.document.image is not None
    table = view.table()
    assert [right for right, label in zip(table["right"], table["label"], strict=True) if label == 4] == [
        "only B"
    ] * fours


def test_a_model_that_is_better_is_said_to_be(qtbot: QtBot, workspace: Workspace, view: CompareView) -> None:
    qtbot.waitUntil(lambda: workspace.evaluation_set.dataset is not None)
    images = workspace.evaluation_set.dataset
    assert images
    knowing = Network.initial(10, np.random.default_rng(0))
    means = np.stack([images.X[images.y == digit].mean(axis=0) for digit in range(10)])
    # The hidden unit of a digit answers to what is more like its mean than like any other.
    knowing.W1[:] = 0.1 * (means - means.mean(axis=0)).T
    knowing.W2[:] = np.eye(10)
    workspace.models.add(Model(stubborn(1), "stubborn"))
    with qtbot.waitSignal(view.task.finished):
        workspace.models.add(Model(knowing, "knowing"))
    view.second.setFocus()
    for _ in range(2):
        qtbot.keyClick(view.second, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: f"B, “{view.second.currentText()}”" in view.figures.text())
    assert view.headline.text() == "A is better than B on these images (p\u00a0<\u00a00.001)"
