"""What can be chosen for a training: the values, what they are called and what there is to know about them."""

from functools import partial
from typing import Literal

from digitpad.core.setting import Choice, setting

# The pages of the form and the sections of the help; what is on the first is always shown.
MAIN = "Main settings"
main_setting = partial(setting, group=MAIN)
detail = partial(setting, group="Network and steps")
regularisation = partial(setting, group="Regularisation")

Precision = Literal["float32", "float64"]
Keep = Literal["last", "best"]
ClassWeights = Literal["equal", "balanced"]
Biases = Literal["learned", "none"]
Cost = Literal["cross-entropy", "quadratic"]
FittedDetector = Literal["fitted", "none"]
Order = Literal["shuffled", "fixed", "with-replacement"]

OPTIMISERS = (
    Choice("sgd", "SGD", "Plain gradient descent, batch by batch"),
    Choice("momentum", "momentum", "Each step carries on in the direction of earlier ones"),
    Choice("nesterov", "Nesterov", "Momentum that looks ahead to where it is going to be"),
    Choice("rmsprop", "RMSprop", "Each weight’s steps are divided by the usual size of its gradient"),
    Choice("adam", "Adam", "RMSprop with momentum, corrected at the beginning"),
    Choice("adamw", "AdamW", "Adam whose weight decay acts on the weights themselves"),
)
SCHEDULES = (
    Choice("constant", "constant", "The rate stays as it is set"),
    Choice("step", "in steps", "A tenth after half of the run, a hundredth after three quarters"),
    Choice("cosine", "cosine", "Falls gently to nothing by the end of the run"),
    Choice("one-cycle", "one cycle", "Rises for a third of the run, then falls to almost nothing"),
    Choice(
        "plateau",
        "reduce on plateau",
        "Falls to 30 % whenever the validation cost has stopped falling for three epochs",
    ),
)
ACTIVATIONS = (
    Choice("relu", "ReLU", "max(0, a)"),
    Choice("leaky-relu", "leaky ReLU", "As ReLU, with a slight slope below zero"),
    Choice("tanh", "tanh", "From −1 to 1, in an S"),
    Choice("sigmoid", "sigmoid", "From 0 to 1, in an S"),
    Choice("gelu", "GELU", "A smooth ReLU"),
)
INITIALISATIONS = (
    Choice("hand-in", "as in the hand-in", "The course’s own: Glorot, with twice the variance at the output"),
    Choice("he", "He", "Variance 2 / inputs, made for ReLU"),
    Choice("glorot", "Glorot", "Variance 2 / (inputs + outputs)"),
    Choice("lecun", "LeCun", "Variance 1 / inputs"),
    Choice("outputs", "by outputs", "Variance 1 / outputs"),
    Choice("normal", "standard normal", "Variance 1, whatever the layer’s size"),
    Choice("normal-biases", "normal, biases too", "Variance 1, and biases that begin so instead of at 0"),
    Choice("small", "small", "Standard deviation 0.01"),
)
INPUTS = (
    Choice("pixels", "pixels as they are", "Pixels from −1 to 1, as in the course"),
    Choice("ink", "from blank paper", "Blank paper counts as 0, which makes learning several times faster"),
    Choice("zero-to-one", "0 to 1", "Blank paper is 0, full ink 1"),
    Choice(
        "standardised",
        "standardised",
        "Minus the mean of the training images’ pixels, divided by their standard deviation",
    ),
)
BIASES = (
    Choice("learned", "learned", "They begin at 0 and learn as the weights do"),
    Choice("none", "none", "They stay 0: weights alone"),
)
ORDERS = (
    Choice("shuffled", "shuffled", "Another random order in each epoch"),
    Choice("fixed", "as in the data", "The same in each epoch, not shuffled"),
    Choice("with-replacement", "with replacement", "Each image of each batch is drawn from all of them"),
)
COSTS = (
    Choice("cross-entropy", "cross-entropy", "That of softmax outputs"),
    Choice("quadratic", "quadratic", "Half the squared distance of sigmoid outputs from the label"),
)
REDUCTIONS = (
    Choice("sum", "sum", "The costs of a batch’s images are summed"),
    Choice("mean", "mean", "The mean of the costs of a batch’s images"),
)
CLASS_WEIGHTS = (
    Choice("equal", "as they occur", "Every image counts the same, so frequent digits count more"),
    Choice("balanced", "all digits alike", "Images of rare digits count more, so that every digit has the same weight"),
)
KEEPS = (
    Choice("last", "last network", "The network as it is at the end of the run"),
    Choice("best", "best on validation", "The network of the epoch with the best validation accuracy"),
)
DETECTORS = (
    Choice("fitted", "fitted", "After the last epoch, on made-up drawings"),
    Choice("none", "none", "The model takes whatever is drawn for a digit"),
)
PRECISIONS = (
    Choice("float32", "single", "32 bits a number: fast"),
    Choice("float64", "double", "64 bits a number: exact, and half as fast"),
)
