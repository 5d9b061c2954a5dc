"""Other inputs than ink, networks without biases, and other orders: what courses ask for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Datasets
from digitpad.core.jit import kernels
from digitpad.core.network import Floats, Network
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.run_state import first_network
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import assert_same, run_to_end

MakeDatasets = Callable[..., Datasets]
PLAIN = TrainingSettings(
    hidden_units=8,
    inputs="zero-to-one",
    epochs=2,
    batch_size=16,
    optimiser="sgd",
    learning_rate=0.05,
    weight_decay=0.01,
    schedule="constant",
    augmentation=Augmentation(),
)
# Of images X, where the training images are those given as well.
SCALES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "zero-to-one": lambda X, _: (X + 1) / 2,
    "standardised": lambda X, training: (X - training.mean()) / training.std(),
}


def trained(datasets: Datasets, settings: TrainingSettings, compiled: bool, network: Network | None = None) -> Trainer:
    return run_to_end(Trainer(datasets.training, datasets.validation, settings, network, compiled=compiled))


@pytest.mark.parametrize("biases", ["learned", "none"])
@pytest.mark.parametrize("inputs", SCALES)
def test_a_step_is_that_of_a_network_for_those_inputs(small_datasets: MakeDatasets, inputs: Any, biases: Any) -> None:
    datasets = small_datasets(50, ink=0.3)
    n = len(datasets.training)
    settings = replace(PLAIN, inputs=inputs, biases=biases, epochs=1, batch_size=n, precision="float64")
    initial = Network.initial(8, np.random.default_rng([0, 0]), np.float64)  # as a training begins, for its own inputs
    training = datasets.training.X.astype(np.float64)
    X = SCALES[inputs](training, training)
    _, gradients = initial.cost_and_gradients(X, datasets.training.y, settings.weight_decay, "mean")
    own = Network(*(array - 0.05 * g for (_, array), g in zip(initial.parameters(), gradients, strict=True)))
    if biases == "none":
        own = replace(own, b1=initial.b1, b2=initial.b2)
    network = trained(datasets, settings, compiled=False).network()
    test = datasets.test.X.astype(np.float64)
    np.testing.assert_allclose(network.forward(test).Z, own.forward(SCALES[inputs](test, training)).Z, atol=1e-6)


@pytest.mark.skipif(not kernels.available(), reason="Numba is not installed")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"biases": "none"},
        {"biases": "none", "optimiser": "adam", "learning_rate": 1e-3},
        {"biases": "none", "inputs": "standardised", "optimiser": "momentum"},
        {"inputs": "standardised", "optimiser": "momentum", "augmentation": Augmentation(shift=1)},
        {"biases": "none", "clip": 0.5},
        {"biases": "none", "inputs": "pixels"},
    ],
    ids=str,
)
def test_both_engines_learn_the_same(small_datasets: MakeDatasets, changes: dict[str, Any]) -> None:
    datasets = small_datasets(100, ink=0.3)
    settings = replace(PLAIN, **changes)
    one, other = (trained(datasets, settings, compiled) for compiled in (False, True))
    assert_same(one.network(), other.network(), atol=2e-4)
    sizes, others = (trainer.history.health.columns("hidden_gradient") for trainer in (one, other))
    np.testing.assert_allclose(sizes, others, rtol=1e-3)
    assert other.state().compiled


@pytest.mark.parametrize("inputs", ["ink", "pixels", *SCALES])
def test_a_network_that_is_trained_further_goes_on_as_it_is(small_datasets: MakeDatasets, inputs: Any) -> None:
    datasets = small_datasets(100, ink=0.3)
    network = trained(datasets, PLAIN, compiled=False).network()
    settings = replace(PLAIN, inputs=inputs, biases="none", learning_rate=1e-8, weight_decay=0.0, epochs=1)
    assert_same(network, trained(datasets, settings, compiled=False, network=network).network(), atol=1e-5)


def order_of(datasets: Datasets, order: Any) -> list[list[int]]:
    """Which image each step of two epochs took, by the cost of a network that hardly learns."""
    settings = replace(PLAIN, order=order, batch_size=1, learning_rate=1e-8, precision="float64")
    trainer = Trainer(datasets.training, datasets.validation, settings)
    network, training = trainer.network(), datasets.training
    known = [network.cost(training.X[i : i + 1], training.y[i : i + 1]) for i in range(len(training))]
    epochs: list[list[int]] = [[]]
    trainer.steps_at_once = 1
    for event in trainer.run():
        if isinstance(event, StepsDone):
            epochs[-1].append(int(np.abs(np.array(known) - event.cost).argmin()))
        elif isinstance(event, EpochDone):
            epochs.append([])
    return epochs[:2]


def test_images_come_in_the_order_that_is_asked_for(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets(40)
    in_place = list(range(40))
    assert order_of(datasets, "fixed") == [in_place, in_place]
    shuffled, reshuffled = order_of(datasets, "shuffled")
    assert sorted(shuffled) == sorted(reshuffled) == in_place
    assert in_place != shuffled != reshuffled
    drawn, redrawn = order_of(datasets, "with-replacement")
    assert len(drawn) == len(redrawn) == 40
    assert len(set(drawn)) < 40
    assert drawn != redrawn


def test_the_quadratic_cost_is_that_of_sigmoid_outputs(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets(50, ink=0.3)
    n, y = len(datasets.training), datasets.training.y
    settings = replace(
        PLAIN, inputs="pixels", cost="quadratic", activation="sigmoid", epochs=1, batch_size=n, precision="float64"
    )
    trainer = Trainer(datasets.training, datasets.training, settings)
    network, X, Y = trainer.network(), datasets.training.X.astype(np.float64), np.eye(10)[y]

    def cost(network: Network) -> float:
        outputs = 1 / (1 + np.exp(-network.forward(X).Z))
        return float(((outputs - Y) ** 2).sum()) / 2 / n

    before, decay = cost(network), 2 * settings.weight_decay
    *_, epoch = trainer.run()
    assert isinstance(epoch, EpochDone)
    assert epoch.train_cost == pytest.approx(before)
    assert epoch.validation_cost == pytest.approx(cost(trainer.network()))
    for name, index in (("W1", (300, 2)), ("b1", (3,)), ("W2", (4, 7)), ("b2", (7,))):
        costs = []
        for step in (1e-5, -1e-5):
            changed = network.copy()
            getattr(changed, name)[index] += step
            costs.append(cost(changed))
        weight = getattr(network, name)[index]
        gradient = (costs[0] - costs[1]) / 2e-5 + (decay * weight if name.startswith("W") else 0)
        expected = weight - settings.learning_rate * gradient
        assert getattr(trainer.network(), name)[index] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("optimiser", ["sgd", "adam"])
def test_without_a_hidden_layer_it_is_softmax_regression(small_datasets: MakeDatasets, optimiser: Any) -> None:
    datasets = small_datasets(60, ink=0.3)
    settings = replace(PLAIN, hidden_units=0, optimiser=optimiser, epochs=3, precision="float64")
    trainer = Trainer(datasets.training, datasets.validation, settings, compiled=True)
    trainer.steps_at_once = 1
    events = trainer.run()
    next(events)
    if optimiser == "sgd":  # from weights that are all 0
        order = np.random.default_rng([0, 1, 0]).permutation(60)[:16]
        X, Y = (datasets.training.X[order].astype(np.float64) + 1) / 2, np.eye(10)[datasets.training.y[order]]
        W = -0.05 * X.T @ (0.1 - Y) / 16
        test = datasets.test.X.astype(np.float64)
        b = -0.05 * (0.1 - Y).mean(axis=0)
        np.testing.assert_allclose(trainer.network().forward(test).Z, (test + 1) / 2 @ W + b, atol=1e-6)
    costs = [event.validation_cost for event in events if isinstance(event, EpochDone)]
    assert costs[-1] < 1.0
    network = trainer.network()
    assert (network.hidden_units, settings.for_network(network).hidden_units) == (20, 0)
    assert not trainer.state().compiled
    steady = replace(settings, inputs="ink", learning_rate=1e-8, weight_decay=0.0, hidden_units=50)
    again = trained(datasets, steady, compiled=False, network=network)
    assert again.settings.hidden_units == 0
    np.testing.assert_allclose(again.network().W1, network.W1, atol=1e-5)
    np.testing.assert_allclose(again.network().b1, network.b1, atol=1e-3)


FIRST = {
    "lecun": (784**-0.5, 400**-0.5),
    "outputs": (1 / 20, 10**-0.5),
    "normal": (1, 1),
    "normal-biases": (1, 1),
    "small": (0.01, 0.01),
}


@pytest.mark.parametrize("name", FIRST)
def test_first_weights_are_as_large_as_is_asked_for(name: Any) -> None:
    network = first_network(replace(PLAIN, hidden_units=400, initialisation=name, activation="tanh"))
    for weights, deviation in zip((network.W1, network.W2), FIRST[name], strict=True):
        assert float(weights.std()) == pytest.approx(deviation, rel=0.1)
    for biases in (network.b1, network.b2) if name == "normal-biases" else ():
        assert 0.3 < float(biases.std()) < 2
    assert network.b1.any() == network.b2.any() == (name == "normal-biases")
    assert (network.activation, network.dtype) == ("tanh", np.float32)
