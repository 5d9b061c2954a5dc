"""One image at a time, by its ink alone: what the network itself says."""

from collections.abc import Callable

import numpy as np
import pytest

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.engine.single_image import SingleImageNetwork
from digitpad.core.network import Floats, Network
from tests.networks import assert_same


def digits(rng: np.random.Generator, dtype: str) -> Floats:
    """One image that is blank, one that is full, and some with ink here and there."""
    X = np.where(rng.random((6, 784)) < 0.2, rng.uniform(-1, 1, (6, 784)), -1)
    X[0], X[1] = -1, rng.uniform(-1, 1, 784)
    return X.astype(dtype)


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
@pytest.mark.parametrize(("dtype", "near"), [("float32", 2e-5), ("float64", 1e-12)])
def test_each_image_is_read_as_it_is_among_others(
    need_kernels: Callable[[str], None], activation: ActivationName, dtype: str, near: float
) -> None:
    need_kernels(dtype)
    rng = np.random.default_rng(0)
    network, X = Network.initial(100, rng, dtype, activation), digits(rng, dtype)
    before = X.copy(), network.copy()
    together, reader = network.forward(X), SingleImageNetwork(network)
    for number in range(len(X)):
        alone = reader.forward(X[number : number + 1])
        for one, all_of_them in zip(alone, together, strict=True):
            assert one.shape == (1, *all_of_them.shape[1:])
            assert one.dtype == dtype
            np.testing.assert_allclose(one[0], all_of_them[number], atol=near)
    np.testing.assert_array_equal(X, before[0])
    assert_same(network, before[1])


def test_weights_may_lie_in_memory_in_any_way(need_kernels: Callable[[str], None]) -> None:
    need_kernels("float32")
    rng = np.random.default_rng(1)
    network, X = Network.initial(7, rng), digits(rng, "float32")[2:3]
    expected = network.forward(X).Z
    columns_first = Network(np.asfortranarray(network.W1), network.b1, network.W2, network.b2)
    columns_first.W1.flags.writeable = False
    np.testing.assert_allclose(SingleImageNetwork(columns_first).forward(X).Z, expected, atol=1e-5)
