"""What hidden units are used for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.dataset import Datasets
from digitpad.core.inspection.hidden_units import SORT_KEYS, Units, dead_and_dying, unit_use_task
from digitpad.core.network import Network
from digitpad.core.scoring import score_task
from digitpad.core.tasks import Progress, run_to_completion


def test_use_is_the_share_of_positive_sums(mnist: Datasets, trained: Network) -> None:
    X = mnist.validation.X[:1_234]
    progress: list[Progress] = []
    use = run_to_completion(unit_use_task(trained, X), progress.append)
    np.testing.assert_allclose(use, (X @ trained.W1 + trained.b1 > 0).mean(axis=0))
    assert progress == sorted(progress)
    assert progress[0].done == 0
    assert progress[-1].done < 1


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_dead_units_are_those_that_scoring_counts(mnist: Datasets, activation: ActivationName) -> None:
    network = Network.initial(20, np.random.default_rng(0), np.float64, activation)
    network.b1[[3, 7]] = -1_000
    X, y = mnist.validation.X[:200], mnist.validation.y[:200]
    use = run_to_completion(unit_use_task(network, X))
    dead, dying = dead_and_dying(network, use)
    if activation == "relu":
        assert dead.mean() == pytest.approx(run_to_completion(score_task(network, X, y)).dead_units)
    if activation in ("tanh", "sigmoid"):
        assert not dead.any()
    else:
        assert dead[[3, 7]].all()
        assert not dead.all()
    assert not (dead & dying).any()


def test_a_unit_that_fires_for_one_in_two_hundred_is_dying() -> None:
    network = Network.initial(1, np.random.default_rng(0))
    X = np.full((200, 784), -1, np.float32)
    X[5] = 1
    network.W1[:] = 1
    use = run_to_completion(unit_use_task(network, X))
    assert use.tolist() == [0.005]
    dead, dying = dead_and_dying(network, use)
    assert (dead.any(), dying.all()) == (False, True)


@given(seed=st.integers(0, 99), hidden_units=st.integers(1, 60), measured=st.booleans())
def test_every_order_has_every_unit_once(seed: int, hidden_units: int, measured: bool) -> None:
    rng = np.random.default_rng(seed)
    network = Network.initial(hidden_units, rng)
    use = rng.integers(0, 4, hidden_units) / 4 if measured else None
    units = Units.of(network, use)
    np.testing.assert_allclose(units.norms, np.linalg.norm(network.W1, axis=0), rtol=1e-5)
    for key in SORT_KEYS:
        order = units.order(key)
        assert sorted(order) == list(range(hidden_units))
    assert (np.diff(units.norms[units.order("norm")]) <= 0).all()
    assert (np.diff(units.votes[units.order("vote")]) >= 0).all()
    if use is not None:
        assert (np.diff(use[units.order("use")]) <= 0).all()
