"""The rate finder: rates rise until the cost explodes, and a rate below that is suggested."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Datasets
from digitpad.core.network import Network
from digitpad.core.training.events import EpochDone
from digitpad.core.training.rate_finder import STEPS, RateTried, suggested_rate, try_rates
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import assert_same, run_to_end

MakeDatasets = Callable[..., Datasets]
SMALL = TrainingSettings(hidden_units=16, batch_size=20, augmentation=Augmentation())


def tried_with(costs: list[float]) -> list[RateTried]:
    """Costs at ten times the rate each, after some at rates too small to tell, whose average is any number."""
    beginning = [RateTried(number, 1e-6, 0.1 * number, 0.1 * number) for number in range(1, 21)]
    return beginning + [RateTried(20 + number, 10.0**number, cost, cost) for number, cost in enumerate(costs, 1)]


@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "adam", "rmsprop"])
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_a_training_with_the_suggested_rate_learns(
    small_datasets: MakeDatasets, optimiser: str, reduction: str
) -> None:
    datasets = small_datasets(400, ink=0.3)
    settings = replace(SMALL, optimiser=optimiser, reduction=reduction, epochs=20)
    rate = suggested_rate(list(try_rates(datasets, settings)))
    assert rate is not None
    trainer = Trainer(datasets.training, datasets.validation, settings.with_value("learning_rate", rate))
    epochs = [event for event in trainer.run() if isinstance(event, EpochDone)]
    assert epochs[-1].validation_accuracy > 0.9


def test_rates_rise_evenly_until_the_cost_explodes(small_datasets: MakeDatasets) -> None:
    tried = list(try_rates(small_datasets(2_000, noise=1.5), SMALL))
    assert [each.number for each in tried] == list(range(1, len(tried) + 1))
    assert 20 < len(tried) < STEPS
    factors = np.diff(np.log([each.learning_rate for each in tried]))
    np.testing.assert_allclose(factors, factors[0])
    assert all(np.isfinite(each.smoothed) for each in tried)


def test_it_begins_with_the_network_it_is_given_and_leaves_it_alone(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets(100)
    network = run_to_end(Trainer(datasets.training, datasets.validation, replace(SMALL, epochs=20))).network()
    before = network.copy()
    first = next(try_rates(datasets, SMALL, network))
    assert first.cost < 0.5 < next(try_rates(datasets, SMALL)).cost
    assert_same(network, before)


def test_the_same_seed_gives_the_same_costs(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets(100)
    assert list(try_rates(datasets, SMALL)) == list(try_rates(datasets, SMALL))
    assert isinstance(next(try_rates(datasets, SMALL, Network.initial(3, np.random.default_rng(0)))), RateTried)


@pytest.mark.parametrize(
    ("costs", "rate"),
    [
        ([], None),
        ([2.3, 2.3, 2.2, 9.0], None),  # it never learned anything
        ([2.3, 3.0, 9.0], None),
        ([2.3, 1.5, 1.2, 1.0, 2.0, 9.0], 1000.0),
        ([0.9, 2.3, 2.3, 1.5, 1.0, 0.8, 9.0], 100_000.0),  # an easy batch at the beginning is no fall
    ],
)
def test_the_rate_before_the_lowest_cost_is_suggested(costs: list[float], rate: float | None) -> None:
    assert suggested_rate(tried_with(costs)) == rate
