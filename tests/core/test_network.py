"""The network computes what its formulas say, written here a second time, number by number."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitpad.core.network import Floats, Labels, Network, Reduction, cross_entropy, log_softmax, one_hot, softmax
from tests.networks import assert_same, network_of

LOGITS = arrays(np.float64, st.tuples(st.integers(1, 6), st.just(10)), elements=st.floats(-50, 50))


def batch_of(n: int = 5, seed: int = 1) -> tuple[Floats, Labels]:
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, (n, 784)), rng.integers(0, 10, n)


def slow_logits(network: Network, x: Floats) -> tuple[list[float], list[float]]:
    """A1 and Z of one image, one sum after the other."""
    hidden = range(network.hidden_units)
    A1 = [math.fsum(x[i] * network.W1[i, h] for i in range(784)) + network.b1[h] for h in hidden]
    Z = [math.fsum(max(A1[h], 0.0) * network.W2[h, k] for h in hidden) + network.b2[k] for k in range(10)]
    return A1, Z


def slow_probabilities(Z: list[float]) -> list[float]:
    exponentials = [math.exp(z) for z in Z]
    return [each / math.fsum(exponentials) for each in exponentials]


def test_the_forward_pass_follows_its_formulas() -> None:
    network, (X, _) = network_of(3), batch_of()
    A1, A2, Z = network.forward(X)
    for row, x in enumerate(X):
        expected_A1, expected_Z = slow_logits(network, x)
        np.testing.assert_allclose(A1[row], expected_A1, atol=1e-12)
        np.testing.assert_allclose(A2[row], [max(a, 0.0) for a in expected_A1], atol=1e-12)
        np.testing.assert_allclose(Z[row], expected_Z, atol=1e-12)


@given(LOGITS)
@settings(max_examples=50)
def test_softmax_and_its_logarithm_follow_their_formulas(Z: Floats) -> None:
    expected = np.array([slow_probabilities(list(row)) for row in Z])
    np.testing.assert_allclose(softmax(Z), expected, rtol=1e-10)
    np.testing.assert_allclose(log_softmax(Z), np.log(expected), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(softmax(Z).sum(axis=1), 1.0)


@given(LOGITS, st.floats(-100, 100))
@settings(max_examples=50)
def test_softmax_does_not_change_when_all_logits_move_together(Z: Floats, by: float) -> None:
    np.testing.assert_allclose(softmax(Z + by), softmax(Z), rtol=1e-9)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1e3, 1e10, 1e37])
def test_huge_logits_give_finite_results(dtype: type, size: float) -> None:
    Z = np.linspace(-size, size, 10).astype(dtype).reshape(1, 10)
    np.testing.assert_allclose(softmax(Z), [[0] * 9 + [1]], atol=1e-30)
    assert np.isfinite(log_softmax(Z)).all()
    assert log_softmax(Z)[0, 9] == 0
    assert softmax(Z).dtype == log_softmax(Z).dtype == dtype


def test_the_cost_is_the_summed_cross_entropy() -> None:
    network, (X, y) = network_of(3), batch_of()
    expected = -sum(
        math.log(slow_probabilities(slow_logits(network, x)[1])[label]) for x, label in zip(X, y, strict=True)
    )
    assert network.cost(X, y) == pytest.approx(expected, rel=1e-12)
    assert cross_entropy(log_softmax(network.forward(X).Z), one_hot(y)) == pytest.approx(expected, rel=1e-12)


def test_the_mean_divides_the_data_term_but_not_the_penalty() -> None:
    network, (X, y) = network_of(3), batch_of(5)
    penalty = 0.3 * ((network.W1**2).sum() + (network.W2**2).sum())
    data = network.cost(X, y)
    assert network.penalty(0.3) == pytest.approx(penalty)
    assert network.cost(X, y, 0.3, "sum") == pytest.approx(data + penalty)
    assert network.cost(X, y, 0.3, "mean") == pytest.approx(data / 5 + penalty)


@pytest.mark.parametrize(("reduction", "divisor"), [("sum", 1), ("mean", 5)])
@pytest.mark.parametrize("weight_decay", [0.0, 0.7])
def test_the_gradients_follow_their_formulas(reduction: Reduction, divisor: int, weight_decay: float) -> None:
    network, (X, y) = network_of(3), batch_of(5)
    expected = {name: np.zeros(array.shape) for name, array in network.parameters()}
    for x, label in zip(X, y, strict=True):
        A1, Z = slow_logits(network, x)
        P = slow_probabilities(Z)
        g = [(P[k] - (k == label)) / divisor for k in range(10)]
        expected["b2"] += g
        for h, a in enumerate(A1):
            if a > 0:
                expected["W2"][h] += [a * each for each in g]
                back = math.fsum(g[k] * network.W2[h, k] for k in range(10))
                expected["b1"][h] += back
                expected["W1"][:, h] += x * back
    expected["W1"] += 2 * weight_decay * network.W1
    expected["W2"] += 2 * weight_decay * network.W2
    cost, gradients = network.cost_and_gradients(X, y, weight_decay, reduction)
    assert cost == pytest.approx(network.cost(X, y, weight_decay, reduction))
    for name, gradient in gradients._asdict().items():
        np.testing.assert_allclose(gradient, expected[name], rtol=1e-9, atol=1e-12, err_msg=name)


def test_biases_do_not_decay() -> None:
    network, (X, y) = network_of(3), batch_of()
    _, without = network.cost_and_gradients(X, y)
    _, decayed = network.cost_and_gradients(X, y, 0.5)
    np.testing.assert_array_equal(decayed.b1, without.b1)
    np.testing.assert_array_equal(decayed.b2, without.b2)
    assert not np.array_equal(decayed.W1, without.W1)
    assert not np.array_equal(decayed.W2, without.W2)


def test_computing_gradients_changes_neither_the_network_nor_the_batch() -> None:
    network, (X, y) = network_of(3), batch_of()
    before, images, labels = network.copy(), X.copy(), y.copy()
    activations = network.forward(X)
    G = softmax(activations.Z) - one_hot(y, np.float64)
    kept = G.copy()
    network.gradients(X, activations, G, 0.1, "mean")
    network.cost_and_gradients(X, y, 0.1)
    np.testing.assert_array_equal(G, kept)
    np.testing.assert_array_equal(X, images)
    np.testing.assert_array_equal(y, labels)
    assert_same(network, before)


def test_one_hot_rows_have_a_single_one() -> None:
    np.testing.assert_array_equal(one_hot(np.array([3, 0])), [[0, 0, 0, 1] + [0] * 6, [1] + [0] * 9])
    assert one_hot(np.array([1]), np.float64).dtype == np.float64


@pytest.mark.parametrize("hidden", [10, 64, 256])
def test_new_weights_have_the_standard_deviations_of_the_design(hidden: int) -> None:
    network = Network.initial(hidden, np.random.default_rng(0))
    assert network.W1.std() == pytest.approx(math.sqrt(2 / (784 + hidden)), rel=0.02)
    assert network.W2.std() == pytest.approx(math.sqrt(4 / (hidden + 10)), rel=0.8 / math.sqrt(hidden))
    assert abs(network.W1.mean()) < 3e-3
    assert abs(network.W2.mean()) < 0.1
    assert not network.b1.any()
    assert not network.b2.any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_parameter_has_the_shape_and_dtype_asked_for(dtype: type) -> None:
    network = Network.initial(7, np.random.default_rng(0), dtype)
    shapes = {name: array.shape for name, array in network.parameters()}
    assert shapes == {"W1": (784, 7), "b1": (7,), "W2": (7, 10), "b2": (10,)}
    assert list(shapes) == ["W1", "b1", "W2", "b2"]
    assert {array.dtype for _, array in network.parameters()} == {np.dtype(dtype)}
    assert network.dtype == dtype
    assert network.hidden_units == 7


def test_predict_predict_proba_and_score_agree_with_the_logits() -> None:
    network, (X, y) = network_of(3), batch_of(30)
    expected = [int(np.argmax(slow_logits(network, x)[1])) for x in X]
    assert list(network.predict(X)) == expected
    probabilities = network.predict_proba(X)
    assert list(probabilities.argmax(axis=1)) == expected
    np.testing.assert_allclose(probabilities[0], slow_probabilities(slow_logits(network, X[0])[1]))
    hits = sum(a == b for a, b in zip(expected, y, strict=True))
    assert network.score(X, y) == pytest.approx(hits / 30)
    assert network.score(X, np.array(expected)) == 1.0


def test_a_copy_goes_its_own_way() -> None:
    network = network_of(3)
    kept = Network(*(array.copy() for _, array in network.parameters()))
    for other in (network.copy(), network.astype(np.float64), network.astype(np.float32)):
        for _, array in other.parameters():
            array += 1
    assert_same(network, kept)
