"""Steps made by hand, on a model of their own."""

import numpy as np
import pytest
from PySide6.QtCore import QObject

from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.workspace.model_editor import SingleSteps
from digitpad.workspace.model_library import ModelLibrary


def network(seed: int) -> Network:
    return Network.initial(3, np.random.default_rng(seed))


@pytest.fixture
def models(owner: QObject) -> ModelLibrary:
    models = ModelLibrary(owner)
    models.add(Model(network(0), "first", "data", 3, 0.9))
    return models


def in_use(models: ModelLibrary) -> Model:
    assert models.current
    return models.current.model


def test_a_step_goes_to_a_new_model(models: ModelLibrary, owner: QObject) -> None:
    steps = SingleSteps(models, owner)
    first, after = in_use(models), network(1)
    assert not steps.can_undo
    steps.make(after)
    assert [item.model.name for item in models.items] == ["first", "first, stepped"]
    assert models.items[0].model is first
    assert in_use(models).network is after
    assert in_use(models).test_accuracy is None
    assert len(models.unsaved) == 1
    assert steps.can_undo
    assert steps.before is first.network


def test_steps_are_taken_back_one_by_one(models: ModelLibrary, owner: QObject) -> None:
    steps = SingleSteps(models, owner)
    first, one, two = in_use(models), network(1), network(2)
    steps.make(one)
    steps.make(two)
    assert len(models.items) == 2
    assert in_use(models).network is two
    steps.undo()
    assert in_use(models).network is one
    steps.undo()
    assert in_use(models) is first
    assert len(models.items) == 1
    assert models.unsaved == ()
    steps.undo()
    assert in_use(models) is first


def test_another_model_in_use_has_steps_of_its_own(models: ModelLibrary, owner: QObject) -> None:
    steps = SingleSteps(models, owner)
    steps.make(network(1))
    models.use(0)
    assert not steps.can_undo
    assert steps.before is None
    steps.make(network(2))
    assert [item.model.name for item in models.items] == ["first", "first, stepped", "first, stepped"]
    steps.undo()
    assert len(models.items) == 2


def test_a_model_added_later_has_a_key_of_its_own(models: ModelLibrary, owner: QObject) -> None:
    steps = SingleSteps(models, owner)
    steps.make(network(1))
    kept = models.add(Model(network(2), "kept"))
    models.use(1)
    steps.undo()
    assert models.add(Model(network(3), "new")) != kept
    assert [item.model.name for item in models.items] == ["first", "kept", "new"]


def test_without_a_model_there_is_no_step(owner: QObject) -> None:
    models = ModelLibrary(owner)
    SingleSteps(models, owner).make(network(1))
    assert models.items == ()
