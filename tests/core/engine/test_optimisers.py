"""The optimisers take the very steps that PyTorch's take; record_optimisers.py says how those were recorded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from digitpad.core.engine.engine import Engine
from digitpad.core.engine.source import TrainingSource
from digitpad.core.engine.steps import OPTIMISERS, BatchPlan, LearningState, OptimiserName, StepConfig
from digitpad.core.network import Network
from digitpad.core.training.schedules import lr_factor

Recorded = dict[str, npt.NDArray[Any]]

KINDS = ("numpy", "sparse", "dense")


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    with np.load(Path(__file__).parent / "torch_trajectories.npz") as arrays:
        return dict(arrays)


def beginning(recorded: Recorded) -> LearningState:
    W1 = np.zeros((784, 3))
    W1[recorded["pixels"]] = recorded["W1"]
    return LearningState.beginning(Network(W1, recorded["b1"].copy(), recorded["W2"].copy(), np.zeros(10), "gelu"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_every_step_is_the_one_that_pytorch_takes(
    recorded: Recorded,
    engine_of: Callable[..., Engine],
    source_of: Callable[..., TrainingSource],
    optimiser: OptimiserName,
    kind: str,
) -> None:
    beta2 = 0.99
    config = StepConfig.of(optimiser, "gelu", "sum", weight_decay=0.01, momentum=0.9, beta2=beta2, label_smoothing=0.1)
    y = recorded["y"].astype(np.int64)
    X = np.zeros((len(y), 784))
    X[:, recorded["pixels"]] = recorded["ink"]
    engine = engine_of(kind, beginning(recorded), config, source_of(kind, X, y, background=0.0))
    before = beginning(recorded).network
    for step in range(10):
        engine.learn(BatchPlan(np.arange(len(y)), len(y), np.array([0.003]), step))
        network = engine.network()
        now = {"W1": network.W1[recorded["pixels"]], "b1": network.b1, "W2": network.W2, "b2": network.b2}
        for name, array in now.items():
            expected = recorded[f"{optimiser}.{name}"][step]
            np.testing.assert_allclose(array, expected, rtol=1e-10, atol=1e-11, err_msg=f"{name}, step {step + 1}")
        assert np.abs(network.W2 - before.W2).max() > 1e-6, "nothing was learned"


def test_one_cycle_is_that_of_pytorch(recorded: Recorded) -> None:
    """PyTorch's ends its rise a step earlier: step 29.3 of 100 is the highest, here step 30."""
    rates = recorded["one_cycle"]
    peak = 0.3 * 101 - 1
    progress = [0.3 * step / peak if step <= peak else 0.3 + 0.7 * (step - peak) / (100 - peak) for step in range(101)]
    assert [lr_factor("one-cycle", 0.0, each) for each in progress] == pytest.approx(list(rates), rel=1e-6, abs=1e-9)
