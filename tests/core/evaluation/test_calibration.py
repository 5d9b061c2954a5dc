"""Calibration: probabilities that mean what they say have no error, and a temperature brings others there."""

import numpy as np
import pytest

from digitpad.core.evaluation.confidence import at_temperature, fit_temperature, reliability
from digitpad.core.network import Network, softmax


def test_the_error_is_the_one_worked_out_by_hand() -> None:
    # In one bin 0.9 and 0.92 with one hit, in another 0.5 with one hit: |1.82 - 1| + |0.5 - 1| over three.
    error = reliability(np.array([0.9, 0.92, 0.5]), np.array([True, False, True])).error
    assert error == pytest.approx((0.82 + 0.5) / 3)


@pytest.mark.parametrize("value", [0.0, 0.1, 1.0])
def test_answers_that_are_always_sure_err_by_what_they_miss(value: float) -> None:
    hits = np.arange(100) < 100 * value
    assert reliability(np.ones(100), hits).error == pytest.approx(1 - value)


def test_there_is_no_error_without_answers() -> None:
    assert reliability(np.array([]), np.array([], bool)).error == 0


@pytest.mark.parametrize("temperature", [0.2, 1.0, 3.0])
def test_the_temperature_that_spoilt_the_logits_is_found(temperature: float) -> None:
    rng = np.random.default_rng(0)
    Z = rng.normal(0, 2, (20_000, 10))
    P = softmax(Z)
    y = np.array([rng.choice(10, p=row / row.sum()) for row in P])
    fitted = fit_temperature(Z * temperature, y)
    assert fitted == pytest.approx(temperature, rel=0.05)
    calibrated = softmax(Z * temperature / fitted)
    hits = calibrated.argmax(axis=1) == y
    assert reliability(calibrated.max(axis=1), hits).error < 0.01


def test_logits_that_are_always_right_get_a_low_temperature() -> None:
    assert 0.01 <= fit_temperature(np.eye(10, dtype=np.float32), np.arange(10)) < 0.05


def test_a_temperature_needs_images() -> None:
    with pytest.raises(ValueError, match="No images"):
        fit_temperature(np.empty((0, 10)), np.empty(0, int))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_network_at_a_temperature_has_its_logits_divided(dtype: type) -> None:
    rng = np.random.default_rng(0)
    network = Network.initial(5, rng, dtype)
    network.b2[...] = rng.normal(size=10)
    X = rng.normal(size=(7, 784)).astype(dtype)
    warmer = at_temperature(network, 2.5)
    assert warmer.dtype == dtype
    np.testing.assert_allclose(warmer.forward(X).Z, network.forward(X).Z / 2.5, rtol=1e-5, atol=1e-5)
    np.testing.assert_array_equal(warmer.W1, network.W1)
