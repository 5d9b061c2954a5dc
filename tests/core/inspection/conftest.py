"""A network that has learned something."""

import numpy as np
import pytest

from digitpad.core.network import Network


@pytest.fixture(scope="session")
def trained(network: Network) -> Network:
    """The bundled network, in float64."""
    return network.astype(np.float64)
