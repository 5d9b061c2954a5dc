"""Which steps are to be taken next."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.counter_random import Keys, derived, key_of
from digitpad.core.engine.recipe import HEALTH_EVERY
from digitpad.core.network import Floats

_INPUTS, _HIDDEN = 1, 2  # what random numbers of a step are for


@dataclass(frozen=True, eq=False)
class Steps:
    """k steps in a row: the images `rows` in batches of `size`, the last of which may be smaller.

    `first` counts the steps from 0 since the training began; with the seed it decides what dropout leaves out.
    `class_weights` (10,) are factors on the cost of each digit. One step in `measured_every` has its health measured.
    """

    rows: npt.NDArray[np.integer[Any]]
    size: int
    learning_rates: npt.NDArray[np.float64]
    class_weights: Floats
    first: int
    seed: int
    measured_every: int = HEALTH_EVERY

    def __len__(self) -> int:
        return len(self.learning_rates)

    def batch(self, number: int) -> npt.NDArray[np.integer[Any]]:
        """The images of a step."""
        return self.rows[number * self.size : (number + 1) * self.size]

    def measured(self, number: int) -> bool:
        """Whether the health of a step is measured."""
        return (self.first + number) % self.measured_every == 0

    @property
    def input_keys(self) -> Keys:
        """The key of each step for dropout of inputs."""
        return self._keys(_INPUTS)

    @property
    def hidden_keys(self) -> Keys:
        """The key of each step for dropout of hidden units."""
        return self._keys(_HIDDEN)

    def _keys(self, purpose: int) -> Keys:
        return derived(key_of(self.seed, purpose), np.arange(self.first, self.first + len(self)))
