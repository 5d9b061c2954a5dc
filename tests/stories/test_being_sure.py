"""The window says how sure it is, and what is not a digit; the user sees why and decides how strict it is."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.recognition.rejection import Detector, Level
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

LEVELS = (Level(1e9, 0.0, 0.87), Level(0.5, 0.01, 0.08), Level(-1.0, 0.9, 0.02))


@pytest.fixture
def strict_model(tmp_path: Path) -> Path:
    """The bundled model, with a detector that refuses everything at its last level and nothing before."""
    model = read_model(paths.BUNDLED_MODELS[0])
    zeros = np.zeros((model.network.hidden_units, 1), model.network.dtype)
    detector = Detector(zeros, zeros[0], zeros[0], 0.0, LEVELS, 1)
    write_model(tmp_path / "strict.npz", replace(model, detector=detector))
    return tmp_path / "strict.npz"


@pytest.fixture
def doubting_model(tmp_path: Path) -> Path:
    """A model that holds 4 and 9 for equally likely, nearly, whatever is drawn."""
    model = read_model(paths.BUNDLED_MODELS[0])
    network = model.network.copy()
    network.W2[...] = 0
    network.b2[...] = np.where(np.isin(np.arange(10), (4, 9)), 5, 0) + 0.1 * (np.arange(10) == 4)
    write_model(tmp_path / "doubting.npz", replace(model, network=network, detector=None))
    return tmp_path / "doubting.npz"


def use_model(qtbot: QtBot, workspace: Workspace, path: Path) -> None:
    with qtbot.waitSignal(workspace.models.in_use):
        workspace.open_model(path)


def remark(window: MainWindow) -> str:
    return window.drawing.answer.probability.text()


def look_closer(window: MainWindow, qtbot: QtBot) -> None:
    window.drawing.more.setFocus()
    qtbot.keyClick(window.drawing.more, Qt.Key.Key_Space)
    assert window.drawing.closer.strip.isVisible()


def test_the_answer_settles_when_the_pen_lifts(user: User, window: MainWindow) -> None:
    user.pen_down(8, 7)
    user.pen_to(19, 6.5)
    user.pen_to(12.5, 22)
    assert user.answer() == "7"
    assert remark(window) == "…"
    assert "may become 7" in window.drawing.bars.accessibleName()
    faint = window.drawing.answer.digit.palette().windowText().color()
    user.pen_up(12.5, 22)
    assert user.answer() == "7"
    assert remark(window).endswith(" %")
    assert window.drawing.answer.digit.palette().windowText().color() != faint


TWO_SHAPES = [[(6, 6), (6, 22)], [(22, 6), (14, 6), (14, 14), (20, 14), (14, 14), (14, 22), (22, 22)]]  # 1 and E


def test_two_shapes_are_refused_and_one_of_them_is_read_again(user: User, window: MainWindow) -> None:
    user.draw(TWO_SHAPES)
    assert user.answer() == "not a digit"
    assert window.drawing.answer.rival.text() == "(two shapes)"
    assert window.drawing.bars.accessibleName() == "This does not look like a digit (two shapes)"
    user.press("Ctrl+Z")
    assert user.answer() == "1"


def test_a_lying_line_and_a_speck_are_refused_with_their_reasons(user: User, window: MainWindow) -> None:
    user.draw([[(5, 14), (23, 14.5)]])
    assert user.answer() == "not a digit"
    assert window.drawing.answer.rival.text() == "(a horizontal line)"
    user.press("Ctrl+Backspace")
    user.draw([[(14, 14)]])
    assert user.answer() == "not a digit"
    assert window.drawing.answer.rival.text() == "(a speck)"
    user.press("Ctrl+Backspace")
    assert (user.answer(), remark(window)) == ("", "")


def test_an_answer_in_doubt_names_the_runner_up(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, doubting_model: Path
) -> None:
    use_model(qtbot, workspace, doubting_model)
    user.draw_digit(3)
    assert user.answer() == "4"
    assert window.drawing.answer.rival.text().startswith("or 9: 4")
    assert window.drawing.bars.accessibleName() == "Not sure: 4 or 9"


def test_the_user_decides_how_strict_it_is(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, strict_model: Path
) -> None:
    use_model(qtbot, workspace, strict_model)
    user.draw_digit(7)
    assert user.answer() == "7"
    look_closer(window, qtbot)
    strictness = window.drawing.closer.strictness
    assert "1.0 %" in strictness.rates.text()
    assert "8 %" in strictness.rates.text()
    strictness.slider.setFocus()
    qtbot.keyClick(strictness.slider, Qt.Key.Key_Right)
    assert user.answer() == "not a digit"
    assert window.drawing.answer.rival.text() == "nearest: 7"
    assert "90.0 %" in strictness.rates.text()
    qtbot.keyClick(strictness.slider, Qt.Key.Key_Home)
    assert user.answer() == "7"


def test_the_strictness_is_there_again_next_time(
    new_window: Callable[[], MainWindow], qapp: QApplication, qtbot: QtBot, strict_model: Path
) -> None:
    first = new_window()
    (workspace,) = qapp.findChildren(Workspace)
    use_model(qtbot, workspace, strict_model)
    look_closer(first, qtbot)
    first.drawing.closer.strictness.slider.setFocus()
    qtbot.keyClick(first.drawing.closer.strictness.slider, Qt.Key.Key_End)
    assert first.close()
    second = new_window()
    assert second.drawing.closer.strip.isVisible()
    (again,) = (each for each in qapp.findChildren(Workspace) if each is not workspace)
    use_model(qtbot, again, strict_model)
    assert second.drawing.closer.strictness.slider.value() == 2


def test_without_a_detector_there_is_nothing_to_set(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, doubting_model: Path
) -> None:
    use_model(qtbot, workspace, doubting_model)
    look_closer(window, qtbot)
    user.catch_up()
    assert not window.drawing.closer.strictness.slider.isEnabled()
    assert "has not learned" in window.drawing.closer.strictness.rates.text()


def test_the_steps_from_drawing_to_picture_can_be_left_out_one_by_one(
    user: User, window: MainWindow, qtbot: QtBot
) -> None:
    user.draw([[(x / 3 + 1, y / 3 + 1) for x, y in [(8, 7), (19, 6.5), (17, 11), (14.5, 16), (12.5, 22)]]])
    look_closer(window, qtbot)
    user.catch_up()
    shown = [picture.grab().toImage() for picture in window.drawing.closer.strip.pictures]
    assert all(one != other for one, other in pairwise(shown))
    for number, box in enumerate(window.drawing.closer.strip.boxes, start=1):
        assert isinstance(box, QCheckBox)
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        user.catch_up()
        assert window.drawing.closer.strip.pictures[number].grab().toImage() != shown[number]
        assert window.drawing.seen.grab().toImage() != shown[3]
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Space)
        user.catch_up()
        assert window.drawing.closer.strip.pictures[number].grab().toImage() == shown[number]
    window.drawing.closer.normalising.click()
    user.catch_up()
    assert not any(box.isEnabled() for box in window.drawing.closer.strip.boxes)
    assert window.drawing.closer.strip.pictures[3].grab().toImage() == shown[0]


def test_nothing_moves_whatever_the_answer_says(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, doubting_model: Path
) -> None:
    def places() -> list[Any]:
        parts = (
            window.drawing.canvas,
            window.drawing.answer.digit,
            window.drawing.answer.probability,
            window.drawing.bars,
        )
        return [part.geometry() for part in parts] + [window.size(), window.drawing.size()]

    user.draw_digit(7)
    user.answer()
    before = places()
    user.press("Ctrl+Backspace")
    user.draw(TWO_SHAPES)
    user.answer()
    assert places() == before
    use_model(qtbot, workspace, doubting_model)
    user.press("Ctrl+Backspace")
    user.draw_digit(3)
    user.answer()
    assert places() == before


def test_the_closer_look_fits_a_small_screen(window: MainWindow, qtbot: QtBot) -> None:
    look_closer(window, qtbot)
    window.train.plan.fields.more.setChecked(True)
    least = window.minimumSizeHint()
    assert least.boundedTo(QSize(1366, 768 - 40)) == least  # a title bar and a task bar take some


def test_a_model_without_a_detector_says_so_under_the_answer(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, doubting_model: Path, strict_model: Path
) -> None:
    note = window.drawing.undiscerning
    assert not note.isVisible()
    use_model(qtbot, workspace, doubting_model)
    assert note.isVisible()
    assert note.mapTo(window, QPoint()).y() > window.drawing.answer.mapTo(window, QPoint()).y()
    use_model(qtbot, workspace, strict_model)
    assert not note.isVisible()
    user.draw_digit(3)
    assert not note.isVisible()
