"""Kernels are compiled once for each precision, whatever kind of numbers they are asked with."""

from collections.abc import Callable

import numpy as np
import pytest

from digitpad.core.engine.engine import Engine
from digitpad.core.engine.source import TrainingSource
from digitpad.core.engine.steps import BatchPlan, LearningState, StepConfig
from digitpad.core.network import Floats, Labels, Network


@pytest.mark.parametrize("kind", ["sparse", "dense"])
def test_whole_numbers_and_other_labels_need_no_other_kernel(
    images: Callable[..., tuple[Floats, Labels]],
    engine_of: Callable[..., Engine],
    source_of: Callable[..., TrainingSource],
    need_kernels: Callable[[str], None],
    kind: str,
) -> None:
    need_kernels("float32")
    from digitpad.core.engine.learn_kernel import learn
    from digitpad.core.engine.score_kernel import evaluate

    X, y = images()
    fixed = y.copy()
    fixed.flags.writeable = False
    compiled = []
    for whole in (False, True):
        numbers = {"weight_decay": 0, "momentum": 0, "clip": 1} if whole else {}
        for labels in (y, y.astype(np.uint8), fixed, np.repeat(y, 2)[::2]):
            state = LearningState.beginning(Network.initial(3, np.random.default_rng(0)))
            config = StepConfig.of("sgd", "relu", "sum", **numbers)
            engine = engine_of(kind, state, config, source_of(kind, X, labels))
            engine.learn(BatchPlan(np.arange(40), 20, np.full(2, 1e-3)))
            engine.score(X, labels)
            compiled.append([set(learn.signatures), set(evaluate.signatures)])
    assert compiled[1:] == compiled[:1] * 7
