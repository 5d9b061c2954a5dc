"""Saving, opening and choosing models in the window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from digitpad import paths
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


@pytest.fixture
def stubborn(tmp_path: Path) -> Path:
    """The file of a model that always answers 4."""
    network = Network.initial(4, np.random.default_rng(0))
    network.b2[4] = 100
    path = tmp_path / "stubborn.npz"
    write_model(path, Model(network, "stubborn"))
    return path


def test_a_model_saved_and_opened_again_answers_alike(
    user: User, window: MainWindow, workspace: Workspace, tmp_path: Path, probabilities: list[Any]
) -> None:
    user.train(epochs=1)
    user.draw_digit(3)
    user.answer()
    trained = probabilities[-1]
    user.choose_file(tmp_path / "mine.npz")
    user.press("Ctrl+S")
    assert workspace.models.unsaved == ()
    assert "mine" in user.status()
    user.open_model(paths.BUNDLED_MODEL)
    assert user.answer() == "3"
    assert np.abs(probabilities[-1] - trained).max() > 0.01
    user.open_model(tmp_path / "mine.npz")
    user.answer()
    np.testing.assert_array_equal(probabilities[-1], trained)
    assert window.message.text == "Saved “mine.npz”."


@pytest.mark.parametrize("keep", [0, 100, 20_000], ids=["empty", "a header", "half"])
def test_a_damaged_file_leaves_the_model_in_use(user: User, workspace: Workspace, tmp_path: Path, keep: int) -> None:
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(paths.BUNDLED_MODEL.read_bytes()[:keep])
    user.draw_digit(7)
    before = workspace.models.items
    user.open_model(damaged)
    assert workspace.models.items == before
    assert user.answer() == "7"
    message = user.window.message
    assert message.isVisible()
    assert "damaged.npz" in message.text
    assert message.text.endswith(".")
    assert "\n" not in message.text
    assert len(message.text) < 300


def test_a_damaged_model_of_the_program_is_told(
    user: User,
    user_of: Callable[[MainWindow], User],
    new_window: Callable[[], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    user.window.close()
    (tmp_path / "broken.npz").write_bytes(b"no model")
    monkeypatch.setattr(paths, "BUNDLED_MODELS", (tmp_path / "broken.npz", paths.BUNDLED_MODEL))
    next_user = user_of(new_window())
    assert next_user.window.message.isVisible()
    assert "broken.npz" in next_user.window.message.text
    next_user.draw_digit(7)
    assert next_user.answer() == "7"


def test_no_file_chosen_changes_nothing(user: User, workspace: Workspace) -> None:
    before, plan = workspace.models.items, workspace.training.plan
    user.choose_file(None)
    for keys in ("Ctrl+O", "Ctrl+S", "Ctrl+E", "Ctrl+D"):
        user.press(keys)
    assert workspace.models.items == before
    assert workspace.training.plan == plan
    assert not user.window.message.isVisible()


def test_a_model_is_exported_for_other_programs_and_stays_as_it_was(
    user: User, workspace: Workspace, tmp_path: Path
) -> None:
    user.train(epochs=1)
    before = workspace.models.current
    for name in ("mine.html", "mine.py", "mine.onnx", "mine.float.onnx"):
        user.choose_file(tmp_path / name)
        user.press("Ctrl+E")
        assert (tmp_path / name).stat().st_size > 1_000
        assert f"Saved “{name}”" in user.window.message.text
    assert (tmp_path / "mine-weights.npz").is_file()
    assert workspace.models.current == before
    user.choose_file(tmp_path / "nowhere" / "mine.html")
    user.press("Ctrl+E")
    assert "mine.html cannot be written" in user.window.message.text
    user.choose_file(tmp_path / "mine.safetensors")
    user.press("Ctrl+S")
    assert workspace.models.unsaved == ()
    assert "cannot be written" not in user.window.message.text
    user.open_model()
    assert [item.model.name for item in workspace.models.items][-1] == "mine"


def test_weights_of_another_maker_are_opened_and_it_says_what_was_taken_for_granted(user: User, tmp_path: Path) -> None:
    network = read_model(paths.BUNDLED_MODELS[1]).network
    layers = {"fc1.weight": network.W1.T, "fc1.bias": network.b1, "fc2.weight": network.W2.T, "fc2.bias": network.b2}
    np.savez(tmp_path / "theirs.npz", **layers)
    user.open_model(tmp_path / "theirs.npz")
    assert "“theirs.npz” is not from digitpad" in user.window.message.text
    assert "pixels -1 to 1, relu" in user.window.message.text
    user.draw_digit(7)
    assert user.answer() == "7"
    (tmp_path / "theirs.pt").write_bytes(b"\x80\x02ctorch\nload\n.")
    user.open_model(tmp_path / "theirs.pt")
    assert "python -c" in user.window.message.text


def test_file_dialogs_open_where_the_last_file_was(
    user: User,
    user_of: Callable[[MainWindow], User],
    new_window: Callable[[], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    shown: list[str] = []

    def ask(_parent: object, _title: str, folder: str, _kinds: str) -> tuple[str, str]:
        shown.append(folder)
        return str(tmp_path / "no model.npz"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    user.open_model()
    user.press("Ctrl+D")
    user.window.close()
    user_of(new_window()).open_model()
    assert shown[1:] == [str(tmp_path), str(tmp_path)]
