"""Operations on a network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.dataset import Dataset
from digitpad.core.inspection.edits import (
    AddNoise,
    Operation,
    Prune,
    ScaleUnit,
    SetTemperature,
    ShiftUnit,
    apply_edits,
    edit_task,
)
from digitpad.core.network import softmax
from digitpad.core.scoring import score
from digitpad.core.tasks import run_to_completion
from tests.networks import assert_same, network_of

_RNG = np.random.default_rng(0)
X = _RNG.uniform(-1, 1, (30, 784))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("factor", [0.0, 0.5, -2.0])
def test_scaling_multiplies_what_a_unit_gives(activation: ActivationName, factor: float) -> None:
    network = network_of(activation=activation)
    A2 = network.forward(X).A2.copy()
    A2[:, 7] *= factor
    changed = apply_edits(network, [ScaleUnit(7, factor)])
    np.testing.assert_allclose(changed.forward(X).Z, A2 @ network.W2 + network.b2, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_shifting_adds_to_the_weighted_sum(activation: ActivationName) -> None:
    network = network_of(activation=activation)
    A1 = network.forward(X).A1.copy()
    A1[:, 3] += 1.5
    changed = apply_edits(network, [ShiftUnit(3, 1.5)])
    expected = ACTIVATIONS[activation].function(A1) @ network.W2 + network.b2
    np.testing.assert_allclose(changed.forward(X).Z, expected, atol=1e-12)


@given(share=st.floats(0, 1))
def test_pruning_takes_the_smallest_of_each_layer(share: float) -> None:
    network = network_of()
    changed = apply_edits(network, [Prune(share)])
    for before, after in ((network.W1, changed.W1), (network.W2, changed.W2)):
        gone = after == 0
        assert gone.sum() == round(share * before.size)
        assert np.abs(before[gone]).max(initial=0) <= np.abs(before[~gone]).min(initial=np.inf)
        np.testing.assert_array_equal(after[~gone], before[~gone])
    np.testing.assert_array_equal(changed.b1, network.b1)


def test_noise_has_its_size_and_its_seed() -> None:
    network = network_of()
    changed, again, other = (apply_edits(network, [AddNoise(0.5, seed)]) for seed in (1, 1, 2))
    np.testing.assert_array_equal(changed.W1, again.W1)
    assert not np.array_equal(changed.W1, other.W1)
    noise = changed.W1 - network.W1
    assert noise.std() == pytest.approx(0.5 * np.sqrt(np.mean(network.W1**2)), rel=0.05)
    np.testing.assert_array_equal(changed.b2, network.b2)


@pytest.mark.parametrize("temperature", [0.5, 3.0])
def test_a_temperature_divides_the_logits(temperature: float) -> None:
    network = network_of()
    changed = apply_edits(network, [SetTemperature(temperature)])
    np.testing.assert_allclose(changed.predict_proba(X), softmax(network.forward(X).Z / temperature), atol=1e-12)
    np.testing.assert_array_equal(changed.predict(X), network.predict(X))


@pytest.mark.parametrize("operation", [ScaleUnit(0, 2), ShiftUnit(1, 1), Prune(0.5), AddNoise(1, 0), SetTemperature(2)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_original_and_its_precision_stay(operation: Operation, dtype: type) -> None:
    network = network_of(dtype=dtype)
    before = network.copy()
    changed = apply_edits(network, [operation])
    assert_same(network, before)
    assert {array.dtype for _, array in changed.parameters()} == {np.dtype(dtype)}


def test_operations_follow_one_another_and_are_evaluated() -> None:
    network = network_of()
    dataset = Dataset("some", X.astype(np.float32), np.arange(30) % 10)
    operations = (ScaleUnit(2, 0), ScaleUnit(2, 5), ShiftUnit(1, 3), SetTemperature(2))
    changed, figures = run_to_completion(edit_task(network, operations, dataset))
    one_by_one = network
    for operation in operations:
        one_by_one = apply_edits(one_by_one, [operation])
    np.testing.assert_array_equal(changed.W2, one_by_one.W2)
    assert not changed.W2[2].any()
    evaluation = score(changed, dataset)
    assert figures.accuracy == evaluation.accuracy
    assert figures.cost == pytest.approx(evaluation.cost)
