"""Histograms of weights, gradients and updates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.dataset import Datasets
from digitpad.core.inspection.weight_histograms import BINS, Moment, histogram, histograms_task, mean_update
from digitpad.core.network import Network
from digitpad.core.tasks import Progress, run_to_completion
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer


@given(seed=st.integers(0, 99), scale=st.floats(1e-8, 1e8), n=st.integers(1, 500))
def test_shares_agree_with_numpy(seed: int, scale: float, n: int) -> None:
    values = scale * np.random.default_rng(seed).normal(size=n)
    result = histogram([values, None])
    inside = np.clip(values, -result.limit, result.limit * (1 - 1e-12))
    expected, _ = np.histogram(inside, BINS, (-result.limit, result.limit))
    np.testing.assert_allclose(result.shares[0].sum(), 1)
    assert np.abs(result.shares[0] * n - expected).sum() <= 2  # rounding at an edge may move one
    assert not result.shares[1].any()
    assert np.mean(np.abs(values) <= result.limit) >= 0.99


def test_values_that_are_all_zero_have_a_histogram() -> None:
    result = histogram([np.zeros((3, 4))])
    assert result.limit == 1
    assert result.shares[0, BINS // 2] == 1


@pytest.mark.parametrize(("value", "above"), [(0, 1), (0.9, 1), (1, 1), (1.1, 2), (0.03, 0.05), (700, 1_000)])
def test_the_range_is_round(value: float, above: float) -> None:
    assert histogram([np.full(5, value)]).limit == pytest.approx(above)


def test_the_update_of_a_step_is_what_the_trainer_changed(mnist: Datasets) -> None:
    settings = TrainingSettings(hidden_units=16, epochs=1, batch_size=32, optimiser="sgd", inputs="pixels")
    small = mnist.training.subset(np.arange(320), "some")
    trainer = Trainer(small, small, settings, compiled=False)
    trainer.steps_at_once = 5
    start = trainer.network()
    events = trainer.run()
    next(events)
    after = trainer.network()
    update = mean_update([(0, start), (5, after)])
    np.testing.assert_allclose(start.W1 + 5 * update.W1, after.W1, atol=1e-6)
    work = histograms_task([Moment(after, update), Moment(start, update)], small.X, small.y, settings.weight_decay)
    done: list[Progress] = []
    histograms = run_to_completion(work, done.append)
    assert done == sorted(done)
    assert set(histograms) == {(kind, layer) for kind in ("weights", "gradients", "updates") for layer in ("W1", "W2")}
    np.testing.assert_array_equal(histograms["weights", "W1"].shares[1], histogram([after.W1, start.W1]).shares[1])
    _, gradients = start.cost_and_gradients(small.X, small.y, settings.weight_decay, "mean")
    gradient = histograms["gradients", "W2"]
    places = np.clip((gradients.W2.ravel() / gradient.limit + 1) * BINS / 2, 0, BINS - 1).astype(int)
    np.testing.assert_allclose(gradient.shares[1], np.bincount(places, minlength=BINS) / places.size)


def test_what_is_not_known_has_no_histogram(mnist: Datasets) -> None:
    network = Network.initial(3, np.random.default_rng(0))
    work = histograms_task([Moment(network)], mnist.training.X[:10], mnist.training.y[:10], 0.0)
    histograms = run_to_completion(work)
    assert ("updates", "W1") not in histograms
