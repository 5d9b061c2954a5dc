"""What single hidden units add to the logits, and the images on which they fire."""

import numpy as np
import pytest

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.inspection.hidden_units import (
    BACKGROUND,
    contributions,
    ink_contributions,
    subnetwork,
    top_units,
    unit_on_images_task,
)
from digitpad.core.tasks import Progress, run_to_completion
from tests.networks import network_of


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_contributions_and_bias_add_up_to_the_logits(activation: ActivationName) -> None:
    network = network_of(20, activation=activation)
    activations = network.forward(np.random.default_rng(0).uniform(-1, 1, (1, 784)))
    terms = contributions(network, activations.A2[0])
    assert terms.shape == (20, 10)
    np.testing.assert_allclose(terms.sum(axis=0) + network.b2, activations.Z[0])


def test_a_contribution_is_what_is_missed_without_the_unit() -> None:
    network = network_of(20)
    X = np.random.default_rng(0).uniform(-1, 1, (1, 784))
    activations = network.forward(X)
    others = [unit for unit in range(20) if unit != 7]
    missed = activations.Z - subnetwork(network, others).forward(X).Z
    np.testing.assert_allclose(contributions(network, activations.A2[0])[7], missed[0], atol=1e-12)


@pytest.mark.parametrize("count", [1, 5, 20, 99])
def test_the_units_that_matter_are_those_of_the_largest_terms(count: int) -> None:
    network = network_of(20)
    A2 = network.forward(np.random.default_rng(0).uniform(-1, 1, (1, 784))).A2[0]
    units = top_units(network, A2, 4, count)
    terms = np.abs(contributions(network, A2)[:, 4])
    assert len(units) == min(count, 20)
    assert terms[units].tolist() == sorted(terms, reverse=True)[:count]


def test_the_pixels_add_up_to_the_difference_from_a_blank_page() -> None:
    network = network_of(6)
    X = np.random.default_rng(1).uniform(-1, 1, 784)
    blank = np.full((1, 784), BACKGROUND)
    difference = network.forward(X[None]).A1[0] - network.forward(blank).A1[0]
    units = np.array([4, 1])
    np.testing.assert_allclose(ink_contributions(network, X, units).sum(axis=0), difference[units])
    assert not ink_contributions(network, blank[0], units).any()


def test_a_unit_on_images_is_what_the_whole_network_says() -> None:
    network = network_of(6)
    X = np.random.default_rng(1).uniform(-1, 1, (12_000, 784))
    activations = network.forward(X)
    progress: list[Progress] = []
    unit = run_to_completion(unit_on_images_task(network, 4, X, 8), progress.append)
    assert progress == sorted(progress)
    assert progress[-1].done == 1
    assert unit.fires == np.mean(activations.A1[:, 4] > 0)
    assert 0 < unit.fires < 1
    np.testing.assert_array_equal(unit.strongest, np.argsort(-activations.A2[:, 4])[:8])
    np.testing.assert_allclose(unit.activations, activations.A2[unit.strongest, 4])


def test_there_may_be_fewer_images_than_asked_for() -> None:
    unit = run_to_completion(unit_on_images_task(network_of(3), 0, np.zeros((2, 784), np.float32), 8))
    assert sorted(unit.strongest) == [0, 1]
