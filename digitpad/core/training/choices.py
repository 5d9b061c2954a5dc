"""What can be chosen for a training: the values, what they are called and what there is to know about them."""

from typing import Literal

from digitpad.core.network import Initialisation
from digitpad.core.setting import NOOP, Choice

Precision = Literal["float32", "float64"]
Keep = Literal["last", "best"]
ClassWeights = Literal["equal", "balanced"]
Biases = Literal["learned", "none"]
Cost = Literal["cross-entropy", "quadratic"]
FirstWeights = Literal[Initialisation, "lecun", "outputs", "normal", "normal-biases", "small"]
FittedDetector = Literal["fitted", "none"]
Order = Literal["shuffled", "fixed", "with-replacement"]

OPTIMISERS = (
    Choice("sgd", NOOP("settings", "SGD"), NOOP("settings", "Plain gradient descent, batch by batch")),
    Choice(
        "momentum",
        NOOP("settings", "momentum"),
        NOOP("settings", "Each step carries on in the direction of earlier ones"),
    ),
    Choice(
        "nesterov",
        NOOP("settings", "Nesterov"),
        NOOP("settings", "Momentum that looks ahead to where it is going to be"),
    ),
    Choice(
        "rmsprop",
        NOOP("settings", "RMSprop"),
        NOOP("settings", "Each weight's steps are divided by the usual size of its gradient"),
    ),
    Choice("adam", NOOP("settings", "Adam"), NOOP("settings", "RMSprop with momentum, corrected at the beginning")),
    Choice(
        "adamw", NOOP("settings", "AdamW"), NOOP("settings", "Adam whose weight decay acts on the weights themselves")
    ),
)
SCHEDULES = (
    Choice("constant", NOOP("settings", "constant"), NOOP("settings", "The rate stays as it is set")),
    Choice(
        "step",
        NOOP("settings", "in steps"),
        NOOP("settings", "A tenth after half of the run, a hundredth after three quarters"),
    ),
    Choice("cosine", NOOP("settings", "cosine"), NOOP("settings", "Falls gently to nothing by the end of the run")),
    Choice(
        "one-cycle",
        NOOP("settings", "one cycle"),
        NOOP("settings", "Rises for a third of the run, then falls to almost nothing"),
    ),
    Choice(
        "plateau",
        NOOP("settings", "reduce on plateau"),
        NOOP("settings", "Falls to 30 % whenever the validation cost has stopped falling for three epochs"),
    ),
)
ACTIVATIONS = (
    Choice("relu", NOOP("settings", "ReLU"), NOOP("settings", "max(0, a)")),
    Choice("leaky-relu", NOOP("settings", "leaky ReLU"), NOOP("settings", "As ReLU, with a slight slope below zero")),
    Choice("tanh", NOOP("settings", "tanh"), NOOP("settings", "From −1 to 1, in an S")),
    Choice("sigmoid", NOOP("settings", "sigmoid"), NOOP("settings", "From 0 to 1, in an S")),
    Choice("gelu", NOOP("settings", "GELU"), NOOP("settings", "A smooth ReLU")),
)
INITIALISATIONS = (
    Choice(
        "hand-in",
        NOOP("settings", "as in the hand-in"),
        NOOP("settings", "The course's own: Glorot, with twice the variance at the output"),
    ),
    Choice("he", NOOP("settings", "He"), NOOP("settings", "Variance 2 / inputs, made for ReLU")),
    Choice("glorot", NOOP("settings", "Glorot"), NOOP("settings", "Variance 2 / (inputs + outputs)")),
    Choice("lecun", NOOP("settings", "LeCun"), NOOP("settings", "Variance 1 / inputs")),
    Choice("outputs", NOOP("settings", "by outputs"), NOOP("settings", "Variance 1 / outputs")),
    Choice("normal", NOOP("settings", "standard normal"), NOOP("settings", "Variance 1, whatever the layer's size")),
    Choice(
        "normal-biases",
        NOOP("settings", "normal, biases too"),
        NOOP("settings", "Variance 1, and biases that begin so instead of at 0"),
    ),
    Choice("small", NOOP("settings", "small"), NOOP("settings", "Standard deviation 0.01")),
)
INPUTS = (
    Choice("pixels", NOOP("settings", "pixels as they are"), NOOP("settings", "Pixels from −1 to 1, as in the course")),
    Choice(
        "ink",
        NOOP("settings", "counted from paper"),
        NOOP("settings", "Blank paper counts as 0, which makes learning several times faster"),
    ),
    Choice("zero-to-one", NOOP("settings", "0 to 1"), NOOP("settings", "Blank paper is 0, full ink 1")),
    Choice(
        "standardised",
        NOOP("settings", "standardised"),
        NOOP("settings", "Minus the mean of the training images' pixels, divided by their standard deviation"),
    ),
)
BIASES = (
    Choice("learned", NOOP("settings", "learned"), NOOP("settings", "They begin at 0 and learn as the weights do")),
    Choice("none", NOOP("settings", "none"), NOOP("settings", "They stay 0: weights alone")),
)
ORDERS = (
    Choice("shuffled", NOOP("settings", "shuffled"), NOOP("settings", "Another random order in each epoch")),
    Choice("fixed", NOOP("settings", "as in the data"), NOOP("settings", "The same in each epoch, not shuffled")),
    Choice(
        "with-replacement",
        NOOP("settings", "with replacement"),
        NOOP("settings", "Each image of each batch is drawn from all of them"),
    ),
)
COSTS = (
    Choice("cross-entropy", NOOP("settings", "cross-entropy"), NOOP("settings", "That of softmax outputs")),
    Choice(
        "quadratic",
        NOOP("settings", "quadratic"),
        NOOP("settings", "Half the squared distance of sigmoid outputs from the label"),
    ),
)
REDUCTIONS = (
    Choice("sum", NOOP("settings", "sum"), NOOP("settings", "The costs of a batch's images are summed")),
    Choice("mean", NOOP("settings", "mean"), NOOP("settings", "The mean of the costs of a batch's images")),
)
CLASS_WEIGHTS = (
    Choice(
        "equal",
        NOOP("settings", "as they occur"),
        NOOP("settings", "Every image counts the same, so frequent digits count more"),
    ),
    Choice(
        "balanced",
        NOOP("settings", "all digits alike"),
        NOOP("settings", "Images of rare digits count more, so that every digit has the same weight"),
    ),
)
KEEPS = (
    Choice("last", NOOP("settings", "last network"), NOOP("settings", "The network as it is at the end of the run")),
    Choice(
        "best",
        NOOP("settings", "best on validation"),
        NOOP("settings", "The network of the epoch with the best validation accuracy"),
    ),
)
DETECTORS = (
    Choice("fitted", NOOP("settings", "fitted"), NOOP("settings", "After the last epoch, on made-up drawings")),
    Choice("none", NOOP("settings", "none"), NOOP("settings", "The model takes whatever is drawn for a digit")),
)
PRECISIONS = (
    Choice("float32", NOOP("settings", "single"), NOOP("settings", "32 bits a number: fast")),
    Choice("float64", NOOP("settings", "double"), NOOP("settings", "64 bits a number: exact, and half as fast")),
)
