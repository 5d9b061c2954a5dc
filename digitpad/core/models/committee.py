"""Several networks as one."""

from collections.abc import Sequence

import numpy as np

from digitpad.core.errors import ModelError
from digitpad.core.network import Network
from digitpad.core.training.settings import LIMITS


def committee(networks: Sequence[Network]) -> Network:
    """The network whose logits are the means of those of the networks: it has the hidden units of all of them.

    Networks trained from other initial weights err in other places, so their mean errs less often than any of them
    (Hansen and Salamon 1990, "Neural network ensembles"). Raises ModelError when they cannot be joined.
    """
    if len(networks) < 2:
        raise ModelError("A committee needs two models or more.")
    if len({(network.activation, network.dtype) for network in networks}) > 1:
        raise ModelError("The models have different activations or precisions; train them with the same.")
    units, most = sum(network.hidden_units for network in networks), int(LIMITS["hidden_units"].high)
    if units > most:
        raise ModelError(f"The models have {units:,} hidden units together, and {most:,} are the most there can be.")
    members = networks[0].dtype.type(len(networks))
    return Network(
        W1=np.concatenate([network.W1 for network in networks], axis=1),
        b1=np.concatenate([network.b1 for network in networks]),
        W2=np.concatenate([network.W2 for network in networks]) / members,
        b2=np.mean([network.b2 for network in networks], axis=0, dtype=networks[0].dtype),
        activation=networks[0].activation,
    )
