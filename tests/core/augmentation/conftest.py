"""The ways there are to vary images, and images to vary."""

from collections.abc import Callable
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digitpad.core.augmentation.augment import augmented_with_numpy
from digitpad.core.counter_random import derived, key_of
from digitpad.core.dataset import Datasets


@pytest.fixture(scope="session")
def reference() -> Any:
    """The module reference.py, which lies beside the tests."""
    spec = spec_from_file_location("augmentation_reference", Path(__file__).with_name("reference.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["NumPy", "kernel"])
def augment(request: pytest.FixtureRequest) -> Callable[..., np.ndarray]:
    """Each of the fast ways."""
    if request.param == "NumPy":
        return augmented_with_numpy
    if find_spec("numba") is None:
        pytest.skip("Numba is not installed")
    from digitpad.core.augmentation.augment_kernel import augmented_with_kernel

    return augmented_with_kernel


@pytest.fixture(scope="session")
def digits(mnist: Datasets) -> np.ndarray:
    return mnist.training.X[:1000]


@pytest.fixture(scope="session")
def keys() -> Callable[..., np.ndarray]:
    """Keys for n images."""

    def make(n: int, seed: int = 0) -> Any:
        return derived(key_of(seed), np.arange(n))

    return make
