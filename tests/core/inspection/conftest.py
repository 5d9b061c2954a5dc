"""Networks that have learned something, and images they know."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.dataset import Datasets
from digitpad.core.models.arrays import read_model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.tasks import Task


@pytest.fixture(scope="session")
def mnist() -> Datasets:
    return open_datasets("mnist")


@pytest.fixture(scope="session")
def trained() -> Network:
    """The bundled network, in float64."""
    return read_model(paths.BUNDLED_MODEL).network.astype(np.float64)


@pytest.fixture(scope="session")
def result_of() -> Callable[..., tuple[Any, list[float]]]:
    """Does work for the background; gives what it returns and the progress it yielded."""

    def do(work: Task[Any]) -> tuple[Any, list[float]]:
        progress = []
        while True:
            try:
                progress.append(next(work).done)
            except StopIteration as end:
                return end.value, progress

    return do
