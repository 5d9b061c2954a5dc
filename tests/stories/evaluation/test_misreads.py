"""Finding what the network misreads."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from digitpad.core.evaluation.evaluation import misreads
from digitpad.ui.evaluate.confusion_view import ConfusionView
from digitpad.ui.evaluate.misreads_view import MisreadsView
from digitpad.ui.inside.why_view import WhyView
from digitpad.ui.widgets.image_list import ImageList
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


def click_image(qtbot: QtBot, gallery: ImageList, place: int) -> None:
    middle = gallery.rect_of(place).center()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def choose_digit(qtbot: QtBot, combo: QComboBox, key: str) -> None:
    combo.setFocus()
    qtbot.keyClick(combo, key)
    assert combo.currentText() == key


@pytest.mark.usefixtures("guessing")
def test_a_cell_of_the_confusion_matrix_opens_its_images(user: User, qtbot: QtBot) -> None:
    view = user.open_view(ConfusionView)
    evaluation = user.evaluate_on("training")
    confusion = evaluation.metrics.confusion
    qtbot.waitUntil(lambda: view.matrix.model().index(0, 0).data() in (f"{confusion[0, 0]}", "·"))
    wrong = confusion - np.diag(np.diag(confusion))
    true, given = np.unravel_index(wrong.argmax(), wrong.shape)
    qtbot.waitUntil(lambda: view.gallery.count == confusion[true, given])  # what the headline tells, until one chooses
    middle = view.matrix.visualRect(view.matrix.model().index(int(true), int(given))).center()
    qtbot.mouseClick(view.matrix.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert view.gallery.count == confusion[true, given]
    cell = view.matrix.model().index(int(true), int(given))
    said = f"{true} read as {given}: {confusion[true, given]:,} of {confusion[true].sum():,}"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == said
    assert f"{confusion[true, given]} images of {true} read as {given}" in view.caption.text()
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
    qtbot: QtBot, user: User, workspace: Workspace, probabilities: list[npt.NDArray[np.floating]]
) -> None:
    def is_read(index: int) -> bool:
        """Whether the canvas has the image at this index, and the answer is the one that was evaluated."""
        user.catch_up()
        image = (evaluation.dataset.X[index].reshape(28, 28) + 1) / 2
        on_canvas = workspace.document.image is not None and np.array_equal(workspace.document.image, image)
        return on_canvas and np.allclose(probabilities[-1], evaluation.predictions.P[index], atol=1e-4)

    user.draw_digit(7)
    view = user.open_view(MisreadsView)
    evaluation = user.evaluate_on("training")
    wrong = misreads(evaluation.predictions)
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
def test_a_misread_goes_into_inside_with_a_double_click(qtbot: QtBot, user: User, workspace: Workspace) -> None:
    view = user.open_view(MisreadsView)
    wrong = user.evaluate_on("training").misreads
    qtbot.waitUntil(lambda: view.gallery.count == len(wrong))
    middle = view.gallery.rect_of(2).center()
    qtbot.mouseClick(view.gallery.viewport(), Qt.MouseButton.LeftButton, pos=middle)  # a double click begins with one
    qtbot.mouseDClick(view.gallery.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert user.window.inside.isVisible()
    assert workspace.document.image is not None
    picture = user.window.inside.shown
    qtbot.waitUntil(lambda: bool(picture.table()))  # which it has for what lies on the canvas
    user.press("Ctrl+Z")
    assert workspace.document.is_empty
    user.open_view(MisreadsView)
    qtbot.keyClick(view.gallery, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert user.window.inside.isVisible()
    assert workspace.document.image is not None


@pytest.mark.usefixtures("guessing")
def test_the_misread_with_the_cursor_is_shown_large_and_explained(
    qtbot: QtBot, user: User, workspace: Workspace
) -> None:
    view = user.open_view(MisreadsView)
    evaluation = user.evaluate_on("training")
    wrong, y, read = evaluation.misreads, evaluation.predictions.y, evaluation.predictions.y_pred
    qtbot.waitUntil(lambda: view.gallery.count == len(wrong))
    assert view.card.name.text() == f"Labelled {y[wrong[0]]}, read as {read[wrong[0]]}"
    qtbot.keyClick(view.gallery, Qt.Key.Key_Right)
    assert view.card.name.text() == f"Labelled {y[wrong[1]]}, read as {read[wrong[1]]}"
    assert view.gallery.caption(1) == f"{y[wrong[1]]} read as {read[wrong[1]]}"
    here, why = view.card.findChildren(QPushButton)
    qtbot.mouseClick(here, Qt.MouseButton.LeftButton)
    image = (evaluation.dataset.X[wrong[1]].reshape(28, 28) + 1) / 2
    assert np.array_equal(workspace.document.image, image)
    user.press("Ctrl+Z")
    qtbot.mouseClick(why, Qt.MouseButton.LeftButton)
    assert isinstance(user.window.inside.shown, WhyView)
    assert user.window.inside.shown.isVisible()
    assert np.array_equal(workspace.document.image, image)


@pytest.mark.usefixtures("guessing")
def test_misreads_are_filtered(user: User, qtbot: QtBot) -> None:
    view = user.open_view(MisreadsView)
    evaluation = user.evaluate_on("training")
    confusion = evaluation.metrics.confusion
    wrong = confusion - np.diag(np.diag(confusion))
    true, given = (int(each) for each in np.unravel_index(wrong.argmax(), wrong.shape))
    choose_digit(qtbot, view.true, str(true))
    qtbot.waitUntil(lambda: view.gallery.count == wrong[true].sum())
    choose_digit(qtbot, view.given, str(given))
    qtbot.waitUntil(lambda: view.gallery.count == wrong[true, given])
    assert f"{wrong[true, given]} of 480 images misread" in view.headline.text()


def test_wrong_labels_are_listed_apart(qtbot: QtBot, user: User, course_file: Path, tmp_path: Path) -> None:
    user.plan_training(epochs=5)
    user.press("F5")
    user.wait_for(TrainingState.RUNNING)
    user.wait_for(TrainingState.IDLE)
    with np.load(course_file) as arrays:
        digits, labels = arrays["digits"], arrays["labels"].copy()
    labels[:20] = (labels[:20] + 5) % 10
    spoilt = tmp_path / "spoilt.npz"
    np.savez(spoilt, digits=digits, labels=labels)
    user.open_data(spoilt)
    view = user.open_view(MisreadsView)
    user.evaluate_on("all")
    view.kind.setFocus()
    qtbot.keyClick(view.kind, "l")
    qtbot.waitUntil(lambda: "of 600 labels may be wrong" in view.headline.text())
    assert view.gallery.count >= 15
    assert "or is it" in view.gallery.caption(0)
