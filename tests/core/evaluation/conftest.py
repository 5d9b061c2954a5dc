"""A network that is good, not perfect, evaluated on real digits; and one of labels that were made wrong on purpose."""

from typing import Any

import numpy as np
import pytest

from digitpad.core.dataset import Datasets
from digitpad.core.evaluation.evaluation import Predictions, predict
from digitpad.core.network import Network


@pytest.fixture(scope="session")
def on_test(network: Network, mnist: Datasets) -> Predictions:
    return predict(network, mnist.test.X, mnist.test.y)


@pytest.fixture(scope="session")
def guessing() -> Predictions:
    """Random logits, in which the digit 3 is neither a label nor an answer, and 5 is never answered."""
    rng = np.random.default_rng(0)
    Z = rng.normal(0, 2, (500, 10))
    Z[:, [3, 5]] = -20
    y = rng.permutation(np.delete(np.arange(10), 3).repeat(56)[:500])
    return Predictions.of(Z, y)


@pytest.fixture(params=["on_test", "guessing"])
def predictions(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)
