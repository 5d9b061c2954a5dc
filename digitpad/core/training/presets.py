"""Settings that go well together, and recipes: what the sheets of courses and books ask for (see docs/recipes.md)."""

from dataclasses import dataclass
from typing import Any

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.training.settings import TrainingSettings

_STANFORD: dict[str, Any] = {
    "hidden_units": 300,
    "activation": "sigmoid",
    "initialisation": "normal",
    "inputs": "standardised",
    "order": "fixed",
    "epochs": 30,
    "batch_size": 1000,
    "learning_rate": 5.0,
}
_STANFORD_SOURCE = "Stanford CS229, problem set on neural networks, `nn.py`"
_CMU_SOURCE = "[CMU 10-414, homework 0](https://github.com/dlsyscourse/hw0)"
DEFAULT_PRESET = "default"


@dataclass(frozen=True)
class Preset:
    """Settings that go together, and the data they are meant for.

    A recipe has a title and a hint, too, and says where it is published, the result that stands there, if one does, and
    what is not quite the same here.
    """

    settings: TrainingSettings
    data: str = "mnist"
    title: str = ""
    hint: str = ""
    source: str = ""
    published: str = ""
    differs: str = ""


def _plain(**settings: Any) -> TrainingSettings:
    """Gradient descent without anything that digitpad adds by default."""
    usual: dict[str, Any] = {
        "optimiser": "sgd",
        "schedule": "constant",
        "weight_decay": 0.0,
        "inputs": "zero-to-one",
        "augmentation": Augmentation(),
    }
    return TrainingSettings(**{**usual, **settings})


RECIPES = {
    "cmu-regression": Preset(
        _plain(hidden_units=0, biases="none", order="fixed", epochs=10, batch_size=100, learning_rate=0.2),
        "mnist-60000",
        "CMU, softmax regression",
        "CMU 10-414, homework 0, first part: no hidden layer, no biases, images in their order.",
        _CMU_SOURCE,
        "0.9203",
    ),
    "cmu": Preset(
        _plain(
            hidden_units=100,
            initialisation="outputs",
            biases="none",
            order="fixed",
            epochs=20,
            batch_size=100,
            learning_rate=0.2,
        ),
        "mnist-60000",
        "CMU, two layers",
        "CMU 10-414, homework 0, second part: 100 hidden units, no biases, images in their order.",
        _CMU_SOURCE,
        "0.9811 with 400 hidden units",
    ),
    "saito": Preset(
        _plain(
            hidden_units=50,
            initialisation="small",
            order="with-replacement",
            epochs=17,
            batch_size=100,
            learning_rate=0.1,
        ),
        "mnist-60000",
        "Saito",
        "Saito’s “Deep Learning from Scratch”, chapter 5: 50 units, batches drawn with replacement.",
        "[Saito, Deep Learning from Scratch, chapter 5](https://github.com/oreilly-japan/deep-learning-from-scratch)",
        "a curve alone",
        "17 whole epochs, which are 10,200 batches instead of 10,000",
    ),
    "stanford": Preset(
        _plain(**_STANFORD),
        "mnist",
        "Stanford",
        "Stanford CS229: 300 sigmoid units, batches of 1,000, without weight decay.",
        _STANFORD_SOURCE,
        differs="which 10,000 images are held out",
    ),
    "stanford-decay": Preset(
        _plain(**_STANFORD, weight_decay=1e-4),
        "mnist",
        "Stanford, weight decay",
        "Stanford CS229: 300 sigmoid units, batches of 1,000, weight decay 0.0001.",
        _STANFORD_SOURCE,
        differs="which 10,000 images are held out",
    ),
    "nielsen": Preset(
        _plain(
            hidden_units=30,
            activation="sigmoid",
            initialisation="normal-biases",
            cost="quadratic",
            epochs=30,
            batch_size=10,
            learning_rate=3.0,
        ),
        "mnist-nielsen",
        "Nielsen",
        "Nielsen’s first network: 30 sigmoid units, quadratic cost of sigmoid outputs, rate 3.",
        "[Nielsen, Neural Networks and Deep Learning, chapter 1](http://neuralnetworksanddeeplearning.com/chap1.html)",
        "0.9534 (0.9542 at its best), the best of three runs",
    ),
    "rashid": Preset(
        _plain(
            hidden_units=200,
            activation="sigmoid",
            initialisation="lecun",
            cost="quadratic",
            biases="none",
            order="fixed",
            epochs=5,
            batch_size=1,
            learning_rate=0.1,
        ),
        "mnist-60000",
        "Rashid",
        "Rashid’s “Make Your Own Neural Network”: 200 sigmoid units, one image a step, no biases.",
        "[Rashid, Make Your Own Neural Network](https://github.com/makeyourownneuralnetwork/makeyourownneuralnetwork)",
        "0.9711",
        "inputs from 0 instead of 0.01, labels 0 and 1 instead of 0.01 and 0.99, and the exact gradient: the book "
        "leaves a factor out on the way back to the hidden layer",
    ),
    "aarhus-2019": Preset(
        _plain(
            hidden_units=256,
            inputs="pixels",
            epochs=50,
            batch_size=16,
            learning_rate=0.1,
            weight_decay=1e-4,
        ),
        "mnist-hand-in",
        "Aarhus 2019",
        "Aarhus University, hand-in of 2019: mean cost, 256 units, pixels from −1 to 1, 50 epochs.",
        "Aarhus University, Machine Learning 2019, hand-in 2",
        differs="images of MNIST in the sizes of the course’s own",
    ),
}


# Those that a newcomer chooses from.
MAIN_PRESETS = {
    # Reaches 98 % on unseen MNIST images within seconds.
    DEFAULT_PRESET: Preset(TrainingSettings()),
    # Reads many hands, in ten minutes. The larger bundled model is a committee of three such.
    "best": Preset(
        TrainingSettings(
            hidden_units=1024,
            epochs=80,
            batch_size=256,
            optimiser="adam",
            learning_rate=2.5e-3,
            beta2=0.99,
            weight_decay=0.0,
            warm_up=0.02,
            averaging=0.9995,
            drawings=0.25,
            augmentation=Augmentation(shift=0.5, rotation=12, scale=0.12, shear=0.2, elastic=3.0, thickness=0.3),
        )
    ),
    # The reference run of a course.
    "hand-in": Preset(
        TrainingSettings(
            epochs=200,
            batch_size=30,
            optimiser="sgd",
            learning_rate=1e-4,
            weight_decay=1e-2,
            reduction="sum",
            inputs="pixels",
            schedule="constant",
            augmentation=Augmentation(),
        ),
        data="mnist-hand-in",
    ),
}
PRESETS: dict[str, Preset] = {**MAIN_PRESETS, **RECIPES}
