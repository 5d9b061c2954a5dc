"""The library holds the session's models and knows which one is in use."""

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
def models(owner: QObject) -> ModelLibrary:
    return ModelLibrary(owner)


def test_an_empty_library_has_nothing_in_use(models: ModelLibrary) -> None:
    assert models.items == ()
    assert models.current is None
    assert models.unsaved == ()


def test_what_is_added_is_in_use_until_another_is_chosen(qtbot: QtBot, models: ModelLibrary) -> None:
    first, second = a_model("one"), a_model("two")
    first_key = models.add(first)
    second_key = models.add(second, saved=False)
    assert models.current is not None
    assert models.current.model is second
    with qtbot.waitSignals([models.changed, models.in_use]):
        models.use(first_key)
    assert models.current.model is first
    assert [item.key for item in models.unsaved] == [second_key]


def test_an_update_of_the_model_in_use_is_told(qtbot: QtBot, models: ModelLibrary) -> None:
    key = models.add(a_model())
    with qtbot.waitSignal(models.in_use) as told:
        models.update(key, a_model(seed=1, epochs=7))
    assert told.args[0] is models.current
    assert models.current is not None
    assert (models.current.model.epochs, models.current.saved) == (7, False)


def test_an_update_of_another_model_leaves_the_one_in_use(qtbot: QtBot, models: ModelLibrary) -> None:
    key, used = models.add(a_model("one")), models.add(a_model("two"))
    newer = a_model("one", seed=1)
    with qtbot.assertNotEmitted(models.in_use):
        models.update(key, newer)
    assert models.current is not None
    assert models.current.key == used
    assert models.items[0].model is newer


def test_a_saved_model_goes_by_the_files_name(models: ModelLibrary, tmp_path: Path) -> None:
    key = models.add(a_model(epochs=4), saved=False)
    models.save(key, tmp_path / "sevens.npz")
    (item,) = models.items
    assert (item.model.name, item.saved, item.model.epochs) == ("sevens", True, 4)
    written = read_model(tmp_path / "sevens.npz")
    assert (written.name, written.trained_on, written.epochs, written.test_accuracy) == ("sevens", "some data", 4, 0.5)
    np.testing.assert_array_equal(written.network.W1, item.model.network.W1)
    assert [each.name for each in tmp_path.iterdir()] == ["sevens.npz"]


def test_a_model_that_cannot_be_saved_stays_unsaved(models: ModelLibrary, tmp_path: Path) -> None:
    key = models.add(a_model(), saved=False)
    before = models.items
    with pytest.raises(ModelError, match="cannot be written"):
        models.save(key, tmp_path / "no such folder" / "model.npz")
    assert models.items == before


def test_an_opened_model_is_in_use(models: ModelLibrary, tmp_path: Path) -> None:
    models.save(models.add(a_model(seed=5)), tmp_path / "kept.npz")
    models.add(a_model("other"))
    models.open(tmp_path / "kept.npz")
    assert models.current is not None
    assert models.current.model.name == "kept"
    assert models.current.saved
    np.testing.assert_array_equal(models.current.model.network.W2, a_model(seed=5).network.W2)


@pytest.mark.parametrize("content", [None, b"", b"no archive at all"])
def test_a_file_that_cannot_be_opened_leaves_the_library_as_it_was(
    qtbot: QtBot, models: ModelLibrary, tmp_path: Path, content: bytes | None
) -> None:
    models.add(a_model())
    before, current = models.items, models.current
    if content is not None:
        (tmp_path / "bad.npz").write_bytes(content)
    with qtbot.assertNotEmitted(models.changed), pytest.raises(ModelError, match=r"bad\.npz"):
        models.open(tmp_path / "bad.npz")
    assert models.items == before
    assert models.current is current


def test_another_model_comes_into_use_when_the_one_in_use_is_removed(qtbot: QtBot, models: ModelLibrary) -> None:
    first, second, third = (models.add(a_model(name)) for name in ("one", "two", "three"))
    models.use(second)
    for removed, used in ((second, first), (first, third)):
        with qtbot.waitSignals([models.changed, models.in_use]):
            models.remove(removed)
        assert removed not in models
        assert models.current is not None
        assert models.current.key == used


def test_a_model_that_is_not_in_use_is_removed_without_further_ado(qtbot: QtBot, models: ModelLibrary) -> None:
    first, second = models.add(a_model("one")), models.add(a_model("two"))
    with qtbot.assertNotEmitted(models.in_use), qtbot.waitSignal(models.changed):
        models.remove(first)
    assert [item.key for item in models.items] == [second]


def test_a_model_that_was_removed_is_put_back_to_its_place(models: ModelLibrary) -> None:
    first, second, third = (models.add(a_model(name)) for name in ("one", "two", "three"))
    models.use(second)
    before = models.items
    put_back = models.remove(second)
    put_back()
    assert models.items == before
    assert models.current is before[1]
    put_back()  # a second time changes nothing
    assert models.items == before
    models.use(third)
    models.remove(first)()
    assert models.items == before
    assert models.current is before[2]


def test_the_only_model_is_not_removed(models: ModelLibrary) -> None:
    key = models.add(a_model())
    with pytest.raises(ValueError, match="only"):
        models.remove(key)
    assert key in models


def test_a_model_that_is_not_there_is_not_taken_into_use(qtbot: QtBot, models: ModelLibrary) -> None:
    first = models.add(a_model())
    assert first in models
    assert first + 1 not in models
    with qtbot.assertNotEmitted(models.changed), pytest.raises(KeyError):
        models.use(first + 1)
    assert models.current is models.items[0]
