"""What learning steps report."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt


class Health(NamedTuple):
    """How a step went: the gradient's norm in each layer, and how large the update was relative to the weights.

    An update of about a thousandth of the weights is usual; far more diverges, far less hardly learns.
    """

    hidden_gradient: float
    output_gradient: float
    hidden_update: float
    output_update: float


@dataclass(frozen=True, eq=False)
class Learned:
    """Results of k steps in a row: cost summed over each batch (k,), hits (k,), images (k,); and Health where measured.

    The cost is the plain cross-entropy just before the step, without weight decay, label smoothing or class weights;
    that of the last step is not finite when the training diverged.
    """

    costs: npt.NDArray[np.float64]
    hits: npt.NDArray[np.integer[Any]]
    images: npt.NDArray[np.integer[Any]]
    health: tuple[tuple[int, Health], ...]
