"""Where a run stands between two steps: all that is needed to go on as if nothing had happened."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from digitpad.core.engine.state import LearningState
from digitpad.core.network import Network
from digitpad.core.training.history import History


@dataclass(frozen=True, eq=False)
class Best:
    """The best validation result of a run so far, and the network that had it."""

    epoch: int
    accuracy: float
    cost: float
    network: Network


@dataclass(eq=False)
class RunState:
    """The learning state, and the place in the run.

    `epoch` counts the complete epochs behind the network, `first_epoch` those it had before this run. `costs` and
    `hits` are of the steps of the epoch at hand. `rate_factor`, by which the learning rate is multiplied, falls on
    plateaus of the validation cost. Random numbers follow from the seed, the epoch and the step: there is no generator
    to remember.
    """

    learning: LearningState
    first_epoch: int
    epoch: int
    compiled: bool
    costs: npt.NDArray[np.float64]
    hits: npt.NDArray[np.int64]
    steps_in_epoch: int = 0
    seconds: float = 0.0
    rate_factor: float = 1.0
    lowest_cost: float = float("inf")
    epochs_on_plateau: int = 0
    best: Best | None = None
    stopped_early: bool = False
    history: History = field(default_factory=History)

    @classmethod
    def beginning(cls, network: Network, epochs_before: int, steps_per_epoch: int, compiled: bool) -> "RunState":
        costs, hits = np.zeros(steps_per_epoch), np.zeros(steps_per_epoch, np.int64)
        return cls(LearningState.beginning(network), epochs_before, epochs_before, compiled, costs, hits)

    def copy(self) -> "RunState":
        return replace(
            self,
            learning=self.learning.copy(),
            costs=self.costs.copy(),
            hits=self.hits.copy(),
            history=self.history.copy(),
        )
