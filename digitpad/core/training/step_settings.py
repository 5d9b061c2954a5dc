"""The settings of a network and of its steps, each declared once with all that is known of it."""

from dataclasses import dataclass

from digitpad.core.activations import ActivationName
from digitpad.core.engine.inputs import Inputs
from digitpad.core.engine.steps import OptimiserName
from digitpad.core.network import MAX_HIDDEN_UNITS, Reduction
from digitpad.core.setting import Limits, setting
from digitpad.core.training import choices
from digitpad.core.training.choices import Biases, Cost, FirstWeights, Order, Precision
from digitpad.core.training.schedules import Schedule

LEARNING_RATES = Limits(1e-8, 100.0, step=1e-6)
MAX_EPOCHS = 10_000
SEEDS = Limits(0, 2**31 - 1)

# The pages of the form and the sections of the help; what is on the first is always shown.
MAIN = "Main settings"
NETWORK_AND_STEPS = "Network and steps"


@dataclass(frozen=True)
class StepSettings:
    """What a network is like, and how it learns from a batch."""

    hidden_units: int = setting(
        256,
        "Hidden &units",
        "Size of the hidden layer. More units learn finer detail but train more slowly. With 0 there is no hidden "
        "layer: softmax regression, by NumPy alone.",
        Limits(0, MAX_HIDDEN_UNITS),
        group=MAIN,
    )
    epochs: int = setting(
        15,
        "Ep&ochs",
        "Number of passes over the whole training set.",
        Limits(1, MAX_EPOCHS),
        group=MAIN,
    )
    batch_size: int = setting(
        32,
        "&Batch size",
        "Number of images in each step. The gradient is taken over one batch.",
        Limits(1, 60_000),
        group=MAIN,
    )
    learning_rate: float = setting(
        0.02,
        "&Learning rate",
        "Factor on the gradient in each step. Too small learns slowly, too large diverges.",
        LEARNING_RATES,
        group=MAIN,
        changeable=True,
    )
    weight_decay: float = setting(
        5e-5,
        "&Weight decay",
        "L2 penalty: weight_decay * (sum(W1**2) + sum(W2**2)). It pulls the weights towards zero, which keeps the "
        "network from memorising its training images.",
        Limits(0.0, 10.0, step=1e-6),
        group=MAIN,
        changeable=True,
    )
    seed: int = setting(
        0,
        "See&d",
        "Determines the first weights and the order of the images: the same seed, the same network.",
        SEEDS,
        group=MAIN,
    )
    optimiser: OptimiserName = setting(
        "momentum",
        "Optimiser",
        "Update rule of a step: plain gradient descent (SGD), with momentum, or with a step size of its own for "
        "each weight (RMSprop, Adam, AdamW). The last three work best with learning rates around 0.001.",
        group=NETWORK_AND_STEPS,
        choices=choices.OPTIMISERS,
    )
    momentum: float = setting(
        0.9,
        "Momentum",
        "How much of the earlier gradients carries over; Adam’s beta1. Not used by SGD and RMSprop.",
        Limits(0.0, 0.9999),
        group=NETWORK_AND_STEPS,
        changeable=True,
    )
    beta2: float = setting(
        0.999,
        "Beta2",
        "How much of the earlier squared gradients carries over. Used by RMSprop, Adam and AdamW.",
        Limits(0.0, 0.999999),
        group=NETWORK_AND_STEPS,
    )
    schedule: Schedule = setting(
        "cosine",
        "Schedule",
        "How the learning rate changes over the run: not at all, down in two steps, down along a cosine, up and "
        "down in one cycle, or down whenever the validation cost stops falling.",
        group=NETWORK_AND_STEPS,
        choices=choices.SCHEDULES,
    )
    warm_up: float = setting(
        0.0,
        "Warm-up",
        "Fraction of the run over which the learning rate rises to its full value.",
        Limits(0.0, 0.5),
        group=NETWORK_AND_STEPS,
    )
    activation: ActivationName = setting(
        "relu",
        "Activation",
        "Activation function of the hidden units.",
        group=NETWORK_AND_STEPS,
        choices=choices.ACTIVATIONS,
    )
    inputs: Inputs = setting(
        "ink",
        "Inputs",
        "What the network takes for a pixel. Ink counted from the background learns several times faster than "
        "pixels from -1 to 1; the others are what many courses use. Drawings and exports need no change.",
        group=NETWORK_AND_STEPS,
        choices=choices.INPUTS,
    )
    biases: Biases = setting(
        "learned",
        "Biases",
        "Whether b1 and b2 are learned, or stay 0. A model that is trained further keeps those it has.",
        group=NETWORK_AND_STEPS,
        choices=choices.BIASES,
    )
    order: Order = setting(
        "shuffled",
        "Order",
        "In which order an epoch takes its images; with replacement, some come twice and some not at all.",
        group=NETWORK_AND_STEPS,
        choices=choices.ORDERS,
    )
    initialisation: FirstWeights = setting(
        "hand-in",
        "Initialisation",
        "Size of the random initial weights: as in the course’s hand-in, after He, Glorot or LeCun, or another.",
        group=NETWORK_AND_STEPS,
        choices=choices.INITIALISATIONS,
    )
    cost: Cost = setting(
        "cross-entropy",
        "Cost",
        "Cross-entropy of softmax outputs, or the quadratic cost of sigmoid outputs, by NumPy alone. Such a model "
        "is read as any other: its largest output is the same, the bars are the softmax of the same sums.",
        group=NETWORK_AND_STEPS,
        choices=choices.COSTS,
    )
    reduction: Reduction = setting(
        "mean",
        "&Reduction",
        "Whether a batch’s cost is a sum or a mean. Sums need smaller learning rates, by the batch size.",
        group=NETWORK_AND_STEPS,
        choices=choices.REDUCTIONS,
    )
    clip: float = setting(
        0.0,
        "Clipping",
        "Largest norm of a batch’s gradient (0: any). A larger gradient is scaled down to it.",
        Limits(0.0, 1e6, step=0.1),
        group=NETWORK_AND_STEPS,
        changeable=True,
    )
    precision: Precision = setting(
        "float32",
        "Precision",
        "Floating-point numbers to train with. 64-bit numbers are more exact, but half as fast.",
        group=NETWORK_AND_STEPS,
        choices=choices.PRECISIONS,
    )
