"""The threads of matrix products change no byte of what is learned."""

import os
from collections.abc import Callable, Iterator

import pytest
from threadpoolctl import threadpool_info

from digitpad.core.blas import limit_blas_threads
from digitpad.core.dataset import Datasets
from digitpad.core.training.events import EpochDone
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer

SETTINGS = TrainingSettings(hidden_units=256, batch_size=50, epochs=2, keep="best", schedule="plateau")


@pytest.fixture
def two_threads() -> Iterator[None]:
    limit_blas_threads(2)
    yield
    limit_blas_threads(1)


def learned(datasets: Datasets, compiled: bool) -> list[bytes]:
    trainer = Trainer(datasets.training, datasets.validation, SETTINGS, compiled=compiled)
    costs = [event.validation_cost for event in trainer.run() if isinstance(event, EpochDone)]
    return [repr(costs).encode(), *(array.tobytes() for _, array in trainer.network().parameters())]


@pytest.mark.parametrize("ink", [0.3, 1.0])
@pytest.mark.parametrize("compiled", [False, True])
def test_one_or_two_give_the_same_bytes(
    small_datasets: Callable[..., Datasets], request: pytest.FixtureRequest, compiled: bool, ink: float
) -> None:
    datasets = small_datasets(400, ink=ink)
    one = learned(datasets, compiled)
    request.getfixturevalue("two_threads")
    assert learned(datasets, compiled) == one
    threads = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    assert 2 in threads or os.cpu_count() == 1  # the limit is as it was
