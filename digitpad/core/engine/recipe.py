"""What decides a learning step, as plain numbers that NumPy code and kernels read alike."""

from typing import Literal, NamedTuple, get_args

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.network import Reduction

OptimiserName = Literal["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]

OPTIMISERS = get_args(OptimiserName)
SGD, MOMENTUM, NESTEROV, RMSPROP, ADAM, ADAMW = range(len(OPTIMISERS))
RELU, LEAKY_RELU, TANH, SIGMOID, GELU = range(len(ACTIVATIONS))
EPSILON = 1e-8  # keeps RMSprop's and Adam's division finite
# Every so many steps, and at least once an epoch, the gradient's and the update's size are measured: it takes the time
# of two steps.
HEALTH_EVERY = 100


class Recipe(NamedTuple):
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
    ) -> "Recipe":
        """The recipe with optimiser, activation and reduction by name."""
        kind = tuple(ACTIVATIONS).index(activation)
        # A kernel would be compiled once more for a 0 that is not 0.0.
        reals = {name: float(number) for name, number in numbers.items()}
        return cls(OPTIMISERS.index(optimiser), kind, reduction == "mean", **reals)


class Rates(NamedTuple):
    """Factors of one step that follow from its number and the learning rate.

    `first` and `second` make up for Adam's averages beginning at zero (Kingma and Ba 2015); `averaging` is the weight
    of the newest weights in their moving average, larger at the beginning so that the start is soon forgotten.
    """

    learning_rate: float
    first: float
    second: float
    averaging: float


def rates_of(recipe: Recipe, learning_rate: float, step: int) -> Rates:
    """The factors of a step, the first of which is number 1."""
    first = 1 - recipe.momentum**step
    second = 1 - recipe.beta2**step
    averaging = 1 - min(recipe.averaging, (1 + step) / (10 + step)) if recipe.averaging else 0.0
    return Rates(learning_rate, first, second, averaging)
