"""The settings of a network and of its steps, each declared once with all that is known of it."""

from dataclasses import dataclass

from digitpad.core.activations import ActivationName
from digitpad.core.engine.source import Inputs
from digitpad.core.engine.steps import OptimiserName
from digitpad.core.network import MAX_HIDDEN_UNITS, Initialisation, Reduction
from digitpad.core.setting import Limits
from digitpad.core.training import choices
from digitpad.core.training.choices import Biases, Cost, Order, Precision, detail, main_setting
from digitpad.core.training.schedules import Schedule

LEARNING_RATES = Limits(1e-8, 100.0, step=1e-6)
MAX_EPOCHS = 10_000
SEEDS = Limits(0, 2**31 - 1)


@dataclass(frozen=True)
class StepSettings:
    """What a network is like, and how it learns from a batch."""

    hidden_units: int = main_setting(
        256,
        "Hidden &units",
        "Size of the hidden layer. More units learn finer detail but train more slowly. With 0 there is no hidden "
        "layer: softmax regression, by NumPy alone.",
        Limits(0, MAX_HIDDEN_UNITS),
    )
    epochs: int = main_setting(
        15,
        "Ep&ochs",
        "Number of passes over the whole training set.",
        Limits(1, MAX_EPOCHS),
    )
    batch_size: int = main_setting(
        32,
        "&Batch size",
        "Number of images in each step. The gradient is taken over one batch.",
        Limits(1, 60_000),
    )
    learning_rate: float = main_setting(
        0.02,
        "&Learning rate",
        "Factor on the gradient in each step. Too small learns slowly, too large diverges.",
        LEARNING_RATES,
        changeable=True,
    )
    weight_decay: float = main_setting(
        5e-5,
        "&Weight decay",
        "L2 penalty: weight_decay * (sum(W1**2) + sum(W2**2)). It pulls the weights towards zero, which keeps the "
        "network from memorising its training images.",
        Limits(0.0, 10.0, step=1e-6),
        changeable=True,
    )
    seed: int = main_setting(
        0,
        "See&d",
        "Determines the first weights and the order of the images: the same seed, the same network.",
        SEEDS,
    )
    optimiser: OptimiserName = detail(
        "momentum",
        "Optimiser",
        "Update rule of a step: plain gradient descent (SGD), with momentum, or with a step size of its own for "
        "each weight (RMSprop, Adam, AdamW). The last three work best with learning rates around 0.001.",
        choices=choices.OPTIMISERS,
    )
    momentum: float = detail(
        0.9,
        "Momentum",
        "How much of the earlier gradients carries over; Adam’s beta1. Not used by SGD and RMSprop.",
        Limits(0.0, 0.9999),
        changeable=True,
    )
    beta2: float = detail(
        0.999,
        "Beta2",
        "How much of the earlier squared gradients carries over. Used by RMSprop, Adam and AdamW.",
        Limits(0.0, 0.999999),
    )
    schedule: Schedule = detail(
        "cosine",
        "Schedule",
        "How the learning rate changes over the run: not at all, down in two steps, down along a cosine, up and "
        "down in one cycle, or down whenever the validation cost stops falling.",
        choices=choices.SCHEDULES,
    )
    warm_up: float = detail(
        0.0,
        "Warm-up",
        "Fraction of the run over which the learning rate rises to its full value.",
        Limits(0.0, 0.5),
    )
    activation: ActivationName = detail(
        "relu",
        "Activation",
        "Activation function of the hidden units.",
        choices=choices.ACTIVATIONS,
    )
    inputs: Inputs = detail(
        "ink",
        "Inputs",
        "What the network takes for a pixel. Ink counted from the background learns several times faster than "
        "pixels from -1 to 1; the others are what many courses use. Drawings and exports need no change.",
        choices=choices.INPUTS,
    )
    biases: Biases = detail(
        "learned",
        "Biases",
        "Whether b1 and b2 are learned, or stay 0. A model that is trained further keeps those it has.",
        choices=choices.BIASES,
    )
    order: Order = detail(
        "shuffled",
        "Order",
        "In which order an epoch takes its images; with replacement, some come twice and some not at all.",
        choices=choices.ORDERS,
    )
    initialisation: Initialisation = detail(
        "hand-in",
        "Initialisation",
        "Size of the random initial weights: as in the course’s hand-in, after He, Glorot or LeCun, or another.",
        choices=choices.INITIALISATIONS,
    )
    cost: Cost = detail(
        "cross-entropy",
        "Cost",
        "Cross-entropy of softmax outputs, or the quadratic cost of sigmoid outputs, by NumPy alone. Such a model "
        "is read as any other: its largest output is the same, the bars are the softmax of the same sums.",
        choices=choices.COSTS,
    )
    reduction: Reduction = detail(
        "mean",
        "&Reduction",
        "Whether a batch’s cost is a sum or a mean. Sums need smaller learning rates, by the batch size.",
        choices=choices.REDUCTIONS,
    )
    clip: float = detail(
        0.0,
        "Clipping",
        "Largest norm of a batch’s gradient (0: any). A larger gradient is scaled down to it.",
        Limits(0.0, 1e6, step=0.1),
        changeable=True,
    )
    precision: Precision = detail(
        "float32",
        "Precision",
        "Floating-point numbers to train with. 64-bit numbers are more exact, but half as fast.",
        choices=choices.PRECISIONS,
    )
