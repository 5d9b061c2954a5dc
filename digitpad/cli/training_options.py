"""The options of `digitpad train`, one for each setting."""

import argparse
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from digitpad.core.augmentation.settings import LIMITS as AMOUNTS
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.setting import Limits
from digitpad.core.training.presets import DEFAULT_PRESET, PRESETS
from digitpad.core.training.settings import CHOICES, LIMITS, TrainingSettings

_NETWORK = {
    "hidden_units": "size of the hidden layer",
    "activation": "what a hidden unit makes of its weighted sum",
    "initialisation": "how large the random weights are at the start",
    "inputs": "what the steps see: pixels in -1..1, or ink counted from the background, if the images have one",
    "seed": "decides the initial weights, the order of the images and how they are varied",
    "precision": "floating-point numbers to train with",
}
_STEPS = {
    "epochs": "passes over the training set",
    "batch_size": "images in each step",
    "optimiser": "how a step uses the gradient",
    "learning_rate": "factor on the gradient in each step",
    "momentum": "how much of the earlier gradients stays in each step; Adam's beta1",
    "beta2": "how much of the earlier squares of gradients stays in Adam and RMSprop",
    "reduction": "whether cost and gradient of a batch are sums over its images or means",
    "schedule": "how the learning rate changes over the run",
    "warm_up": "share of the run in which the learning rate rises",
    "clip": "largest norm of a batch's gradient, 0 for none",
}
_GENERALISING = {
    "weight_decay": "how strongly large weights are drawn to zero",
    "dropout_inputs": "share of the ink's pixels left out at random",
    "dropout_hidden": "share of the hidden units left out at random",
    "label_smoothing": "share of each label that is spread over all digits",
    "averaging": "how much of the average of the weights stays in each step, 0 for no average",
    "class_weights": "whether each image counts alike, or each digit",
    "drawings": "share of the images that are drawn afresh from strokes",
    "patience": "epochs without a better validation accuracy before the run ends, 0 for no end before the last",
    "keep": "the network of the last epoch, or that of the best on the validation set",
}
_VARIATION = {
    "shift": "pixels to move by",
    "rotation": "degrees to turn by",
    "scale": "logarithm of the factor to grow or shrink by",
    "shear": "pixels to slant by, for each pixel of height",
    "elastic": "pixels to move single parts by",
    "thickness": "pixels by which strokes get wider or thinner",
    "noise": "standard deviation of noise in [-1, 1]",
}


def add_training_options(parser: argparse.ArgumentParser) -> None:
    """An option for each setting; those that are not given are None."""
    parser.add_argument(
        "--preset",
        choices=PRESETS,
        help=f"settings to begin with (default: {DEFAULT_PRESET}); the options below change them",
    )
    for title, helps in (
        ("the network", _NETWORK),
        ("its steps", _STEPS),
        ("regularisation", _GENERALISING),
        ("augmentation: how far the training images are varied at random, at most", _VARIATION),
    ):
        group = parser.add_argument_group(title)
        for name, text in helps.items():
            option = "--" + name.replace("_", "-")
            if name in CHOICES:
                group.add_argument(option, choices=CHOICES[name], help=text)
            else:
                _add_number(group, option, LIMITS.get(name) or AMOUNTS[name], text)


def given_settings(arguments: argparse.Namespace) -> TrainingSettings:
    """The preset's settings with those named on the command line."""
    preset = PRESETS[arguments.preset or DEFAULT_PRESET].settings
    augmentation = replace(preset.augmentation, **_given(arguments, Augmentation))
    return replace(preset, augmentation=augmentation, **_given(arguments, TrainingSettings))


def any_given(arguments: argparse.Namespace) -> bool:
    """Whether the command line names a preset or any setting."""
    return bool(arguments.preset or _given(arguments, TrainingSettings) or _given(arguments, Augmentation))


def _given(arguments: argparse.Namespace, kind: type) -> dict[str, Any]:
    values = {field.name: getattr(arguments, field.name, None) for field in fields(kind)}
    return {name: value for name, value in values.items() if value is not None}


def _add_number(group: Any, option: str, limits: Limits, text: str) -> None:
    kind = int if limits.whole else float
    group.add_argument(option, type=kind, metavar="N" if kind is int else "X", help=f"{text}, {limits}")


def add_stroke_options(parser: argparse.ArgumentParser) -> None:
    """Which drawings to learn from."""
    group = parser.add_argument_group("drawings, if they have a share")
    group.add_argument("--strokes", type=Path, metavar="FILE", help="vary the drawings of this file; half are made up")
    group.add_argument(
        "--without-writers", nargs="+", default=[], metavar="WRITER", help="leave these writers' drawings out"
    )


def add_checkpoint_options(parser: argparse.ArgumentParser) -> None:
    """Where checkpoints are kept, and going on from one."""
    group = parser.add_argument_group("going on after an interruption")
    group.add_argument("--resume", action="store_true", help="go on with the last training that was interrupted")
    group.add_argument(
        "--checkpoints",
        type=Path,
        metavar="DIR",
        help="keep what is needed to go on in this folder (default: one of digitpad's own)",
    )
    group.add_argument(
        "--checkpoint-every", type=float, default=5.0, metavar="SECONDS", help="how often (default: %(default)s)"
    )
