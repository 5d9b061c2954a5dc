"""The shelf holds the session's models and knows which one is in use."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad.core.errors import ModelError
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.workspace.model_library import ModelLibrary


def a_model(name: str = "mine", seed: int = 0, epochs: int = 0) -> Model:
    return Model(Network.initial(8, np.random.default_rng(seed)), name, "some data", epochs, 0.5)


@pytest.fixture
def shelf(owner: QObject) -> ModelLibrary:
    return ModelLibrary(owner)


def test_an_empty_shelf_has_nothing_in_use(shelf: ModelLibrary) -> None:
    assert shelf.items == ()
    assert shelf.current is None
    assert shelf.unsaved == ()


def test_what_is_added_is_in_use_until_another_is_chosen(qtbot: QtBot, shelf: ModelLibrary) -> None:
    first, second = a_model("one"), a_model("two")
    first_key = shelf.add(first)
    second_key = shelf.add(second, saved=False)
    assert shelf.current is not None
    assert shelf.current.model is second
    with qtbot.waitSignals([shelf.changed, shelf.in_use]):
        shelf.use(first_key)
    assert shelf.current.model is first
    assert [item.key for item in shelf.unsaved] == [second_key]


def test_an_update_of_the_model_in_use_is_told(qtbot: QtBot, shelf: ModelLibrary) -> None:
    key = shelf.add(a_model())
    with qtbot.waitSignal(shelf.in_use) as told:
        shelf.update(key, a_model(seed=1, epochs=7))
    assert told.args[0] is shelf.current
    assert shelf.current is not None
    assert (shelf.current.model.epochs, shelf.current.saved) == (7, False)


def test_an_update_of_another_model_leaves_the_one_in_use(qtbot: QtBot, shelf: ModelLibrary) -> None:
    key, used = shelf.add(a_model("one")), shelf.add(a_model("two"))
    newer = a_model("one", seed=1)
    with qtbot.assertNotEmitted(shelf.in_use):
        shelf.update(key, newer)
    assert shelf.current is not None
    assert shelf.current.key == used
    assert shelf.items[0].model is newer


def test_a_saved_model_goes_by_the_files_name(shelf: ModelLibrary, tmp_path: Path) -> None:
    key = shelf.add(a_model(epochs=4), saved=False)
    shelf.save(key, tmp_path / "sevens.npz")
    (item,) = shelf.items
    assert (item.model.name, item.saved, item.model.epochs) == ("sevens", True, 4)
    written = read_model(tmp_path / "sevens.npz")
    assert (written.name, written.trained_on, written.epochs, written.test_accuracy) == ("sevens", "some data", 4, 0.5)
    np.testing.assert_array_equal(written.network.W1, item.model.network.W1)
    assert [each.name for each in tmp_path.iterdir()] == ["sevens.npz"]


def test_a_model_that_cannot_be_saved_stays_unsaved(shelf: ModelLibrary, tmp_path: Path) -> None:
    key = shelf.add(a_model(), saved=False)
    before = shelf.items
    with pytest.raises(ModelError, match="cannot be written"):
        shelf.save(key, tmp_path / "no such folder" / "model.npz")
    assert shelf.items == before


def test_an_opened_model_is_in_use(shelf: ModelLibrary, tmp_path: Path) -> None:
    shelf.save(shelf.add(a_model(seed=5)), tmp_path / "kept.npz")
    shelf.add(a_model("other"))
    shelf.open(tmp_path / "kept.npz")
    assert shelf.current is not None
    assert shelf.current.model.name == "kept"
    assert shelf.current.saved
    np.testing.assert_array_equal(shelf.current.model.network.W2, a_model(seed=5).network.W2)


@pytest.mark.parametrize("content", [None, b"", b"no archive at all"])
def test_a_file_that_cannot_be_opened_leaves_the_shelf_as_it_was(
    qtbot: QtBot, shelf: ModelLibrary, tmp_path: Path, content: bytes | None
) -> None:
    shelf.add(a_model())
    before, current = shelf.items, shelf.current
    if content is not None:
        (tmp_path / "bad.npz").write_bytes(content)
    with qtbot.assertNotEmitted(shelf.changed), pytest.raises(ModelError, match=r"bad\.npz"):
        shelf.open(tmp_path / "bad.npz")
    assert shelf.items == before
    assert shelf.current is current


def test_another_model_comes_into_use_when_the_one_in_use_is_removed(qtbot: QtBot, shelf: ModelLibrary) -> None:
    first, second, third = (shelf.add(a_model(name)) for name in ("one", "two", "three"))
    shelf.use(second)
    for removed, used in ((second, first), (first, third)):
        with qtbot.waitSignals([shelf.changed, shelf.in_use]):
            shelf.remove(removed)
        assert removed not in shelf
        assert shelf.current is not None
        assert shelf.current.key == used


def test_a_model_that_is_not_in_use_is_removed_without_further_ado(qtbot: QtBot, shelf: ModelLibrary) -> None:
    first, second = shelf.add(a_model("one")), shelf.add(a_model("two"))
    with qtbot.assertNotEmitted(shelf.in_use), qtbot.waitSignal(shelf.changed):
        shelf.remove(first)
    assert [item.key for item in shelf.items] == [second]


def test_a_model_that_was_removed_is_put_back_to_its_place(shelf: ModelLibrary) -> None:
    first, second, third = (shelf.add(a_model(name)) for name in ("one", "two", "three"))
    shelf.use(second)
    before = shelf.items
    put_back = shelf.remove(second)
    put_back()
    assert shelf.items == before
    assert shelf.current is before[1]
    put_back()  # a second time changes nothing
    assert shelf.items == before
    shelf.use(third)
    shelf.remove(first)()
    assert shelf.items == before
    assert shelf.current is before[2]


def test_the_only_model_is_not_removed(shelf: ModelLibrary) -> None:
    key = shelf.add(a_model())
    with pytest.raises(ValueError, match="only"):
        shelf.remove(key)
    assert key in shelf


def test_a_model_that_is_not_there_is_not_taken_into_use(qtbot: QtBot, shelf: ModelLibrary) -> None:
    first = shelf.add(a_model())
    assert first in shelf
    assert first + 1 not in shelf
    with qtbot.assertNotEmitted(shelf.changed), pytest.raises(KeyError):
        shelf.use(first + 1)
    assert shelf.current is shelf.items[0]
