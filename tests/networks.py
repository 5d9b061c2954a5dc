"""Networks that no training made, networks that are the same, and what a training remembers of one."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from digitpad.core.activations import ActivationName
from digitpad.core.engine.steps import LearningState
from digitpad.core.network import Network
from digitpad.core.training.trainer import Trainer


def network_of(
    hidden: int = 12, seed: int = 5, dtype: Any = np.float64, activation: ActivationName = "relu"
) -> Network:
    """A network with biases that are not zero."""
    rng = np.random.default_rng(seed)
    network = Network.initial(hidden, rng, dtype, activation)
    network.b1[...] = rng.normal(size=hidden)
    network.b2[...] = rng.normal(size=10)
    return network


def assert_same(one: Network, other: Network, **near: float) -> None:
    """Each parameter of one is that of the other, bit for bit unless `near` says how far off it may be."""
    for (name, here), (_, there) in zip(one.parameters(), other.parameters(), strict=True):
        assert here.dtype == there.dtype, name
        np.testing.assert_allclose(here, there, err_msg=name, **(near or {"rtol": 0}))
        assert near or here.tobytes() == there.tobytes(), name


def run_to_end(trainer: Trainer) -> Trainer:
    """The trainer after its last epoch."""
    for _ in trainer.run():
        pass
    return trainer


def learned_arrays(state: LearningState) -> Iterator[tuple[str, np.ndarray]]:
    """The name, such as `m.W1`, and the array of everything that a state remembers."""
    for part, network in zip(("network", "m", "v", "average"), state.parts(), strict=True):
        for name, array in network.parameters():
            yield f"{part}.{name}", array
    yield "lazy", state.lazy
