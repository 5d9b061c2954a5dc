"""Operations on the model in use."""

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad.core.dataset import Dataset
from digitpad.core.inspection.edits import Prune, ScaleUnit
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.workspace.model_editor import ModelEditor, SingleSteps
from digitpad.workspace.model_library import ModelLibrary


@pytest.fixture
def models(owner: QObject) -> ModelLibrary:
    models = ModelLibrary(owner)
    models.add(Model(Network.initial(8, np.random.default_rng(0)), "first", test_accuracy=0.9))
    return models


@pytest.fixture
def surgery(models: ModelLibrary, owner: QObject) -> ModelEditor:
    return ModelEditor(models, pytest.fail, owner)


@pytest.fixture
def dataset() -> Dataset:
    return Dataset("some", np.random.default_rng(1).uniform(-1, 1, (50, 784)).astype(np.float32), np.arange(50) % 10)


def measured(qtbot: QtBot, surgery: ModelEditor, dataset: Dataset) -> None:
    surgery.request(dataset)
    qtbot.waitUntil(lambda: surgery.up_to_date)


def preview_a_change(qtbot: QtBot, surgery: ModelEditor, dataset: Dataset) -> None:
    """The first unit is silenced, and the network without it is on trial."""
    surgery.apply(ScaleUnit(0, 0))
    measured(qtbot, surgery, dataset)
    surgery.begin_preview()


def names(models: ModelLibrary) -> list[str]:
    return [item.model.name for item in models.items]


def test_before_and_after_are_measured(qtbot: QtBot, surgery: ModelEditor, dataset: Dataset) -> None:
    measured(qtbot, surgery, dataset)
    outcome = surgery.outcome
    assert outcome
    assert outcome.before is outcome.after
    surgery.apply(Prune(0.9))
    assert not surgery.up_to_date
    measured(qtbot, surgery, dataset)
    changed = surgery.outcome
    assert changed
    assert changed.before is outcome.before
    assert changed.after.cost != outcome.before.cost
    surgery.undo()
    measured(qtbot, surgery, dataset)
    assert surgery.outcome
    assert surgery.outcome.after.cost == outcome.before.cost


def test_it_follows_the_model_in_use_until_there_is_an_operation(models: ModelLibrary, surgery: ModelEditor) -> None:
    second = Model(Network.initial(4, np.random.default_rng(0)), "second")
    models.add(second)
    assert surgery.base
    assert surgery.base.model is second
    surgery.apply(ScaleUnit(0, 0))
    models.use(0)
    assert surgery.base.model is second
    surgery.reset()
    assert surgery.base.model.name == "first"


def test_a_trial_is_in_use_and_leaves(
    qtbot: QtBot, models: ModelLibrary, surgery: ModelEditor, dataset: Dataset
) -> None:
    original = models.items[0].model
    before = original.network.copy()
    preview_a_change(qtbot, surgery, dataset)
    assert models.current
    assert models.current.model.name == "first, on trial"
    assert models.current.model.test_accuracy is None
    assert models.unsaved == ()
    surgery.apply(ScaleUnit(1, 0))
    with qtbot.waitSignal(models.in_use):
        measured(qtbot, surgery, dataset)
    assert not models.current.model.network.W2[[0, 1]].any()
    surgery.end_preview()
    assert names(models) == ["first"]
    assert models.current.model is original
    np.testing.assert_array_equal(original.network.W2, before.W2)
    assert len(surgery.operations) == 2


def test_a_trial_ends_when_another_model_is_used(
    qtbot: QtBot, models: ModelLibrary, surgery: ModelEditor, dataset: Dataset
) -> None:
    preview_a_change(qtbot, surgery, dataset)
    models.add(Model(Network.initial(4, np.random.default_rng(0)), "second"))
    assert names(models) == ["first", "second"]
    assert not surgery.previewing
    assert models.current
    assert models.current.model.name == "second"
    assert len({item.key for item in models.items}) == 2
    surgery.begin_preview()
    assert names(models) == ["first", "second", "first, on trial"]
    surgery.reset()
    assert models.current.model.name == "first"


def test_the_changed_network_is_kept_as_another_model(
    qtbot: QtBot, models: ModelLibrary, surgery: ModelEditor, dataset: Dataset
) -> None:
    surgery.apply(ScaleUnit(0, 0))
    surgery.keep()
    assert names(models) == ["first"]
    measured(qtbot, surgery, dataset)
    surgery.begin_preview()
    surgery.keep()
    assert names(models) == ["first", "first, modified"]
    assert [item.model.name for item in models.unsaved] == ["first, modified"]
    assert surgery.operations == ()
    assert surgery.base
    assert surgery.base.model.name == "first, modified"
    assert not surgery.base.model.network.W2[0].any()


def test_a_step_made_on_a_trial_is_taken_back(
    qtbot: QtBot, models: ModelLibrary, surgery: ModelEditor, dataset: Dataset, owner: QObject
) -> None:
    steps = SingleSteps(models, owner)
    preview_a_change(qtbot, surgery, dataset)
    assert models.current
    previewing = models.current.model.network
    steps.make(Network.initial(8, np.random.default_rng(1)))
    assert names(models) == ["first", "first, on trial, stepped"]
    steps.undo()
    assert names(models) == ["first", "first, on trial, stepped"]
    assert models.current.model.network is previewing
    assert not steps.can_undo


def test_a_trial_ends_though_the_original_was_taken_back(
    qtbot: QtBot, models: ModelLibrary, surgery: ModelEditor, dataset: Dataset, owner: QObject
) -> None:
    steps = SingleSteps(models, owner)
    steps.make(Network.initial(8, np.random.default_rng(1)))
    surgery.apply(ScaleUnit(0, 0))
    measured(qtbot, surgery, dataset)
    steps.undo()
    surgery.begin_preview()
    assert names(models) == ["first", "first, stepped, on trial"]
    surgery.end_preview()
    assert names(models) == ["first"]
    assert not surgery.previewing
    assert models.current is models.items[0]


def test_removing_the_changed_network_from_the_library_ends_the_preview(
    qtbot: QtBot, surgery: ModelEditor, models: ModelLibrary, dataset: Dataset
) -> None:
    preview_a_change(qtbot, surgery, dataset)
    assert models.current is not None
    models.remove(models.current.key)
    assert names(models) == ["first"]
    assert not surgery.previewing
