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
def shelf(owner: QObject) -> ModelLibrary:
    shelf = ModelLibrary(owner)
    shelf.add(Model(network(0), "first", "data", 3, 0.9))
    return shelf


def in_use(shelf: ModelLibrary) -> Model:
    assert shelf.current
    return shelf.current.model


def test_a_step_goes_to_a_new_model(shelf: ModelLibrary, owner: QObject) -> None:
    steps = SingleSteps(shelf, owner)
    first, after = in_use(shelf), network(1)
    assert not steps.can_undo
    steps.make(after)
    assert [item.model.name for item in shelf.items] == ["first", "first, stepped"]
    assert shelf.items[0].model is first
    assert in_use(shelf).network is after
    assert in_use(shelf).test_accuracy is None
    assert len(shelf.unsaved) == 1
    assert steps.can_undo
    assert steps.before is first.network


def test_steps_are_taken_back_one_by_one(shelf: ModelLibrary, owner: QObject) -> None:
    steps = SingleSteps(shelf, owner)
    first, one, two = in_use(shelf), network(1), network(2)
    steps.make(one)
    steps.make(two)
    assert len(shelf.items) == 2
    assert in_use(shelf).network is two
    steps.undo()
    assert in_use(shelf).network is one
    steps.undo()
    assert in_use(shelf) is first
    assert len(shelf.items) == 1
    assert shelf.unsaved == ()
    steps.undo()
    assert in_use(shelf) is first


def test_another_model_in_use_has_steps_of_its_own(shelf: ModelLibrary, owner: QObject) -> None:
    steps = SingleSteps(shelf, owner)
    steps.make(network(1))
    shelf.use(0)
    assert not steps.can_undo
    assert steps.before is None
    steps.make(network(2))
    assert [item.model.name for item in shelf.items] == ["first", "first, stepped", "first, stepped"]
    steps.undo()
    assert len(shelf.items) == 2


def test_a_model_added_later_has_a_key_of_its_own(shelf: ModelLibrary, owner: QObject) -> None:
    steps = SingleSteps(shelf, owner)
    steps.make(network(1))
    kept = shelf.add(Model(network(2), "kept"))
    shelf.use(1)
    steps.undo()
    assert shelf.add(Model(network(3), "new")) != kept
    assert [item.model.name for item in shelf.items] == ["first", "kept", "new"]


def test_without_a_model_there_is_no_step(owner: QObject) -> None:
    shelf = ModelLibrary(owner)
    SingleSteps(shelf, owner).make(network(1))
    assert shelf.items == ()
