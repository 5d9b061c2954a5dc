"""A run follows its settings step by step, and the same settings give the same bits."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.errors import TrainingDiverged
from digitpad.core.network import Network
from digitpad.core.scoring import score
from digitpad.core.training.events import Changed, EpochDone, StepsDone
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer

MakeDatasets = Callable[..., Datasets]

PLAIN = TrainingSettings(
    hidden_units=8,
    inputs="pixels",
    epochs=2,
    batch_size=30,
    optimiser="sgd",
    learning_rate=0.05,
    weight_decay=1e-3,
    schedule="constant",
    augmentation=Augmentation(),
)


def trainer_of(datasets: Datasets, settings: TrainingSettings = PLAIN, **how: object) -> Trainer:
    """A trainer that reports every step."""
    trainer = Trainer(datasets.training, datasets.validation, settings, **how)
    trainer.steps_at_once = 1
    return trainer


def run(trainer: Trainer) -> tuple[list[StepsDone], list[EpochDone]]:
    events = list(trainer.run())
    return [each for each in events if isinstance(each, StepsDone)], [e for e in events if isinstance(e, EpochDone)]


def rates_of(trainer: Trainer) -> list[float]:
    """The learning rate of each step."""
    steps, _ = run(trainer)
    return [each.learning_rate for step in steps for each in step.batches]


def assert_stepped(before: Network, after: Network, dataset: Dataset, rate: float, settings: TrainingSettings) -> None:
    """The whole data set was one batch: every parameter w became w - rate * gradient."""
    X = dataset.X.astype(before.dtype)
    _, gradients = before.cost_and_gradients(X, dataset.y, settings.weight_decay, settings.reduction)
    for (name, now), (_, then), gradient in zip(after.parameters(), before.parameters(), gradients, strict=True):
        np.testing.assert_allclose(now, then - rate * gradient, rtol=1e-9, atol=1e-13, err_msg=name)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_a_step_goes_against_the_gradient(small_datasets: MakeDatasets, reduction: str, weight_decay: float) -> None:
    settings = replace(
        PLAIN, reduction=reduction, weight_decay=weight_decay, precision="float64", learning_rate=3e-3, batch_size=64
    )
    datasets = small_datasets(50)
    trainer = trainer_of(datasets, settings)
    before = trainer.network().copy()
    step = next(trainer.run())
    assert_stepped(before, trainer.network(), datasets.training, 3e-3, settings)
    X, y = datasets.training.X.astype(np.float64), datasets.training.y
    assert step.cost == pytest.approx(before.cost(X, y) / 50)
    assert step.accuracy == pytest.approx(before.score(X, y))


def test_an_epoch_has_all_steps_and_a_short_last_batch(small_datasets: MakeDatasets) -> None:
    trainer = trainer_of(small_datasets(100))
    assert (trainer.steps_per_epoch, trainer.total_steps) == (4, 8)
    steps, epochs = run(trainer)
    assert [each.images for each in steps] == [30, 30, 30, 10] * 2
    assert [each.step for each in steps] == list(range(1, 9))
    assert [each.at for each in steps] == pytest.approx([0.3, 0.6, 0.9, 1.0, 1.3, 1.6, 1.9, 2.0])
    assert [each.epoch for each in epochs] == [1, 2]
    assert trainer.finished
    assert (trainer.epoch, trainer.step) == (2, 8)
    assert list(trainer.run()) == []


@pytest.mark.parametrize("batch_size", [1, 7, 100, 1_000])
def test_each_image_is_seen_exactly_once_an_epoch(small_datasets: MakeDatasets, batch_size: int) -> None:
    """While the network hardly moves, an epoch's cost is that of the whole training set, image by image."""
    still = replace(PLAIN, learning_rate=1e-8, precision="float64", batch_size=batch_size, weight_decay=0.0)
    datasets = small_datasets(100)
    trainer = trainer_of(datasets, still)
    first = score(trainer.network(), datasets.training)
    steps, epochs = run(trainer)
    assert sum(each.images for each in steps) == 200
    for epoch in epochs:
        assert epoch.train_cost == pytest.approx(first.cost, rel=1e-5)
        assert epoch.train_accuracy == pytest.approx(first.accuracy, abs=0.02)


def test_the_order_of_the_images_is_another_one_every_epoch(small_datasets: MakeDatasets) -> None:
    still = replace(PLAIN, learning_rate=1e-8, precision="float64", batch_size=10)
    steps, _ = run(trainer_of(small_datasets(100), still))
    assert [each.cost for each in steps[:10]] != pytest.approx([each.cost for each in steps[10:]], rel=1e-3)


def test_an_epoch_reports_its_batches_and_the_validation_set_at_its_end(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets(100)
    trainer = trainer_of(datasets)
    steps: list[StepsDone] = []
    epochs = 0
    for event in trainer.run():
        if isinstance(event, StepsDone):
            steps.append(event)
            continue
        epochs += 1
        assert event.train_cost == pytest.approx(sum(each.cost * each.images for each in steps) / 100)
        assert event.train_accuracy == pytest.approx(sum(each.accuracy * each.images for each in steps) / 100)
        validation = score(trainer.network(), datasets.validation)
        assert (event.validation_cost, event.validation_accuracy) == pytest.approx(
            (validation.cost, validation.accuracy)
        )
        steps.clear()
    assert epochs == 2


def test_a_few_epochs_learn_the_small_data_set(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets()
    trainer = trainer_of(datasets, replace(PLAIN, hidden_units=16, epochs=5))
    _, epochs = run(trainer)
    assert epochs[-1].train_cost < epochs[0].train_cost
    assert epochs[-1].validation_accuracy == 1.0
    assert score(trainer.network(), datasets.test).accuracy == 1.0


@pytest.mark.parametrize("shift", [0, 2])
def test_training_changes_no_images_and_no_labels(small_datasets: MakeDatasets, shift: int) -> None:
    datasets = small_datasets(100)
    before = [(part.X.copy(), part.y.copy()) for part in datasets]
    run(trainer_of(datasets, replace(PLAIN, augmentation=Augmentation(shift=shift))))
    for part, (X, y) in zip(datasets, before, strict=True):
        np.testing.assert_array_equal(part.X, X)
        np.testing.assert_array_equal(part.y, y)


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_training_is_done_in_the_precision_asked_for(small_datasets: MakeDatasets, precision: str) -> None:
    trainer = trainer_of(small_datasets(), replace(PLAIN, precision=precision, augmentation=Augmentation(shift=1)))
    run(trainer)
    assert {str(array.dtype) for _, array in trainer.network().parameters()} == {precision}


def test_a_changed_rate_and_decay_hold_from_the_next_step(small_datasets: MakeDatasets) -> None:
    settings = replace(PLAIN, precision="float64", batch_size=64, epochs=9, weight_decay=0.0)
    datasets = small_datasets(50)
    trainer = trainer_of(datasets, settings)
    steps = (event for event in trainer.run() if isinstance(event, StepsDone))
    for change in ({}, {"learning_rate": 1e-3}, {"weight_decay": 0.2}, {"learning_rate": 2e-3, "weight_decay": 0.0}):
        before = trainer.network().copy()
        settings = replace(settings, **change)
        trainer.change(settings)
        assert trainer.settings == settings
        next(steps)
        assert_stepped(before, trainer.network(), datasets.training, settings.learning_rate, settings)


def test_changes_are_told_and_only_what_can_change_does(small_datasets: MakeDatasets) -> None:
    trainer = trainer_of(small_datasets(100), PLAIN)
    events = trainer.run()
    next(events)
    wanted = replace(PLAIN, learning_rate=0.01, hidden_units=9, epochs=99, augmentation=Augmentation(shift=1))
    trainer.change(wanted)
    assert trainer.settings == replace(PLAIN, learning_rate=0.01, augmentation=Augmentation(shift=1))
    assert [next(events), next(events)] == [
        Changed(0.3, "learning_rate", "0.05", "0.01"),
        Changed(0.3, "shift", "0.0", "1"),
    ]
    assert isinstance(next(events), StepsDone)
    assert len(trainer.state().history.changes) == 2


def test_the_constant_schedule_keeps_the_rate(small_datasets: MakeDatasets) -> None:
    assert set(rates_of(trainer_of(small_datasets()))) == {0.05}


def test_the_cosine_schedule_ends_near_zero(small_datasets: MakeDatasets) -> None:
    settings = replace(PLAIN, schedule="cosine", batch_size=64, epochs=20, precision="float64")
    datasets = small_datasets(50)
    trainer = trainer_of(datasets, settings)
    rates = []
    for _ in range(20):
        before = trainer.network().copy()
        step, _ = islice(trainer.run(), 2)
        rates += [each.learning_rate for each in step.batches]
        assert_stepped(before, trainer.network(), datasets.training, rates[-1], settings)
    assert rates[0] == 0.05
    assert rates == sorted(rates, reverse=True)
    assert rates[10] == pytest.approx(0.025)
    assert 0 < rates[-1] < 0.05 * 0.01
    assert trainer.finished


def test_the_cosine_schedule_falls_with_every_step(small_datasets: MakeDatasets) -> None:
    trainer = trainer_of(small_datasets(100), replace(PLAIN, schedule="cosine"))
    assert rates_of(trainer) == pytest.approx([0.05 * (1 + np.cos(np.pi * step / 8)) / 2 for step in range(8)])


def test_shifting_moves_the_images_but_not_those_of_the_validation_set(small_datasets: MakeDatasets) -> None:
    still = replace(PLAIN, learning_rate=1e-8, precision="float64", epochs=1, weight_decay=0.0)
    datasets = small_datasets(100)
    _, (plain,) = run(trainer_of(datasets, still))
    _, (moved,) = run(trainer_of(datasets, replace(still, augmentation=Augmentation(shift=2))))
    assert moved.train_cost != pytest.approx(plain.train_cost, rel=1e-3)
    assert moved.validation_cost == pytest.approx(plain.validation_cost, rel=1e-5)


def test_the_shifted_images_do_not_depend_on_the_batch_size(small_datasets: MakeDatasets) -> None:
    still = replace(
        PLAIN, learning_rate=1e-8, precision="float64", augmentation=Augmentation(shift=2), weight_decay=0.0
    )
    datasets = small_datasets(100)
    costs = []
    for settings in [*(replace(still, batch_size=size) for size in (1, 30, 100)), replace(still, seed=1)]:
        # The same weights whatever the seed, so that only the shifts differ.
        network = Network.initial(8, np.random.default_rng(0), np.float64)
        _, epochs = run(trainer_of(datasets, settings, network=network))
        costs.append([each.train_cost for each in epochs])
    assert costs[1] == pytest.approx(costs[0], rel=1e-5)
    assert costs[2] == pytest.approx(costs[0], rel=1e-5)
    assert costs[3] != pytest.approx(costs[0], rel=1e-4)
    assert costs[0][0] != pytest.approx(costs[0][1], rel=1e-4), "the second epoch saw the same shifts as the first"


@pytest.mark.parametrize("optimiser", ["sgd", "momentum"])
@pytest.mark.parametrize("inputs", ["ink", "pixels"])
@pytest.mark.parametrize("ink", [0.3, 1.0])
def test_a_rate_far_too_large_is_told_and_leaves_good_weights(
    small_datasets: MakeDatasets, optimiser: str, inputs: str, ink: float
) -> None:
    """Either the cost grows beyond all bounds, or all units die and it stays where it is."""
    settings = replace(PLAIN, optimiser=optimiser, inputs=inputs, learning_rate=100.0, epochs=50)
    trainer = trainer_of(small_datasets(100, ink=ink), settings)
    with pytest.raises(TrainingDiverged) as caught:
        run(trainer)
    assert "lower the learning rate (100)" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert all(np.isfinite(array).all() for _, array in trainer.network().parameters())


def test_without_a_background_ink_is_the_same_as_pixels(small_datasets: MakeDatasets) -> None:
    """Counted from any one value, images without a background would only be harder to learn."""
    for ink, same in ((1.0, True), (0.2, False)):
        networks = []
        for inputs in ("ink", "pixels"):
            trainer = trainer_of(small_datasets(100, ink=ink), replace(PLAIN, inputs=inputs))
            run(trainer)
            networks.append(trainer.network())
        assert np.array_equal(networks[0].W1, networks[1].W1) == same
