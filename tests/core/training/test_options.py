"""What the settings beyond plain gradient descent do to a run."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.network import Network, fold_background, log_softmax, unfold_background
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.schedules import lr_factor
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import assert_same

MakeDatasets = Callable[..., Datasets]

PLAIN = TrainingSettings(
    hidden_units=8,
    inputs="pixels",
    epochs=1,
    batch_size=64,
    optimiser="sgd",
    learning_rate=0.01,
    weight_decay=0.0,
    schedule="constant",
    augmentation=Augmentation(),
    precision="float64",
)


def trainer_of(datasets: Datasets, **changes: Any) -> Trainer:
    trainer = Trainer(datasets.training, datasets.validation, replace(PLAIN, **changes))
    trainer.steps_at_once = 1
    return trainer


def one_step(trainer: Trainer) -> tuple[Network, Network]:
    """The network before and after a step."""
    before = trainer.network()
    next(trainer.run())
    return before, trainer.network()


@pytest.mark.parametrize("background", [-1.0, 0.0, 0.5])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_ink_and_pixels_are_the_same_network(background: float, dtype: str) -> None:
    rng = np.random.default_rng(0)
    network = Network.initial(20, rng, dtype, "tanh")
    X = rng.uniform(-1, 1, (30, 784)).astype(dtype)
    ink = fold_background(network, background)
    near = 1e-5 if dtype == "float32" else 1e-12
    expected = network.predict_proba(X)
    np.testing.assert_allclose(ink.predict_proba(X - X.dtype.type(background)), expected, atol=near)
    np.testing.assert_allclose(unfold_background(ink, background).predict_proba(X), expected, atol=near)
    assert_same(unfold_background(ink, background), network, atol=near)


def test_a_step_with_ink_is_that_of_the_network_of_the_ink(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets(50, ink=0.3)
    before, after = one_step(trainer_of(datasets, inputs="ink"))
    values, counts = np.unique(datasets.training.X, return_counts=True)
    background = float(values[counts.argmax()])
    ink = fold_background(before, background)
    X = datasets.training.X.astype(np.float64) - background
    _, gradients = ink.cost_and_gradients(X, datasets.training.y, 0.0, "mean")
    parts = zip(ink.parameters(), gradients, strict=True)
    expected = unfold_background(Network(*(array - 0.01 * gradient for (_, array), gradient in parts)), background)
    assert_same(after, expected, atol=1e-8)  # ink is counted in float32


def test_clipping_limits_the_length_of_a_step(small_datasets: MakeDatasets) -> None:
    def length(clip: float) -> float:
        before, after = one_step(trainer_of(small_datasets(50), clip=clip, reduction="sum"))
        pairs = zip(before.parameters(), after.parameters(), strict=True)
        return float(np.sqrt(sum(((a - b) ** 2).sum() for (_, a), (_, b) in pairs)))

    free = length(0.0)
    assert free > 0.01 * 2.0
    assert length(2.0) == pytest.approx(0.01 * 2.0)
    assert length(1e6) == pytest.approx(free)


def test_label_smoothing_and_class_weights_change_the_gradient_as_their_formulas_say(
    small_datasets: MakeDatasets,
) -> None:
    datasets = small_datasets(50)
    training = datasets.training.subset(np.flatnonzero(datasets.training.y < 4)[:13], "few")
    trainer = trainer_of(replace(datasets, training=training), label_smoothing=0.2, class_weights="balanced")
    before, after = one_step(trainer)
    X, y = training.X.astype(np.float64), training.y
    counts = np.bincount(y, minlength=10)
    weights = (len(y) / (np.count_nonzero(counts) * np.maximum(counts, 1)))[y]
    assert weights.mean() == pytest.approx(1)
    activations = before.forward(X)
    targets = np.where(np.arange(10) == y[:, None], 0.82, 0.02)
    G = (np.exp(log_softmax(activations.Z)) - targets) * weights[:, None]
    np.testing.assert_allclose(after.b2, before.b2 - 0.01 * G.mean(axis=0), rtol=1e-9)
    np.testing.assert_allclose(after.W2, before.W2 - 0.01 * activations.A2.T @ G / len(y), rtol=1e-9)


def test_the_average_follows_the_weights(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets(50)
    plain, averaged = (trainer_of(datasets, epochs=30, averaging=averaging) for averaging in (0.0, 0.7))
    average = plain.network().b2
    for _ in range(30):
        _, now = one_step(plain)
        one_step(averaged)
        step = plain.step
        stays = min(0.7, (1 + step) / (10 + step))
        average = stays * average + (1 - stays) * now.b2
        np.testing.assert_allclose(averaged.network().b2, average, rtol=1e-9)
        for trainer in (plain, averaged):
            next(trainer.run())  # the epoch's end


def never_better(datasets: Datasets) -> Datasets:
    """A validation set whose labels are wrong, so that learning makes its cost worse and worse."""
    wrong = Dataset("wrong", datasets.validation.X, (datasets.validation.y + 1) % 10)
    return replace(datasets, validation=wrong)


def test_patience_ends_a_run_and_the_best_network_is_kept(small_datasets: MakeDatasets) -> None:
    datasets = never_better(small_datasets(100))
    trainer = trainer_of(datasets, epochs=50, learning_rate=0.05, batch_size=10, patience=3, keep="best")
    networks: dict[int, Network] = {}
    results = {}
    for event in trainer.run():
        if isinstance(event, EpochDone):
            results[event.epoch] = (event.validation_accuracy, -event.validation_cost)
            networks[event.epoch] = Network(*(a.copy() for _, a in trainer.state().learning.network.parameters()))
    assert trainer.finished
    assert 4 <= len(results) < 50
    best = max(results, key=lambda epoch: results[epoch])
    assert len(results) == best + 3
    assert trainer.stopped_early
    kept, epoch = trainer.selected_network()
    assert epoch == best
    np.testing.assert_array_equal(kept.W1, networks[best].W1)
    assert not np.array_equal(kept.W1, networks[len(results)].W1)


@pytest.mark.parametrize("keep", ["best", "last"])
def test_a_run_that_is_broken_off_keeps_what_one_that_ends_does(small_datasets: MakeDatasets, keep: str) -> None:
    datasets = never_better(small_datasets(100))
    trainer = trainer_of(datasets, epochs=50, learning_rate=0.05, batch_size=10, keep=keep)
    accuracies = []
    for event in trainer.run():
        if isinstance(event, EpochDone):
            accuracies.append((event.validation_accuracy, -event.validation_cost))
        if trainer.epoch == 6:
            break
    network, epoch = trainer.selected_network()
    assert epoch == (accuracies.index(max(accuracies)) + 1 if keep == "best" else 6)
    assert np.array_equal(network.W1, trainer.network().W1) == (epoch == 6)


def test_on_a_plateau_the_rate_falls(small_datasets: MakeDatasets) -> None:
    trainer = trainer_of(never_better(small_datasets(100)), epochs=12, learning_rate=0.05, schedule="plateau")
    rates = [event.learning_rate for event in trainer.run() if isinstance(event, EpochDone)]
    assert rates[0] == 0.05
    assert rates == sorted(rates, reverse=True)
    assert set(np.round(rates, 9)) <= {round(0.05 * 0.3**times, 9) for times in range(5)}
    assert len(set(rates)) >= 3
    assert min(rates.count(rate) for rate in list(dict.fromkeys(rates))[:-1]) >= 3


def test_the_rate_warms_up_in_a_straight_line(small_datasets: MakeDatasets) -> None:
    trainer = trainer_of(small_datasets(100), batch_size=10, epochs=2, warm_up=0.5)
    steps = [event for event in trainer.run() if isinstance(event, StepsDone)]
    rates = [each.learning_rate for step in steps for each in step.batches]
    np.testing.assert_allclose(rates[:10], 0.01 * np.arange(1, 11) / 10)
    np.testing.assert_allclose(rates[10:], 0.01)


def test_schedules_have_their_shapes() -> None:
    assert [lr_factor("step", 0.0, progress) for progress in (0, 0.49, 0.5, 0.75)] == pytest.approx([1, 1, 0.1, 0.01])
    assert lr_factor("one-cycle", 0.0, 0) == pytest.approx(1 / 25)
    assert lr_factor("one-cycle", 0.0, 0.3) == pytest.approx(1)
    assert lr_factor("one-cycle", 0.0, 1) == pytest.approx(1 / 250_000)
    assert lr_factor("cosine", 0.2, 0.1) == pytest.approx(0.5)
    assert lr_factor("cosine", 0.2, 0.6) == pytest.approx(0.5)
