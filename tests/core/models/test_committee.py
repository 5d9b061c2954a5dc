"""A committee of networks is a network whose logits are the means of theirs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.core.activations import ActivationName
from digitpad.core.errors import ModelError, SettingsError
from digitpad.core.models.model import blended, committee
from digitpad.core.network import Network
from tests.networks import network_of


@given(
    st.lists(st.integers(1, 6), min_size=2, max_size=4), st.sampled_from(["relu", "tanh", "gelu"]), st.integers(0, 99)
)
@settings(max_examples=25)
def test_the_logits_are_the_means(units: list[int], activation: ActivationName, seed: int) -> None:
    networks = [network_of(hidden, seed + i, activation=activation) for i, hidden in enumerate(units)]
    X = np.random.default_rng(seed).uniform(-1, 1, (5, 784))
    joined = committee(networks)
    assert joined.hidden_units == sum(units)
    means = np.mean([network.forward(X).Z for network in networks], axis=0)
    np.testing.assert_allclose(joined.forward(X).Z, means, atol=1e-9)


def test_a_network_of_three_times_the_weight_counts_three_times() -> None:
    networks = [network_of(hidden, hidden) for hidden in (2, 5)]
    X = np.random.default_rng(0).uniform(-1, 1, (5, 784))
    first, second = (network.forward(X).Z for network in networks)
    np.testing.assert_allclose(committee(networks, [6, 2]).forward(X).Z, 0.75 * first + 0.25 * second, atol=1e-9)


@pytest.mark.parametrize("weights", [[1], [1, 0], [1, np.nan], [1, np.inf]])
def test_weights_that_say_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(SettingsError, match="weight"):
        committee([network_of(2, 0), network_of(2, 1)], weights)


def test_one_network_is_no_committee() -> None:
    with pytest.raises(SettingsError, match="two models"):
        committee([network_of(2, 0)])


def test_a_blend_lies_between_its_networks() -> None:
    networks = [network_of(3, seed, np.float32) for seed in range(2)]
    blend = blended(networks, [1, 3])
    for (name, array), *others in zip(*(each.parameters() for each in (blend, *networks)), strict=True):
        np.testing.assert_allclose(
            array, sum(w * a for w, (_, a) in zip((0.25, 0.75), others, strict=True)), rtol=1e-5, atol=1e-7
        )
        assert array.dtype == np.float32, name
    with pytest.raises(ModelError, match="hidden units"):
        blended([network_of(2, 0), network_of(3, 0)])


def test_the_precision_stays() -> None:
    joined = committee([network_of(2, seed, np.float32) for seed in range(3)], [1, 2, 4])
    assert {array.dtype for _, array in joined.parameters()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("networks", "words"),
    [
        ([network_of(2, 0), network_of(2, 0, np.float32)], "precisions"),
        ([network_of(2, 0), network_of(2, 0, activation="tanh")], "activations"),
        ([network_of(4000, 0), network_of(200, 0)], "4,200 hidden units"),
    ],
)
def test_what_cannot_be_joined_is_refused(networks: list[Network], words: str) -> None:
    with pytest.raises(ModelError, match=words):
        committee(networks)
