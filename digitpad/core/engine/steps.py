"""The words of a learning step: what decides it, as plain numbers that NumPy code and kernels read alike, what it
changes, and what it tells.
"""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.counter_random import Keys, derived, key_of
from digitpad.core.network import Floats, Network, Reduction

OptimiserName = Literal["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]

OPTIMISERS = get_args(OptimiserName)
SGD, MOMENTUM, NESTEROV, RMSPROP, ADAM, ADAMW = range(len(OPTIMISERS))
RELU, LEAKY_RELU, TANH, SIGMOID, GELU = range(len(ACTIVATIONS))
SCALE, SHIFT, SUMS = range(3)  # of what is lazy in a LearningState
EPSILON = 1e-8  # keeps RMSprop's and Adam's division finite
# Every so many steps, and at least once an epoch, the gradient's and the update's size are measured: it takes the time
# of two steps.
MEASURED_EVERY = 100
_INPUTS, _HIDDEN = 1, 2  # what random numbers of a step are for


class NetworkForm(NamedTuple):
    """Whether biases learn (or stay as they are), whether there is a hidden layer, and by which cost it learns.

    The quadratic cost is that of sigmoid outputs (Nielsen 2015), the usual one cross-entropy of softmax outputs.
    Without a hidden layer the network is a softmax regression: see regression.py.
    """

    biases: bool = True
    hidden_layer: bool = True
    quadratic: bool = False


USUAL = NetworkForm()


class StepConfig(NamedTuple):
    """How a batch's gradient is made and used. `clip` 0 means no clipping, `averaging` 0 no average of the weights.

    `momentum` is Adam's first beta too, and `beta2` that of the squares in Adam and RMSprop.
    """

    optimiser: int = SGD
    activation: int = RELU
    mean: bool = False
    weight_decay: float = 0.0
    momentum: float = 0.9
    beta2: float = 0.999
    dropout_inputs: float = 0.0
    dropout_hidden: float = 0.0
    label_smoothing: float = 0.0
    clip: float = 0.0
    averaging: float = 0.0

    @classmethod
    def of(
        cls, optimiser: OptimiserName, activation: ActivationName, reduction: Reduction, **numbers: float
    ) -> "StepConfig":
        """The config with optimiser, activation and reduction by name."""
        # A kernel would be compiled once more for a 0 that is not 0.0.
        reals = {name: float(number) for name, number in numbers.items()}
        return cls(OPTIMISERS.index(optimiser), tuple(ACTIVATIONS).index(activation), reduction == "mean", **reals)


class Rates(NamedTuple):
    """Factors of one step that follow from its number and the learning rate.

    `first` and `second` make up for Adam's averages beginning at zero (Kingma and Ba 2015); `averaging` is the weight
    of the newest weights in their moving average, larger at the beginning so that the start is soon forgotten.
    """

    learning_rate: float
    first: float
    second: float
    averaging: float


def rates_of(config: StepConfig, learning_rate: float, step: int) -> Rates:
    """The factors of a step, the first of which is number 1."""
    first = 1 - config.momentum**step
    second = 1 - config.beta2**step
    averaging = 1 - min(config.averaging, (1 + step) / (10 + step)) if config.averaging else 0.0
    return Rates(learning_rate, first, second, averaging)


@dataclass(eq=False)
class LearningState:
    """The network that learns after `step` steps, the averages `m` and `v` that the optimiser keeps of gradients and of
    their squares, and the moving average of the weights: each of the network's shape.

    While `lazy` (3, H) is not 0, the weights are lazy[SCALE] * (W1 + lazy[SHIFT]) instead of W1, and lazy[SUMS] are the
    sums of W1's columns: see lazy_rows_kernel.py.
    """

    network: Network
    m: Network
    v: Network
    average: Network
    lazy: Floats
    step: int = 0

    @classmethod
    def beginning(cls, network: Network) -> "LearningState":
        """The state before the first step from `network`, which is copied."""
        m, v = network.map_parameters(np.zeros_like), network.map_parameters(np.zeros_like)
        return cls(network.copy(), m, v, network.copy(), np.zeros((3, network.hidden_units), network.dtype))

    def copy(self) -> "LearningState":
        network, m, v, average = (part.copy() for part in self.parts())
        return LearningState(network, m, v, average, self.lazy.copy(), self.step)

    def materialised(self) -> "LearningState":
        """A copy with the weights in W1, and nothing lazy."""
        state = self.copy()
        materialise(state.network.W1, state.lazy)
        state.lazy[:] = 0
        return state

    def parts(self) -> tuple[Network, Network, Network, Network]:
        return self.network, self.m, self.v, self.average


def materialise(W1: Floats, lazy: Floats) -> None:
    """Make W1 (784, H) the weights that it stands for with what is lazy."""
    if lazy[SCALE, 0] > 0:
        W1 += lazy[SHIFT]
        W1 *= lazy[SCALE]


@dataclass(frozen=True, eq=False)
class BatchPlan:
    """k steps in a row in an epoch: its images `rows` in batches of `size`, the last of which may be smaller.

    `first` counts the steps from 0 since the training began; with the seed it decides what dropout leaves out. One step
    in `measured_every` has its gradient measured.
    """

    rows: npt.NDArray[np.integer[Any]]
    size: int
    learning_rates: npt.NDArray[np.float64]
    first: int = 0
    epoch: int = 0
    measured_every: int = MEASURED_EVERY

    def __len__(self) -> int:
        return len(self.learning_rates)

    def batch(self, number: int) -> npt.NDArray[np.integer[Any]]:
        """The images of a step."""
        return self.rows[number * self.size : (number + 1) * self.size]

    def measured(self, number: int) -> bool:
        """Whether the gradient of a step is measured."""
        return (self.first + number) % self.measured_every == 0

    def dropout_keys(self, seed: int) -> Keys:
        """The keys (k, 2) of each step for dropout of inputs and of hidden units."""
        steps = np.arange(self.first, self.first + len(self))
        return np.stack([derived(key_of(seed, purpose), steps) for purpose in (_INPUTS, _HIDDEN)], axis=1)


class GradientStats(NamedTuple):
    """How a step went: the gradient's norm in each layer, and how large the update was relative to the weights.

    An update of about a thousandth of the weights is usual; far more diverges, far less hardly learns.
    """

    hidden_gradient: float
    output_gradient: float
    hidden_update: float
    output_update: float


@dataclass(frozen=True, eq=False)
class StepMetrics:
    """Results of k steps in a row: cost summed over each batch (k,), hits (k,) and images (k,).

    `gradient_stats` has the numbers, from 0, of the steps that were measured, and how they went.
    The cost is the plain cross-entropy just before the step, without weight decay, label smoothing or class weights;
    that of the last step is not finite when the training diverged.
    """

    costs: npt.NDArray[np.float64]
    hits: npt.NDArray[np.integer[Any]]
    images: npt.NDArray[np.integer[Any]]
    gradient_stats: tuple[tuple[int, GradientStats], ...]
