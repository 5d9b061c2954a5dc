"""Evaluate ▸ Map in the window."""

import sys
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot
from sklearn.decomposition import PCA

from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.ui.evaluate.map_view import DigitLegend, MapView
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


@pytest.fixture
def view(qtbot: QtBot, user: User) -> MapView:
    """The view with a map of the hidden units on the images of the course."""
    user.plan_training()
    found = user.open_view(MapView)
    with qtbot.waitSignal(found.task.finished):
        pass
    return found


def picture(view: MapView) -> QImage:
    return view.map.grab().toImage()


def on_map(view: MapView) -> np.ndarray:
    table = view.table()
    return np.array([table["x"], table["y"]]).T


def choose(qtbot: QtBot, view: MapView, combo: Any, key: Qt.Key) -> None:
    with qtbot.waitSignal(view.task.finished):
        combo.setFocus()
        qtbot.keyClick(combo, key)


def test_the_map_is_that_of_the_chosen_layer(qtbot: QtBot, workspace: Workspace, view: MapView) -> None:
    assert workspace.models.current
    images, network = workspace.evaluation_set.dataset, workspace.models.current.model.network
    assert images
    hidden = network.forward(images.X).A2
    for F in (hidden, images.X, network.forward(images.X).Z):
        theirs = PCA(2).fit_transform(F.astype(np.float64))
        np.testing.assert_allclose(np.abs(on_map(view)), np.abs(theirs), atol=2e-3 * np.abs(theirs).max())
        if F is hidden:
            assert "of the variance" in view.note.text()
            choose(qtbot, view, view.layer, Qt.Key.Key_Home)
        elif F is images.X:
            choose(qtbot, view, view.layer, Qt.Key.Key_End)


def test_the_drawing_is_on_the_map_while_it_is_drawn(qtbot: QtBot, user: User, view: MapView) -> None:
    empty = picture(view)
    user.pen_down(8, 7)
    user.pen_to(16, 7)
    qtbot.waitUntil(lambda: picture(view) != empty)
    begun = picture(view)
    user.pen_to(14, 20)
    qtbot.waitUntil(lambda: picture(view) != begun)
    user.pen_up(14, 20)
    user.press("Ctrl+Backspace")
    qtbot.waitUntil(lambda: picture(view) == empty)


def test_the_image_under_the_pointer_is_shown_and_put_on_the_canvas(
    qtbot: QtBot, workspace: Workspace, view: MapView
) -> None:
    assert not view.image.isVisible()
    qtbot.keyClick(view.map, Qt.Key.Key_Right)
    assert view.image.isVisible()
    assert "Label" in view.text.text()
    assert "100 %" not in view.text.text()
    qtbot.keyClick(view.map, Qt.Key.Key_Return)
    assert workspace.document.image is not None
    qtbot.keyClick(view.map, Qt.Key.Key_Escape)
    assert not view.image.isVisible()


def test_one_digit_alone(qtbot: QtBot, view: MapView) -> None:
    (legend,) = view.findChildren(DigitLegend)
    buttons: list[QToolButton] = legend.buttons
    view.map.setFocus()
    everything = picture(view)
    qtbot.keyClick(view.map, Qt.Key.Key_3)
    assert buttons[3].isChecked()
    alone = picture(view)
    assert alone != everything
    qtbot.mouseClick(buttons[5], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert [button.isChecked() for button in buttons].index(True) == 5
    assert not buttons[3].isChecked()
    view.map.setFocus()
    qtbot.keyClick(view.map, Qt.Key.Key_5)
    assert picture(view) == everything


def test_another_model_has_another_map(qtbot: QtBot, workspace: Workspace, view: MapView) -> None:
    before = on_map(view)
    with qtbot.waitSignal(view.task.finished):
        workspace.models.add(Model(Network.initial(1, np.random.default_rng(0)), "tiny"))
    assert (on_map(view)[:, 1] == 0).all()
    with qtbot.waitSignal(view.task.finished):
        workspace.models.use(0)
    np.testing.assert_allclose(np.abs(on_map(view)), np.abs(before), atol=1e-2)


def test_neighbours_stay_together_with_t_sne(qtbot: QtBot, user: User, view: MapView) -> None:
    pytest.importorskip("openTSNE")
    user.draw_digit(7)
    choose(qtbot, view, view.layer, Qt.Key.Key_Home)
    choose(qtbot, view, view.method, Qt.Key.Key_Down)
    assert "nearest neighbours" in view.note.text()
    labels, places = np.array(view.table()["label"]), on_map(view)
    apart = np.linalg.norm(places[:, None] - places, axis=2)
    np.fill_diagonal(apart, np.inf)
    assert (labels[apart.argmin(axis=1)] == labels).mean() > 0.5


def test_what_t_sne_needs_is_told_where_it_is_not(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, user: User, view: MapView
) -> None:
    monkeypatch.setitem(sys.modules, "openTSNE", None)
    view.method.setFocus()
    qtbot.keyClick(view.method, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: view.task.failure is not None)
    assert "digitpad[maps]" in view.note.text()
    assert "digitpad[maps]" in user.window.message.text
