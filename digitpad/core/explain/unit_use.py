"""What hidden units are used for: how often they fire, how long their weights are, which digit they vote for."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from digitpad.core.network import Floats, Labels, Network

Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
SortKey = Literal["norm", "use", "vote", "number"]
SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)

# A unit that fires for a smaller share of the images hardly learns any more.
DYING = 0.01
# These give nothing, or next to nothing, below zero; the others answer on both sides.
_SILENT_BELOW_ZERO = ("relu", "leaky-relu", "gelu")
_AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class Units:
    """For each hidden unit: the norm of its incoming weights (H,), the digit (H,) whose logit it raises most, by how
    much (H,), and the share of images it fires for (H,), if that is known."""

    norms: Floats
    votes: Labels
    strengths: Floats
    use: Floats | None = None

    @classmethod
    def of(cls, network: Network, use: Floats | None = None) -> "Units":
        norms = np.sqrt(np.einsum("ph,ph->h", network.W1, network.W1))
        return cls(norms, network.W2.argmax(axis=1), network.W2.max(axis=1), use)

    def order(self, key: SortKey) -> Indices:
        """The units by decreasing norm or use, by digit and then decreasing strength of the vote, or by number."""
        keys: dict[SortKey, Callable[[], tuple[Floats | Labels, ...]]] = {
            "norm": lambda: (-self.norms,),
            "use": lambda: (-self.norms if self.use is None else -self.use,),
            "vote": lambda: (-self.strengths, self.votes),
            "number": lambda: (np.arange(len(self.norms)),),
        }
        return np.lexsort(keys[key]())


def measuring_use(network: Network, X: Floats) -> Generator[float, None, Floats]:
    """The share (H,) of the images X (n, 784) for which each hidden unit fires: its weighted sum A1 is above zero.

    As work for the background: yields how much is done.
    """
    fired = np.zeros(network.hidden_units, np.int64)
    for start in range(0, len(X), _AT_ONCE):
        yield start / len(X)
        A1 = network.forward(X[start : start + _AT_ONCE].astype(network.dtype, copy=False)).A1
        fired += np.count_nonzero(A1 > 0, axis=0)
    share: Floats = fired / len(X)
    return share


def dead_and_dying(network: Network, use: Floats) -> tuple[Mask, Mask]:
    """Which units (H,) fire for no image, and which for a share below DYING.

    There are none where the activation has no silent side.
    """
    if network.activation not in _SILENT_BELOW_ZERO:
        none = np.zeros(len(use), np.bool_)
        return none, none
    return use == 0, (use > 0) & (use < DYING)
